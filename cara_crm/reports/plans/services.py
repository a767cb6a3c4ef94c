"""Plan drafts, and begin those that are due."""

from collections.abc import Collection

import sqlalchemy as sa
from flask_babel import force_locale
from flask_babel import gettext as _

from cara_crm.audit import services as audit
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError
from cara_crm.core.links import absolute_url
from cara_crm.core.permissions import Role
from cara_crm.extensions import db
from cara_crm.reports.document import Period
from cara_crm.reports.models import Report, ReportPlan, Rhythm
from cara_crm.reports.plans import queries
from cara_crm.reports.plans.days import last_monday, period_before
from cara_crm.reports.queries.scope import represented_sectors
from cara_crm.reports.services.drafting import NotInCharge, NotRepresented, UnknownLanguage, draft_report
from cara_crm.reports.services.telling import tell
from cara_crm.reports.words import LANGUAGES
from cara_crm.sectors.models import Sector


class PlannedTwice(DomainError):
    """The same federation and sectors have a draft of this rhythm already."""

    field = "rhythm"


def plan_drafts(
    *, federation_id: int, sector_ids: Collection[int], rhythm: Rhythm, language: str, by: Actor
) -> ReportPlan:
    """From the next Monday on, a draft each rhythm for who plans it.

    Raises NotRepresented, NotInCharge, UnknownLanguage, PlannedTwice.
    """
    today, wanted = clock.today(), frozenset(sector_ids)
    if not wanted or not wanted <= set(represented_sectors(federation_id, Period(today, today))):
        raise NotRepresented(_("Choose sectors that the cluster represents for this federation."))
    if by.sector_ids is not None and not wanted <= by.sector_ids:
        raise NotInCharge(_("You are not in charge of all these sectors."))
    if language not in LANGUAGES:
        raise UnknownLanguage(_("Reports are written in French or in English."))
    for other in queries.every_plan():
        if (other.federation_id, other.rhythm) == (federation_id, rhythm) and wanted & {s.id for s in other.sectors}:
            raise PlannedTwice(_("A draft of this rhythm is planned already for one of these sectors."))
    plan = ReportPlan(
        federation_id=federation_id,
        rhythm=rhythm,
        language=language,
        writer_id=by.user_id,
        last_on=last_monday(rhythm, today),
    )
    plan.sectors = list(db.session.scalars(sa.select(Sector).where(Sector.id.in_(wanted)).order_by(Sector.ordinal)))
    db.session.add(plan)
    db.session.flush()
    audit.record("report_plan.made", plan, by=by, rhythm=rhythm.value)
    return plan


def stop_plan(plan: ReportPlan, *, by: Actor) -> None:
    """No draft begins by itself any more; those that were made stay."""
    audit.record("report_plan.stopped", plan, by=by)
    db.session.delete(plan)


def draft_due() -> int:
    """Begin each draft whose Monday has come, once however many workers look; how many.

    After a time without a worker one draft is made, about the last period.
    """
    return sum(_draft(plan) for plan in queries.every_plan())


def _draft(plan: ReportPlan) -> bool:
    monday = last_monday(plan.rhythm, clock.today())
    mine = sa.update(ReportPlan).where(ReportPlan.id == plan.id, ReportPlan.last_on < monday).values(last_on=monday)
    if not db.session.execute(mine.returning(ReportPlan.id)).first():
        return False
    by = Actor(plan.writer_id, Role.SYSTEM, name="clock")
    period = period_before(plan.rhythm, monday)
    try:
        with db.session.begin_nested(), force_locale(_language_of(plan)):
            sectors = {one.id for one in plan.sectors} & set(represented_sectors(plan.federation_id, period))
            report = draft_report(
                federation_id=plan.federation_id, sector_ids=sectors, period=period, language=plan.language, by=by
            )
            plan.trouble = ""
    except DomainError as error:
        plan.trouble = str(error)
        audit.record("report_plan.failed", plan, by=by)
        return False
    _tell(plan, report, by)
    return True


def _tell(plan: ReportPlan, report: Report, by: Actor) -> None:
    context = {
        "number": report.number,
        "federation": plan.federation.short_name,
        "positions": len(report.entries),
        "period_from": report.period_from,
        "period_until": report.period_until,
        "url": absolute_url("reports.show", report_id=report.id),
    }
    tell(plan.writer, "report_drafted", f"report_drafted:{plan.id}:{plan.last_on}", context, by)


def _language_of(plan: ReportPlan) -> str:
    return (plan.writer.language if plan.writer else None) or "fr"
