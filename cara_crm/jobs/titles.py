"""What periodic works and jobs are called, for the people who look after them."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

WORKS = {
    "accounts.forget": _l("Forget sessions and links that have ended"),
    "agenda.task_digests": _l("Morning mail of tasks"),
    "correspondence.forget": _l("Forget old drafts from mail"),
    "deliveries.scrub": _l("Forget the links in mails that did not arrive"),
    "heartbeats.sweep": _l("Forget workers that are gone"),
    "insights.publish": _l("Figures for the board"),
    "insights.summary": _l("Monthly mail to the board"),
    "issues.agreement_reminders": _l("Ask again for agreement"),
    "issues.forget_mails": _l("Throw away mails that nobody confirmed"),
    "issues.opinions": _l("Ask whether answers help"),
    "issues.where_they_stand": _l("Tell authors where their issues stand"),
    "mailbox.forget": _l("Forget the ledger of old incoming mail"),
    "mailbox.read": _l("Read the mailbox"),
    "members.tidy": _l("Tidy the counts of members"),
    "members.words": _l("Renew the words that members are found by"),
    "memberships.remind": _l("Reminders of fees"),
    "merging.look": _l("Look for the same organisation twice"),
    "official.check": _l("Compare members with the official register"),
    "reports.plans": _l("Begin planned drafts"),
    "reports.reminders": _l("Reminders to federations"),
    "positions.wording_reminders": _l("Ask again about wordings"),
    "relays.digests": _l("Digests of information"),
    "relays.reminders": _l("Reminders of calls and events"),
    "relays.consultations": _l("Results of consultations"),
    "relays.due": _l("Information that is due"),
}
JOBS = {
    "imports.check": _l("Check an import"),
    "imports.undo": _l("Take an import back"),
    "members.import": _l("Import members"),
    "memberships.call": _l("Call for fees"),
    "official.look_up": _l("Ask the official register about a member"),
    "relays.send": _l("Sending of information"),
    "rights.erase": _l("Erase people’s data"),
}


def title(name: str) -> str:
    """In the present language; a name that is not known here stays as it is."""
    return str(WORKS.get(name) or JOBS.get(name) or _("Other work (%(name)s)", name=name))
