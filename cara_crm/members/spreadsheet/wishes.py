"""What a person says of the columns goes before what was recognised."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _

from cara_crm.core.fold import fold
from cara_crm.members.spreadsheet.grid import Unreadable
from cara_crm.members.spreadsheet.header import Header
from cara_crm.members.spreadsheet.wordings import Column


def with_wishes(found: dict[int, Column], header: Header, wishes: Mapping[str, str]) -> dict[int, Column]:
    """A person's wishes go before; a field that was wished for elsewhere leaves where it was recognised."""
    if not wishes:
        return found
    try:
        wanted = _overruled(header.cells, wishes)
        silenced = _overruled(header.cells, {name: Column.NAME for name, wish in wishes.items() if not wish})
    except ValueError as unknown:
        raise Unreadable(
            _("The mapping names “%(word)s”, which is neither a column nor a field.", word=unknown)
        ) from unknown
    kept = {
        i: c
        for i, c in found.items()
        if i not in wanted and i not in silenced and (c.is_beside or c not in wanted.values())
    }
    return dict(sorted({**kept, **wanted}.items()))


def _overruled(headers: Sequence[str], wanted: Mapping[str, str]) -> dict[int, Column]:
    """A mapping {header or number of column, from 1: field} as indexes; "" as field leaves the column out.

    Raises ValueError with the word that is unknown.
    """
    folded = [fold(header) for header in headers]
    mapping: dict[int, Column] = {}
    for header, field in wanted.items():
        if not field:
            continue
        if fold(header) in folded:
            index = folded.index(fold(header))
        elif header.isdecimal() and 0 < int(header) <= len(headers):
            index = int(header) - 1
        else:
            raise ValueError(header)
        if field not in set(Column):
            raise ValueError(field)
        mapping[index] = Column(field)
    return mapping
