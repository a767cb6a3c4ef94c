"""The person's own choices of the frame around the page."""

from cara_crm.accounts.models import User
from cara_crm.core.actor import Actor
from cara_crm.extensions import db


def remember_language(language: str, *, by: Actor) -> None:
    """Keep the language ("fr" or "en") with the account, so that mails follow; nothing for a stranger."""
    account = db.session.get(User, by.user_id) if by.user_id else None
    if account:
        account.language = language


def remember_theme(theme: str, *, by: Actor) -> None:
    """Keep the theme ("light", "dark" or "system") with the account; nothing for a stranger."""
    account = db.session.get(User, by.user_id) if by.user_id else None
    if account:
        account.theme = theme
