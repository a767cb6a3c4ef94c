"""What stands behind one position, for the manager who words it: every figure, and what a report would make of it.

The figures are the report's own, made by the same functions; the breakdowns are raw and stay inside the cluster.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from cara_crm.confidentiality.threshold import Amount, SumRefusal, decide_sum, largest_share
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.extensions import db
from cara_crm.members.models import SectorAssignment
from cara_crm.positions.models import Position
from cara_crm.positions.queries import not_in_charge
from cara_crm.reports.assemble import Assembled, assemble
from cara_crm.reports.assemble.positions import MEASURES, Treatment, behind, declared, summed, treatment
from cara_crm.reports.assemble.sizes import groups_of
from cara_crm.reports.document import Period
from cara_crm.reports.material import Material, Organisation, Voice, Wording, counts_as_member
from cara_crm.reports.models import Report, ReportPosition
from cara_crm.reports.queries import listing
from cara_crm.reports.queries.gather import gather
from cara_crm.reports.queries.scope import Scope, represented_sectors
from cara_crm.reports.queries.state import FROZEN, scope_of
from cara_crm.reports.queries.wordings import position_code
from cara_crm.reports.words import words
from cara_crm.sectors.models import Sector, ValueChainRole

Rows = Callable[[Organisation], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Row:
    """Distinct groups behind the position: members out of all members of the sectors, and others apart."""

    name: str
    members: int
    population: int
    others: int


@dataclass(frozen=True, slots=True)
class Breakdown:
    """``by``: "category", "region" or "role". An organisation may have several roles, and stands in each."""

    by: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Sum:
    """What groups declared together, in its unit; ``largest`` is the greatest part of one of them, in percent."""

    label: str
    value: int
    unit: str
    groups: int
    largest: int
    refusal: SumRefusal | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """``report``: the draft in which the position stands; ``assembled`` is that report, else one with it alone.

    ``unread`` counts issues of sectors that are not in the reader's charge: they are in no row and in no sum here.
    """

    report: Report | None
    assembled: Assembled
    code: str
    day: date
    how: Treatment
    against: int
    unread: int
    sums: tuple[Sum, ...]
    breakdowns: tuple[Breakdown, ...]


def evidence_of(actor: Actor, position: Position, language: str) -> Evidence:
    """The evidence of a position that the actor may read; names of rows in ``language``."""
    report = _draft_with(actor, position)
    material = gather(scope_of(report) if report else _scope_alone(position, language))
    wording = next(one for one in material.positions if one.id == position.id)
    unread = not_in_charge(actor, [voice.issue_id for voice in wording.voices])
    voices = tuple(voice for voice in behind(wording) if voice.issue_id not in unread)
    return Evidence(
        report=report,
        assembled=assemble(material),
        code=position_code(position.id),
        day=material.head.period.end,
        how=treatment(wording, material.head.threshold),
        against=len(groups_of(voice.organisation for voice in wording.voices if voice.against)),
        unread=len(unread),
        sums=tuple(_sums(material, voices, wording, language)),
        breakdowns=tuple(_breakdowns(material, voices, language)),
    )


def _draft_with(actor: Actor, position: Position) -> Report | None:
    """The report that is being written with it, if the actor may see that."""
    holds = sa.select(ReportPosition.report_id).where(ReportPosition.position_id == position.id)
    query = listing.visible(actor).where(Report.id.in_(holds), Report.state.not_in(FROZEN)).order_by(Report.id.desc())
    found: Report | None = db.session.scalars(query.limit(1)).first()
    return found


def _scope_alone(position: Position, language: str) -> Scope:
    """As a report of today would be about: the represented ones of the position's sectors."""
    start, today = listing.next_start(position.federation_id), clock.today()
    period = Period(min(start, today), today)
    own = frozenset(sector.id for sector in position.sectors)
    represented = own & frozenset(represented_sectors(position.federation_id, period))
    return Scope(position.federation_id, represented or own, period, language, position_ids=(position.id,))


def _sums(material: Material, voices: tuple[Voice, ...], wording: Wording, language: str) -> Iterator[Sum]:
    for measure in MEASURES:
        amounts = declared(material.counted(voices), measure)
        if amounts:
            label, unit = words(language)["measures"][measure]
            whole: dict[Hashable, Amount] = dict(declared(material.counted(behind(wording)), measure).items())
            refusal = decide_sum(whole, material.head.threshold).refusal
            share = largest_share(amounts.values())
            yield Sum(label, summed(amounts, measure), unit, len(amounts), share, refusal)


def _breakdowns(material: Material, voices: tuple[Voice, ...], language: str) -> Iterator[Breakdown]:
    categories: Mapping[str, str] = words(language)["categories"]
    places = {place.code: place.name for place in material.places}
    roles = _roles(material, voices, language)
    nowhere = words(language)["text"]["nowhere"]
    yield Breakdown("category", _rows(material, voices, lambda one: (categories[one.category],), categories.values()))
    yield Breakdown("region", _rows(material, voices, lambda one: (places.get(one.region, nowhere),)))
    yield Breakdown("role", _rows(material, voices, lambda one: roles.get(one.member_id, ())))


def _rows(material: Material, voices: tuple[Voice, ...], rows_of: Rows, order: Iterable[str] = ()) -> tuple[Row, ...]:
    """One row for each name that a voice has, in ``order``, else by the number of groups behind it."""
    codes = frozenset(sector.code for sector in material.head.sectors)
    inside = groups_of(voice.organisation for voice in voices if counts_as_member(voice, codes))
    found: dict[str, set[str]] = {}
    for voice in voices:
        for name in rows_of(voice.organisation):
            found.setdefault(name, set()).add(voice.organisation.group)
    everyone: dict[str, set[str]] = {}
    for organisation in material.population:
        for name in rows_of(organisation):
            everyone.setdefault(name, set()).add(organisation.group)
    rows = [
        Row(name, len(groups & inside), len(everyone.get(name, ())), len(groups - inside))
        for name, groups in found.items()
    ]
    rank = {name: at for at, name in enumerate(order)}
    return tuple(sorted(rows, key=lambda row: (rank.get(row.name, 0), -row.members, row.name)))


def _roles(material: Material, voices: tuple[Voice, ...], language: str) -> Mapping[int, list[str]]:
    """By member: its roles in the value chains of the report's sectors on the report's last day."""
    day = material.head.period.end
    ids = {one.member_id for one in material.population} | {voice.organisation.member_id for voice in voices}
    rows = db.session.execute(
        sa.select(SectorAssignment.member_id, ValueChainRole)
        .join(ValueChainRole, ValueChainRole.id == SectorAssignment.role_id)
        .join(Sector, Sector.id == SectorAssignment.sector_id)
        .where(
            Sector.code.in_([sector.code for sector in material.head.sectors]),
            SectorAssignment.from_on <= day,
            sa.or_(SectorAssignment.until_on.is_(None), SectorAssignment.until_on >= day),
        )
        .order_by(SectorAssignment.member_id, ValueChainRole.ordinal, ValueChainRole.id)
    )
    found: dict[int, list[str]] = {}
    for member_id, role in rows:
        if member_id in ids:
            found.setdefault(member_id, []).append(role.name_in(language))
    return found
