"""What is kept of a secret that opens something: a token leaves by mail or cookie, its hash stays."""

import hashlib


def token_hash(token: str) -> str:
    """SHA-256 as 64 hexadecimal digits. Enough for long random tokens; a password needs a slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()
