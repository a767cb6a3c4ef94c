"""The journal: each passage of information between the levels, and whom it reached."""

from cara_crm.relays.models.consulting import Question, Response
from cara_crm.relays.models.kinds import GONE_OUT, UNSENT, Direction, QuestionKind, RelayKind, RelayState
from cara_crm.relays.models.people import Concerned, NewsFeed, Recipient
from cara_crm.relays.models.relay import (
    Relay,
    RelayFile,
    relay_issue,
    relay_position,
    relay_sector,
    relay_workgroup,
)
from cara_crm.relays.models.templates import RelayTemplate

__all__ = [
    "GONE_OUT",
    "UNSENT",
    "Concerned",
    "Direction",
    "NewsFeed",
    "Question",
    "QuestionKind",
    "Recipient",
    "Relay",
    "RelayFile",
    "RelayKind",
    "RelayState",
    "RelayTemplate",
    "Response",
    "relay_issue",
    "relay_position",
    "relay_sector",
    "relay_workgroup",
]
