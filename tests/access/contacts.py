"""Who may see and edit people."""

EDITORS = "administrator manager"
ENDPOINTS = {
    "contacts.addressee": EDITORS,
    "contacts.archive": EDITORS,
    "contacts.choose": EDITORS,
    "contacts.card": EDITORS,
    "contacts.cards": EDITORS,
    "contacts.choose_columns": EDITORS,
    "contacts.alike": EDITORS,
    "contacts.create": EDITORS,
    "contacts.edit": EDITORS,
    "contacts.end": EDITORS,
    "contacts.end_now": EDITORS,
    "contacts.index": EDITORS,
    "contacts.keep_columns": EDITORS,
    "contacts.leave": EDITORS,
    "contacts.leave_now": EDITORS,
    "contacts.move": EDITORS,
    "contacts.move_now": EDITORS,
    "contacts.new": EDITORS,
    "contacts.restore": EDITORS,
    "contacts.lift_hold": EDITORS,
    "contacts.lift_holds": EDITORS,
    "contacts.on_hold": EDITORS,
    "contacts.show": EDITORS,
    "contacts.update": EDITORS,
}
