"""Who was asked about a wording and has not answered is asked again, twice. Silence stays no."""

from datetime import timedelta

from cara_crm.audit import services as audit
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.links import absolute_url
from cara_crm.deliveries.services import by_key
from cara_crm.issues import services as issues
from cara_crm.positions.links import wording_token
from cara_crm.positions.models import WordingAgreement
from cara_crm.positions.queries.reminding import unanswered_wordings

REMIND_AFTER = (timedelta(days=7), timedelta(days=21))
ASKED_LONG_AGO = timedelta(days=60)  # after that a person of the team calls


def remind_of_wordings(*, by: Actor) -> int:
    """After a week and after three, about words that still stand as they were shown; how many questions."""
    now = clock.now()
    found = unanswered_wordings(now - REMIND_AFTER[0], asked_after=now - ASKED_LONG_AGO)
    return sum(_remind(one, sum(one.asked_at <= now - after for after in REMIND_AFTER), by=by) for one in found)


def _remind(question: WordingAgreement, times: int, *, by: Actor) -> bool:
    """Each reminder leaves once. False when it has, or when there is nobody to ask about these words."""
    author, key = issues.author_of(question.issue), f"wording_asked:{question.id}:reminder:{times}"
    changed = question.wording_hash != question.position.wording_hash
    if author is None or changed or by_key(key) is not None:
        return False
    issues.heard_of(question.issue)
    issues.tell(
        "wording_asked",
        author,
        dedupe_key=key,
        holds_token=True,
        by=by,
        url=absolute_url("positions.wording", token=wording_token(question.id)),
        title=question.issue.title,
        purpose=question.purpose.value,
        reminder=True,
    )
    audit.record("position.wording_reminded", question.position, by=by, issue=question.issue_id, times=times)
    return True
