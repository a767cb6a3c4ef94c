"""Who may enter the register."""

READERS = "administrator director manager observer reviewer"
EDITORS = "administrator manager"
ENDPOINTS = {
    "members.archive": EDITORS,
    "members.archive_now": EDITORS,
    "members.assign_sector": EDITORS,
    "members.choose_columns": READERS,
    "members.create": EDITORS,
    "members.edit": EDITORS,
    "members.end_sector": EDITORS,
    "members.end_sector_now": EDITORS,
    "members.entrust": EDITORS,
    "members.export": EDITORS,
    "members.bulk": EDITORS,
    "members.bulk_done": EDITORS,
    "members.bulk_now": EDITORS,
    "members.forget_view": READERS,
    "members.index": READERS,
    "members.keep_view": READERS,
    "members.undo_bulk": EDITORS,
    "members.make_main": EDITORS,
    "members.manager": EDITORS,
    "members.move_status": EDITORS,
    "members.new": EDITORS,
    "members.new_sector": EDITORS,
    "members.restore": EDITORS,
    "members.sheet": READERS,
    "members.show": READERS,
    "members.status": EDITORS,
    "members.update": EDITORS,
}
