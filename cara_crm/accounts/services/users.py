"""Accounts: who they are, what they may do, how they come in the first time."""

from cara_crm.accounts.models import User
from cara_crm.audit import services as audit
from cara_crm.core.actor import Actor


def rename(user: User, name: str, *, by: Actor) -> None:
    """Change how a person is called."""
    if user.name != name:
        user.name = name
        audit.record("user.renamed", user, by=by)
