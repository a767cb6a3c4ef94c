"""Who may enter the position editor: managers; an author by a signed link."""

ENDPOINTS = {
    "positions.add_issues": "manager",
    "positions.answer": "public",
    "positions.check": "manager",
    "positions.close": "manager",
    "positions.edit": "manager",
    "positions.evidence": "manager",
    "positions.index": "manager",
    "positions.leaks": "manager",
    "positions.merge": "manager",
    "positions.new": "manager",
    "positions.remove_issue": "manager",
    "positions.save": "manager",
    "positions.show": "manager",
    "positions.split": "manager",
    "positions.stance": "manager",
    "positions.take_up": "manager",
    "positions.undo_move": "manager",
    "positions.versions": "manager",
    "positions.way": "manager",
    "positions.wording": "public",
}
