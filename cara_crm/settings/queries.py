"""Values that the administrator sets, read by name."""

from typing import Any

import sqlalchemy as sa

from cara_crm.extensions import db
from cara_crm.settings.models import Setting


def values() -> dict[str, Any]:
    """Every setting by its name, in one query."""
    return {row.key: row.value for row in db.session.execute(sa.select(Setting.key, Setting.value))}


def value(key: str, default: Any = None) -> Any:
    """One setting (`confidentiality.k`), or the default when it was never set."""
    return values().get(key, default)
