"""The answer box under each position of a report."""

from dataclasses import dataclass

from cara_crm.office.forms import OFFERED, AnswerForm
from cara_crm.positions.models import Outcome
from cara_crm.reports.models import Answer, AnswerState, Report
from cara_crm.reports.reading.queries import code_of


@dataclass(frozen=True)
class Box:
    """A form and what is stored; `theirs` is what a colleague saved meanwhile, shown beside what was typed."""

    position_id: int
    form: AnswerForm
    answer: Answer | None
    theirs: Answer | None = None

    @property
    def is_closed(self) -> bool:
        """The members have read it."""
        return self.answer is not None and self.answer.state is AnswerState.RELAYED


def prefix_of(position_id: int) -> str:
    return f"p{position_id}-"


def answer_to(report: Report, position_id: int) -> Answer | None:
    return next((answer for answer in report.answers if answer.position_id == position_id), None)


def stored(report: Report, position_id: int, outcomes: tuple[Outcome, ...] = OFFERED) -> Box:
    """The box with what is stored of it."""
    answer = answer_to(report, position_id)
    values = {"version": answer.version if answer else 0}
    if answer:
        names = ("outcome", "until_on", "text_members", "text_cluster")
        values |= {name: getattr(answer, name) for name in names}
    form = AnswerForm(formdata=None, prefix=prefix_of(position_id), data=values)
    form.offer(outcomes)
    return Box(position_id, form, answer)


def boxes_of(report: Report, typed: Box | None = None) -> dict[str, Box]:
    """Every box by the position's stable id; `typed` stands in the place of its own."""
    found = {code_of(entry.position_id): stored(report, entry.position_id) for entry in report.entries}
    return found | ({code_of(typed.position_id): typed} if typed else {})
