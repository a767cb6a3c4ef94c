"""What a report is made of, read from the database once and handed over as plain frozen values.

These values hold raw facts (who said it, of which group). They never leave: only `assemble` reads them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from cara_crm.confidentiality.sameness import Sameness
from cara_crm.reports.document import EarlierRequest, Named, Period, ReportDocument
from cara_crm.reports.identifiers import OWN


class Standing(StrEnum):
    """What an organisation is for the cluster on the report's day; prospects and stakeholders are counted apart."""

    MEMBER = "member"
    PROSPECT = "prospect"
    STAKEHOLDER = "stakeholder"


@dataclass(frozen=True, slots=True)
class Organisation:
    """Who speaks or could have spoken. ``group`` is the key under which it counts once."""

    member_id: int
    group: str
    name: str
    category: str
    department: str
    region: str
    standing: Standing
    sectors: frozenset[str]


@dataclass(frozen=True, slots=True)
class Voice:
    """One usable issue: agreed words, with a consent for this federation other than `none`.

    ``impacts`` are (measure, amount) in the measure's unit. ``lapsed``: it changed since a review saw it.
    """

    issue_id: int
    organisation: Organisation
    sectors: frozenset[str]
    named: bool = False
    against: bool = False
    impacts: tuple[tuple[str, int], ...] = ()
    agreed_signal: bool = False
    agreed_named: bool = False


@dataclass(frozen=True, slots=True)
class Wording:
    """One position as it stands, and the usable issues behind it.

    ``poll`` is the closed consultation that was chosen as its evidence. ``kin`` are the codes of other positions that
    the federation was sent and that issues were shared with: by a merge, a split or a move. ``kept_quiet`` are the
    members with a linked issue that is not usable.
    """

    id: int
    code: str
    priority: str
    title: str
    statement: str
    why: str
    examples: tuple[str, ...]
    request: str
    diverging: str
    way: str
    voices: tuple[Voice, ...]
    sectors: frozenset[str] = frozenset()
    lapsed: bool = False
    kept_quiet: frozenset[int] = frozenset()
    kin: frozenset[str] = frozenset()
    poll: "Poll | None" = None


@dataclass(frozen=True, slots=True)
class Released:
    """A figure that an earlier report showed (None: withheld then), who stood behind it by the material's ``same``, and
    its day."""

    value: int | None
    groups: frozenset[str]
    on: date


@dataclass(frozen=True, slots=True)
class Reception:
    """A downward relay of the period, with the groups that it was meant for, that it reached and that read it."""

    relay_id: int
    kind: str
    title: str
    sent_on: date
    targeted: frozenset[str]
    reached: frozenset[str]
    acknowledged: frozenset[str]


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """One question of a consultation in the document's language; ``options`` of a choice."""

    id: int
    kind: str
    words: str
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """What one organisation of a group answered, by the questions' ids: the place of a choice, a number, a text."""

    group: str
    values: tuple[tuple[int, str | int], ...]


@dataclass(frozen=True, slots=True)
class Poll:
    """A closed consultation. ``asked`` are the groups that it was sent to or that answered; ``employees`` the least
    number of employees of each of these groups, as far as its members' bands are known; ``closed_on`` its last day."""

    relay_id: int
    questions: tuple[AskedQuestion, ...]
    asked: frozenset[str]
    replies: tuple[Reply, ...]
    employees: tuple[tuple[str, int], ...] = ()
    closed_on: date = date.min


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What a flash note answers, and from what: usable issues that a manager chose, a consultation, or both."""

    request_id: int
    question: str
    asked_on: date
    voices: tuple[Voice, ...] = ()
    poll: Poll | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """What identifies a report."""

    number: str
    version: int
    language: str
    cluster: str
    federation: str
    federation_name: str
    sectors: tuple[Named, ...]
    period: Period
    dated: date
    threshold: int
    draft: bool
    demonstration: bool
    cluster_code: str = OWN
    self_reviewed: bool = False


@dataclass(frozen=True, slots=True)
class InTerritory:
    """How many there are of a sector in the territory, members or not: what, by whose count, of which day."""

    sector: str
    count: int
    what: str
    source: str
    on: date


@dataclass(frozen=True, slots=True)
class Hearing:
    """The groups of members of the report's sectors that were heard, and those that are members of none.

    Members of other sectors are neither: they are heard in the reports on theirs.
    """

    members: frozenset[str]
    others: frozenset[str]


@dataclass(frozen=True)  # without slots, so that it keeps who was heard
class Material:
    """Everything that a report is made of.

    ``population`` are the member organisations of its sectors on the last day of the period; ``heard`` the usable
    issues submitted from ``heard_from`` until that day; ``places`` the departments' and regions' names by code.
    ``released`` are the figures that this federation was given under each key, the oldest first.
    ``same`` tells which groups are the same behind figures of different days.
    ``named_throughout`` are members that agreed to be named to this federation in all that they told it;
    ``named_before`` those that agree to it still in all that an earlier position carried, by report and position.
    With an ``inquiry`` it is the material of a flash note. ``territory``: how many there are of its sectors, by dated
    sources.
    """

    head: Head
    priorities: tuple[Named, ...]
    places: tuple[Named, ...]
    heard_from: date
    population: tuple[Organisation, ...]
    heard: tuple[Voice, ...]
    positions: tuple[Wording, ...]
    key_messages: tuple[str, ...] = ()
    released: tuple[tuple[str, tuple[Released, ...]], ...] = ()
    earlier: tuple[EarlierRequest, ...] = ()
    downward: tuple[Reception, ...] = ()
    changes: tuple[str, ...] = ()
    previous: ReportDocument | None = None
    named_throughout: frozenset[int] = frozenset()
    named_before: tuple[tuple[tuple[str, str], frozenset[int]], ...] = ()
    inquiry: Inquiry | None = None
    territory: tuple[InTerritory, ...] = ()
    same: Sameness = field(default_factory=Sameness)

    @cached_property
    def hearing(self) -> Hearing:
        """Who was heard; a group that is a member and another counts as member."""
        return self.parted(self.heard)

    def parted(self, voices: Iterable[Voice]) -> Hearing:
        """Who speaks in these voices."""
        voices, codes = tuple(voices), frozenset(sector.code for sector in self.head.sectors)
        known = frozenset(one.organisation.group for one in voices if one.organisation.standing is Standing.MEMBER)
        members = frozenset(one.organisation.group for one in voices if counts_as_member(one, codes))
        return Hearing(members, frozenset(one.organisation.group for one in voices) - known)

    def counted(self, voices: Iterable[Voice]) -> tuple[Voice, ...]:
        """The voices that figures are of: not those of members of other sectors only."""
        voices = tuple(voices)
        hearing = self.parted(voices)
        return tuple(one for one in voices if one.organisation.group in hearing.members | hearing.others)


def counts_as_member(voice: Voice, codes: frozenset[str]) -> bool:
    """Whether the voice is that of a member of one of these sectors."""
    return voice.organisation.standing is Standing.MEMBER and bool(voice.organisation.sectors & codes)
