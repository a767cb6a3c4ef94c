"""Requests of federations, and the flash notes that answer them."""
