"""The only reader of the environment. Fails at start on a missing secret or a contradiction."""
