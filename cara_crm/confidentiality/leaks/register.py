"""What the leak check is told about the members, and what it answers."""

from collections.abc import Hashable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class LeakKind(StrEnum):
    """How a place in a text gives somebody away."""

    NAME = "name"
    BRAND = "brand"
    GROUP = "group"
    ACRONYM = "acronym"
    PERSON = "person"
    THIRD_PARTY = "third_party"
    SIREN = "siren"
    EMAIL = "email"
    DOMAIN = "domain"
    PHONE = "phone"
    TOWN = "town"
    COMBINATION = "combination"
    SMALL_COUNT = "small_count"
    WORDS = "words"
    VERBATIM = "verbatim"
    MENTIONED = "mentioned"


@dataclass(frozen=True, slots=True)
class Leak:
    """One place: `text[start:end]` as it is written there.

    `key` stays the same wherever the same thing stands: a waiver refers to it. `owners` are the ids of the members
    that it gives away; show them to nobody who may not read the register.
    """

    start: int
    end: int
    kind: LeakKind
    text: str
    key: str
    owners: frozenset[Hashable] = frozenset()


class Printed(NamedTuple):
    """What a document prints beside a text, and so is told by it already: `numbers`, every figure; `groups`, those of
    them that count organisations, of which a number or a share that a text tells is one."""

    numbers: frozenset[int] = frozenset()
    groups: frozenset[int] = frozenset()


NOTHING_PRINTED = Printed()


class RegisterEntry(NamedTuple):
    """One member as the leak check knows it. Only `id` is needed; the rest is what is written in the register.

    `names`: legal, usual, former and other names. `acronyms`: short names, matched as capitals. `people`: first and
    last name of contacts. `sirens`: SIREN or SIRET. `foreign_numbers`: of companies abroad, with their country's
    letters first ("BE0000100067", "DE Stuttgart HRB 12345"). `towns`: of all sites; a town gives away where a single
    group has sites. `third_parties`: customers, suppliers and others that its issues name; nobody can consent for them.
    `roles`, `departments`, `regions`, `products`: each a phrase as a text would say it, in as many spellings as wanted;
    `department_numbers`: those of `departments` ("73", "2A"), `site_departments`: of its other sites. `sizes`: codes or
    words of `usual_words`, or another phrase; `employees`: the least and most that it may have, None for no upper end;
    `turnovers`: the same of the turnover that it declared, in euros.
    `sectors`: codes of those that it ever was of, `present_sectors` of those that it is a member of today,
    `sector_names` what texts call them.
    """

    id: Hashable
    group: Hashable | None = None
    names: tuple[str, ...] = ()
    group_names: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()
    acronyms: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    sirens: tuple[str, ...] = ()
    foreign_numbers: tuple[str, ...] = ()
    towns: tuple[str, ...] = ()
    third_parties: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    department_numbers: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    site_departments: tuple[str, ...] = ()
    employees: tuple[int, int | None] | None = None
    turnovers: tuple[int, int | None] | None = None
    sectors: tuple[str, ...] = ()
    present_sectors: tuple[str, ...] = ()
    sector_names: tuple[str, ...] = ()
