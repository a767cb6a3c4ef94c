"""Who may come in: links, codes, passwords, sessions, invitations, roles."""

from cara_crm.accounts.services.limits import TooManyAttempts, count_attempt
from cara_crm.accounts.services.passwords import WeakPassword, hashed, matches, set_password
from cara_crm.accounts.services.sessions import end_all_sessions, end_session, note_seen, start_session
from cara_crm.accounts.services.sign_in import renew, send_sign_in_mail
from cara_crm.accounts.services.tokens import is_live, redeem_code, redeem_link
from cara_crm.accounts.services.users import rename

__all__ = [
    "TooManyAttempts",
    "WeakPassword",
    "count_attempt",
    "end_all_sessions",
    "end_session",
    "hashed",
    "is_live",
    "matches",
    "note_seen",
    "redeem_code",
    "redeem_link",
    "rename",
    "renew",
    "send_sign_in_mail",
    "set_password",
    "start_session",
]
