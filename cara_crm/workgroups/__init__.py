"""Working groups and commissions: who sits there, when they meet, what was heard."""
