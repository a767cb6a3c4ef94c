"""Mail of managers with members: sent to a personal address, checked, kept as a conversation."""
