"""What a report is about, before anything is looked up."""

from dataclasses import dataclass, field
from datetime import date

import sqlalchemy as sa

from cara_crm.core import clock
from cara_crm.extensions import db
from cara_crm.federations.models import Federation, Mandate
from cara_crm.reports.document import Period


@dataclass(frozen=True, slots=True)
class Scope:
    """Federation, sectors and days of a report, and how it is called.

    ``position_ids`` None takes every open position of the period, with ``all_states`` those sent before as well.
    ``number`` "" is a build that nothing stores. With ``request_id`` it is a flash note.
    """

    federation_id: int
    sector_ids: frozenset[int]
    period: Period
    language: str
    number: str = ""
    version: int = 1
    all_states: bool = False
    position_ids: tuple[int, ...] | None = None
    key_messages: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    draft: bool = True
    dated: date = field(default_factory=clock.today)
    request_id: int | None = None
    self_reviewed: bool = False


def scope_for_build(code: str, period: Period, language: str) -> Scope | None:
    """Everything about a federation's represented sectors in a period; None when there is no such federation.

    Positions that were sent already are in it too: the build shows the period, not what is left to send.
    """
    federation = db.session.scalar(sa.select(Federation).where(Federation.code == code))
    if federation is None:
        return None
    sectors = represented_sectors(federation.id, period)
    return Scope(federation.id, frozenset(sectors), period, language, all_states=True)


def represented_sectors(federation_id: int, period: Period) -> list[int]:
    """Ids of the sectors that the cluster represents for the federation on a day of the period."""
    return list(
        db.session.scalars(
            sa.select(Mandate.sector_id)
            .where(
                Mandate.federation_id == federation_id,
                Mandate.from_on <= period.end,
                sa.or_(Mandate.until_on.is_(None), Mandate.until_on >= period.start),
            )
            .distinct()
        )
    )
