"""Words inside folded columns, found by their letters in threes.

Each searched column has an index of trigrams: an FTS5 table `<table>_words` on SQLite, kept by triggers, a GIN index
on PostgreSQL. A word of one or two letters has no trigram and is looked for by reading the column.
"""

from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

TRIGRAM = 3
SUFFIX = "_words"


class _Held(FunctionElement[bool]):
    """Two ways to say the same; the database decides which is compiled."""

    type = sa.Boolean()
    inherit_cache = True

    def self_group(self, against: Any = None) -> Self:
        """Both ways are conditions already: "… = 1" around them would keep SQLite from using the index."""
        return self


@compiles(_Held)
def _by_reading(element: _Held, compiler: SQLCompiler, **options: Any) -> str:
    like, _match = element.clauses
    return str(compiler.process(like, **options))


@compiles(_Held, "sqlite")
def _by_trigrams(element: _Held, compiler: SQLCompiler, **options: Any) -> str:
    _like, match = element.clauses
    return str(compiler.process(match, **options))


def holds(column: InstrumentedAttribute[str], word: str) -> sa.ColumnElement[bool]:
    """Does this folded column hold the folded word, at its beginning, middle or end?

    The column is one that the migrations gave an index of trigrams: `folded` of member, contact, issue, position.
    """
    like = column.contains(word, autoescape=True)
    if len(word) < TRIGRAM:
        return like
    index = sa.table(f"{column.class_.__tablename__}{SUFFIX}", sa.column("rowid"))
    quoted = '"' + word.replace('"', '""') + '"'
    match = column.class_.id.in_(sa.select(index.c.rowid).where(sa.literal_column(index.name).op("MATCH")(quoted)))
    return _Held(like, match)


def is_of_search(name: str | None) -> bool:
    """Is this table or index one that the migrations made for searching, so that no model speaks of it?"""
    return name is not None and (name.endswith(SUFFIX) or f"{SUFFIX}_" in name)
