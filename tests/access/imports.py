"""Who may bring lists into the register."""

EDITORS = "administrator manager"
ENDPOINTS = {
    "imports.abandon": EDITORS,
    "imports.check": EDITORS,
    "imports.columns": EDITORS,
    "imports.commit": EDITORS,
    "imports.decide": EDITORS,
    "imports.forget_mapping": EDITORS,
    "imports.index": EDITORS,
    "imports.mapping": EDITORS,
    "imports.mappings": EDITORS,
    "imports.new": EDITORS,
    "imports.problems": EDITORS,
    "imports.receive": EDITORS,
    "imports.sheet": EDITORS,
    "imports.show": EDITORS,
    "imports.undo": EDITORS,
    "imports.undo_now": EDITORS,
}
