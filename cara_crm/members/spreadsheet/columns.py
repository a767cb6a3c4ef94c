"""Which column of a list is what: by what its header says, in French or English, and by what its cells look like."""

import re
from collections.abc import Callable, Container, Mapping, Sequence
from functools import cache

from cara_crm.core.fold import fold
from cara_crm.members import siren
from cara_crm.members.spreadsheet import beside, values
from cara_crm.members.spreadsheet.context import in_context
from cara_crm.members.spreadsheet.crosses import OF_GROUP, names_sector
from cara_crm.members.spreadsheet.headings import ELSEWHERE, otherwise, place_words
from cara_crm.members.spreadsheet.sent import is_of_relay
from cara_crm.members.spreadsheet.whose import shared, vat_beside, whole_name
from cara_crm.members.spreadsheet.wordings import (
    BEGINNINGS,
    CODE_AND_TOWN,
    NEVER_A_NAME,
    NOT_THIS,
    PARTS_OF_ADDRESS,
    WORDINGS,
    Column,
)
from cara_crm.territory import postal

SAMPLES = 60
MOSTLY = 0.8
ENOUGH = 4  # cells to judge a column by what it holds
SOME = 0.3  # of the cells; below it a header's word means something else here


#: Columns whose values are known words or numbers: "type" above names of car parks is no category.
UNDERSTOOD: dict[Column, Callable[[str], object]] = {
    Column.CATEGORY: values.category_of,
    Column.STATUS: values.status_of,
    Column.YEAR: values.year_of,
    Column.MEMBER_SINCE: values.since_of,
    Column.HEADCOUNT_BAND: values.band_of,
    Column.HEADCOUNT: values.headcount_of,
    Column.TURNOVER: values.amount_of,
    Column.POSTAL_CODE: postal.clean,
}
MAIN_AND_OTHERS = re.compile(
    r"(filieres?|secteurs?|sectors?|segments?|marches?)( (principale?s?|secondaires?|[1-4]|complementaires?|bis|cara"
    r"|d appartenance))?|(main|secondary|other|second|further|primary) (sectors?|segments?|markets?)"
    r"|(autres?|deuxieme|seconde?|2e|2eme) (filieres?|secteurs?)"
)
LEGAL, PLAIN = ("raison sociale", "legal name", "denomination sociale", "nom legal"), ("nom", "name")
STANDING = ("cotisation de l annee", "fee of the year")
#: What our own lists say of a fee that is not paid.
STATES = frozenset({
    "non appelee", "appelee", "en retard", "rien a regler", "not called", "called", "overdue", "nothing to pay",
})  # fmt: skip
MEMBERSHIP = ("adhesion", "adhesions", "adh", "membership")
EXACT, BEGUN, BY_CONTENT = 3, 2, 1
OF_SIREN = re.compile(r"^(?!.*\b(siret|date|site|etablissement)\b)(?!siren\b).*\bsiren$")  # "Reg. no. (SIREN)"
WEB = re.compile(r"(https?://|www\.)\S+$|[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}(/\S*)?$", re.IGNORECASE)


@cache
def _exact() -> dict[str, Column]:
    whole = {fold(words): column for column, wordings in WORDINGS.items() for words in wordings.split("|")}
    return whole | dict.fromkeys(PARTS_OF_ADDRESS | CODE_AND_TOWN, Column.ADDRESS)


def by_header(header: str) -> tuple[Column | None, int]:
    """What a header says, and how surely (EXACT, BEGUN, or 0)."""
    words = fold(header.replace("@", " email "))
    found = _exact().get(words)
    if found:
        return found, EXACT
    if OF_SIREN.search(words):
        return Column.SIREN, EXACT
    if more := beside.by_words(words):
        return Column(more), BEGUN
    if found := otherwise(words):
        return found, BEGUN
    if NOT_THIS.search(words) or ELSEWHERE.search(words):
        return None, 0
    for beginning, column in BEGINNINGS:
        if words == beginning or words.startswith(beginning + " "):
            return column, BEGUN
    return None, 0


def recognise(
    headers: Sequence[str], rows: Sequence[Sequence[str]], sheet: str = "", sectors: Container[str] = ()
) -> dict[int, Column]:
    """Index of column → what it is; each Column at most once, the surest and leftmost wins. `rows` are samples,
    `sheet` is the name of the sheet, `sectors` the folded words of the register's."""
    guesses: list[tuple[int, int, Column]] = []
    crosses: set[int] = set()
    persons = shared(headers)
    for index, header in enumerate(headers):
        cells = [row[index].strip() for row in rows if index < len(row) and row[index].strip()]
        column, sure = (persons[index], BEGUN) if index in persons else by_header(header)
        if names_sector(header, cells, sectors):
            crosses.add(index)
            guesses.append((-EXACT, index, Column.SECTORS))
        elif is_of_relay(header, cells):
            guesses.append((-BEGUN, index, Column.RELAY))
        elif column is not None and _fits(column, cells) and not _tells_states(column, header, cells):
            guesses.append((-sure, index, column))
        elif seen := _of_membership(header, cells) or _of_ticks(header) or by_content(cells):
            guesses.append((-BY_CONTENT, index, seen))
    chosen: dict[int, Column] = {}
    for _sure, index, column in sorted(guesses):
        if (
            column not in chosen.values()
            or column.is_beside
            or index in crosses
            or _goes_on(column, index, chosen, headers)
        ):
            chosen[index] = column
    said = [by_header(header)[0] for header in headers]
    chosen = vat_beside(whole_name(chosen, headers, said), headers, said)
    chosen = _plain_role(_person_beside(_with_a_name(_legal(chosen, headers), headers, rows), headers), headers)
    return in_context(chosen, headers, rows, sheet)


def _tells_states(column: Column, header: str, cells: Sequence[str]) -> bool:
    """Where the fees stand, as our own lists have it, is no fee: no amount is among it."""
    if column is not Column.FEE or any(values.amount_of(cell) is not None for cell in cells):
        return False
    return bool(cells) and (fold(header) in STANDING or any(fold(cell) in STATES for cell in cells))


def _of_ticks(header: str) -> Column | None:
    """A column of crosses below the group of the sectors."""
    group, _between, word = header.partition(OF_GROUP)
    return Column.SECTORS if word and by_header(group)[0] is Column.SECTORS else None


def _of_membership(header: str, cells: Sequence[str]) -> Column | None:
    """ "Adhésion" is a day or year, a status or an amount: what is below it says which."""
    few = cells[:SAMPLES]
    if not few or fold(header) not in MEMBERSHIP:
        return None
    kinds = ((Column.MEMBER_SINCE, values.since_of), (Column.STATUS, values.status_of), (Column.FEE, values.amount_of))
    return next(
        (kind for kind, read in kinds if sum(read(cell) is not None for cell in few) >= MOSTLY * len(few)), None
    )


def _goes_on(column: Column, index: int, chosen: Mapping[int, Column], headers: Sequence[str]) -> bool:
    """An address in several columns: "Adresse 1" and "Adresse 2", or the number, kind and name of the street;
    sectors in that of the main one and that of all."""
    if column is Column.SECTORS and _of_ticks(headers[index]):
        return True
    if column is Column.SECTORS:
        told = [fold(headers[at]) for at, kind in chosen.items() if kind is column and fold(headers[at]) in _exact()]
        return all(MAIN_AND_OTHERS.fullmatch(one) for one in (*told, fold(headers[index])))
    if column is not Column.ADDRESS:
        return False
    parts = [at for at, kind in chosen.items() if kind is Column.ADDRESS and fold(headers[at]) not in CODE_AND_TOWN]
    if fold(headers[index]) in CODE_AND_TOWN or not parts:
        return not {Column.POSTAL_CODE, Column.TOWN} & set(chosen.values()) or not parts
    return all(
        not PARTS_OF_ADDRESS.isdisjoint((fold(headers[at]), place_words(fold(headers[at])))) for at in [*parts, index]
    )


def _legal(chosen: dict[int, Column], headers: Sequence[str]) -> dict[int, Column]:
    """ "Nom" beside "Raison sociale" is the usual name, as our own lists have it; beside people it may be theirs."""
    legal = next((i for i, header in enumerate(headers) if i not in chosen and fold(header) in LEGAL), None)
    plain = next((i for i, kind in chosen.items() if kind is Column.NAME and fold(headers[i]) in PLAIN), None)
    if None in (legal, plain) or any(kind is Column.USUAL_NAME or kind.is_beside for kind in chosen.values()):
        return chosen
    return {**chosen, legal: Column.NAME, plain: Column.USUAL_NAME}  # type: ignore[dict-item]


def _person_beside(chosen: dict[int, Column], headers: Sequence[str]) -> dict[int, Column]:
    """ "Nom" beside "Prénom" is a person's where another column names the company; a second before an e-mail too."""
    chosen = _second_name(chosen, headers)
    if Column.CONTACT_FIRST not in chosen.values() or Column.CONTACT_LAST in chosen.values():
        return chosen
    named = [i for i, header in enumerate(headers) if by_header(header)[0] is Column.NAME]
    persons = [i for i in named if fold(headers[i]) in ("nom", "name")]
    others = [i for i in named if (i not in persons and i not in chosen) or chosen.get(i) is Column.NAME]
    others = [i for i in others if i not in persons]
    if not persons:
        return chosen
    told = {**chosen, persons[0]: Column.CONTACT_LAST}
    if others:
        return {**told, others[0]: Column.NAME}
    return told if {Column.SIREN, Column.SIRET} & set(chosen.values()) else chosen


def _plain_role(chosen: dict[int, Column], headers: Sequence[str]) -> dict[int, Column]:
    """ "Rôle" alone is a person's behind its columns, and in the value chain beside sectors only."""
    told = dict(chosen)
    for index in (i for i, column in chosen.items() if column is Column.ROLE and fold(headers[i]) in ("role", "roles")):
        before = chosen.get(index - 1)
        is_persons = before is not None and before.value.startswith("contact")
        if is_persons and Column.CONTACT_FUNCTION not in chosen.values():
            told[index] = Column.CONTACT_FUNCTION
        elif is_persons or Column.SECTORS not in chosen.values():
            del told[index]
    return told


def _second_name(chosen: dict[int, Column], headers: Sequence[str]) -> dict[int, Column]:
    """A further "Nom" beside a first name is the last name; before an e-mail, phone or function it is a person's; so is
    each "Nom DRH"."""
    beside_it = (Column.CONTACT_EMAIL, Column.CONTACT_PHONE, Column.CONTACT_FUNCTION)
    if Column.NAME not in chosen.values():
        return chosen
    has_person = bool({Column.CONTACT, Column.CONTACT_LAST} & set(chosen.values()))
    told = dict(chosen)
    for index, header in enumerate(headers):
        named = re.fullmatch(r"(nom|name)(?: (\D.*))?(?: \d+)?", fold(header))
        if index in chosen or not named:
            continue
        if not named[2] and Column.CONTACT_FIRST in (chosen.get(index - 1), chosen.get(index + 1)):
            told[index], has_person = Column.CONTACT_LAST, True
        elif (named[2] or not has_person) and chosen.get(index + 1) in beside_it:
            told[index], has_person = Column.CONTACT, True
    return told


def by_content(cells: Sequence[str]) -> Column | None:
    """What most of the cells look like: company numbers, activity codes, websites; nothing else is sure enough."""
    few = cells[:SAMPLES]
    if not few:
        return None
    numbers = [number for number in map(_number, few) if number]
    if len(numbers) >= MOSTLY * len(few):
        return Column.SIRET if sum(bool(n.siret) for n in numbers) > len(numbers) / 2 else Column.SIREN
    if sum(bool(re.fullmatch(r"\d{2}\.?\d{2}\s?[A-Za-z]", cell)) for cell in few) >= MOSTLY * len(few):
        return Column.ACTIVITY
    if sum(bool(WEB.match(cell)) for cell in few) >= MOSTLY * len(few):
        return Column.WEBSITE
    return None


def _number(cell: str) -> siren.Number | None:
    digits, lengths = len(re.sub(r"\D", "", cell)), (siren.SIREN_LENGTH, siren.SIRET_LENGTH)
    if values.day_of(cell) or not {digits, digits + 1} & set(lengths):
        return None
    try:
        return siren.read(cell)
    except siren.NotANumber:
        return None


def _fits(column: Column, cells: Sequence[str]) -> bool:
    """Does the header's word stand against what is below it? "Établissement" above company numbers is no name."""
    few = cells[:SAMPLES]
    if not few:
        return True
    if column.is_beside:
        return beside.fits(column.value, few)
    if column in (Column.NAME, Column.SITE_NAME, Column.TOWN):
        return sum(any(c.isalpha() for c in cell) and not WEB.match(cell) for cell in few) > len(few) / 2
    if column in UNDERSTOOD and len(few) >= ENOUGH:
        return sum(UNDERSTOOD[column](cell) is not None for cell in few) >= SOME * len(few)
    if column is Column.ROLE:
        return any(character.isalpha() for cell in few for character in cell)
    if column in (Column.PHONE, Column.EMAIL):
        return beside.fits(f"contact_{column.value}", few)
    if column is Column.ACTIVITY:
        return sum(bool(re.search(r"\d{2}", cell)) for cell in few) > len(few) / 2
    return True


def _with_a_name(chosen: dict[int, Column], headers: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[int, Column]:
    """A list without any name column but with company numbers: the free column whose texts differ most is the name."""
    known = set(chosen.values())
    if Column.SITE_NAME in known and not known & {Column.NAME, Column.SIREN, Column.SIRET}:
        return {i: Column.NAME if column is Column.SITE_NAME else column for i, column in chosen.items()}
    if {Column.NAME, Column.SITE_NAME} & known:
        return chosen
    if Column.USUAL_NAME in known:
        return {i: Column.NAME if column is Column.USUAL_NAME else column for i, column in chosen.items()}
    free = [i for i, header in enumerate(headers) if i not in chosen and not NEVER_A_NAME.search(fold(header))]
    best, index = max(((_namelike([row[i] for row in rows if i < len(row)]), -i) for i in free), default=(0.0, 0))
    return chosen | {-index: Column.NAME} if best > 0.5 else chosen


def _namelike(cells: Sequence[str]) -> float:
    """Share of cells that differ and hold a word of letters, not a date, code or address of the web."""
    few = [cell.strip() for cell in cells[:SAMPLES] if cell.strip()]
    texts = {cell for cell in few if re.search(r"[^\W\d_]{3}", cell) and not re.search(r"@|://|\d{5}", cell)}
    return len(texts) / len(few) if few else 0.0
