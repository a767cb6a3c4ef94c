"""Every change leaves one line here, in the same transaction."""

from collections.abc import Iterable
from itertools import islice
from typing import Any

import sqlalchemy as sa

from cara_crm.audit.models import AuditEvent
from cara_crm.core.actor import Actor
from cara_crm.core.db import Base
from cara_crm.extensions import db

AT_ONCE = 5000  # events of one statement


def record(action: str, subject: Base | str, *, by: Actor, **details: Any) -> AuditEvent:
    """Add one event; `subject` is the record (flushed when it is new) or the name of what has no row.

    `details` are JSON values: names of fields, counts, states. Never confidential words.
    """
    if isinstance(subject, Base):
        if getattr(subject, "id", None) is None:
            db.session.flush()
        kind, key = type(subject).__tablename__, getattr(subject, "id", None)
    else:
        kind, key = subject, None
    event = AuditEvent(
        actor_id=by.user_id,
        actor_label=by.name or by.role.value,
        action=action,
        subject_type=kind,
        subject_id=key,
        details=details,
    )
    db.session.add(event)
    return event


def record_all(action: str, kind: str, subjects: Iterable[tuple[int, dict[str, Any]]], *, by: Actor) -> None:
    """The same act on many records at once, in one statement: (id, details) of rows of the table `kind`."""
    table: Any = AuditEvent.__table__
    left = iter(subjects)
    while part := list(islice(left, AT_ONCE)):
        rows = [
            {
                "actor_id": by.user_id,
                "actor_label": by.name or by.role.value,
                "action": action,
                "subject_type": kind,
                "subject_id": key,
                "details": details,
            }
            for key, details in part
        ]
        db.session.execute(sa.insert(table), rows)
