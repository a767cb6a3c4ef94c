"""What an erased person did where: in a small organisation a title is as good as a name."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from cara_crm.contacts.models import Affiliation, affiliation_sector
from cara_crm.core import clock
from cara_crm.extensions import db
from cara_crm.imports.models import ImportedMember
from cara_crm.relays.models import Recipient
from cara_crm.reports.models import ReadingLink
from cara_crm.workgroups.models import Seat


def end_functions(ids: Sequence[int]) -> None:
    """Where these contacts were stays, without the title: who was told or took part counts for that organisation."""
    held = db.session.scalars(sa.select(Affiliation).where(Affiliation.contact_id.in_(ids))).all()
    mine, today = [one.id for one in held], clock.today()
    db.session.execute(sa.delete(affiliation_sector).where(affiliation_sector.c.affiliation_id.in_(mine)))
    for one in held:
        one.function, one.receives_reports, one.receives_fee_calls = "", False, False
        one.until_on = one.until_on or max(one.from_on, today)
    for seat in db.session.scalars(sa.select(Seat).where(Seat.contact_id.in_(ids), Seat.until_on.is_(None))):
        seat.until_on = max(seat.from_on, today)
    links = sa.update(ReadingLink).where(ReadingLink.contact_id.in_(ids), ReadingLink.revoked_at.is_(None))
    db.session.execute(links.values(revoked_at=clock.now()))
    _out_of_ledgers(ids)
    _out_of_imports({"contact": set(ids), "affiliation": set(mine)})


def _out_of_ledgers(ids: Sequence[int]) -> None:
    """Why a relay was for them is the organisation, and no word of a function."""
    told = sa.select(Recipient).where(Recipient.contact_id.in_(ids)).options(joinedload(Recipient.member))
    for one in db.session.scalars(told):
        one.reason = one.member.name if one.member else ""
        one.matched = {criterion: values for criterion, values in one.matched.items() if criterion != "functions"}


def _out_of_imports(rows: dict[str, set[int]]) -> None:
    """What an import changed of them is not kept to be taken back."""
    for one in db.session.scalars(sa.select(ImportedMember).where(sa.cast(ImportedMember.changes, sa.Text) != "{}")):
        was: list[Any] = one.changes.get("was", [])
        kept = [entry for entry in was if entry[1] not in rows.get(entry[0], ())]
        if len(kept) < len(was):
            one.changes = one.changes | {"was": kept}
