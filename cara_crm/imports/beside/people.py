"""Contacts with their functions: found by e-mail, else by their name at the member; what is empty is filled."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from cara_crm.contacts.models import Affiliation, Contact
from cara_crm.contacts.queries import visible
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError
from cara_crm.core.fold import fold
from cara_crm.core.reaching import email_of, phone_of
from cara_crm.core.told import gettext as _
from cara_crm.deliveries.services import objected
from cara_crm.extensions import db
from cara_crm.members.imports.plan import Extra
from cara_crm.members.spreadsheet import Draft, Problem
from cara_crm.members.spreadsheet.people import Person, name_of_mail
from cara_crm.merging.moving import in_parts

Entry = tuple[Draft, int | None]
#: Columns by which somebody is reached, with how they are read; and all that a list tells of a person.
REACHED: dict[str, Callable[[str], str]] = {"email": email_of, "phone": phone_of, "second_phone": phone_of}
TOLD = ("first_name", "last_name", *REACHED)


@dataclass
class _People:
    """The contacts that a list may speak of, and what it brings; `named` to `held` are of one member at a time."""

    by_email: dict[str, Any]
    by_name: dict[tuple[int | None, str], Any]
    functions: dict[tuple[int, int], Any]
    objected: set[str]
    extras: list[Extra] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    values: list[dict[str, Any]] = field(default_factory=list)  # of the new ones, by their key
    mailed: dict[str, int] = field(default_factory=dict)  # e-mail → key of a new one
    filled: dict[tuple[int, str], Any] = field(default_factory=dict)
    named: dict[str, int] = field(default_factory=dict)  # words of the name → key of a new one
    placed: set[int] = field(default_factory=set)  # contacts of the register
    held: dict[int, dict[str, Any]] = field(default_factory=dict)  # functions of the new ones, by their key

    def turn_to_another_member(self) -> None:
        self.named, self.placed, self.held = {}, set(), {}

    def tell(self, person: Person, reason: str) -> None:
        self.problems.append(Problem(person.row, None, reason))


def people_extras(entries: Sequence[Entry], *, by: Actor) -> tuple[list[Extra], list[Problem]]:
    """New contacts, new functions, fields that were empty; and what differs and stays."""
    entries = [entry for entry in entries if entry[0].beside.people]
    if not entries:
        return [], []
    emails = {one.email.strip().lower() for draft, _id in entries for one in draft.beside.people if one.email}
    people = _load(emails, {member_id for _draft, member_id in entries if member_id}, by)
    for draft, member_id in entries:
        people.turn_to_another_member()
        for person in draft.beside.people:
            _one(people, draft, member_id, person)
    return people.extras, people.problems


def _load(emails: set[str], member_ids: set[int], by: Actor) -> _People:
    columns = (Contact.id, *(getattr(Contact, name) for name in TOLD))
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
    return _People(by_email, by_name, functions, objected(emails))


def _one(people: _People, draft: Draft, member_id: int | None, person: Person) -> None:
    values = _values(people, draft, person)
    if values["email"] in people.objected:
        people.tell(person, _("The owner of this address asked to be forgotten: the person is left out."))
        return
    if not getattr(people.by_email.get(values["email"] or ""), "is_seen", True):
        reason = _("%(email)s belongs to somebody in the charge of other managers: left out.", email=values["email"])
        people.problems.append(Problem(person.row, None, reason))
        return
    words = _words(person.first_name, person.last_name)
    known = people.by_email.get(values["email"] or "") or people.by_name.get(
        (member_id, words) if member_id else (0, "")
    )
    if known is not None:
        contact_id = getattr(known, "merged_into_id", None) or known.id
        _fill(people, draft, member_id, known, values, person)
        if contact_id not in people.placed:
            people.placed.add(contact_id)
            _function_of_known(people, draft, member_id, contact_id, person)
        return
    key = people.mailed.get(values["email"] or "", people.named.get(words))
    if key is None:
        key = len(people.values)
        people.values.append(values)
        people.extras.append(Extra("contact", draft.rows[0], member_id, values, key=key))
    else:
        _again(people, key, values, person)
    people.named[words] = key
    if values["email"]:
        people.mailed[values["email"]] = key
    if key not in people.held:
        people.held[key] = {"function": person.function}
        people.extras.append(Extra("function", draft.rows[0], member_id, people.held[key], key=key))
    else:
        _take(people, people.held[key], {"function": person.function}, person)


def _again(people: _People, key: int, values: dict[str, Any], person: Person) -> None:
    """A new contact in another row: what that one adds goes in, what it says otherwise is told."""
    kept = people.values[key]
    if _is_another(kept["first_name"], kept["last_name"], person):
        whose = f"{kept['first_name']} {kept['last_name']}".strip()
        reason = _("%(email)s is %(kept)s’s in another row: taken for one person.", email=person.email, kept=whose)
        people.tell(person, reason)
    told = {name: values[name] for name in REACHED}
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
    told: dict[str, Any] = {"first_name": person.first_name[:200], "last_name": person.last_name[:200]}
    told |= {"email": None, "phone": "", "second_phone": ""}
    for name, read in REACHED.items():
        if not (written := getattr(person, name)):
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
    there = {name: people.filled.get((known.id, name)) or getattr(known, name) for name in ("first_name", *REACHED)}
    said = {"phone": there["second_phone"], "second_phone": there["phone"]}  # known already, in the other place
    values = {name: "" if value and value == said.get(name) else value for name, value in values.items()}
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
    for name in REACHED:
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
