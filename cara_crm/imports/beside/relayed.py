"""Relays of the past: recorded in the journal with the members concerned. Rows that say the same are one relay."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.fold import fold
from cara_crm.core.permissions import Permission
from cara_crm.core.told import gettext as _
from cara_crm.extensions import db
from cara_crm.federations.models import Federation
from cara_crm.imports.beside.people import Entry
from cara_crm.imports.beside.placed import Placed
from cara_crm.issues.models import Issue
from cara_crm.members.imports.ledger import Ledger
from cara_crm.members.imports.plan import Extra
from cara_crm.members.spreadsheet import Draft, Problem
from cara_crm.members.spreadsheet.past import Past
from cara_crm.merging.moving import in_parts
from cara_crm.relays import services as relays
from cara_crm.relays.models import Concerned, Direction, Relay, RelayState

LONGEST = 20_000  # characters
LONGEST_TITLE = 150
Told = tuple[Draft, int | None, Past]
Marks = tuple[Direction, int | None, date, str, str]
"""What makes two relays one: direction, federation, day, folded title and subject."""


def relay_extras(entries: Sequence[Entry], *, by: Actor) -> tuple[list[Extra], list[Problem]]:
    """New relays, and members of relays; what the journal has already comes once."""
    told = [(draft, id, one) for draft, id in entries for one in draft.beside.past if one.is_relay]
    if not told:
        return [], []
    if not by.can(Permission.RELAY_EDIT):
        reason = _("Past relays are brought in by managers: they are left out.")
        return [], [Problem(told[0][2].row, None, reason)]
    federations = _federations()
    problems: list[Problem] = []
    groups: dict[tuple[object, ...], list[Told]] = defaultdict(list)
    for draft, member_id, one in told:
        if refusal := _refusal(one):
            problems.append(Problem(one.row, None, refusal))
        else:
            groups[_same(one, federations)].append((draft, member_id, one))
    unknown = {one.federation: one.row for _draft, _id, one in reversed(told) if fold(one.federation)}
    for name, row in unknown.items():
        if fold(name) not in federations:
            reason = _("There is no federation “%(name)s”: its name stands in the text.", name=name[:80])
            problems.append(Problem(row, None, reason))
    return _extras(list(groups.values()), federations), problems


def _refusal(one: Past) -> str | None:
    """Why a relay cannot stand in the journal."""
    if one.on is None:
        return str(_("A past relay without a day has no place in the journal: left out."))
    if one.on > clock.today():
        return str(_("A past relay cannot be dated after today: left out."))
    if len(one.text) + len(one.more) > LONGEST or len(one.answer) > LONGEST:
        return str(_("Longer than %(most)s characters.", most=LONGEST))
    return None


def _federations() -> dict[str, int]:
    """Folded code or name → federation."""
    columns = (Federation.code, Federation.short_name, Federation.name_fr, Federation.name_en)
    rows = db.session.execute(sa.select(Federation.id, *columns))
    return {fold(word): id for id, *words in rows for word in words if word}


def _same(one: Past, federations: dict[str, int]) -> tuple[object, ...]:
    """Issues that went to one federation on one day are one passage."""
    subject = "" if one.is_carried else fold(one.text)
    return one.is_up, federations.get(fold(one.federation), fold(one.federation)), one.on, one.is_carried, subject


def _extras(groups: Sequence[Sequence[Told]], federations: dict[str, int]) -> list[Extra]:
    drafted = [_relay(group, federations) for group in groups]
    days = [values["happened_on"] for values in drafted]
    known, held = _known(days)
    extras: list[Extra] = []
    for key, (group, values) in enumerate(zip(groups, drafted, strict=True)):
        relay_id = known.get(_marks(values))
        if relay_id is None:
            draft, member_id, _one = group[0]
            extras.append(Extra("relay", draft.rows[0], member_id, values, key=key))
        members: dict[int | str, list[Told]] = defaultdict(list)
        for one in group:
            members[one[1] or f"row {one[0].rows[0]}"].append(one)
        for told in members.values():
            draft, member_id, last = told[-1]
            if relay_id is None or (relay_id, member_id) not in held:
                answer = {"answer": _answer(last, values), "relay_id": relay_id, "carried": _carried(told)}
                extras.append(Extra("relay_member", draft.rows[0], member_id, answer, key=key))
    return extras


def _carried(told: Sequence[Told]) -> tuple[str, ...]:
    """The issues of one member that a relay carried, folded."""
    return tuple(sorted({fold(one.text) for _draft, _id, one in told if one.is_carried}))


def _relay(group: Sequence[Told], federations: dict[str, int]) -> dict[str, Any]:
    """What the journal says of these rows: the subject as title where everybody may read it, the rest below."""
    one = group[0][2]
    federation_id = federations.get(fold(one.federation))
    mores = {said.more for _draft, _id, said in group}
    more = mores.pop() if len(mores) == 1 else ""
    subject = "" if one.is_carried else " ".join(one.text.split())
    title = subject if _may_be_title(one, [draft for draft, _id, _one in group]) else _heading(one)
    body = [one.text if title != subject and not one.is_carried else "", more]
    if one.federation and federation_id is None:
        body.append(_("Federation: %(name)s", name=one.federation))
    if one.unsure:
        body.append(_("Day in the list: %(words)s", words=one.unsure))
    return {
        "direction": Direction.UP if one.is_up else Direction.DOWN,
        "title": title,
        "body": "\n\n".join(part for part in body if part),
        "happened_on": one.on,
        "federation_id": federation_id,
        "more": more,
    }


def _may_be_title(one: Past, drafts: Sequence[Draft]) -> bool:
    """Who reads no raw words reads titles: what was carried up is none where it tells a story or names its member."""
    names = [fold(name) for draft in drafts for name in (draft.name, draft.usual_name) if name]
    gives_away = one.is_up and any(f" {name} " in f" {fold(one.text)} " for name in names)
    return len(one.text) <= LONGEST_TITLE and not gives_away and not one.is_carried


def _heading(one: Past) -> str:
    if not one.is_up:
        return f"{' '.join(one.text.split())[: LONGEST_TITLE - 1]}…"
    return str(_("Carried up to %(name)s", name=one.federation) if one.federation else _("Carried up to a federation"))


def _answer(one: Past, values: dict[str, Any]) -> str:
    """What came back from this member, with the details that are its own."""
    return "\n".join(part for part in (one.answer, one.more if one.more != values["more"] else "") if part)


def _marks(values: dict[str, Any]) -> Marks:
    told = (values["direction"], values["federation_id"], values["happened_on"], fold(values["title"]))
    return *told, fold(values["body"])


def _known(days: Sequence[date]) -> tuple[dict[Marks, int], set[tuple[int, int | None]]]:
    """Recorded relays of these days, and (relay, member) of whom they concerned."""
    if not days:
        return {}, set()
    first, last = relays.at_noon(min(days)) - timedelta(days=1), relays.at_noon(max(days)) + timedelta(days=1)
    columns = (Relay.id, Relay.direction, Relay.federation_id, Relay.happened_at, Relay.title, Relay.body)
    of_then = (Relay.state == RelayState.RECORDED, Relay.happened_at.between(first, last))
    rows = db.session.execute(sa.select(*columns).where(*of_then).order_by(Relay.id.desc()))
    known: dict[Marks, int] = {}
    for row in rows:
        day = row.happened_at.astimezone(clock.PARIS).date()
        known[row.direction, row.federation_id, day, fold(row.title), fold(row.body)] = row.id
    held: set[tuple[int, int | None]] = set()
    for part in in_parts(sorted(known.values())):
        of = sa.select(Concerned.relay_id, Concerned.member_id).where(Concerned.relay_id.in_(part))
        held |= {(relay_id, member_id) for relay_id, member_id in db.session.execute(of)}
    return known, held


def write_relays(placed: Placed, ledger: Ledger, *, by: Actor) -> None:
    """New relays with their members, then members of relays that were there."""
    new = {extra.key: extra.values for extra, _member_id in placed if extra.kind == "relay"}
    answers: dict[int | None, dict[int, str]] = defaultdict(dict)
    carried: dict[int | None, list[int]] = defaultdict(list)
    more: list[tuple[int, int, str]] = []
    links: list[tuple[int, int]] = []
    issues = _issues(placed)
    for extra, member_id in placed:
        if extra.kind != "relay_member":
            continue
        its = [issues[member_id, text] for text in extra.values["carried"] if (member_id, text) in issues]
        if extra.key in new:
            answers[extra.key][member_id] = extra.values["answer"]
            carried[extra.key] += its
        else:
            more.append((extra.values["relay_id"], member_id, extra.values["answer"]))
            links += [(extra.values["relay_id"], id) for id in its]
    told = [
        relays.Elsewhere(
            **{k: v for k, v in values.items() if k != "more"}, answers=answers[key], issue_ids=tuple(carried[key])
        )
        for key, values in new.items()
    ]
    made = relays.record_elsewhere(told, by=by) if told else []
    relays.carry(links)
    for relay in made:
        ledger.noted_beside(relay.concerned[0].member_id, "relay", relay.id)
    concerned = [one for relay in made for one in relay.concerned]
    concerned += relays.concern_also(more, by=by) if more else []
    for one in concerned:
        ledger.noted_beside(one.member_id, "relay_member", one.id)


def _issues(placed: Placed) -> dict[tuple[int, str], int]:
    """(member, folded words) → issue, of the members of which relays carried some."""
    found: dict[tuple[int, str], int] = {}
    said = {id for extra, id in placed if extra.kind == "relay_member" and extra.values["carried"]}
    for part in in_parts(sorted(said)):
        columns = (Issue.id, Issue.member_id, Issue.what_happens)
        rows = db.session.execute(sa.select(*columns).where(Issue.member_id.in_(part)).order_by(Issue.id.desc()))
        found |= {(member_id, fold(text)): id for id, member_id, text in rows}
    return found
