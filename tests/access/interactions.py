"""Who may read and record conversations: managers."""

ENDPOINTS = {
    "interactions.create": "manager",
    "interactions.create_meeting": "manager",
    "interactions.index": "manager",
    "interactions.new": "manager",
    "interactions.new_meeting": "manager",
    "interactions.show": "manager",
}
