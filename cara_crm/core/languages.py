"""Two languages: one catalogue per feature (`translations/<language>/LC_MESSAGES/*.po`), merged at first use."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import flask_babel
from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, g, has_request_context, request
from flask_babel import Domain, get_locale
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from cara_crm.core import clock

LANGUAGES = ("fr", "en")
CATALOGUES = Path(__file__).resolve().parents[1] / "translations"
PARIS = "Europe/Paris"
LONG = "EEEE d MMMM y, HH:mm"


@cache
def catalogue(language: str) -> Translations:
    """Every feature's messages of one language, as one catalogue."""
    merged = Translations()
    for path in sorted((CATALOGUES / language / "LC_MESSAGES").glob("*.po")):
        compiled = BytesIO()
        with path.open("rb") as source:
            write_mo(compiled, read_po(source, locale=language))
        compiled.seek(0)
        _merge(merged, compiled)
    return merged


def _merge(merged: Translations, compiled: BytesIO) -> None:
    part = Translations(compiled)
    merged.merge(part)
    merged.plural = part.plural


class FeatureCatalogues(Domain):  # type: ignore[misc]
    """What Flask-Babel asks for messages: the merged catalogue of the present language."""

    def get_translations(self) -> Any:
        locale = get_locale()
        return catalogue(locale.language) if locale else NullTranslations()


DOMAIN = FeatureCatalogues()


class Languages(flask_babel.Babel):  # type: ignore[misc]
    @property
    def domain_instance(self) -> FeatureCatalogues:
        return DOMAIN


@pass_eval_context
def translated(context: EvalContext, message: str, /, **variables: Any) -> str:
    """`_` of the templates: as Jinja's own, in less than half its time; a page says it a hundred times."""
    text: str = DOMAIN.get_translations().ugettext(message)
    if context.autoescape:
        text = Markup(text)  # noqa: S704 - a sentence of ours; what is put into it is escaped
    return text % variables if variables or "%" in text else text


def choose_language() -> str:
    """The person's choice, else this browser's cookie, else what the browser asks for, else French."""
    if not has_request_context():
        return "fr"
    chosen = g.get("language") or request.cookies.get("language")
    if chosen in LANGUAGES:
        return str(chosen)
    return request.accept_languages.best_match(LANGUAGES) or "fr"


def current_language() -> str:
    locale: Locale | None = get_locale()
    return locale.language if locale else "fr"


def label(value: StrEnum) -> str:
    """The word for a value of an enum in the present language (`words.po`, context: the enum's name)."""
    return str(DOMAIN.get_translations().upgettext(type(value).__name__, value.value))


def capital(text: str) -> str:
    """As it stands at the start of a cell or of a state: "en attente" → "En attente"."""
    return text[:1].upper() + text[1:]


def inside(text: str) -> str:
    """As it stands inside a line or a sentence: "Problème" → "problème"; an acronym ("PME") stays."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def quoted(words: Iterable[str]) -> str:
    """Each between the language's quotation marks, in a row: "« Roues », « Portes »", "“Wheels”, “Doors”"."""
    return ", ".join(str(flask_babel.gettext("“%(words)s”", words=one)) for one in words)


def named(record: Any) -> str:
    """The name of a reference value (a `Named` record) in the present language; "" for none."""
    return record.name_in(current_language()) if record is not None else ""


def in_words(moment: datetime | date | None) -> str:
    """A day as people write it: "22 novembre 2026"; "" for none."""
    if moment is None:
        return ""
    if clock.is_undated(moment):
        return _undated()
    day = moment.astimezone(clock.PARIS).date() if isinstance(moment, datetime) else moment
    return _first(flask_babel.format_date(day, "d MMMM y", rebase=False))


def short_day(moment: datetime | date | None) -> str:
    """A day for tables: "22 nov. 2026"; "" for none."""
    if moment is None:
        return ""
    if clock.is_undated(moment):
        return _undated()
    day = moment.astimezone(clock.PARIS).date() if isinstance(moment, datetime) else moment
    return _first(flask_babel.format_date(day, "d MMM y", rebase=False))


def date_format(day: date | None, pattern: str | None = None, *, rebase: bool = True) -> str:
    """Flask-Babel's filter of the same name, with the first of a month as French writes it."""
    if clock.is_undated(day):
        return _undated() if pattern != "y" else ""
    return _first(flask_babel.format_date(day, pattern, rebase))


def _undated() -> str:
    return str(flask_babel.gettext("no date"))


def _first(day: str) -> str:
    """ "1 août 2026" is "1er août 2026" in French."""
    return re.sub(r"\b1 (?=[^\W\d])", "1er ", day) if current_language() == "fr" else day


def day_and_time(moment: datetime | None) -> str:
    """A moment in Paris: "22 nov. 2026, 14:05"; "" for none."""
    return str(flask_babel.format_datetime(moment, "d MMM y, HH:mm")) if moment else ""


def span(begins: datetime | None, ends: datetime | None = None) -> str:
    """When something takes place, in Paris: "jeudi 3 décembre 2026, 09:30 – 11:00"; "" for none."""
    if begins is None:
        return ""
    days = {at.astimezone(clock.PARIS).date() for at in (begins, ends) if at}
    last = flask_babel.format_datetime(ends, "HH:mm" if len(days) == 1 else LONG) if ends else ""
    return _first(" – ".join(one for one in (flask_babel.format_datetime(begins, LONG), last) if one))


def number(value: float | int | None) -> str:
    """Digits grouped as the language does; "" for none."""
    return "" if value is None else str(flask_babel.format_decimal(value))


def euros(amount: int | None) -> str:
    """A whole amount as the language writes it: "1 500 €", "€1,500"; "" for none."""
    pattern = "¤#,##0" if current_language() == "en" else "#,##0\u00a0¤"
    return "" if amount is None else str(flask_babel.format_currency(amount, "EUR", pattern, currency_digits=False))


def register(app: Flask, languages: Languages) -> None:
    languages.init_app(app, default_locale="fr", default_timezone=PARIS, locale_selector=choose_language)
    app.jinja_env.globals.update(label=label, named=named, current_language=current_language, _=translated)
    app.jinja_env.tests["undated"] = clock.is_undated
    app.jinja_env.filters.update(in_words=in_words, short_day=short_day, day_and_time=day_and_time, number=number)
    app.jinja_env.filters.update(span=span)
    app.jinja_env.filters.update(euros=euros, dateformat=date_format)
    app.jinja_env.filters.update(capital=capital, inside=inside)
