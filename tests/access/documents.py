"""Who opens and keeps documents: managers, and the administrator those that are not confidential."""

ENDPOINTS = {
    "documents.create": "administrator manager",
    "documents.create_of_interaction": "manager",
    "documents.edit": "administrator manager",
    "documents.new": "administrator manager",
    "documents.new_of_interaction": "manager",
    "documents.remove": "administrator manager",
    "documents.show": "administrator manager",
}
