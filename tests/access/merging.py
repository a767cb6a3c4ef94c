"""Who may merge records."""

MERGERS = "administrator manager"
ENDPOINTS = {
    "merging.contact": MERGERS,
    "merging.contacts": MERGERS,
    "merging.distinct": MERGERS,
    "merging.look": MERGERS,
    "merging.member": MERGERS,
    "merging.members": MERGERS,
    "merging.merge_contact": MERGERS,
    "merging.merge_member": MERGERS,
    "merging.reopen": MERGERS,
    "merging.rules": "administrator",
    "merging.show": MERGERS,
    "merging.undo": MERGERS,
}
