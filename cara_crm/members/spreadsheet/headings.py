"""Other writings of a header that is known: its number word, its articles, and whose it says it is ("Billing City")."""

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from cara_crm.members.spreadsheet.wordings import PARTS_OF_ADDRESS, WORDINGS, Column

ARTICLES = frozenset({"de", "du", "des", "d", "la", "le", "les", "l", "of", "the"})
SAME = dict.fromkeys(("no", "nr", "num", "numero", "number"), "n") | dict.fromkeys(("nombre", "nbre"), "nb")
PLACES = frozenset({Column.ADDRESS, Column.POSTAL_CODE, Column.TOWN, Column.DEPARTMENT, Column.COUNTRY})
NOT_OF_COMPANIES = frozenset({Column.MEMBER_SINCE, Column.ROLE})  # "Company since" tells no membership
OF_COMPANY = re.compile(
    r"^(?:company|account|organi[sz]ation|entreprise|societe|compte) "
    r"| (?:(?:de l|de la|du|de) )?(?:entreprise|societe|structure|organisme|compte)$"
)
OF_PLACE = re.compile(
    r"^(?:billing|mailing|business|registered|main|head office|office|headquarters|hq|primary|legal|visiting"
    r"|address 1) "
    r"| (?:(?:de l|de la|du|de|d|of) )?(?:facturation|siege|siege social|correspondance|address|adresse)$"
)
#: Words of an address that say nothing alone.
WITHIN = {
    "code": Column.POSTAL_CODE, "city town village locality": Column.TOWN, }  # fmt: skip
#: Where goods go, or somebody lives, is not where the company is.
ELSEWHERE = re.compile(
    r"^(?:shipping|delivery|ship to|home|other|secondary|autre|address [2-9]) |\b(?:livraison|perso(?:nnelle?)?)\b"
)


def canonical(words: str) -> str:
    """Folded words without articles, with one word for "number"."""
    return " ".join(SAME.get(word, word) for word in words.split() if word not in ARTICLES)


@cache
def _known() -> Mapping[str, Column]:
    """Canonical words → column; what could be two is none."""
    found: dict[str, set[Column]] = defaultdict(set)
    for column, wordings in WORDINGS.items():
        for words in wordings.split("|"):
            found[canonical(words)].add(column)
    return {words: next(iter(columns)) for words, columns in found.items() if len(columns) == 1 and " " in words}


@cache
def _exact() -> Mapping[str, Column]:
    whole = {words: column for column, wordings in WORDINGS.items() for words in wordings.split("|")}
    return whole | dict.fromkeys(PARTS_OF_ADDRESS, Column.ADDRESS)


def otherwise(words: str) -> Column | None:
    """The column of a folded header that is a known one in another writing; None where it is of another place."""
    if ELSEWHERE.search(words):
        return None
    if found := _known().get(canonical(words)):
        return found
    company = OF_COMPANY.sub("", words)
    if company != words and (found := _exact().get(company)) and found not in NOT_OF_COMPANIES:
        return found
    place = place_words(words)
    return next((found for found in (WITHIN.get(place), _place(place)) if found and place != words), None)


def _place(words: str) -> Column | None:
    found = _exact().get(words)
    return found if found in PLACES else None


def place_words(words: str) -> str:
    """Folded words of an address without whose it is: "Billing Street 2" is "street 2"."""
    return OF_PLACE.sub("", OF_COMPANY.sub("", words))
