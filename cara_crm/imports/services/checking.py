"""A list compared with the register as it is now, with all that a person decided about it."""

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from cara_crm.core.actor import Actor
from cara_crm.extensions import db
from cara_crm.imports import beside
from cara_crm.imports.models import ImportState, MemberImport
from cara_crm.imports.services.seen import Marks, marks_of
from cara_crm.members import imports
from cara_crm.members.imports.decisions import FILE, NEW, REGISTER, SKIP, Decisions
from cara_crm.members.imports.plan import Plan
from cara_crm.members.imports.references import sector_words
from cara_crm.members.models import Member, MemberStatus
from cara_crm.members.queries import visible
from cara_crm.members.spreadsheet import Listing, Options, recognise_list
from cara_crm.members.spreadsheet.namesakes import same_as
from cara_crm.merging import queries as merging

AS_EVER = gc.get_threshold()
MANY = 100_000  # objects made between two looks for garbage


def options_of(entry: MemberImport) -> Options:
    """What the person decided about columns, encoding, delimiter, header row and sheet, as reading wants it."""
    chosen: Any = entry.result.get("options") or {}
    return Options(
        encoding=chosen.get("encoding") or None,
        delimiter=chosen.get("delimiter") or None,
        sheet=chosen.get("sheet") or None,
        header_row=chosen.get("header_row") or None,
        mapping=entry.mapping,
    )


def recognised(data: bytes, options: Options | None = None) -> Listing:
    """A file with its header and columns, by the register's own words too. Raises Unreadable."""
    return recognise_list(data, replace(options or Options(), sectors=sector_words()))


def wishes_of(entry: MemberImport) -> tuple[str, MemberStatus]:
    """(source, status of new members)."""
    wishes: Any = entry.result["wishes"]
    return wishes["source"], MemberStatus(wishes["status"])


def decisions_of(entry: MemberImport, kept: Any = None) -> Decisions:
    """What the person decided about fields, members and rows; `kept`: what was decided at another time."""
    kept = (entry.result.get("decisions") or {}) if kept is None else kept
    wishes: Any = entry.result["wishes"]
    return Decisions(
        fields=kept.get("fields", {}),
        members={int(id): sides for id, sides in kept.get("members", {}).items()},
        rows={int(row): told for row, told in kept.get("rows", {}).items()},
        is_cautious=bool(wishes.get("cautious")),
    )


def remember_decisions(
    entry: MemberImport,
    *,
    fields: Mapping[str, str],
    members: Mapping[int, Mapping[str, str]],
    rows: Mapping[int, str],
) -> None:
    """What was chosen on the page; "" takes a choice back, what was not on the page stays as it was decided."""
    before: Any = entry.result.get("decisions") or {}
    sides = {id: dict(told) for id, told in before.get("members", {}).items()}
    for member_id, told in members.items():
        sides[str(member_id)] = _merged(sides.get(str(member_id), {}), told, {FILE, REGISTER})
    entry.result = {
        **entry.result,
        "decisions": {
            "fields": _merged(before.get("fields", {}), fields, {FILE, REGISTER}),
            "members": {id: told for id, told in sides.items() if told},
            "rows": _merged(before.get("rows", {}), {str(row): told for row, told in rows.items()}, None),
        },
    }


def plan_for(entry: MemberImport, data: bytes, *, by: Actor) -> Plan:
    """The dry run; to be called inside `extensions.reading()` by whoever may write afterwards. Raises Unreadable."""
    source, _status = wishes_of(entry)
    return check(data, options=options_of(entry), source=source, decisions=decisions_of(entry), by=by)


def plan_to_write(entry: MemberImport, data: bytes, *, by: Actor) -> tuple[Plan, Marks]:
    """The dry run once more, and its rows as they would be with the choices of the one that was shown: what somebody
    chose since is no news to them. To be called as `plan_for`."""
    plan, seen = plan_for(entry, data, by=by), entry.result.get("seen")
    told: Any = seen or {}
    if not seen or told["decisions"] == (entry.result.get("decisions") or {}):
        return plan, marks_of(plan)
    source, _status = wishes_of(entry)
    then = decisions_of(entry, told["decisions"])
    return plan, marks_of(check(data, options=options_of(entry), source=source, decisions=then, by=by))


def check(data: bytes, *, options: Options, source: str, decisions: Decisions, by: Actor) -> Plan:
    """What importing this file would do now, by the rules of the house. Raises Unreadable."""
    now = as_of()
    with _rarely_collected():
        plan = imports.check(
            data,
            options=options,
            source=source,
            decisions=decisions,
            known=merging.member_sides(archived=True),
            rules=merging.matching_rules(),
            foreign=_of_others(by),
        )
        return replace(beside.complete(plan, by=by), as_of=now)


def as_of() -> tuple[int, int]:
    """The newest member, and how many lists were written: another plan may hold once one of them is another."""
    written = sa.select(sa.func.count()).where(MemberImport.state == ImportState.DONE).scalar_subquery()
    newest, lists = db.session.execute(sa.select(sa.func.max(Member.id), written)).one()
    return newest or 0, lists


@contextmanager
def _rarely_collected() -> Iterator[None]:
    """A long list is a million objects of which none is garbage: to look for it as often as ever costs a quarter of
    the time."""
    gc.set_threshold(MANY, *AS_EVER[1:])
    try:
        yield
    finally:
        gc.set_threshold(*AS_EVER)


def _of_others(by: Actor) -> frozenset[int]:
    """Members that are in the charge of other managers only."""
    if by.sector_ids is None:
        return frozenset()
    return frozenset(db.session.scalars(sa.select(Member.id).where(sa.not_(sa.and_(*visible(by))))))


def _merged(before: Mapping[str, str], told: Mapping[str, str], allowed: set[str] | None) -> dict[str, str]:
    fits = {k: v for k, v in told.items() if not v or (v in allowed if allowed else _is_of_row(v))}
    return {k: v for k, v in {**before, **fits}.items() if v}


def _is_of_row(told: str) -> bool:
    return told in (NEW, SKIP) or told.isdecimal() or same_as(told) is not None
