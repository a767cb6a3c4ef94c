"""Every value of every enum that people may see has its word in both languages."""

from enum import StrEnum
from importlib import import_module

import pytest
from flask import Flask
from flask_babel import force_locale

from cara_crm import FEATURES
from cara_crm.core.languages import LANGUAGES, catalogue, current_language, label, quoted
from cara_crm.core.permissions import Permission
from cara_crm.members.models import MemberStatus

MODULES = [
    import_module(f"cara_crm.{f}.models")
    for f in FEATURES
    if f not in ("rights", "insights", "desk", "agenda", "portal", "office")
]
ENUMS = {
    kind
    for module in MODULES
    for kind in vars(module).values()
    if isinstance(kind, type) and issubclass(kind, StrEnum) and kind not in (StrEnum, Permission)
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_value_has_its_word(language: str) -> None:
    words = catalogue(language)
    assert [f"{k.__name__}.{v}" for k in ENUMS for v in k if words.upgettext(k.__name__, v.value) == v.value] == []


def test_a_word_follows_the_language(app: Flask) -> None:
    with app.test_request_context(), force_locale("en"):
        assert (current_language(), label(MemberStatus.FORMER)) == ("en", "Former member")


@pytest.mark.parametrize(
    ("language", "said"), [("fr", "«\u00a0Roues\u00a0», «\u00a0Portes\u00a0»"), ("en", "“Roues”, “Portes”")]
)
def test_a_quotation_has_the_marks_of_the_language(app: Flask, language: str, said: str) -> None:
    with app.test_request_context(), force_locale(language):
        assert quoted(["Roues", "Portes"]) == said
