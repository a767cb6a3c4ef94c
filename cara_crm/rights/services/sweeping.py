"""Every text of every table is read for what leads to one person, and written again without it."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from cara_crm.extensions import db
from cara_crm.rights.fates import COMPANIES, FROZEN, REFERENCE, SENTENCES
from cara_crm.rights.words import Words, escaped

FOLDED = {"folded", "sort_key"}


def sweep(words: Words) -> dict[str, int]:
    """Take the person out of every text but the frozen ones; how many rows of which table were written again."""
    changed = {table.name: _sweep_table(table, words) for table in tables()}
    return {name: n for name, n in changed.items() if n}


def tables() -> list[sa.Table]:
    """Those in which people may stand, by name."""
    found = (table for table in db.metadata.tables.values() if table.name not in REFERENCE)
    return sorted(found, key=lambda table: table.name)


def texts_of(table: sa.Table) -> list[sa.Column[Any]]:
    """Columns that hold words of people or about them: texts and JSON, but for keys and the frozen ones."""
    kinds = (sa.Text, sa.JSON)
    own = [one for one in table.columns if isinstance(one.type, kinds) and not one.foreign_keys and not one.primary_key]
    return [column for column in own if f"{table.name}.{column.name}" not in FROZEN]


def concerned(column: sa.Column[Any], words: Words) -> sa.ColumnElement[bool]:
    """A condition: one of the words may stand in this column."""
    words = _read_in(column, words)
    pieces = words.looked_for_folded() if column.name in FOLDED else words.looked_for()
    if isinstance(column.type, sa.JSON):
        pieces = escaped(pieces)
    text = sa.cast(column, sa.Text)
    return sa.or_(sa.false(), *(text.contains(one, autoescape=True) for one in sorted(pieces)))


def _sweep_table(table: sa.Table, words: Words) -> int:
    columns = texts_of(table)
    if not columns:
        return 0
    keys = list(table.primary_key.columns)
    select = sa.select(*keys, *columns).where(sa.or_(*(concerned(one, words) for one in columns)))
    done = 0
    for row in db.session.execute(select).mappings().all():
        if values := dict(_without(columns, row, words)):
            here = (key == row[key.name] for key in keys)
            db.session.execute(sa.update(table).where(*here).values(values))
            done += 1
    return done


def _without(columns: list[sa.Column[Any]], row: sa.RowMapping, words: Words) -> Iterator[tuple[str, Any]]:
    for column in columns:
        before = row[column.name]
        after = cleaned(column, before, words)
        if after != before:
            yield column.name, f"{after} {row['id']}" if column.unique else after


def cleaned(column: sa.Column[Any], value: Any, words: Words) -> Any:
    """A value of this column without the person."""
    if value is None:
        return None
    words = _read_in(column, words)
    if column.name in FOLDED:
        return words.out_of_folded(value)
    if isinstance(column.type, sa.JSON):
        return words.out_of_value(value, whole=f"{column.table.name}.{column.name}" in SENTENCES)
    if column.table.name == "member" and column.name == "email":
        return "" if value.lower() in words.emails else value
    return words.out_of(value)


def _read_in(column: sa.Column[Any], words: Words) -> Words:
    return Words(frozenset(), words.emails, frozenset()) if column.table.name in COMPANIES else words
