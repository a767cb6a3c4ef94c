"""A correction begins with what was answered to the version before: no answer is lost, and none is asked for twice."""

from functools import cache

from cara_crm.audit import services as audit
from cara_crm.core.actor import Actor
from cara_crm.reports.answers.queries import earlier_answers
from cara_crm.reports.assemble.differences import same_words
from cara_crm.reports.document import ReportDocument
from cara_crm.reports.models import Answer, Report
from cara_crm.reports.reading.queries import code_of, document_of

CARRIED = (
    "position_id",
    "outcome",
    "until_on",
    "remit_id",
    "onward_id",
    "text_members",
    "text_cluster",
    "own_reference",
)
STANDING = ("state", "given_at", "relay_id")
BY_WHOM = ("contact_id", "author_label", "recorded_by_id")


def carry_answers(report: Report, *, by: Actor) -> None:
    """Give a version that is being sent the answers to positions whose words it leaves unchanged, drafts too.

    Each stands as it was given: its day, its author, and whether it was passed on. `report.document` is frozen already.
    """
    now = document_of(report)
    read = cache(document_of)
    waiting = {entry.position_id for entry in report.entries}
    for answer in earlier_answers(report):
        if answer.position_id in waiting and _says_the_same(read(answer.report), now, answer.position_id):
            waiting.remove(answer.position_id)
            values = {name: getattr(answer, name) for name in CARRIED + STANDING + BY_WHOM}
            carried = Answer(**values, carried_from=answer)
            report.answers.append(carried)
            audit.record("answer.carried", carried, by=by, report=report.id, position=answer.position_id)


def _says_the_same(before: ReportDocument, now: ReportDocument, position_id: int) -> bool:
    old, new = before.position(code_of(position_id)), now.position(code_of(position_id))
    return old is not None and new is not None and same_words(old, new)
