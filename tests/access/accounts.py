"""Who may enter: "public", or the roles."""

EVERYBODY = "administrator director manager member observer officer reviewer"
ENDPOINTS = {
    "accounts.change_password": EVERYBODY,
    "accounts.code": "public",
    "accounts.demonstration": "public",
    "accounts.end_other_sessions": EVERYBODY,
    "accounts.end_session": EVERYBODY,
    "accounts.home": "public",
    "accounts.link": "public",
    "accounts.link_again": "public",
    "accounts.profile": EVERYBODY,
    "accounts.sign_in": "public",
    "accounts.sign_out": "public",
}
