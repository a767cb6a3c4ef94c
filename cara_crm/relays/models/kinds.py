"""The words of the journal: ways, kinds and states of a relay, kinds of questions."""

from enum import StrEnum


class Direction(StrEnum):
    UP = "up"
    DOWN = "down"


class RelayKind(StrEnum):
    REPORT = "report"
    MEETING = "meeting"
    CALL = "call"
    INFORMATION = "information"
    OPPORTUNITY = "opportunity"
    EVENT = "event"
    CONSULTATION = "consultation"
    ANSWER = "answer"


class QuestionKind(StrEnum):
    CHOICE = "choice"
    NUMBER = "number"
    TEXT = "text"


class RelayState(StrEnum):
    """`scheduled` leaves at `send_at` and can be called back until then; `sending`: its audience is frozen and its
    messages are being queued."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    SENDING = "sending"
    SENT = "sent"
    RECORDED = "recorded"


UNSENT = (RelayState.DRAFT, RelayState.SCHEDULED)
GONE_OUT = (RelayState.SENDING, RelayState.SENT)
