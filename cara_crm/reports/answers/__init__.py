"""What federations answer, position by position, and how it reaches the members behind."""
