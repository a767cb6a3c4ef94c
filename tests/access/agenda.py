"""Who may read a calendar: whoever has its address. Who has tasks: who may tick them off."""

TASKS = "administrator manager"
ENDPOINTS = {
    "agenda.choose_mail": TASKS,
    "agenda.feed": "public",
    "agenda.index": TASKS,
    "agenda.new": TASKS,
    "agenda.task": TASKS,
}
