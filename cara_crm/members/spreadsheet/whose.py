"""What of a person a header tells, and of whom: "Contact 1 - Prénom", "Main contact first name", "Mail du président".

No list of owners is long enough: whoever has a first name and something else in columns of their own is a person.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache

from cara_crm.core.fold import fold
from cara_crm.members.spreadsheet.wordings import WORDINGS, Column

#: The parts of a person as headers write them, folded; the first that fits.
PARTS: tuple[tuple[str, str], ...] = (
    ("contact", r"full name|nom complet|(?:nom (?:et )?prenom|prenom (?:et )?nom)s?|first and last name"),
    ("contact_first", r"prenoms?|first ?name|given name|forename"),
    ("contact_last", r"nom de famille|last ?name|surname|family name|nom"),
    ("contact_function", r"job title|job position|job|title|position|fonctions?|function|(?:intitule d[eu] )?poste"
     r"|titre"),
    ("contact_email", r"(?:adresse )?(?:e mail|email|mail|courriel|mel)s?(?: (?:address|adresse))?"),
    ("contact_phone", r"(?:(?:n|no|num|numero)(?: de)? )?(?:(?:mobile|work|business|direct|office|cell) )?"
     r"(?:tel|telephone|phone|mobile|portable|gsm|cell|ligne directe|direct line|direct dial)"
     r"(?: (?:number|no|fixe|mobile|portable|direct|phone))?"),
    ("contact", r"name"),
)  # fmt: skip
TAIL = r"(?: (?P<tail>\d|work|pro|professionnel|home|office|other))?"
PLAIN = {
    kind: re.compile(next(part for told, part in PARTS if told == f"contact_{kind.value}"))
    for kind in (Column.PHONE, Column.EMAIL)
}
OF = r"(?:du|de la|de l|des|de|d|of the|of)"
FORMS = tuple(
    (kind, re.compile(rf"(?P<before>.+?)(?: s)? (?:{part}){TAIL}|(?:{part}) (?:{OF} )?(?P<after>.+)"))
    for kind, part in PARTS
)
PERSON = re.compile(
    r"\b(contacts?|dirigeante?s?|gerante?|presidente?|directeur|directrice|director|interlocut\w+|referente?"
    r"|correspondante?|responsable|representante?|signataire|personne|person|ceo|pdg)\b"
)
OF_VAT = re.compile(r"\b(tva|vat)\b")
WHOLE_NAMES = frozenset({"nom complet", "full name", "complete name"})
#: Who looks after the member is one of us.
OURS = re.compile(r"\b(owner|proprietaire|cara|internes?|internal|cluster)\b")


@cache
def part_of(words: str) -> tuple[str, str] | None:
    """(kind of column, of whom) of a folded header; None where it tells no part, or says not of whom."""
    for kind, form in FORMS:
        if found := form.fullmatch(words):
            tail = found["tail"] if (found["tail"] or "").isdigit() else ""
            return kind, " ".join(filter(None, (found["before"] or found["after"], tail)))
    return None


def of_person(words: str) -> str | None:
    """The kind of column of a folded header that says itself that it is a person's."""
    told = part_of(words)
    return told[0] if told and PERSON.search(told[1]) and not is_ours(told[1]) else None


@cache
def _managers() -> frozenset[str]:
    return frozenset(WORDINGS[Column.ACCOUNT_MANAGER].split("|"))


def is_ours(owner: str) -> bool:
    """Is it who looks after the member?"""
    return owner in _managers() or bool(OURS.search(owner))


def shared(headers: Sequence[str]) -> Mapping[int, Column | None]:
    """Index of column → what of a person it is, where several columns share the person; None where the column says
    again what others do, or speaks of one of us."""
    words = [fold(header) for header in headers]
    owners: dict[str, dict[int, str]] = defaultdict(dict)
    for index, told in enumerate(map(part_of, words)):
        if told:
            owners[told[1]][index] = told[0]
    found: dict[int, Column | None] = {}
    for owner, parts in owners.items():
        kinds = set(parts.values())
        if is_ours(owner):
            found |= dict.fromkeys(parts)
        elif PERSON.search(owner) or ("contact_first" in kinds and len(kinds) > 1):
            found |= {index: _part(kind, kinds) for index, kind in parts.items()}
            found |= {index: Column.CONTACT for index, word in enumerate(words) if word == owner and not _named(kinds)}
    return _companys(words, found) | found


def _companys(words: Sequence[str], found: Mapping[int, Column | None]) -> dict[int, Column | None]:
    """A plain phone before the columns that say of whom they are is the company's; so is a plain e-mail, where the
    person has its own."""
    first = min((i for i, kind in found.items() if kind is Column.CONTACT_FIRST), default=0)
    own = {Column.PHONE: True, Column.EMAIL: Column.CONTACT_EMAIL in found.values()}
    plain = ((i, kind) for i in range(first) for kind in own if own[kind] and PLAIN[kind].fullmatch(words[i]))
    return {index: kind for index, kind in plain if index not in found}


def whole_name(chosen: dict[int, Column], headers: Sequence[str], said: Sequence[Column | None]) -> dict[int, Column]:
    """ "Nom complet" beside a column of companies is a person's; `said` is what each header says alone."""
    named = [i for i, kind in enumerate(said) if kind is Column.NAME]
    persons = [i for i in named if fold(headers[i]) in WHOLE_NAMES and chosen.get(i) in (None, Column.NAME)]
    others = [i for i in named if fold(headers[i]) not in WHOLE_NAMES and chosen.get(i) in (None, Column.NAME)]
    if not (persons and others) or {Column.CONTACT, Column.CONTACT_LAST} & set(chosen.values()):
        return chosen
    return {**chosen, others[0]: Column.NAME, persons[0]: Column.CONTACT}


def vat_beside(chosen: dict[int, Column], headers: Sequence[str], said: Sequence[Column | None]) -> dict[int, Column]:
    """VAT numbers beside SIRENs are those of who is abroad."""
    kinds = set(chosen.values())
    if not {Column.SIREN, Column.SIRET} & kinds or Column.FOREIGN_NUMBER in kinds:
        return chosen
    free = (i for i, header in enumerate(headers) if i not in chosen and OF_VAT.search(fold(header)))
    index = next((i for i in free if said[i] is Column.SIREN), None)
    return chosen if index is None else {**chosen, index: Column.FOREIGN_NUMBER}


def _named(kinds: set[str]) -> bool:
    return bool({"contact", "contact_last"} & kinds)


def _part(kind: str, kinds: set[str]) -> Column | None:
    """Beside the first name a plain "name" is the last; beside both it says nothing more."""
    if kind == "contact" and "contact_first" in kinds:
        return None if "contact_last" in kinds else Column.CONTACT_LAST
    return Column(kind)
