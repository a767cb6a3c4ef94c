"""What a report's buttons refuse is said on the report's own page, with the way to where it is mended."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import url_for

from cara_crm.core.actor import current_actor
from cara_crm.core.errors import DomainError
from cara_crm.extensions import db
from cara_crm.positions.models import Position
from cara_crm.reports.queries import listing
from cara_crm.reports.views.lists import page_of


def on_its_page(view: Callable[..., Any]) -> Callable[..., Any]:
    """Of a view of one report: its DomainError becomes a sentence on that report's page, status 422."""

    @wraps(view)
    def answered(report_id: int, **kwargs: Any) -> Any:
        try:
            return view(report_id, **kwargs)
        except DomainError as refusal:
            places = [(one.id, one.title) for one in refusal.about if isinstance(one, Position)]
            db.session.rollback()
            links = [(url_for("positions.edit", position_id=id_), title) for id_, title in places]
            return page_of(listing.report_for(current_actor(), report_id), (str(refusal), links)), 422

    return answered
