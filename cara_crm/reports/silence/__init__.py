"""A federation that does not answer: reminded by the clock, and in the end its silence is recorded as what it is."""
