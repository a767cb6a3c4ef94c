"""A question back: put to those behind a position, masked, and its reply, which a second person looks at."""
