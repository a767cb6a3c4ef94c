"""Rows of other features that a list changes: only while they hold what was compared with."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from cara_crm.extensions import db
from cara_crm.members.imports.plan import Extra
from cara_crm.members.imports.write import RegisterMoved


def change_row(table: Any, extra: Extra, values: Mapping[str, Any]) -> None:
    """A row that was there, when it still holds what was compared with. Raises RegisterMoved."""
    as_it_was = [table.c[name].is_not_distinct_from(value) for name, value in extra.before.items()]
    found: Any = db.session.execute(sa.update(table).where(table.c.id == extra.target_id, *as_it_was).values(values))
    if not found.rowcount:
        raise moved()


def moved() -> RegisterMoved:
    """Somebody was there between the check and the writing."""
    return RegisterMoved(_("The register changed while the list was checked. Check it again."))
