"""Lines that belong to no table: a note, a source, the day of the list, as people write them below it."""

import re
from collections.abc import Mapping, Sequence

from cara_crm.core.told import gettext as _
from cara_crm.members.spreadsheet.totals import is_label
from cara_crm.members.spreadsheet.wordings import Column

#: What no company is called, wherever the line stands.
SAID = re.compile(
    r"(n\.? ?b\.?|nota|nota bene|sources?|notes?|l[eé]gendes?|legends?|remarques?|remarks?|attention|mention|rappel"
    r"|avertissement|commentaires?|export|extraction|auteur|author|contact|date"
    r"|((derni[eè]re )?mise à jour|m[àa]j|(last )?updated?)[^:]{0,20}) ?:.*"
    r"|((liste )?mise à jour|m[àa]j|last updated?) .*\d.*",
    re.IGNORECASE | re.DOTALL,
)
#: What a company could be called, but not in a line of its own below a table.
BELOW = re.compile(
    r"(\*+|\(\*+\)|\(\d{1,2}\)|\d{1,2}\)|\[\d{1,2}\]|[¹²³†‡]) ?[^\W\d_].*"
    r"|(n\.? ?b\.?|sources?|notes?|nota|l[eé]gende|legend) .*"
    r"|(liste|list|document|fichier|données|tableau) (non|not|interne|confidentiel|provisoire|arr[êe]t|à jour|extrait"
    r"|issu|établi).*"
    r"|(à jour|arr[êe]t[ée]e?|[ée]dit[ée]e?|imprim[ée]e?|export[ée]?e?|extraite?|extraction|situation|données|état)"
    r" (le|au|du|en) .*\d.*|(exported|printed|as) (on|of|at) .*\d.*",
    re.IGNORECASE | re.DOTALL,
)
NAMING = (Column.NAME, Column.SITE_NAME, Column.USUAL_NAME)
LONG, WORDS = 120, 5  # characters of a line that is no name; words of one that ends with a stop


def notes(rows: Sequence[Sequence[str]], data: Sequence[int], mapping: Mapping[int, Column]) -> dict[int, str]:
    """Index of row → why it is not read, of those of `data` that hold nothing but a note.

    A plain name in a row of its own is a member, but where a blank row or a line of totals parts it from the table.
    """
    alone = {index: at for index in data if (at := _alone(rows[index])) is not None}
    first = next((index for index in data if index not in alone), len(rows))
    last = next((i for i in reversed(data) if i not in alone and not _is_total(rows[i])), len(rows))
    gaps = (i for i in range(last + 1, len(rows)) if not any(rows[i]) or _is_total(rows[i]))
    gap = next(gaps, len(rows)) if all(map(any, rows[first:last])) else len(rows)
    found: dict[int, str] = {}
    for index, at in alone.items():
        text, below = " ".join(rows[index][at].split()), index > last
        if _is_total(rows[index]):
            continue
        is_named = mapping.get(at) in NAMING and any(map(str.isalpha, text))
        if SAID.fullmatch(text) or (below and (BELOW.fullmatch(text) or (is_named and (index > gap or _long(text))))):
            found[index] = _("A note under the table: “%(text)s”.", text=text[:80])
    return found


def _alone(row: Sequence[str]) -> int | None:
    """The index of the only filled cell."""
    filled = [at for at, cell in enumerate(row) if cell and not cell.isspace()]
    return filled[0] if len(filled) == 1 else None


def _is_total(row: Sequence[str]) -> bool:
    return any(is_label(cell) for cell in row if cell)


def _long(text: str) -> bool:
    return len(text) > LONG or (text.endswith(".") and len(text.split()) >= WORDS)
