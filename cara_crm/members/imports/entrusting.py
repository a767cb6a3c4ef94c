"""Who of the team looks after a member, as a list says. Whoever does already is replaced by decision only."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from cara_crm.audit import services as audit
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.extensions import db
from cara_crm.members.imports.comparison import Comparison
from cara_crm.members.imports.decisions import FILE
from cara_crm.members.imports.ledger import Ledger, insert
from cara_crm.members.imports.plan import Change, Update
from cara_crm.members.imports.snapshot import CHUNK
from cara_crm.members.models import AccountManager


def compare_manager(c: Comparison) -> int | None:
    """Who is to look after the member from now on, None when nothing changes."""
    told, present = c.references.team.one(c.draft.account_manager), c.record.manager_id
    if told is None or told == present:
        return None
    names, wanted = c.references.team.names, c.decisions.side(c.record.id, "account_manager")
    is_taken = wanted == FILE or (wanted is None and present is None)
    old = names.get(present, "") if present else ""
    (c.changes if is_taken else c.kept).append(Change("account_manager", old, names[told]))
    return told if is_taken else None


def entrust_all(fresh: Mapping[int, int], updates: Sequence[Update], ledger: Ledger, *, by: Actor) -> None:
    """`fresh`: new member → who looks after it; who did so of known members does until today."""
    known = {one.member_id: one.manager_id for one in updates if one.manager_id is not None}
    table: Any = AccountManager.__table__
    today, ids = clock.today(), sorted(known)
    for start in range(0, len(ids), CHUNK):
        open_now = sa.and_(table.c.member_id.in_(ids[start : start + CHUNK]), table.c.until_on.is_(None))
        ended = sa.update(table).where(open_now).values(until_on=today).returning(table.c.id, table.c.member_id)
        for id, member_id in db.session.execute(ended):
            ledger.noted_columns(member_id, table.name, id, {"until_on": None}, {"until_on": today})
    insert(table, (_line(id, user_id) for id, user_id in fresh.items()))
    if known:
        added = sa.insert(table).returning(table.c.id, table.c.member_id)
        for id, member_id in db.session.execute(added, [_line(id, user_id) for id, user_id in known.items()]):
            ledger.noted_beside(member_id, table.name, id)
    events = ((id, {"user_id": user_id}) for id, user_id in {**fresh, **known}.items())
    audit.record_all("member.entrusted", "member", events, by=by)


def _line(member_id: int, user_id: int) -> dict[str, Any]:
    return {"member_id": member_id, "user_id": user_id, "from_on": clock.today()}
