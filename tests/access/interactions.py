"""Who may read and record conversations: managers."""

ENDPOINTS = {
    "interactions.create": "manager",
    "interactions.index": "manager",
    "interactions.new": "manager",
    "interactions.show": "manager",
}
