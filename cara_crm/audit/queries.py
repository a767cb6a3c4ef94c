"""The log of who did what, for the administrator."""

from collections.abc import Collection
from datetime import date, timedelta

import sqlalchemy as sa

from cara_crm.audit.models import AuditEvent
from cara_crm.core import clock
from cara_crm.core.db import Base
from cara_crm.core.pages import Key
from cara_crm.extensions import db

NEWEST_FIRST = Key([AuditEvent.id], descending=True)


def listed(*, who: str = "", action: str = "", subject: str = "", on: date | None = None) -> sa.Select[AuditEvent]:
    """Events whose actor's name holds `who`, of an action, about a kind of record, on a day (Paris)."""
    select = sa.select(AuditEvent)
    if who:
        select = select.where(AuditEvent.actor_label.icontains(who, autoescape=True))
    if action:
        select = select.where(AuditEvent.action == action)
    if subject:
        select = select.where(AuditEvent.subject_type == subject)
    if on:
        begin = clock.moment(on)
        select = select.where(AuditEvent.at >= begin, AuditEvent.at < begin + timedelta(days=1))
    return select


def acts(record: type[Base], actions: Collection[str]) -> sa.Subquery:
    """As part of another statement: which account (`actor_id`) did one of these to which record (`subject_id`)."""
    told = AuditEvent.subject_type == record.__tablename__, AuditEvent.action.in_(actions)
    return sa.select(AuditEvent.subject_id, AuditEvent.actor_id).where(*told).subquery()


def actions() -> list[str]:
    """Every action that was ever recorded, by name."""
    return list(db.session.scalars(sa.select(AuditEvent.action).distinct().order_by(AuditEvent.action)))


def subjects() -> list[str]:
    """Every kind of record that something was ever done to."""
    return list(db.session.scalars(sa.select(AuditEvent.subject_type).distinct().order_by(AuditEvent.subject_type)))
