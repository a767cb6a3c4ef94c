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
    "issues.judge": "public",
    "issues.note": "manager",
    "issues.opinion": "public",
    "issues.oral_agreement": "manager",
    "issues.qualify": "manager",
    "issues.read": "manager",
    "issues.resume": "manager",
    "issues.show": "manager",
    "issues.take_step": "manager",
    "issues.together": "manager",
    "issues.versions": "manager",
}
