"""What a person may ask of who holds data about it: a copy (GDPR, articles 15 and 20), and to be forgotten (17)."""
