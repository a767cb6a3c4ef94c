"""What somebody says, as plain values: the words of an issue and what goes with them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from cara_crm.core.fold import fold
from cara_crm.issues.models import ISSUE_WORDS, Issue, IssueKind, Measure, Urgency

LONGEST_TITLE = 90


@dataclass(frozen=True, kw_only=True)
class Said:
    """`impacts` are amounts in each measure's unit (people, euros a year, days, vehicles or parts).

    Who names a customer or a supplier says that it concerns one, whether the box is ticked or not.
    """

    what_happens: str
    title: str = ""
    example: str = ""
    already_tried: str = ""
    asked: str = ""
    kind: IssueKind = IssueKind.PROBLEM
    urgency: Urgency = Urgency.NORMAL
    concerns_third_party: bool = False
    third_parties: str = ""
    impacts: Mapping[Measure, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.third_parties.strip():
            object.__setattr__(self, "concerns_third_party", True)

    @property
    def words(self) -> dict[str, str]:
        """The fields that a version keeps; a title is taken from the first sentence when none is given."""
        given = {name: str(getattr(self, name)) for name in ISSUE_WORDS}
        return given | {"title": self.title or first_sentence(self.what_happens)}


def first_sentence(text: str) -> str:
    """At most 90 characters of a text's first sentence, cut between words."""
    line = next(iter(text.splitlines()), "").split(". ")[0].strip().rstrip(".")
    if len(line) <= LONGEST_TITLE:
        return line
    return line[: LONGEST_TITLE - 1].rsplit(" ", 1)[0] + "…"


def words_of(issue: Issue) -> dict[str, str]:
    """The issue's present words, by the names of ISSUE_WORDS."""
    return {name: str(getattr(issue, name)) for name in ISSUE_WORDS}


def searchable(issue: Issue) -> str:
    """What the folded search column holds: every word of the issue."""
    return fold(" ".join(words_of(issue).values()))


def said_of(issue: Issue) -> Said:
    """What an issue says, as plain values."""
    return Said(
        **words_of(issue),
        kind=issue.kind,
        urgency=issue.urgency,
        concerns_third_party=issue.concerns_third_party,
        third_parties=issue.third_parties,
        impacts={row.measure: row.amount for row in issue.impacts},
    )
