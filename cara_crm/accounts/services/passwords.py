"""Passwords: argon2id with the parameters that OWASP's cheat sheet gives (19 MiB, 2 passes, 1 lane)."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from flask_babel import gettext as _

from cara_crm.accounts.models import User
from cara_crm.audit import services as audit
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError

HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
SHORTEST = 12
FEWEST_DIFFERENT = 5


class WeakPassword(DomainError):
    """A password that is guessed too soon."""

    field = "new_password"


@cache
def _nobodys() -> str:
    return HASHER.hash("the password of nobody")


def matches(stored: str | None, password: str) -> bool:
    """Is it the password of this hash? Without a hash the answer is no, after the same time. Slow: outside the lock."""
    try:
        return HASHER.verify(stored or _nobodys(), password) and stored is not None
    except VerificationError:
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
