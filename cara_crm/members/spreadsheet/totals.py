"""Lines that count the others: wherever their label stands, they are nobody's row."""

import re
from collections.abc import Mapping, Sequence

from cara_crm.core.fold import fold
from cara_crm.members.spreadsheet.wordings import Column

#: A name that is a label of totals; companies are called "Ensemble" and "Total" too, but then with a number.
LABELS = re.compile(
    r"((sous|grand|s) )?(total|totaux|ensemble)( \d.*)?|((sous|grand|s) )total.*|totaux .*"
    r"|total (general|des|du|de l|adherents|ht|ttc|en|a)\b.*|nombre (d|de|total)\b.*"
    r"|\d+ (adherents?|membres?|entreprises?|societes?|organisations?|lignes?|contacts?|members?|companies|rows)( .*)?"
)
#: What a label may be besides, in a row that names no company.
ELSEWHERE = re.compile(r"((sous|grand|s) )?(total|totaux|tot)\b.{0,40}|(montant|somme|cumul|moyenne)( .{0,40})?")
NAMES = frozenset({Column.NAME, Column.SITE_NAME, Column.USUAL_NAME})
NUMBERS = frozenset({Column.SIREN, Column.SIRET, Column.FOREIGN_NUMBER})
PERSONS = frozenset({Column.CONTACT, Column.CONTACT_LAST, Column.CONTACT_FIRST})
LONGEST = 60  # characters of a label


def is_label(text: str) -> bool:
    """Is it what a line of totals is called?"""
    return len(text) <= LONGEST and bool(LABELS.fullmatch(fold(text)))


def is_of_totals(cells: Sequence[str], mapping: Mapping[int, Column]) -> bool:
    """Does the row count others? Its label stands where the name would, at a person's, or anywhere in a row that names
    no company; who has a number is a company, whatever it is called."""
    told = [(mapping.get(at), cell) for at, cell in enumerate(cells) if cell and not cell.isspace()]
    if any(column in NUMBERS and any(map(str.isdigit, cell)) and not is_label(cell) for column, cell in told):
        return False
    names = [cell for column, cell in told if column in NAMES]
    if any(map(is_label, names)) or any(column in PERSONS and is_label(cell) for column, cell in told):
        return True
    return not names and any(
        is_label(cell) or (len(cell) <= LONGEST and ELSEWHERE.fullmatch(fold(cell))) for _column, cell in told
    )
