"""Who may enter the register."""

READERS = "administrator director manager observer reviewer"
EDITORS = "administrator manager"
ENDPOINTS = {
    "members.abandon_import": EDITORS,
    "members.archive": EDITORS,
    "members.archive_now": EDITORS,
    "members.assign_sector": EDITORS,
    "members.check_import": EDITORS,
    "members.columns": EDITORS,
    "members.commit_import": EDITORS,
    "members.create": EDITORS,
    "members.edit": EDITORS,
    "members.end_sector": EDITORS,
    "members.end_sector_now": EDITORS,
    "members.entrust": EDITORS,
    "members.export": EDITORS,
    "members.import_problems": EDITORS,
    "members.index": READERS,
    "members.make_main": EDITORS,
    "members.manager": EDITORS,
    "members.move_status": EDITORS,
    "members.new": EDITORS,
    "members.new_import": EDITORS,
    "members.new_sector": EDITORS,
    "members.receive_import": EDITORS,
    "members.restore": EDITORS,
    "members.show": READERS,
    "members.show_import": EDITORS,
    "members.status": EDITORS,
    "members.update": EDITORS,
}
