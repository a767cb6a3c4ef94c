"""Asking for a link. Whether an address has an account shows neither in what happens nor in how much work it is."""

from cara_crm.accounts.models import SignInToken, TokenPurpose, User
from cara_crm.accounts.queries import active_user, any_user
from cara_crm.accounts.services.limits import MAILS_FROM_PLACE, MAILS_TO_ADDRESS, count_attempt
from cara_crm.accounts.services.mails import send_link
from cara_crm.accounts.services.tokens import issue
from cara_crm.extensions import db


def send_sign_in_mail(email: str, *, place: str, browser: str, next_url: str, language: str) -> None:
    """Mail a link and a code to this address if it has an account; the caller commits and says the same either way.

    For an unknown address the same rows are written and taken back, so that the time tells nothing.
    `place` is where in the network it is asked from. Raises TooManyAttempts.
    """
    count_attempt(MAILS_FROM_PLACE, place)
    count_attempt(MAILS_TO_ADDRESS, email)
    user, somebody = active_user(email), any_user()
    with db.session.begin_nested() as savepoint:
        if owner := user or somebody:
            _send(owner, browser, next_url, owner.language or language)
        db.session.flush()
        if user is None:
            savepoint.rollback()


def renew(old: SignInToken, *, place: str, browser: str, language: str) -> None:
    """Mail a new link to the owner of one that is over; it leads where the old one led. Raises TooManyAttempts."""
    count_attempt(MAILS_FROM_PLACE, place)
    count_attempt(MAILS_TO_ADDRESS, old.user.email)
    _send(old.user, browser, old.next_url, old.user.language or language)


def _send(user: User, browser: str, next_url: str, language: str) -> None:
    issued = issue(user.id, browser=browser, next_url=next_url, purpose=TokenPurpose.SIGN_IN)
    send_link(user, issued, language=language)
