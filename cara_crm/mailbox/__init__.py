"""Mail that comes in: read, taken apart, given to whom it is addressed."""
