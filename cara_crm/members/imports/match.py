"""Which member each draft of a list speaks of: by SIREN, by what a person decided, by the rules, or perhaps."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from cara_crm.core.told import gettext as _
from cara_crm.members.imports.decisions import SKIP, Decisions
from cara_crm.members.imports.plan import Held, Likeness, Twin
from cara_crm.members.marks import domain_of, place_key, town_key
from cara_crm.members.matching import (
    NOTHING,
    SHARED_NUMBER,
    Ambiguous,
    Known,
    Pair,
    Register,
    Rules,
    is_shown,
    only,
    score_row,
)
from cara_crm.members.pairing import pairs
from cara_crm.members.spreadsheet import Draft, Problem
from cara_crm.members.spreadsheet.row import Doubt

#: What agrees although a row is doubted.
AGREED = {"other_mail": ("same_name",), "other_name": ("same_number",)}


@dataclass
class Matches:
    """`found`: drafts with their member, None for a new one. `likenesses`: what a person may want to look at."""

    register: Register
    decisions: Decisions
    foreign: frozenset[int]
    found: list[tuple[Draft, Known | None]] = field(default_factory=list)
    refused: list[Problem] = field(default_factory=list)
    likenesses: list[Likeness] = field(default_factory=list)
    taken: dict[int, Draft] = field(default_factory=dict)
    told: list[Problem] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)

    def refuse(self, draft: Draft, reason: str) -> None:
        self.refused.extend(Problem(row, None, reason) for row in draft.rows)

    def take(self, draft: Draft, known: Known | None) -> None:
        """A draft of no member must bring a name; two drafts cannot be one member."""
        if known is None and not draft.name:
            self.refuse(draft, _("Not in the register yet, and no name."))
        elif known is not None and known.id in self.foreign:
            self.refuse(draft, _("In the charge of other managers: it was left as it is."))
        elif known is not None and known.id in self.taken:
            self.refuse(draft, _("Speaks of the same member as row %(row)s.", row=self.taken[known.id].rows[0]))
        else:
            self.found.append((self._without_anothers_number(draft, known), known))
            if known is not None:
                self.taken[known.id] = draft

    def _without_anothers_number(self, draft: Draft, known: Known | None) -> Draft:
        """A number abroad is one member's."""
        owner = self.register.by_abroad.get(draft.foreign_number or "")
        if owner is None or (known is not None and owner.id == known.id):
            return draft
        reason = _("Another member has the number %(number)s: it was left out.", number=draft.foreign_number)
        self.told.append(Problem(draft.rows[0], None, reason))
        return replace(draft, foreign_number=None)

    def liken(self, draft: Draft, known: Known, points: int, reasons: tuple[str, ...], *, is_taken: bool) -> None:
        """A draft beside a member of the register."""
        if known.id in self.foreign:
            return
        there = Twin(known.names[0], known.siren, ", ".join(sorted(known.departments)), member_id=known.id)
        decided = self.decisions.member_of(draft.rows)
        self.likenesses.append(Likeness(twin_of(draft), there, points, reasons, is_taken, decided))


def match(drafts: Sequence[Draft], register: Register, decisions: Decisions, foreign: frozenset[int]) -> Matches:
    """Numbers first, then what is the same by the rules, then what is alike enough to be taken or shown."""
    matches = Matches(register, decisions, foreign)
    unsure: list[Draft] = []
    for draft in drafts:
        decided = decisions.member_of(draft.rows)
        if decided is not None:
            _as_decided(draft, decided, matches)
            unsure.append(draft)
        elif known := register.numbered(draft.siren, draft.foreign_number):
            matches.take(draft, known)
        elif not _by_name(draft, matches):
            unsure.append(draft)
    _by_likeness(unsure, matches)
    matches.found.sort(key=lambda one: one[0].rows[0])
    matches.likenesses.sort(key=lambda one: (-one.alike, one.left.rows))
    if decisions.holds:
        matches.held = undecided(matches.likenesses)
        waiting = {one.twin.rows for one in matches.held}
        matches.found = [(draft, known) for draft, known in matches.found if draft.rows not in waiting]
    return matches


def side_of(draft: Draft, id: int = 0) -> Known:
    """A draft as it is compared. Sets of one are shared: of a hundred thousand most are the same few."""
    towns = {town_key(site.town) for site in draft.sites} | {town for _department, town in draft.elsewhere}
    departments = {draft.department} | {department for department, _town in draft.elsewhere}
    return Known(
        id,
        draft.siren,
        () if draft.name_to_confirm else tuple(filter(None, (draft.name, draft.usual_name, *draft.other_names))),
        _shared(departments),
        domains=frozenset(filter(None, map(domain_of, (draft.website, draft.email)))) or NOTHING,
        places=frozenset(filter(None, (place_key(site.address, site.postal_code) for site in draft.sites))) or NOTHING,
        phones=frozenset([draft.phone]) if draft.phone else NOTHING,
        towns=_shared(towns),
        abroad=draft.foreign_number,
    )


def _shared(words: set[str] | set[str | None]) -> frozenset[str]:
    told = [word for word in words if word]
    return only(told[0]) if len(told) == 1 else frozenset(told) or NOTHING


def twin_of(draft: Draft) -> Twin:
    """A draft as the page shows it beside another."""
    site = draft.sites[0] if draft.sites else None
    place = f"{site.address}, {site.postal_code} {site.town}".strip(" ,") if site else ""
    web = draft.website or draft.email or ", ".join(dict.fromkeys(p.email for p in draft.beside.people if p.email))
    return Twin(draft.name, draft.siren, draft.department or "", None, draft.rows, place, web[:100])


def _as_decided(draft: Draft, decided: str, matches: Matches) -> None:
    if decided == SKIP:
        matches.refuse(draft, _("Left out: you decided so."))
    elif not decided.isdecimal() or int(decided) not in matches.register.by_id:
        matches.take(draft, None)
    else:
        matches.take(draft, matches.register.by_id[int(decided)])


def _by_name(draft: Draft, matches: Matches) -> bool:
    """The one of the same name, taken; several, refused and shown; none, False."""
    register, side = matches.register, side_of(draft)
    try:
        known = register.taken(side)
    except Ambiguous as several:
        matches.refuse(draft, _("%(n)s members bear this name: give the SIREN.", n=len(several.members)))
        for one in several.members:
            matches.liken(draft, one, *score_row(side, one, register.rules), is_taken=False)
        return True
    if known is None:
        return False
    matches.take(draft, known)
    matches.liken(draft, known, *score_row(side, known, register.rules), is_taken=True)
    return True


def _by_likeness(drafts: Sequence[Draft], matches: Matches) -> None:
    """Taken when one member stands out with points enough, else new; shown beside whatever is alike, and beside a
    member of the same name though its place speaks against it."""
    register, sides = matches.register, [side_of(draft, -index - 1) for index, draft in enumerate(drafts)]
    alike: dict[int, list[Pair]] = defaultdict(list)  # most resemble nobody
    for pair in pairs(sides, register.known, register.rules, least=register.rules.list):
        side = sides[-pair.left - 1]
        other = register.by_id.get(pair.right) or sides[-pair.right - 1]
        if is_shown(side, other, pair.alike, pair.reasons, register.rules):
            alike[pair.left].append(pair)
    for side, draft in zip(sides, drafts, strict=True):
        like_it = alike.get(side.id, ())
        mine = [pair for pair in like_it if pair.right > 0]
        is_open = matches.decisions.member_of(draft.rows) is None
        best = _standing_out(side, mine, matches) if is_open else None
        if is_open:
            matches.take(draft, best)
        for pair in mine:
            known = register.by_id[pair.right]
            matches.liken(draft, known, pair.alike, pair.reasons, is_taken=best is known)
        others = (drafts[-pair.right - 1] for pair in like_it if pair.right < 0)
        _with_each_other(draft, zip((p for p in like_it if p.right < 0), others, strict=True), matches)


def _standing_out(side: Known, mine: Sequence[Pair], matches: Matches) -> Known | None:
    register = matches.register
    known = [register.by_id[pair.right] for pair in mine]
    sure = [
        one
        for one in known
        if not (side.siren and one.siren) and score_row(side, one, register.rules)[0] >= register.rules.take
    ]
    return sure[0] if len(sure) == 1 and sure[0].id not in matches.taken else None


def _with_each_other(draft: Draft, pairs_of_rows: Iterable[tuple[Pair, Draft]], matches: Matches) -> None:
    """Of two rows the one without a number, else the later one, is asked about."""
    for pair, other in pairs_of_rows:
        asked, there = sorted((draft, other), key=lambda one: (is_numbered(one), -one.rows[0]))
        decided = matches.decisions.member_of(asked.rows) or matches.decisions.member_of(there.rows)
        likeness = Likeness(twin_of(asked), twin_of(there), pair.alike, pair.reasons, is_taken=False, decided=decided)
        matches.likenesses.append(likeness)


def is_numbered(draft: Draft) -> bool:
    return bool(draft.siren or draft.foreign_number)


def doubtful(doubts: Sequence[Doubt], drafts: Sequence[Draft], rules: Rules) -> tuple[list[Likeness], list[Problem]]:
    """Rows that were taken for the company of another row, beside it, so that a person may part them again."""
    whose = {row: draft for draft in drafts if doubts and len(draft.rows) > 1 for row in draft.rows}
    likenesses: list[Likeness] = []
    problems: list[Problem] = []
    for one in doubts:
        draft = whose[one.of]
        left = Twin(one.name, draft.siren, draft.department or "", None, (one.row,), one.place, one.domain)
        right = replace(twin_of(draft), rows=(one.of,))
        points = SHARED_NUMBER if one.reason == "other_name" else rules.same_name
        reasons = (*AGREED.get(one.reason, ()), one.reason)
        likenesses.append(Likeness(left, right, points, reasons, is_taken=True, decided=None))
        if told := _told_of(one):
            problems.append(Problem(one.row, None, told))
    return likenesses, problems


def _told_of(doubt: Doubt) -> str:
    if doubt.reason == "other_mail":
        return _("Taken for the company of row %(row)s, though its e-mails are of another domain.", row=doubt.of)
    if doubt.reason == "other_name":
        return _("Taken for the company of row %(row)s, whose number it has, though its name is another.", row=doubt.of)
    return ""


def undecided(likenesses: Sequence[Likeness]) -> list[Held]:
    """The rows that may be a member of the register, or the company of another row, and nobody said which. Two numbers
    are two companies."""
    taken = {one.left.rows for one in likenesses if one.is_taken}
    found: dict[tuple[int, ...], list[Likeness]] = defaultdict(list)
    for one in likenesses:
        left, right = one.left, one.right
        is_row = right.member_id is None
        if one.is_taken or one.decided is not None or left.rows in taken or (is_row and left.siren and right.siren):
            continue
        found[left.rows].append(one)
    return [Held(found[rows][0].left, tuple(found[rows])) for rows in sorted(found)]
