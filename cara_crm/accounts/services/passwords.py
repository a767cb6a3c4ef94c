"""Passwords: argon2id with the parameters that OWASP's cheat sheet gives (19 MiB, 2 passes, 1 lane)."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask_babel import gettext as _

from cara_crm.accounts.models import User
from cara_crm.audit import services as audit
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError

HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
SHORTEST = 12
FEWEST_DIFFERENT = 5
# The hash of a random text that nobody kept, made with the parameters above: as slow as anybody's, and never right.
NOBODYS = "$argon2id$v=19$m=19456,t=2,p=1$s8AAMDnVbqz5/7/LEDCTZw$18Xci+022bfN6eRR7r70RHzRZXnks1PeSrc5H73QJm4"


class WeakPassword(DomainError):
    """A password that is guessed too soon."""

    field = "new_password"


def matches(stored: str | None, password: str) -> bool:
    """Is it the password of this hash? Without a hash the answer is no, after the same time. Slow: outside the lock."""
    try:
        return HASHER.verify(stored or NOBODYS, password) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


def hashed(password: str, *, email: str) -> str:
    """The hash to store. Slow: outside the write lock. Raises WeakPassword."""
    if len(password) < SHORTEST:
        raise WeakPassword(_("Take at least %(n)s characters: a sentence is easy to remember.", n=SHORTEST))
    local = email.split("@")[0]
    if len(set(password)) < FEWEST_DIFFERENT or (len(local) > 3 and local in password.lower()):
        raise WeakPassword(_("This password is too easy to guess."))
    return HASHER.hash(password)


def set_password(user: User, stored: str | None, *, by: Actor) -> None:
    """Store a hash made by `hashed`; None takes the password away (links and codes remain)."""
    user.password_hash = stored
    audit.record("user.password_changed" if stored else "user.password_removed", user, by=by)
