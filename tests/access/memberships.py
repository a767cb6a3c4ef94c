"""Who may see and keep memberships and fees."""

READERS = "administrator director manager"
EDITORS = "administrator manager"
ENDPOINTS = {
    "memberships.begin": EDITORS,
    "memberships.call": EDITORS,
    "memberships.call_all": EDITORS,
    "memberships.calls": EDITORS,
    "memberships.copy_grid": "administrator",
    "memberships.export": EDITORS,
    "memberships.grid": "administrator",
    "memberships.index": READERS,
    "memberships.new": EDITORS,
    "memberships.paper": READERS,
    "memberships.pay": EDITORS,
    "memberships.propose_again": EDITORS,
    "memberships.recipient": EDITORS,
    "memberships.remove": EDITORS,
    "memberships.remove_rate": "administrator",
    "memberships.renew": EDITORS,
    "memberships.renew_now": EDITORS,
    "memberships.set_fee": EDITORS,
    "memberships.set_rate": "administrator",
    "memberships.show": READERS,
    "memberships.take_back_call": EDITORS,
    "memberships.take_back_payment": EDITORS,
    "memberships.terms": "administrator",
}
