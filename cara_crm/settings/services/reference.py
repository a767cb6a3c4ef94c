"""Reference data of any feature: added, changed, retired; deleted only while nothing refers to it."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, TypeVar

from flask_babel import gettext as _

from cara_crm.audit import services as audit
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.db import Base
from cara_crm.core.errors import DomainError
from cara_crm.extensions import db
from cara_crm.settings.queries import twin_of, uses_of

R = TypeVar("R", bound=Base)


class CodeTaken(DomainError):
    """Commands and files know a value by its code: two cannot share one."""

    field = "code"


class InUse(DomainError):
    """What something refers to is retired, not deleted."""


class EndsBeforeItBegins(DomainError):
    field = "until_on"


def add(model: type[R], values: Mapping[str, Any], *, by: Actor) -> R:
    """A new value. Raises CodeTaken."""
    record = model(**values)
    _refuse(record)
    db.session.add(record)
    audit.record(f"{model.__tablename__}.added", record, by=by, fields=sorted(values))
    return record


def change(record: Base, values: Mapping[str, Any], *, by: Actor) -> None:
    """Give a value other words, order or days; what did not change leaves no trace. Raises CodeTaken."""
    changed = sorted(key for key, value in values.items() if getattr(record, key) != value)
    with db.session.no_autoflush:
        for key in changed:
            setattr(record, key, values[key])
        _refuse(record)
    if changed:
        audit.record(f"{record.__tablename__}.changed", record, by=by, fields=changed)


def _refuse(record: Any) -> None:
    begins, ends = getattr(record, "from_on", None), getattr(record, "until_on", None)
    if begins and ends and ends < begins:
        raise EndsBeforeItBegins(_("The last day comes before the first."))
    if twin_of(record) is not None:
        raise CodeTaken(_("Another one has this code already."))


def retire(record: Any, *, by: Actor) -> None:
    """Not offered any more from today on; what refers to it stays as it is. A mandate ends yesterday."""
    if hasattr(record, "retired_on"):
        record.retired_on = record.retired_on or clock.today()
    else:
        record.until_on = max(record.from_on, clock.today() - timedelta(days=1))
    audit.record(f"{record.__tablename__}.retired", record, by=by)


def restore(record: Any, *, by: Actor) -> None:
    """Offered again."""
    setattr(record, "retired_on" if hasattr(record, "retired_on") else "until_on", None)
    audit.record(f"{record.__tablename__}.restored", record, by=by)


def remove(record: Base, *, by: Actor) -> None:
    """Delete a value that nothing refers to (a slip of the pen). Raises InUse."""
    if n := uses_of(record):
        raise InUse(_("%(n)s records refer to it: retire it instead.", n=n))
    audit.record(f"{record.__tablename__}.removed", record, by=by, code=str(getattr(record, "code", "")))
    db.session.delete(record)


def is_over(record: Any) -> bool:
    """Is it retired, or its last day past?"""
    day: date | None = getattr(record, "retired_on", None) or getattr(record, "until_on", None)
    return day is not None and day <= clock.today()
