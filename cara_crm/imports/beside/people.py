"""Contacts with their functions: found by e-mail, else by their name at the member; what is empty is filled."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from cara_crm.audit import services as audit
from cara_crm.contacts.models import Affiliation, Contact, MailPreference
from cara_crm.contacts.queries import visible
from cara_crm.contacts.services import email_of, phone_of
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError
from cara_crm.core.fold import fold
from cara_crm.core.told import gettext as _
from cara_crm.extensions import db
from cara_crm.imports.beside.changing import change_row, moved
from cara_crm.members.imports.ledger import Ledger, in_turn
from cara_crm.members.imports.plan import Extra
from cara_crm.members.spreadsheet import Draft, Problem
from cara_crm.members.spreadsheet.beside import Person, name_of_mail
from cara_crm.merging.moving import in_parts

Entry = tuple[Draft, int | None]


@dataclass(frozen=True)
class Placed:
    """The extras of a plan, each with the id of its member: made anew each time, for a long list has many.

    `fresh` is row → id of the members that are new.
    """

    extras: Sequence[Extra]
    fresh: Mapping[int, int]

    def __iter__(self) -> Iterator[tuple[Extra, int]]:
        for extra in self.extras:
            yield extra, self.fresh[extra.row] if extra.member_id is None else extra.member_id


@dataclass
class _People:
    """The contacts that a list may speak of, and what it brings."""

    by_email: dict[str, Any]
    by_name: dict[tuple[int | None, str], Any]
    functions: dict[tuple[int, int], Any]
    extras: list[Extra] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    new: dict[tuple[Any, ...], int] = field(default_factory=dict)
    placed: set[tuple[Any, ...]] = field(default_factory=set)
    filled: dict[tuple[int, str], Any] = field(default_factory=dict)
    values: dict[int, dict[str, Any]] = field(default_factory=dict)  # of the new ones, by their key
    held: dict[tuple[Any, ...], dict[str, Any]] = field(default_factory=dict)  # functions of the new ones

    def tell(self, person: Person, reason: str) -> None:
        self.problems.append(Problem(person.row, None, reason))


def people_extras(entries: Sequence[Entry], *, by: Actor) -> tuple[list[Extra], list[Problem]]:
    """New contacts, new functions, fields that were empty; and what differs and stays."""
    told = [(draft, member_id, person) for draft, member_id in entries for person in draft.beside.people]
    if not told:
        return [], []
    emails = {person.email.strip().lower() for _draft, _id, person in told if person.email}
    people = _load(emails, {member_id for _draft, member_id, _person in told if member_id}, by)
    for draft, member_id, person in told:
        _one(people, draft, member_id, person)
    return people.extras, people.problems


def _load(emails: set[str], member_ids: set[int], by: Actor) -> _People:
    columns = (Contact.id, Contact.first_name, Contact.last_name, Contact.email, Contact.phone)
    by_email: dict[str, Any] = {}
    is_seen = sa.and_(sa.true(), *visible(by)).label("is_seen")
    for part in in_parts(sorted(emails)):
        rows = db.session.execute(sa.select(*columns, Contact.merged_into_id, is_seen).where(Contact.email.in_(part)))
        by_email |= {row.email: row for row in rows}
    by_name: dict[tuple[int | None, str], Any] = {}
    functions: dict[tuple[int, int], Any] = {}
    for part in in_parts(sorted(member_ids)):
        select = sa.select(*columns, Affiliation.id.label("at"), Affiliation.member_id, Affiliation.function)
        here = sa.and_(Affiliation.member_id.in_(part), Affiliation.until_on.is_(None))
        for row in db.session.execute(select.join(Affiliation.contact).where(here)):
            by_name[row.member_id, _words(row.first_name, row.last_name)] = row
            functions[row.member_id, row.id] = row
    return _People(by_email, by_name, functions)


def _one(people: _People, draft: Draft, member_id: int | None, person: Person) -> None:
    values = _values(people, draft, person)
    if not getattr(people.by_email.get(values["email"] or ""), "is_seen", True):
        reason = _("%(email)s belongs to somebody in the charge of other managers: left out.", email=values["email"])
        people.problems.append(Problem(person.row, None, reason))
        return
    words = _words(person.first_name, person.last_name)
    known = people.by_email.get(values["email"] or "") or people.by_name.get(
        (member_id, words) if member_id else (0, "")
    )
    where = (member_id, draft.rows[0] if member_id is None else None)
    if known is not None:
        contact_id = getattr(known, "merged_into_id", None) or known.id
        _fill(people, draft, member_id, known, values, person)
        if (where, contact_id) not in people.placed:
            people.placed.add((where, contact_id))
            _function_of_known(people, draft, member_id, contact_id, person)
        return
    marks = [(where, words), *([("mail", values["email"])] if values["email"] else [])]
    key = next((people.new[mark] for mark in reversed(marks) if mark in people.new), None)
    if key is None:
        key = len(people.new)
        people.values[key] = values
        people.extras.append(Extra("contact", draft.rows[0], member_id, values, key=key))
    else:
        _again(people, key, values, person)
    people.new |= dict.fromkeys(marks, key)
    if (where, key) not in people.held:
        people.held[where, key] = {"function": person.function}
        people.extras.append(Extra("function", draft.rows[0], member_id, people.held[where, key], key=key))
    else:
        _take(people, people.held[where, key], {"function": person.function}, person)


def _again(people: _People, key: int, values: dict[str, Any], person: Person) -> None:
    """A new contact in another row: what that one adds goes in, what it says otherwise is told."""
    kept = people.values[key]
    if _is_another(kept["first_name"], kept["last_name"], person):
        whose = f"{kept['first_name']} {kept['last_name']}".strip()
        reason = _("%(email)s is %(kept)s’s in another row: taken for one person.", email=person.email, kept=whose)
        people.tell(person, reason)
    told = {name: values[name] for name in ("email", "phone")}
    _take(people, kept, {**told, "first_name": "" if kept["first_name"] else values["first_name"]}, person)


def _take(people: _People, kept: dict[str, Any], told: Mapping[str, Any], person: Person) -> None:
    """The later row goes before the earlier one."""
    for name, value in told.items():
        if value and kept[name] and fold(kept[name]) != fold(value):
            whose = f"{person.first_name} {person.last_name}".strip()
            reason = _(
                "%(name)s has %(left)s in another row: %(kept)s is taken.", name=whose, left=kept[name], kept=value
            )
            people.tell(person, reason)
        kept[name] = value or kept[name]


def _is_another(first_name: str, last_name: str, person: Person) -> bool:
    """Does a person with the e-mail of this one have another name? What was guessed from the address is none."""
    if name_of_mail(person.email) == (person.first_name, person.last_name):
        return False
    known = set(fold(f"{first_name} {last_name}").split())
    told = person.last_name if not first_name else f"{person.first_name} {person.last_name}"
    return any(len(word) > 1 and word not in known for word in fold(told).split())


def _values(people: _People, draft: Draft, person: Person) -> dict[str, Any]:
    """Columns of a contact; an e-mail or phone that is none is told and left out."""
    told = {"first_name": person.first_name[:200], "last_name": person.last_name[:200], "email": None, "phone": ""}
    for name, written, read in (("email", person.email, email_of), ("phone", person.phone, phone_of)):
        if not written:
            continue
        try:
            told[name] = read(written)
        except DomainError:
            reason = _("%(name)s: “%(text)s” is left out.", name=f"{person.last_name}", text=written[:80])
            people.problems.append(Problem(person.row, None, reason))
    return told


def _fill(
    people: _People, draft: Draft, member_id: int | None, known: Any, values: dict[str, Any], person: Person
) -> None:
    """What the register does not know of the contact; what it knows otherwise stays."""
    there = {
        name: people.filled.get((known.id, name)) or getattr(known, name) for name in ("first_name", "email", "phone")
    }
    whose = f"{known.first_name} {known.last_name}".strip()
    if values["email"] == known.email and _is_another(known.first_name, known.last_name, person):
        told = f"{person.first_name} {person.last_name}".strip()
        reason = _(
            "%(email)s is %(kept)s’s in the register, %(told)s’s in the list: the name was kept.",
            email=known.email,
            kept=whose,
            told=told,
        )
        people.tell(person, reason)
    empty = {name: values[name] for name, value in there.items() if values[name] and not value}
    if empty.get("email") in people.by_email:
        empty.pop("email", None)
    if empty:
        before = {name: getattr(known, name) for name in empty}
        people.filled |= {(known.id, name): value for name, value in empty.items()}
        people.extras.append(Extra("contact", draft.rows[0], member_id, empty, known.id, before))
    for name in ("email", "phone"):
        if values[name] and there[name] and values[name] != there[name]:
            reason = _("The register has %(kept)s for %(name)s: it was kept.", kept=there[name], name=whose)
            people.tell(person, reason)


def _function_of_known(people: _People, draft: Draft, member_id: int | None, contact_id: int, person: Person) -> None:
    there = people.functions.get((member_id, contact_id)) if member_id else None
    told = {"function": person.function}
    if there is None:
        values = {**told, "contact_id": contact_id}
        people.extras.append(Extra("function", draft.rows[0], member_id, values))
    elif person.function and not there.function:
        people.extras.append(Extra("function", draft.rows[0], member_id, told, there.at, {"function": ""}))
    elif person.function and fold(person.function) != fold(there.function):
        reason = _("The register has %(kept)s for %(name)s: it was kept.", kept=there.function, name=person.last_name)
        people.problems.append(Problem(person.row, None, reason))


def _words(first_name: str, last_name: str) -> str:
    """A name in any order."""
    return " ".join(sorted(fold(f"{first_name} {last_name}").split()))


def write_people(placed: Placed, ledger: Ledger, *, by: Actor) -> None:
    """New contacts, then functions, then what was filled."""
    ids = _create(placed, ledger, by)
    table: Any = Affiliation.__table__
    rows = (
        {
            "contact_id": extra.values.get("contact_id") or ids[extra.key],
            "member_id": member_id,
            "function": extra.values["function"],
            "from_on": clock.today(),
            "receives_reports": False,
            "receives_fee_calls": False,
        }
        for extra, member_id in placed
        if extra.kind == "function" and extra.target_id is None
    )
    for part in in_turn(rows):
        for id, member_id in db.session.execute(sa.insert(table).returning(table.c.id, table.c.member_id), part):
            ledger.noted_beside(member_id, "affiliation", id)
    _fill_in(placed, ledger, by)


def _create(placed: Placed, ledger: Ledger, by: Actor) -> dict[int | None, int]:
    """Key → id. Contacts that are alike in everything may change places."""
    new = ((extra, member_id) for extra, member_id in placed if extra.kind == "contact" and extra.target_id is None)
    table: Any = Contact.__table__
    columns = ("first_name", "last_name", "email", "phone")
    inserted = sa.insert(table).returning(table.c.id, *(table.c[name] for name in columns))
    ids: dict[int | None, int] = {}
    for part in in_turn(new):
        free: dict[tuple[Any, ...], list[int]] = defaultdict(list)
        for id, *told in db.session.execute(inserted, [_row(extra.values) for extra, _member_id in part]):
            free[tuple(told)].append(id)
        for extra, member_id in part:
            ids[extra.key] = free[tuple(extra.values[name] for name in columns)].pop()
            ledger.noted_beside(member_id, "contact", ids[extra.key])
    audit.record_all("contact.imported", "contact", ((id, {}) for id in ids.values()), by=by)
    return ids


def _row(values: Any) -> dict[str, Any]:
    words = fold(f"{values['first_name']} {values['last_name']} {values['email'] or ''}").split()
    return {
        **values,
        "language": "fr",
        "preference": MailPreference.AT_ONCE,
        "folded": " ".join(dict.fromkeys(words)),
        "sort_key": fold(f"{values['last_name']} {values['first_name']}"),
    }


def _fill_in(placed: Placed, ledger: Ledger, by: Actor) -> None:
    """Few, one by one: a contact is a new version, and is found by what it has now."""
    for extra, member_id in placed:
        if extra.target_id is None or extra.kind not in ("contact", "function"):
            continue
        if extra.kind == "function":
            change_row(Affiliation.__table__, extra, extra.values)
            ledger.noted_columns(member_id, "affiliation", extra.target_id, extra.before, extra.values)
            continue
        contact = db.session.get_one(Contact, extra.target_id)
        if any(getattr(contact, name) != value for name, value in extra.before.items()):
            raise moved()
        for name, value in extra.values.items():
            setattr(contact, name, value)
        contact.updated_at = clock.now()
        words = fold(f"{contact.folded} {contact.first_name} {contact.email or ''}").split()
        contact.folded = " ".join(dict.fromkeys(words))
        contact.sort_key = fold(f"{contact.last_name} {contact.first_name}")
        ledger.noted_columns(member_id, "contact", contact.id, extra.before, extra.values)
        audit.record("contact.updated_by_import", contact, by=by, fields=sorted(extra.values))
    db.session.flush()
