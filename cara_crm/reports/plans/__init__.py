"""Drafts that begin by themselves: on the first Monday of a month, a quarter, a half-year or a year."""
