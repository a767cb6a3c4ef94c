"""Which sent reports a task to send an erratum is about."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from cara_crm.core.actor import Actor
from cara_crm.reports.models import Report, report_position_issue
from cara_crm.reports.queries.listing import visible
from cara_crm.reports.queries.state import FROZEN


def carrying(actor: Actor) -> sa.Select[Any]:
    """The id of each issue, with the number and id of each report that carries it in the version that holds; of those
    that this reader may open."""
    later, carried = aliased(Report), report_position_issue.c
    replaced = sa.exists().where(later.number == Report.number, later.edition > Report.edition, later.state.in_(FROZEN))
    found: sa.Select[Any] = (
        visible(actor)
        .join(report_position_issue, carried.report_id == Report.id)
        .where(Report.state.in_(FROZEN), ~replaced)
        .with_only_columns(carried.issue_id.label("id"), Report.number.label("title"), Report.id.label("report_id"))
        .distinct()
    )
    return found
