"""What was told of a row is read in the language of its reader, and in right plurals."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import force_locale

from cara_crm.core import told
from cara_crm.imports import services, words
from cara_crm.imports.models import MemberImport
from cara_crm.members.models import MemberStatus
from tests import factories as f

LIST = "Raison sociale;SIREN;Effectif;Statut;Adhérent depuis\nForge;000000018;beaucoup;;\n;;;;\nUsine;12;;;\n".encode()


@pytest.fixture
def checked(db: Any, request_context: None) -> MemberImport:
    """Somebody who reads French had it checked."""
    by = f.actor()
    with force_locale("fr"):
        entry = services.receive("liste.csv", LIST, source="", status=MemberStatus.PROSPECT, by=by)
        db.session.flush()
        services.remember_check(entry, services.plan_for(entry, LIST, by=by))
    db.session.flush()
    return entry


def test_reasons_are_read_in_the_language_of_who_reads(checked: MemberImport) -> None:
    found: Any = checked.result
    with force_locale("en"):
        assert [words.why(one) for one in found["refused"]] == [
            "“12” is not a SIREN (9 digits) or SIRET (14 digits).",
        ]
        assert [words.why(one) for one in found["warnings"]] == ["This is not a number of employees: “beaucoup”."]
    with force_locale("fr"):
        assert words.why(found["refused"][0]).endswith("n’est ni un SIREN (9 chiffres) ni un SIRET (14 chiffres).")


def test_a_reason_that_was_kept_as_words_is_shown_as_it_is(app: Flask) -> None:
    with app.test_request_context(), force_locale("en"):
        assert words.why({"row": 3, "column": None, "reason": "Ni nom ni SIREN."}) == "Ni nom ni SIREN."
        broken = {"say": "In %(place)s", "with": {"town": "Lyon"}}
        assert words.why({"row": 3, "column": None, "reason": "Là.", "said": broken}) == "Là."


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "Its status is “Former member”: 3 Feb 2026, €1,200"), ("fr", "Son statut est « Ancien")],
)
def test_days_amounts_and_words_inside_follow_too(app: Flask, language: str, expected: str) -> None:
    with app.test_request_context(), force_locale("fr"):
        parts = [told.day(f.date(2026, 2, 3)), told.euros(1200)]
        status = told.gettext(
            "Its status is “%(status)s”: since when it is so is not said, and the day was left out.",
            status=told.word(MemberStatus.FORMER),
        )
        kept = [told.kept(status), *map(told.kept, parts)]
    with app.test_request_context(), force_locale(language):
        read = (
            told.again(kept[0], "").partition(":")[0].rstrip() + ": " + ", ".join(told.again(k, "") for k in kept[1:])
        )
        assert read.replace("\u00a0", " ").startswith(expected)


@pytest.mark.parametrize(
    ("language", "one", "two"),
    [("en", "1 row refused", "2 rows refused"), ("fr", "1 ligne refusée", "2 lignes refusées")],
)
def test_the_page_counts_in_right_plurals(
    sign_in: Callable[..., FlaskClient], browse: Callable[..., str], db: Any, language: str, one: str, two: str
) -> None:
    manager = f.user(language=language)
    sign_in(manager)
    for n, expected in ((1, one), (2, two)):
        data = b"Raison sociale;SIREN\nForge;000000018\n" + b"Usine;12\n" * n
        entry = services.receive(f"l{n}.csv", data, source="", status=MemberStatus.PROSPECT, by=f.actor())
        db.session.flush()
        services.remember_check(entry, services.plan_for(entry, data, by=f.actor()))
        db.session.flush()
        text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", browse(f"/members/imports/{entry.id}")))
        assert expected in text
