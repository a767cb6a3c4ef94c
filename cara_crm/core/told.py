"""Sentences that are kept and read later by others: what is kept is the message with its values, not its words."""

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

import flask_babel

from cara_crm.core import languages

#: What a kept value is, beside a sentence: how it reads in the present language.
_VALUES: dict[str, Callable[[Any], str]] = {
    "day": lambda iso: languages.short_day(date.fromisoformat(iso)),
    "euros": languages.euros,
    "word": lambda of: str(languages.DOMAIN.get_translations().upgettext(*of)),
}


class Told(str):
    """A sentence in the present language that knows what it was made of (`kept`, JSON)."""

    __slots__ = ("kept",)
    kept: dict[str, Any]

    def __new__(cls, kept: dict[str, Any]) -> "Told":
        told = super().__new__(cls, _written(kept))
        told.kept = kept
        return told

    def __str__(self) -> str:
        return self


def gettext(message: str, **values: Any) -> str:
    """As Flask-Babel's, a `Told`; values are numbers, words of others, and what this module makes."""
    return Told({"say": message, **_with(values)})


def ngettext(one: str, many: str, num: int, **values: Any) -> str:
    return Told({"say": one, "many": many, "num": num, **_with(values)})


def day(value: date) -> str:
    return Told({"day": value.isoformat()})


def euros(value: int) -> str:
    return Told({"euros": value})


def word(value: StrEnum) -> str:
    """The word for a value of an enum."""
    return Told({"word": [type(value).__name__, value.value]})


def kept(text: str) -> dict[str, Any] | None:
    """What to keep of a sentence; None of one that is words only."""
    return text.kept if isinstance(text, Told) else None


def again(found: Any, otherwise: str) -> str:
    """A kept sentence in the present language; `otherwise` where nothing was kept, or what no longer has a meaning."""
    try:
        return _written(found) if found else otherwise
    except (KeyError, TypeError, ValueError):
        return otherwise


def _with(values: Mapping[str, Any]) -> dict[str, Any]:
    plain = {name: value.kept if isinstance(value, Told) else _plain(value) for name, value in values.items()}
    return {"with": plain} if plain else {}


def _plain(value: Any) -> Any:
    return value if isinstance(value, int) else str(value)


def _written(found: Mapping[str, Any]) -> str:
    if "say" not in found:
        [(kind, value)] = found.items()
        return _VALUES[kind](value)
    values = {name: _written(v) if isinstance(v, dict) else v for name, v in found.get("with", {}).items()}
    message, many = found["say"], found.get("many")
    if many:
        return str(flask_babel.ngettext(message, many, found["num"], **values))
    return str(flask_babel.gettext(message, **values))
