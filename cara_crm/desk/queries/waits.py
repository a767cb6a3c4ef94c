"""One line of what waits for somebody: why, since when, and whether it is late."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from cara_crm.core import clock
from cara_crm.core.workdays import workdays_after
from cara_crm.desk.queries.subjects import Subject
from cara_crm.settings.queries import Clocks
from cara_crm.tasks.models import Task


class Wait(StrEnum):
    """Why something waits; the value is also the key of its words and of its next action."""

    QUALIFY = "qualify"
    AGREEMENT = "agreement"
    MESSAGE = "message"
    APPROVE_AGAIN = "approve_again"
    REVIEW = "review"
    SEND = "send"
    ACKNOWLEDGE = "acknowledge"
    PASS_ON = "pass_on"  # noqa: S105
    NO_ANSWER = "no_answer"
    REPLY = "reply"
    PROPOSAL = "proposal"
    REQUEST = "request"
    DELIVERY = "delivery"
    SILENT = "silent"
    PAUSE = "pause"
    MAIL = "mail"
    TASK = "task"


LATE_AFTER = {
    Wait.AGREEMENT: 10,
    Wait.MESSAGE: 5,
    Wait.MAIL: 5,
    Wait.PROPOSAL: 10,
    Wait.SEND: 10,
    Wait.TASK: 0,
    Wait.REQUEST: 0,
}
OTHERWISE = 21


@dataclass(frozen=True)
class Waiting:
    """One line of Today. `target` is the id that the kind's page needs; `days` counts from `since` to today.

    Of silences there is one line; its target is how many they are.
    A task's words depend on the reader's language (`tasks.words.sentence`); `record` is what it is about, where this
    reader may open it.
    """

    kind: Wait
    since: datetime
    title: str
    place: str
    target: int
    task: Task | None = None
    record: Subject | None = None
    is_late: bool = False

    @property
    def days(self) -> int:
        return max(0, (clock.today() - self.since.astimezone(clock.PARIS).date()).days)

    @property
    def is_whole(self) -> bool:
        """May a task's names and words be read?"""
        return self.task is None or self.task.is_whole_for(opens_record=self.record is not None)


def in_order(found: Iterable[Waiting], clocks: Clocks) -> list[Waiting]:
    """Oldest first, each marked as late where it waited longer than the administrator's clocks (else ours) allow."""
    decided = {Wait.REVIEW: clocks.review, Wait.PASS_ON: clocks.pass_on, Wait.SILENT: clocks.silence}
    late_after = LATE_AFTER | decided
    marked = (replace(one, is_late=_is_late(one, late_after, clocks)) for one in found)
    return sorted(marked, key=lambda one: (one.since, one.kind, one.target))


def _is_late(one: Waiting, late_after: Mapping[Wait, int], clocks: Clocks) -> bool:
    if one.kind is Wait.QUALIFY:
        promised = workdays_after(one.since.astimezone(clock.PARIS).date(), clocks.first_word)
        return clock.today() > promised
    return one.days > late_after.get(one.kind, OTHERWISE)
