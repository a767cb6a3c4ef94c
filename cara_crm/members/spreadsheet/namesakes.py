"""Whose row it is, of those of one name: what agrees with a company of the list, and what tells of another one.

A number decides. Else the places: department, and where not both sides tell it, town; else the website. Two streets of
two towns are two companies, but for a website or e-mails that agree. People of one company write from several domains,
so that a domain of their e-mails alone is a doubt, not another company.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from cara_crm.core.fold import fold
from cara_crm.members.likeness import are_unlike
from cara_crm.members.marks import domain_of, place_key, town_key
from cara_crm.members.spreadsheet.row import Doubt, Row

Key = tuple[str, ...]
NONE: frozenset[str] = frozenset()
APART, OPEN, HERE = -1, 0, 1
NUMBERED = frozenset({"siren", "abroad"})
MANY = 1000  # companies of one name; beyond it only rows that tell the very same place are one


def same_as(told: str) -> int | None:
    """The row whose company a decision means ("=7"); None for any other decision."""
    return int(told[1:]) if told[:1] == "=" and told[1:].isdecimal() else None


@dataclass(slots=True)
class Namesake:
    """A company of the list while its rows are gathered, and what they said of it."""

    key: Key
    first: int = 0
    departments: frozenset[str] = NONE
    towns: frozenset[str] = NONE
    streets: frozenset[str] = NONE
    countries: frozenset[str] = NONE
    sites: frozenset[str] = NONE
    mails: frozenset[str] = NONE

    def add(self, marks: "Marks", number: int) -> None:
        self.first = min(self.first or number, number)
        self.departments |= marks.departments
        self.towns |= marks.towns
        self.streets |= marks.streets
        self.countries |= marks.countries
        self.sites |= marks.sites
        self.mails |= marks.mails


@dataclass(frozen=True, slots=True)
class Marks:
    """What a row tells of the company beside its name, each none or one, e-mails several."""

    departments: frozenset[str]
    towns: frozenset[str]
    streets: frozenset[str]
    countries: frozenset[str]
    sites: frozenset[str]
    mails: frozenset[str]

    def agree(self, one: Namesake) -> int:
        """HERE: the place is the same; APART: a place or website is another's; else OPEN."""
        if self.countries and one.countries and not self.countries & one.countries:
            return APART
        if (self.countries and one.departments) or (self.departments and one.countries):
            return APART
        if self.departments and one.departments:
            return HERE if self.departments & one.departments and not self._is_elsewhere(one) else APART
        if self.towns and one.towns:
            return HERE if self.towns & one.towns else APART
        return APART if self.sites and one.sites and not self.sites & one.sites else OPEN

    def _is_elsewhere(self, one: Namesake) -> bool:
        """Another town and another street, and no website or e-mail that speaks for it?"""
        told = ((self.towns, one.towns), (self.streets, one.streets))
        is_apart = all(mine and theirs and not mine & theirs for mine, theirs in told)
        return is_apart and not (self.sites | self.mails) & (one.sites | one.mails)


def marks_of(row: Row) -> Marks:
    """What tells one company from another of its name."""
    return Marks(
        departments=_only(row.department),
        towns=_only(town_key(row.town) if row.town else ""),
        streets=_only(place_key(row.address, row.postal_code)),
        countries=_only(fold(row.country) if row.country else ""),
        sites=_only(domain_of(row.website)) | _only(domain_of(row.email)),
        mails=frozenset(filter(None, (domain_of(p.email) for p in row.beside.people if "@" in p.email))),
    )


def _only(text: str | None) -> frozenset[str]:
    return frozenset((text,)) if text else NONE


def own_key(row: Row, name: str) -> Key:
    """That of a company of which nothing else is known."""
    if row.siren:
        return ("siren", row.siren)
    return ("abroad", row.foreign_number) if row.foreign_number else ("name", name, str(row.number))


@dataclass(slots=True)
class Namesakes:
    """The companies of one name, in the order of their first rows."""

    ones: dict[Key, Namesake] = field(default_factory=dict)

    def key(self, row: Row, name: str, doubts: list[Doubt]) -> Key:
        """Whose row it is: its SIREN's, else that of the only one that fits; else one of its own."""
        marks = marks_of(row)
        key = own = own_key(row, name)
        if own[0] == "name" and len(self.ones) > MANY:
            key = ("place", name, *marks.departments, "", *marks.towns, "", *marks.countries)
        elif own[0] == "name" and len(fitting := self._fitting(marks)) == 1:
            key = fitting[0].key
        one = self.ones.setdefault(key, Namesake(key))
        if own[0] == "name" and one.first and _is_doubtful(marks, one):
            doubts.append(_doubt(row, one.first, "other_mail", marks))
        one.add(marks, row.number)
        return key

    def _fitting(self, marks: Marks) -> Sequence[Namesake]:
        """Those whose place is the row's, else those of which nothing is another's."""
        told = [(one, marks.agree(one)) for one in self.ones.values()]
        here = [one for one, agreed in told if agreed == HERE]
        found = _narrowed(here or [one for one, agreed in told if agreed == OPEN], marks)
        numbered = [one for one in here if one.key[0] in NUMBERED]
        return numbered if len(found) > 1 and len(numbered) == 1 else found


def _narrowed(fitting: Sequence[Namesake], marks: Marks) -> Sequence[Namesake]:
    """Of several, the one in its town, of its website, of its e-mails' domain."""
    tests: Iterable[list[Namesake]] = (
        [one for one in fitting if one.towns & marks.towns],
        [one for one in fitting if one.sites & marks.sites],
        [one for one in fitting if (one.mails | one.sites) & marks.mails],
    )
    return fitting if len(fitting) == 1 else next((found for found in tests if len(found) == 1), fitting)


def _is_doubtful(marks: Marks, one: Namesake) -> bool:
    """Do the e-mails come from other domains, with nothing else that agrees?"""
    known, mine = one.mails | one.sites, marks.mails
    return bool(mine and known) and not (mine | marks.sites) & known and marks.agree(one) != HERE


def as_decided(groups: dict[Key, list[Row]], doubts: Sequence[Doubt], decided: Mapping[int, str]) -> list[Doubt]:
    """Parts and joins the groups as a person said; the doubts that are left, and those that the person ended so."""
    for rows in list(groups.values()):
        first = min(row.number for row in rows)
        for row in [row for row in rows if row.number in decided and row.number != first]:
            if same_as(decided[row.number]) is None:
                rows.remove(row)
                groups["decided", str(row.number)] = [replace(row, siren=None, siret=None, foreign_number=None)]
    keys = {row.number: key for key, rows in groups.items() for row in rows}
    found = [one for one in doubts if keys[one.row] == keys[one.of]]
    for number, told in sorted(decided.items()):
        of = same_as(told)
        mine, theirs = keys.get(number), keys.get(of) if of else None
        if not mine or not theirs or not of or of == number or ({mine[0], theirs[0]} <= NUMBERED and mine != theirs):
            continue
        if mine != theirs:
            _join(groups, keys, mine, theirs)
        if not any(one.row == number for one in found):
            row = next(row for row in groups[keys[number]] if row.number == number)
            found.append(_doubt(row, of, "decided", marks_of(row)))
    return found


def other_names(group: Sequence[Row]) -> Iterable[Doubt]:
    """Rows of one number whose names have nothing in common: a number may be copied down by mistake. Two SIRETs of one
    SIREN are no mistake, and what their places are called is another matter."""
    first, *rest = sorted(group, key=lambda row: row.number)
    for row in rest if own_key(first, "")[0] in NUMBERED else ():
        mine, theirs = ((one.name, one.usual_name, *one.other_names) for one in (row, first))
        are_sites = bool(row.siret and first.siret and row.siret != first.siret)
        if row.name and first.name and not are_sites and are_unlike(mine, theirs):
            yield _doubt(row, first.number, "other_name", marks_of(row))


def _doubt(row: Row, of: int, reason: str, marks: Marks) -> Doubt:
    place = f"{row.address}, {row.postal_code} {row.town}".strip(" ,")
    return Doubt(row.number, of, reason, row.name, place, ", ".join(sorted(marks.mails | marks.sites)))


def _join(groups: dict[Key, list[Row]], keys: dict[int, Key], mine: Key, theirs: Key) -> None:
    """The rows of two groups in one, that of the number where there is one."""
    kept, other = (mine, theirs) if mine[0] in NUMBERED else (theirs, mine)
    keys |= {row.number: kept for row in groups[other]}
    groups[kept].extend(groups.pop(other))
