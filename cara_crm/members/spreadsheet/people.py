"""People in the cells of a row: one or several, with what a list says of each. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from cara_crm.core.fold import fold
from cara_crm.core.personal_names import first_and_last
from cara_crm.core.told import gettext as _
from cara_crm.members.spreadsheet.mails import addresses
from cara_crm.members.spreadsheet.naming import CIVILITY, Named, name_of, read_cell
from cara_crm.members.spreadsheet.past import Cell
from cara_crm.members.spreadsheet.totals import is_label
from cara_crm.members.spreadsheet.values import NOTHING_FOLDED
from cara_crm.members.spreadsheet.whose import of_person

BEHIND = re.compile(r"\s*[(\[,;/|]|\s+[-–—]\s+")  # what stands behind a family name
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
        is_named = any(group.get(one) for one in NAMED)
        if kind == "contact_phone" and kind in group and is_named:
            group[kind] = "\n".join(filter(None, (group[kind], text)))
            continue
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
            people += _of_group(told, row, headers, general, problems)
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


def _second(kind: str, text: str, person: Person | Named) -> str:
    name = f"{person.first_name} {person.last_name}".strip()
    if kind == "contact_phone":
        return _("“%(text)s” is one more phone of %(name)s: it was left out.", text=text[:80], name=name)
    return _("“%(text)s” is a second e-mail of %(name)s: one is kept.", text=text[:80], name=name)


@dataclass(slots=True)
class _Group:
    """The cells of one or several people while they are taken together."""

    told: dict[str, str]
    headers: dict[str, str]
    general: list[Cell]
    problems: list[tuple[str, str]]

    def text(self, kind: str) -> str:
        return self.told.get(kind, "")

    def leave(self, kind: str, text: str) -> None:
        """What has nobody it could go to, or is not understood, is told."""
        if text and fold(text) not in NOTHING_FOLDED:
            words = _(
                "“%(text)s” names nobody, or has nobody to belong to: left out.", text=" ".join(text.split())[:80]
            )
            self.problems.append((self.headers.get(kind, ""), words))


def _of_group(
    told: dict[str, str], row: int, headers: dict[str, str], general: list[Cell], problems: list[tuple[str, str]]
) -> list[Person]:
    """One person, or several where the name or the e-mail holds several."""
    group = _Group(told, headers, general, problems)
    named = _named(group)
    mails = addresses(group.text("contact_email"))
    for title, mail in _own_mails(mails, named):
        own = _mailed(title, mail)
        if own is None:
            general.append(("contact_email", headers.get("contact_email", ""), mail))
        elif not _is_among((own.first_name, own.last_name), named):
            named.append(own)
        else:
            group.leave("contact_email", mail)
    phones = pieces(group.text("contact_phone"))
    _give_functions(group, named)
    if not named:
        general.extend(("contact_phone", headers.get("contact_phone", ""), text) for text in phones if text)
    return _people(group, named, phones, row)


def _named(group: _Group) -> list[Named]:
    """Whom the name's cells name."""
    last, first, whole = (group.text(kind) for kind in ("contact_last", "contact_first", "contact"))
    if whole and first and f" {fold(first)} " not in f" {fold(whole)} ":
        last, whole = whole, ""
    if first and not whole:
        return _of_two_cells(group, first, last)
    kind = "contact" if whole or "contact_first" not in group.told else "contact_last"
    cell = read_cell(whole or last)
    for text in cell.left:
        group.leave(kind, text)
    functions = group.text("contact_function")
    if cell.functions and (cell.people or group.text("contact_email")) and not functions:
        group.told["contact_function"] = " / ".join(cell.functions)
    else:
        group.leave(kind, " / ".join(cell.functions))
    for name, texts in (("contact_email", cell.mails), ("contact_phone", cell.phones)):
        group.headers.setdefault(name, group.headers.get(kind, ""))
        group.general.extend((name, group.headers.get(kind, ""), text) for text in texts)
    return cell.people


def _of_two_cells(group: _Group, first: str, last: str) -> list[Named]:
    """A first and a last name of each, on as many lines."""
    firsts, lasts = _pieces(first), _pieces(last)
    if len(firsts) != len(lasts):
        firsts, lasts = [" ".join(first.split())], [" ".join(last.split())] if last else []
    found: list[Named] = []
    for given, family in zip(firsts, lasts, strict=False):
        plain, base = CIVILITY.sub("", given), CIVILITY.sub("", BEHIND.split(family)[0])
        cell = read_cell(f"{plain} {CIVILITY.sub('', family)}")
        if not base or is_label(base) or len(cell.people) != 1:
            group.leave("contact_last", family)
            group.leave("contact_first", plain)
            continue
        for text in cell.left:
            group.leave("contact_last", text)
        cell.people[0].first_name, cell.people[0].last_name = plain, base
        found += cell.people
    if not lasts:
        group.leave("contact_first", first)
    return found


def _mailed(title: str, mail: str) -> Named | None:
    """Whom an address names, by the words beside it or by its own."""
    named = name_of(title) or name_of_mail(mail)
    return Named(*named, mails=[mail]) if named else None


def _own_mails(mails: Sequence[tuple[str, str]], named: Sequence[Named]) -> list[tuple[str, str]]:
    """Gives each its e-mail: the one that holds its name, else the next in order; those that are left."""
    left = list(mails)
    if len(named) > 1:
        for one in named:
            its = next((mail for mail in left if fold(one.last_name).replace(" ", "") in _letters(mail[1])), None)
            if its and not one.mails:
                one.mails.append(its[1])
                left.remove(its)
    for one in named:
        if left and not one.mails:
            one.mails.append(left.pop(0)[1])
    return left


def _letters(mail: str) -> str:
    return fold(mail.partition("@")[0]).replace(" ", "")


def _give_functions(group: _Group, named: Sequence[Named]) -> None:
    """Of several people one each where as many are told; what is told of one is its own."""
    told = group.text("contact_function")
    functions = [told] if len(named) == 1 else _pieces(told)
    if len(functions) > len(named):
        group.leave("contact_function", "; ".join(functions[len(named) :]))
    for one, function in zip(named, functions, strict=False):
        if function and fold(function) not in NOTHING_FOLDED:
            one.functions[:0] = [] if fold(function) in map(fold, one.functions) else [function]


def _people(group: _Group, named: Sequence[Named], phones: list[str], row: int) -> list[Person]:
    """A phone each; the second one of somebody alone, and no third."""
    left = [phone for phone in phones if phone]
    people: list[Person] = []
    for one in named:
        own = list(dict.fromkeys([*one.phones, *(left if len(named) == 1 else left[:1])]))
        left = left[1:] if len(named) > 1 else []
        mail, phone, second = (one.mails or [""])[0], (own or [""])[0], "".join(own[1:2])
        for kind, text in [
            *(("contact_email", it) for it in one.mails[1:]),
            *(("contact_phone", it) for it in own[2:]),
        ]:
            group.problems.append((group.headers.get(kind, ""), _second(kind, text, one)))
        function = " ".join(one.function.split())[:200]
        people.append(Person(one.first_name, one.last_name, mail, phone, second, function, row))
    if named:
        group.general.extend(("contact_phone", group.headers.get("contact_phone", ""), text) for text in left)
    return people


def _is_among(named: tuple[str, str], people: Sequence[Named]) -> bool:
    return any(fold(" ".join(named)) == fold(f"{one.first_name} {one.last_name}") for one in people)


def pieces(text: str) -> list[str]:
    """The numbers of a cell of phones: several where each is whole, else what stands there."""
    found = [" ".join(piece.split()) for piece in SEVERAL_PHONES.split(text) if piece.strip()]
    is_several = all(sum(map(str.isdigit, piece)) >= WHOLE_PHONE for piece in found)
    return found if found and is_several else [" ".join(text.split())]


def _pieces(text: str) -> list[str]:
    return [" ".join(piece.split()) for piece in re.split(r"[;\n]|\s/\s", text) if piece.strip()]


def name_of_mail(mail: str) -> tuple[str, str] | None:
    """(first name, last name) that an address tells, None where it is of nobody in particular."""
    local = mail.partition("@")[0]
    parts = [part for part in re.split(r"[._]", local) if part]
    if len(parts) < 2 or not all(part.replace("-", "").isalpha() for part in parts) or set(parts) & SHARED:
        return None
    return first_and_last(" ".join(parts).title())
