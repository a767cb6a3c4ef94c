"""What the invented companies say, theme by theme: the words of their issues and of the position made of them."""

from dataclasses import dataclass
from enum import StrEnum


class Ending(StrEnum):
    """How far the theme's position has come."""

    OLD_ANSWERED = "old_answered"
    ANSWERED = "answered"
    RELAYED = "relayed"
    APPROVED = "approved"
    DRAFT = "draft"


@dataclass(frozen=True)
class Reply:
    """What the federation answers: an outcome's value, words for the members, words for the cluster only."""

    outcome: str
    for_members: str
    for_cluster: str = ""


@dataclass(frozen=True)
class Theme:
    """`voices` is the number of groups behind the position. Issues combine a title, what happens, an example, a wish."""

    federation: str
    sector: str
    priority: str
    kind: str
    voices: int
    ending: Ending
    title: str
    statement: str
    why: str
    request: str
    examples: tuple[str, ...]
    titles: tuple[str, ...]
    happens: tuple[str, ...]
    cases: tuple[str, ...]
    wishes: tuple[str, ...]
    measure: str = "euros"
    amounts: tuple[int, ...] = (4_000, 12_000, 18_000, 25_000, 40_000)
    reply: Reply | None = None
    diverging: str = ""
