"""What the public registers say of a member, beside what is stored: asked, compared, taken over field by field."""
