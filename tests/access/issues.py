"""Who may enter the inbox: managers; an author by a signed link."""

ENDPOINTS = {
    "issues.agreement": "public",
    "issues.answer": "public",
    "issues.ask_agreement": "manager",
    "issues.ask_back": "manager",
    "issues.attachment": "manager",
    "issues.edit": "manager",
    "issues.end": "manager",
    "issues.group": "manager",
    "issues.index": "manager",
    "issues.note": "manager",
    "issues.oral_agreement": "manager",
    "issues.qualify": "manager",
    "issues.read": "manager",
    "issues.resume": "manager",
    "issues.show": "manager",
    "issues.versions": "manager",
}
