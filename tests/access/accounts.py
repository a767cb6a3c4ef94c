"""Who may enter: "public", or the roles."""

EVERYBODY = "administrator director manager member observer officer reviewer"
CALENDAR = "administrator director manager member observer reviewer"
ENDPOINTS = {
    "accounts.change_password": EVERYBODY,
    "accounts.close_calendar": CALENDAR,
    "accounts.code": "public",
    "accounts.deactivate": "administrator",
    "accounts.demonstration": "public",
    "accounts.end_deputy": "administrator",
    "accounts.end_other_sessions": EVERYBODY,
    "accounts.end_session": EVERYBODY,
    "accounts.end_sessions_of": "administrator",
    "accounts.home": "public",
    "accounts.invitation": "public",
    "accounts.invite": "administrator",
    "accounts.invite_again": "administrator",
    "accounts.invite_contact": "administrator manager",
    "accounts.link": "public",
    "accounts.link_again": "public",
    "accounts.name_deputy": "administrator",
    "accounts.open_calendar": CALENDAR,
    "accounts.profile": EVERYBODY,
    "accounts.resume": EVERYBODY,
    "accounts.reactivate": "administrator",
    "accounts.setup": "public",
    "accounts.sign_in": "public",
    "accounts.sign_out": "public",
    "accounts.user": "administrator",
    "accounts.users": "administrator",
}
