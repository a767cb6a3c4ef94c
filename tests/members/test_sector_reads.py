"""A sector's assignments are read once a statement, not once for each member of the register."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from cara_crm.core.permissions import Role
from cara_crm.interactions.queries import members_in_charge
from cara_crm.members.models import Member
from cara_crm.positions.queries import heard_by, standing
from cara_crm.relays.queries.audience import audience_of
from tests import factories as f


def evidence() -> None:
    heard_by(standing(f.position(f.issue()), 5))


def audience() -> None:
    audience_of({"sectors": [f.sector().id]})


def charge() -> None:
    actor = f.actor(Role.MANAGER, sector_ids=frozenset({f.sector().id}))
    f.db.session.scalars(sa.select(Member).where(*members_in_charge(actor))).all()


@pytest.mark.parametrize("read", [evidence, audience, charge])
def test_the_members_of_a_sector_are_looked_up_once(db: Any, read: Callable[[], None]) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL makes one join of it either way")
    seen: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if "sector_assignment.sector_id IN" in statement:
            seen.append((statement, parameters))

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    try:
        read()
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", note)
    assert seen
    for statement, parameters in seen:
        plan = db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
        by_id = {row[0]: (row[1], row[3]) for row in plan}
        for parent, said in by_id.values():
            if "ix_sector_assignment_sector_id" in said:
                assert "CORRELATED" not in by_id.get(parent, (0, ""))[1], plan
