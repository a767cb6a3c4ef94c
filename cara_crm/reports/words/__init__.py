"""The words, numbers and days of a report in its own language, which need not be the reader's screen language."""

import re
import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

from cara_crm.reports.document import Number, Period

LANGUAGES = ("fr", "en")
NARROW = "\u202f"


@cache
def words(language: str) -> dict[str, Any]:
    """Every fixed word of a report, by key. Raises KeyError on a language that reports are not written in."""
    if language not in LANGUAGES:
        raise KeyError(language)
    return tomllib.loads(Path(__file__).with_name(f"{language}.toml").read_text(encoding="utf-8"))


def number(value: Number, language: str) -> str:
    """A number as the language writes it: 1 240,5 or 1,240.5."""
    return format_decimal(value, format="#,##0.##", locale=language)


def percent(part: Number, whole: Number, language: str) -> str:
    """The share of ``part`` in ``whole`` in whole percents; "" of nothing."""
    return format_percent(part / whole, locale=language).replace("\u00a0", NARROW) if whole else ""


def day(value: date, language: str) -> str:
    """A day in full: 1 juillet 2026."""
    text = format_date(value, format="long", locale="fr" if language == "fr" else "en_GB")
    return re.sub(r"^1 (?=janv|févr|mars|avr|mai|juin|juil|août|sept|oct|nov|déc)", "1er ", text)


def period(value: Period, language: str) -> str:
    """Both days of a period, in words."""
    start, end = day(value.start, language), day(value.end, language)
    if value.start.year == value.end.year:
        start = start.removesuffix(f" {value.start.year}")
    return f"du {start} au {end}" if language == "fr" else f"{start} to {end}"


def typographic(text: str, language: str) -> str:
    """The spaces and apostrophes that French typography wants, on text as people type it. English stays as it is.

    Web addresses and times (12:30) keep their colon as it is.
    """
    if language != "fr":
        return text
    text = re.sub(r"(?<=\w)'(?=\w)", "’", text)
    text = re.sub(r"[ \u00a0\u202f]+([;!?])", NARROW + r"\1", text)
    text = re.sub(r"[ \u00a0\u202f]+:(?!\S)", "\u00a0:", text)
    text = re.sub(r"«[ \u00a0\u202f]*", "«" + NARROW, text)
    return re.sub(r"[ \u00a0\u202f]*»", NARROW + "»", text)
