"""Everything that a report is made of, read in a fixed number of queries."""

from dataclasses import replace
from datetime import date

import sqlalchemy as sa

from cara_crm.extensions import db
from cara_crm.federations.models import Federation, Priority
from cara_crm.members.queries.sameness import sameness
from cara_crm.reports.assemble.sizes import detail_for
from cara_crm.reports.document import Named, Period
from cara_crm.reports.material import Head, Inquiry, Material, Organisation, Standing, Wording
from cara_crm.reports.queries.followed import (
    downward_relays,
    earlier_requests,
    named_before,
    previous_version,
    released_figures,
)
from cara_crm.reports.queries.inquiry import inquiry, polls_of
from cara_crm.reports.queries.kin import kin_of
from cara_crm.reports.queries.scope import Scope
from cara_crm.reports.queries.territory import counted_in_territory
from cara_crm.reports.queries.voices import heard, named_throughout, organisations
from cara_crm.reports.queries.wordings import EVER, OPEN, positions_of_period, wordings
from cara_crm.sectors.models import Sector
from cara_crm.settings.queries import (
    CLUSTER_CODE,
    DEMONSTRATION,
    THRESHOLD,
    cluster_code_in,
    threshold_in,
    values,
)
from cara_crm.territory.models import Department, Region


def gather(scope: Scope) -> Material:
    """The raw material of a report; ``assemble`` decides what of it may be said."""
    head = _head(scope)
    known = organisations(scope.federation_id, scope.sector_ids, scope.period.end)
    codes = frozenset(sector.code for sector in head.sectors)
    population = tuple(o for o in known.values() if o.standing is Standing.MEMBER and o.sectors & codes)
    if scope.request_id is not None:
        return _of_a_note(scope, head, population, inquiry(scope, scope.request_id, known))
    same, start = sameness(), _heard_from(scope, population, codes)
    ids = (
        positions_of_period(scope, EVER if scope.all_states else OPEN)
        if scope.position_ids is None
        else list(scope.position_ids)
    )
    earlier = earlier_requests(scope)
    return Material(
        head=head,
        priorities=_priorities(scope),
        places=_places(),
        heard_from=start,
        population=population,
        heard=heard(scope.federation_id, scope.sector_ids, Period(start, scope.period.end), known),
        positions=_with_more(wordings(scope.federation_id, ids, known), scope),
        key_messages=scope.key_messages,
        released=released_figures(scope.federation_id, same),
        same=same,
        earlier=earlier,
        downward=downward_relays(scope),
        changes=scope.changes,
        previous=previous_version(scope),
        named_throughout=named_throughout(scope.federation_id),
        named_before=named_before(earlier),
        territory=counted_in_territory(scope),
    )


def _with_more(found: tuple[Wording, ...], scope: Scope) -> tuple[Wording, ...]:
    """With the consultations that were chosen, and with the positions that issues moved from or to."""
    ids = [one.id for one in found]
    polls, kin = polls_of(ids, scope.language), kin_of(scope.federation_id, ids)
    return tuple(replace(one, poll=polls.get(one.id), kin=kin[one.id]) for one in found)


def _of_a_note(scope: Scope, head: Head, population: tuple[Organisation, ...], asked: Inquiry) -> Material:
    same = sameness()
    return Material(
        head=head,
        priorities=(),
        places=(),
        heard_from=scope.period.start,
        population=population,
        heard=(),
        positions=(),
        key_messages=scope.key_messages,
        released=released_figures(scope.federation_id, same),
        same=same,
        changes=scope.changes,
        previous=previous_version(scope),
        inquiry=asked,
    )


def _heard_from(scope: Scope, population: tuple[Organisation, ...], codes: frozenset[str]) -> date:
    """The first day that counts: twelve months before the end where the members are few, else the period's own."""
    if not detail_for(population, codes).is_small:
        return scope.period.start
    return min(scope.period.start, _day_after_a_year_before(scope.period.end))


def _day_after_a_year_before(day: date) -> date:
    """The first of the twelve months that end on a day: 1 October for 30 September."""
    try:
        before = day.replace(year=day.year - 1)
    except ValueError:  # 29 February
        before = day.replace(year=day.year - 1, day=28)
    return date.fromordinal(before.toordinal() + 1)


def _head(scope: Scope) -> Head:
    federation = db.session.get_one(Federation, scope.federation_id)
    house = values("cluster.name", CLUSTER_CODE, THRESHOLD, DEMONSTRATION)
    sectors = db.session.scalars(sa.select(Sector).where(Sector.id.in_(scope.sector_ids)).order_by(Sector.ordinal))
    return Head(
        number=scope.number,
        version=scope.version,
        language=scope.language,
        cluster=house.get("cluster.name", "CARA"),
        cluster_code=cluster_code_in(house),
        federation=federation.code,
        federation_name=federation.name_in(scope.language),
        sectors=tuple(Named(sector.code, sector.name_in(scope.language)) for sector in sectors),
        period=scope.period,
        dated=scope.dated,
        threshold=threshold_in(house),
        draft=scope.draft,
        demonstration=house.get(DEMONSTRATION) is True,
        self_reviewed=scope.self_reviewed,
    )


def _priorities(scope: Scope) -> tuple[Named, ...]:
    rows = db.session.scalars(
        sa.select(Priority).where(Priority.federation_id == scope.federation_id).order_by(Priority.ordinal, Priority.id)
    )
    return tuple(Named(one.code, one.name_in(scope.language), one.own_code) for one in rows)


def _places() -> tuple[Named, ...]:
    """Departments and regions by code; a region's code begins with R, because 84 is a department elsewhere."""
    departments = db.session.scalars(sa.select(Department).order_by(Department.code))
    regions = db.session.scalars(sa.select(Region).order_by(Region.code))
    return (*(Named(d.code, d.name) for d in departments), *(Named(f"R{r.code}", r.name) for r in regions))
