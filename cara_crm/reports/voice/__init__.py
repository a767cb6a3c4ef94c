"""A year of a member's voice: its words, our wording, where they went, what was answered, what changed."""
