"""People in the cells of a row: one or several, with what a list says of each. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from cara_crm.core.fold import fold
from cara_crm.core.told import gettext as _
from cara_crm.members.spreadsheet.mails import addresses
from cara_crm.members.spreadsheet.past import Cell
from cara_crm.members.spreadsheet.whose import of_person

CIVILITY = re.compile(r"^(m|mr|mme|mlle|ms|mrs|dr|monsieur|madame|mademoiselle)\b\.?\s+", re.IGNORECASE)
INITIALS = re.compile(r"(?:[^\W\d_]{1,2}\.-?)+")  # "J.", "J.-Ch.": a first name, loud though it is
PARTICLES = {"de", "du", "des", "le", "la", "van", "von", "der", "den", "d"}
#: Mailboxes of nobody in particular.
SHARED = frozenset({
    "contact", "info", "accueil", "commercial", "direction", "compta", "comptabilite", "secretariat",
    "administration", "rh", "admin", "sales", "hello", "bonjour", "mairie", "office", "service", "services",
    "support", "recrutement", "achats", "qualite", "facturation",
})  # fmt: skip
SEVERAL_PHONES = re.compile(r"[;\n|]|\s/\s|\s(?:ou|et|or|and)\s")
WHOLE_PHONE = 9  # figures of a number that stands alone
NAMED = frozenset({"contact", "contact_last"})  # columns that begin another person where one is named already


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at a member. `email` and phones as written."""

    first_name: str
    last_name: str
    email: str = ""
    phone: str = ""
    second_phone: str = ""
    function: str = ""
    row: int = 0


def read_people(
    cells: Sequence[Cell], row: int, problems: list[tuple[str, str]], general: list[Cell]
) -> Iterable[Person]:
    """Everybody that the cells of a row name; what is nobody's goes to `general`, what is left out to `problems`."""
    cells = _behind_the_name(cells)
    group: dict[str, str] = {}
    groups = [group]
    for kind, _header, text in cells:
        if kind in group or (kind in NAMED and group.keys() & NAMED):
            group = {}
            groups.append(group)
        group[kind] = text
    headers = {kind: header for kind, header, _text in cells}
    people: list[Person] = []
    for told in groups:
        if people and _is_more_of(people[-1], told):
            for kind, text in ((kind, text) for kind, text in told.items() if text):
                if kind == "contact_phone" and len(people) == 1 and not people[0].second_phone:
                    people[0] = replace(people[0], second_phone=text)
                elif _is_shared(text):
                    general.append((kind, headers[kind], text))
                else:
                    problems.append((headers[kind], _second(kind, text, people[-1])))
        else:
            people += _of_group(told, row, headers, general)
    return people


def _behind_the_name(cells: Sequence[Cell]) -> Sequence[Cell]:
    """Several phones before the name of the contact whose they say they are, as if they stood behind it: its first."""
    first = next((at for at, cell in enumerate(cells) if cell[0] in NAMED), 0)
    phones = [at for at in range(first) if cells[at][0] == "contact_phone"]
    its = [at for at in phones if _is_persons(cells[at][1])]
    if len(phones) < 2 or not its:
        return cells
    until = next((at for at in range(first + 1, len(cells)) if cells[at][0] in NAMED), len(cells))
    kept = [cell for at, cell in enumerate(cells[:until]) if at not in phones]
    others = [at for at in phones if at not in its]
    return [*kept, *(cells[at] for at in (*its, *others)), *cells[until:]]


@cache
def _is_persons(header: str) -> bool:
    return of_person(fold(header)) is not None


def _is_more_of(person: Person, told: dict[str, str]) -> bool:
    """Is it only one more e-mail or phone of somebody? An e-mail that names another is another person."""
    if told.keys() - {"contact_email", "contact_phone"} or not any(told.values()):
        return False
    named = name_of_mail(told.get("contact_email", ""))
    return named is None or fold(" ".join(named)) == fold(f"{person.first_name} {person.last_name}")


def _is_shared(text: str) -> bool:
    """Is it an address of nobody in particular: "contact@forge.example"?"""
    return "@" in text and fold(text.partition("@")[0]) in SHARED


def _second(kind: str, text: str, person: Person) -> str:
    name = f"{person.first_name} {person.last_name}".strip()
    if kind == "contact_phone":
        return _("“%(text)s” is one more phone of %(name)s: it was left out.", text=text[:80], name=name)
    return _("“%(text)s” is a second e-mail of %(name)s: one is kept.", text=text[:80], name=name)


def _of_group(told: dict[str, str], row: int, headers: dict[str, str], general: list[Cell]) -> list[Person]:
    """One person, or several where the name or the e-mail holds several."""
    last, first = told.get("contact_last", ""), told.get("contact_first", "")
    whole = told.get("contact", "") or (
        "" if "contact_first" in told else last
    )  # "Nom du dirigeant" alone is all of it
    names = _pieces(whole) if whole or not last else [f"{first}\t{last}"]
    mails = addresses(told.get("contact_email", ""))
    phones, functions = pieces(told.get("contact_phone", "")), _pieces(told.get("contact_function", ""))
    second = ""
    if len(names) <= 1:
        second, functions = " ".join(phones[1:2]), [told.get("contact_function", "")]
    people: list[Person] = []
    for at in range(max(len(names), len(mails), 1)):
        title, mail = mails[at] if at < len(mails) else ("", "")
        named = _name(names[at]) if at < len(names) else _name(title) or name_of_mail(mail)
        if named is None or (at >= len(names) and _is_among(named, people)):
            lost = {"contact_email": mail, "contact_phone": told.get("contact_phone", "") if at == 0 else ""}
            general.extend((kind, headers.get(kind, ""), text) for kind, text in lost.items() if text)
            continue
        phone = phones[at] if at < len(phones) else ""
        function = functions[at] if at < len(functions) else ""
        function = " ".join(function.split())[:200]
        people.append(Person(*named, email=mail, phone=phone, second_phone=second, function=function, row=row))
    return people


def _is_among(named: tuple[str, str], people: Sequence[Person]) -> bool:
    return any(fold(" ".join(named)) == fold(f"{one.first_name} {one.last_name}") for one in people)


def pieces(text: str) -> list[str]:
    """The numbers of a cell of phones: several where each is whole, else what stands there."""
    found = [" ".join(piece.split()) for piece in SEVERAL_PHONES.split(text) if piece.strip()]
    is_several = all(sum(map(str.isdigit, piece)) >= WHOLE_PHONE for piece in found)
    return found if found and is_several else [" ".join(text.split())]


def _pieces(text: str) -> list[str]:
    return [" ".join(piece.split()) for piece in re.split(r"[;\n]|\s/\s", text) if piece.strip()]


def _name(text: str) -> tuple[str, str] | None:
    """(first name, last name) of "Mme Odile DE LA TOUR", "DUPONT Jean", "Dupont, Jean", "Jean Dupont"."""
    first, tab, last = text.partition("\t")
    if tab:
        return (first.strip(), CIVILITY.sub("", last.strip())) if last.strip() else None
    plain = CIVILITY.sub("", text.strip())[:200]
    if not re.search(r"[^\W\d_]{2}", plain) or "@" in plain:
        return None
    if "," in plain:
        last, _comma, first = plain.partition(",")
        return first.strip(), last.strip()
    words = plain.split()
    loud = [word for word in words if word.isupper() and len(word) > 1 and not INITIALS.fullmatch(word)]
    if loud and len(loud) < len(words):
        family = [word for word in words if word in loud or word.lower().rstrip("'’") in PARTICLES]
        return " ".join(word for word in words if word not in family), " ".join(family)
    return (words[0], " ".join(words[1:])) if len(words) > 1 else ("", plain)


def name_of_mail(mail: str) -> tuple[str, str] | None:
    """(first name, last name) that an address tells, None where it is of nobody in particular."""
    local = mail.partition("@")[0]
    parts = [part for part in re.split(r"[._]", local) if part]
    if len(parts) < 2 or not all(part.replace("-", "").isalpha() for part in parts) or set(parts) & SHARED:
        return None
    return parts[0].title(), " ".join(parts[1:]).title()
