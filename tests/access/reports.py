"""Who may enter the reports' pages; which reports is decided by the queries."""

READING = "administrator director manager observer reviewer"
WRITING = "manager"
REVIEWING = "director reviewer"
ENDPOINTS = {
    "reports.correct": WRITING,
    "reports.create": WRITING,
    "reports.decide": REVIEWING,
    "reports.discard": WRITING,
    "reports.draft_correction": WRITING,
    "reports.edit": WRITING,
    "reports.file": READING,
    "reports.hand_over": WRITING,
    "reports.index": READING,
    "reports.keep_review": REVIEWING,
    "reports.look_up": "public",
    "reports.new": WRITING,
    "reports.requests": READING,
    "reports.request_page": READING,
    "reports.new_request": WRITING,
    "reports.request_issues": WRITING,
    "reports.ask_members": WRITING,
    "reports.draft_note": WRITING,
    "reports.decline_request": WRITING,
    "reports.propose_waiver": WRITING,
    "reports.review": REVIEWING,
    "reports.save": WRITING,
    "reports.schema": "public",
    "reports.send": WRITING,
    "reports.show": READING,
    "reports.take_back": WRITING,
    "reports.verify": "public",
    "reports.voice": "manager",
    "reports.withdraw_waiver": WRITING,
    "reports.word": READING,
}
