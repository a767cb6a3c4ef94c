"""Years of membership with their college, fee and payment. What the register knows of a year stays."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from cara_crm.audit import services as audit
from cara_crm.core import clock
from cara_crm.core import told as sentences
from cara_crm.core.actor import Actor
from cara_crm.core.fold import fold
from cara_crm.core.told import gettext as _
from cara_crm.core.told import ngettext
from cara_crm.extensions import db
from cara_crm.imports.beside.changing import change_row
from cara_crm.imports.beside.people import Entry
from cara_crm.imports.beside.placed import Placed
from cara_crm.members.imports.ledger import Ledger
from cara_crm.members.imports.plan import Extra
from cara_crm.members.spreadsheet import Problem
from cara_crm.members.spreadsheet.beside import Fee
from cara_crm.memberships.models import College, Membership
from cara_crm.merging.moving import in_parts

FIRST, LAST = 1950, 2100


def fee_extras(entries: Sequence[Entry]) -> tuple[list[Extra], list[Problem]]:
    """Years that are new, dates and amounts that were empty; and what differs and stays."""
    told = [(draft, member_id, fee) for draft, member_id in entries for fee in draft.beside.fees]
    if not told:
        return [], []
    colleges = _colleges()
    names = {id: word for word, id in colleges.items()}
    known = _known({member_id for _draft, member_id, _fee in told if member_id})
    extras: list[Extra] = []
    problems = _called_elsewhere([fee for _draft, _member_id, fee in told])
    for draft, member_id, fee in told:
        values = _values(fee, colleges, problems)
        there = known.get((member_id, fee.year))
        if there is None:
            extras.append(Extra("membership", draft.rows[0], member_id, {"year": fee.year, **values}))
            continue
        empty = _news(values, there)
        if empty:
            before = {name: getattr(there, name) for name in empty}
            extras.append(Extra("membership", draft.rows[0], member_id, empty, there.id, before))
        for name, value in values.items():
            if name not in empty and name != "paid_undated" and getattr(there, name) != value:
                kept, told_too = _shown(name, getattr(there, name), names), _shown(name, value, names)
                reason = _(
                    "%(year)s: the register has %(kept)s, the list %(told)s: the register’s was kept.",
                    year=fee.year,
                    kept=kept,
                    told=told_too,
                )
                problems.append(Problem(fee.row, None, reason))
    return extras, [*problems, *_undated(extras, [fee.row for _draft, _member_id, fee in told if fee.is_paid])]


def _news(values: dict[str, Any], there: Any) -> dict[str, Any]:
    """What the register does not know of a year; a day takes the place of one that nobody told."""
    news = {name: value for name, value in values.items() if name != "paid_undated" and getattr(there, name) is None}
    if values.get("paid_undated") and there.paid_on is None and not there.paid_undated:
        news["paid_undated"] = True
    if "paid_on" in news and there.paid_undated:
        news["paid_undated"] = False
    return news


def _called_elsewhere(fees: Sequence[Fee]) -> list[Problem]:
    """Years that are called and not paid, said once: their day is left out, as only what is called here is reminded."""
    rows = [fee.row for fee in fees if fee.called_on and not _is_paid(fee)]
    if not rows:
        return []
    reason = ngettext(
        "Called elsewhere and not paid: call it here, so that it is reminded.",
        "%(num)d fees were called elsewhere and are not paid: call them here, so that they are reminded.",
        len(rows),
    )
    return [Problem(rows[0], None, reason)]


def _undated(extras: Sequence[Extra], rows: Sequence[int]) -> list[Problem]:
    """Payments whose day the list does not tell, said once."""
    count = sum(bool(extra.values.get("paid_undated")) for extra in extras)
    if not count:
        return []
    reason = ngettext(
        "One payment has no day: it is kept as paid, day unknown.",
        "%(num)d payments have no day: they are kept as paid, day unknown.",
        count,
    )
    return [Problem(min(rows), None, reason)]


def _is_paid(fee: Fee) -> bool:
    """A payment of a day to come is none."""
    return fee.is_paid and not (fee.paid_on and fee.paid_on > clock.today())


def _colleges() -> dict[str, int]:
    rows = db.session.execute(sa.select(College.id, College.code, College.name_fr, College.name_en))
    return {fold(word): id for id, *words in rows for word in words if word}


def _known(member_ids: set[int]) -> dict[tuple[int | None, int], Any]:
    known: dict[tuple[int | None, int], Any] = {}
    for part in in_parts(sorted(member_ids)):
        rows = db.session.execute(sa.select(Membership.__table__).where(Membership.member_id.in_(part)))
        known |= {(row.member_id, row.year): row for row in rows}
    return known


def _shown(name: str, value: Any, colleges: dict[int, str]) -> str:
    """A fee, a day or a college as people read it."""
    if name == "fee_euros":
        return sentences.euros(value)
    return colleges.get(value, "") if name == "college_id" else sentences.day(value)


def _values(fee: Fee, colleges: dict[str, int], problems: list[Problem]) -> dict[str, Any]:
    """Columns that the list says something of; a payment of a day to come is none."""
    told: dict[str, Any] = {"fee_euros": fee.euros, "called_on": fee.called_on, "paid_on": fee.paid_on}
    told["paid_undated"] = True if fee.is_paid and fee.paid_on is None else None
    if fee.paid_on and fee.paid_on > clock.today():
        problems.append(Problem(fee.row, None, _("A payment cannot be dated after today.")))
        told["paid_on"] = None
    if fee.called_on and not _is_paid(fee):
        told["called_on"] = None
    if fee.college:
        told["college_id"] = colleges.get(fold(fee.college)) or colleges.get(fold(f"college {fee.college}"))
        if told["college_id"] is None:
            problems.append(Problem(fee.row, None, _("There is no college “%(name)s”.", name=fee.college[:80])))
    return {name: value for name, value in told.items() if value is not None}


def write_fees(placed: Placed, ledger: Ledger, *, source: str, by: Actor) -> None:
    """New years in one statement; those that were there, one by one, as new versions."""
    table: Any = Membership.__table__
    reason = _("Import of %(source)s", source=source or _("a list"))
    blank: dict[str, Any] = {
        "college_id": None,
        "fee_euros": None,
        "called_on": None,
        "paid_on": None,
        "paid_undated": False,
        "proposed_euros": None,
    }
    blank |= {"fee_reason": reason, "calls": 0, "reminders": 0, "version": 1}
    new = [
        {**blank, **extra.values, "member_id": member_id}
        for extra, member_id in placed
        if extra.kind == "membership" and extra.target_id is None
    ]
    events: list[tuple[int, dict[str, Any]]] = []
    if new:
        inserted = sa.insert(table).returning(table.c.id, table.c.member_id, table.c.year)
        for id, member_id, year in db.session.execute(inserted, new):
            ledger.noted_beside(member_id, "membership", id)
            events.append((id, {"member": member_id, "year": year}))
    for extra, member_id in placed:
        if extra.kind == "membership" and extra.target_id is not None:
            values = {**extra.values, "version": table.c.version + 1}
            change_row(table, extra, values)
            ledger.noted_columns(member_id, "membership", extra.target_id, extra.before, extra.values)
            events.append((extra.target_id, {"member": member_id, "fields": sorted(extra.values)}))
    audit.record_all("membership.imported", "membership", events, by=by)
