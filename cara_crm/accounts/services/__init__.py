"""Who may come in: links, codes, passwords, sessions, invitations, roles."""

from cara_crm.accounts.services.addresses import close_address, open_address, secret_part
from cara_crm.accounts.services.invitations import (
    CannotBeInvited,
    NotTheFirst,
    create_first_administrator,
    invitation_address,
    invite,
    invite_contact,
    invite_contacts,
    invite_many,
    send_again,
)
from cara_crm.accounts.services.kept import keep_form
from cara_crm.accounts.services.limits import TooManyAttempts, count_attempt, count_reading
from cara_crm.accounts.services.passwords import WeakPassword, hashed, matches, set_password
from cara_crm.accounts.services.sessions import end_all_sessions, end_session, note_seen, start_session
from cara_crm.accounts.services.sign_in import renew, send_sign_in_mail
from cara_crm.accounts.services.tokens import is_live, redeem_code, redeem_link
from cara_crm.accounts.services.users import (
    Access,
    AddressTaken,
    LastAdministrator,
    NotOneself,
    RoleIncomplete,
    WrongDeputy,
    change_access,
    create_user,
    deactivate,
    end_deputy,
    name_deputy,
    reactivate,
    rename,
)

__all__ = [
    "Access",
    "AddressTaken",
    "CannotBeInvited",
    "LastAdministrator",
    "NotOneself",
    "NotTheFirst",
    "RoleIncomplete",
    "TooManyAttempts",
    "WeakPassword",
    "WrongDeputy",
    "change_access",
    "close_address",
    "count_attempt",
    "count_reading",
    "create_first_administrator",
    "create_user",
    "deactivate",
    "end_all_sessions",
    "end_deputy",
    "end_session",
    "hashed",
    "invitation_address",
    "invite",
    "invite_contact",
    "invite_contacts",
    "invite_many",
    "is_live",
    "keep_form",
    "matches",
    "name_deputy",
    "note_seen",
    "open_address",
    "reactivate",
    "redeem_code",
    "redeem_link",
    "rename",
    "renew",
    "secret_part",
    "send_again",
    "send_sign_in_mail",
    "set_password",
    "start_session",
]
