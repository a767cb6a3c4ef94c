"""Who may enter the federation's space, and the manager's side of an answer."""

ENDPOINTS = {
    "office.acknowledge": "officer",
    "office.answer": "officer",
    "office.answers": "manager",
    "office.ask": "officer",
    "office.close": "public",
    "office.file": "officer",
    "office.give_all": "officer",
    "office.index": "officer",
    "office.open_report": "public",
    "office.pass_on": "manager",
    "office.positions": "officer",
    "office.read": "public",
    "office.record": "manager",
    "office.remind": "manager",
    "office.report": "officer",
    "office.revoke_link": "manager",
    "office.send_new_link": "manager",
    "office.set_reminding": "manager",
    "office.silence": "manager",
    "office.share": "officer",
}
