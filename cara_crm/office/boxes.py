"""The answer box under each position of a report."""

from dataclasses import dataclass, replace

from flask import g

from cara_crm.core.errors import DomainError, EditedMeanwhile
from cara_crm.federations.models import Federation
from cara_crm.federations.queries import federations_in_use
from cara_crm.office.forms import OFFERED, AnswerForm
from cara_crm.positions.models import Outcome
from cara_crm.reports.answers.queries import answers_before
from cara_crm.reports.models import Answer, AnswerState, Report
from cara_crm.reports.reading.queries import code_of


@dataclass(frozen=True)
class Box:
    """A form and what is stored; `theirs` is what a colleague saved meanwhile, shown beside what was typed.

    `before`: what was answered to an earlier version, whose words were others. `later`: the number of the version in
    which this position is answered now.
    """

    position_id: int
    form: AnswerForm
    answer: Answer | None
    theirs: Answer | None = None
    before: Answer | None = None
    later: int | None = None

    @property
    def is_closed(self) -> bool:
        """The members have read it, or it is answered in a later version."""
        return self.later is not None or (self.answer is not None and not self.answer.may_change)

    @property
    def is_passed_on(self) -> bool:
        return self.answer is not None and self.answer.state is AnswerState.RELAYED

    @property
    def is_carried(self) -> bool:
        """Given to an earlier version, and standing for this one as it was given."""
        return self.answer is not None and self.answer.carried_from is not None and self.answer.given_at is not None


def prefix_of(position_id: int) -> str:
    return f"p{position_id}-"


def answer_to(report: Report, position_id: int) -> Answer | None:
    return next((answer for answer in report.answers if answer.position_id == position_id), None)


def others_than(report: Report) -> list[Federation]:
    """The federations in use but the report's own, read once a request."""
    if "federations" not in g:
        g.federations = list(federations_in_use())
    return [one for one in g.federations if one.id != report.federation_id]


def stored(report: Report, position_id: int, outcomes: tuple[Outcome, ...] = OFFERED) -> Box:
    """The box with what is stored of it."""
    answer = answer_to(report, position_id)
    values = {"version": answer.version if answer else 0}
    if answer:
        names = ("outcome", "until_on", "remit_id", "text_members", "text_cluster", "own_reference")
        values |= {name: getattr(answer, name) for name in names}
    form = AnswerForm(formdata=None, prefix=prefix_of(position_id), data=values)
    form.offer(others_than(report), outcomes)
    return Box(position_id, form, answer)


def refused(report: Report, position_id: int, form: AnswerForm, refusal: DomainError) -> Box:
    """What was typed, with why it was not kept; of what a colleague saved meanwhile, that beside it."""
    kept = answer_to(report, position_id)
    is_conflict = isinstance(refusal, EditedMeanwhile)
    form.refuse(refusal)
    if is_conflict:
        form.version.data = kept.version if kept else 0
    return Box(position_id, form, kept, kept if is_conflict else None)


def boxes_of(report: Report, later: Report | None, typed: Box | None = None) -> dict[str, Box]:
    """Every box by the position's stable id; `typed` stands in the place of its own. `later` replaces the report."""
    before = answers_before(report)
    replaced = {entry.position_id for entry in later.entries} if later else set()
    boxes = {entry.position_id: stored(report, entry.position_id) for entry in report.entries}
    found = {
        code_of(i): replace(box, before=before.get(i), later=later.edition if later and i in replaced else None)
        for i, box in boxes.items()
    }
    if typed:
        found[code_of(typed.position_id)] = replace(typed, before=before.get(typed.position_id))
    return found
