"""Words inside folded columns, found by their letters in threes.

Each searched column has an index of trigrams: an FTS5 table `<table>_words` on SQLite, kept by triggers, a GIN index
on PostgreSQL. A word of one or two letters has no trigram and is looked for by reading the column.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Self

import sqlalchemy as sa
from rapidfuzz import fuzz, process
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

TRIGRAM = 3
ALIKE = 78  # of 100, rapidfuzz's ratio: one wrong letter in a word of five, two in one of ten
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
    return f"({compiler.process(like, **options)})"


@compiles(_Held, "sqlite")
def _by_trigrams(element: _Held, compiler: SQLCompiler, **options: Any) -> str:
    _like, match = element.clauses
    return f"({compiler.process(match, **options)})"


def holds(column: InstrumentedAttribute[str], word: str) -> sa.ColumnElement[bool]:
    """Does this folded column hold the folded word, at its beginning, middle or end?

    The column is one that the migrations gave an index of trigrams: `folded` of member, contact, issue, position.
    """
    return _any_of(column, [word])


def holds_one(column: InstrumentedAttribute[str], words: Sequence[str]) -> sa.ColumnElement[bool]:
    """Does it hold one of these folded words?"""
    return _any_of(column, list(words))


def nearly(column: InstrumentedAttribute[str], word: str) -> sa.ColumnElement[bool]:
    """Could this folded column hold a word that is one slip away? A slip leaves one half of the word as it was.

    Gives candidates for `resembling`; a word of less than four letters is looked for as it is.
    """
    if len(word) <= TRIGRAM:
        return holds(column, word)
    half = max(TRIGRAM, len(word) // 2)
    return _any_of(column, [word[:half], word[-half:]])


def shape(words: Sequence[str]) -> tuple[bool, ...]:
    """Which of the words are too short for the index: statements that differ in it are different statements."""
    return tuple(len(word) < TRIGRAM for word in words)


def held(column: InstrumentedAttribute[str], place: int, *, short: bool) -> sa.ColumnElement[bool]:
    """`holds` in a statement that is made once and run with `spoken(words)`: the word at this place of them."""
    like = read(column, place)
    return like if short else _Held(like, _match(column, sa.bindparam(f"match_{place}")))


def read(column: InstrumentedAttribute[str], place: int) -> sa.ColumnElement[bool]:
    """The same without the index, for a few rows."""
    return column.like(sa.bindparam(f"like_{place}"), escape="/")


def begins(column: InstrumentedAttribute[str]) -> sa.ColumnElement[bool]:
    """`starts` in a statement that is run with `spoken(words)`: with all of them."""
    return sa.and_(column >= sa.bindparam("beginning"), column < sa.bindparam("beyond"))


def spoken(words: Sequence[str]) -> dict[str, str]:
    """What a statement made with `held`, `read` and `begins` is run with; at least one word, folded."""
    text = " ".join(words)
    values = {"beginning": text, "beyond": _beyond(text)}
    for place, word in enumerate(words):
        escaped = word.replace("/", "//").replace("%", "/%").replace("_", "/_")
        values |= {f"like_{place}": f"%{escaped}%", f"match_{place}": _quoted(word)}
    return values


def _any_of(column: InstrumentedAttribute[str], parts: list[str]) -> sa.ColumnElement[bool]:
    like = sa.or_(*(column.contains(part, autoescape=True) for part in parts))
    if any(len(part) < TRIGRAM for part in parts):
        return like
    return _Held(like, _match(column, " OR ".join(_quoted(part) for part in parts)))


def _match(column: InstrumentedAttribute[str], asked: Any) -> sa.ColumnElement[bool]:
    index = sa.table(f"{column.class_.__tablename__}{SUFFIX}", sa.column("rowid"))
    found = sa.select(index.c.rowid).where(sa.literal_column(index.name).op("MATCH")(asked))
    key: InstrumentedAttribute[int] = column.class_.id
    return key.in_(found)


def _quoted(part: str) -> str:
    return '"' + part.replace('"', '""') + '"'


def resembling(typed: str, texts: Mapping[int, str], *, most: int) -> list[int]:
    """Keys of the folded texts that have, for each typed word, one like it; the likest first. A number is what it is:
    none is nearly another."""
    words = {word for text in texts.values() for word in text.split()}
    alike = [_near(one, words) for one in typed.split()]
    scores = {
        key: sum(best)
        for key, text in texts.items()
        if all(best := [max((near.get(word, 0.0) for word in text.split()), default=0.0) for near in alike])
    }
    return sorted(scores, key=lambda key: (-scores[key], texts[key]))[:most]


def _near(typed: str, words: set[str]) -> dict[str, float]:
    """Word → how much it is like the typed one."""
    if any(map(str.isdigit, typed)):
        return {word: 100.0 for word in words if typed in word}
    found = process.extract(typed, words, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=None)
    return {word: score for word, score, _ in found}


def starts(column: InstrumentedAttribute[str], text: str) -> sa.ColumnElement[bool]:
    """Does this sorted column begin with the folded text? As a range, which its index answers on both databases."""
    return sa.and_(column >= text, column < _beyond(text))


def _beyond(text: str) -> str:
    return text[:-1] + chr(ord(text[-1]) + 1)


def is_of_search(name: str | None) -> bool:
    """Is this table or index one that the migrations made for searching, so that no model speaks of it?"""
    return name is not None and (name.endswith(SUFFIX) or f"{SUFFIX}_" in name)
