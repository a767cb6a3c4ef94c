"""Erasing reaches whatever refers to a person: a new foreign key fails here until somebody has decided for it."""

import pytest

from cara_crm.extensions import db
from cara_crm.merging.moving import references
from cara_crm.rights.fates import ACCOUNT_ROWS_THAT_GO, COMPANIES, CONTACT_ROWS, FROZEN, REFERENCE
from cara_crm.rights.words import Words

JEANNE = Words(
    frozenset({("Jeanne", "Zylbermann")}), frozenset({"jeanne@zyl.example"}), frozenset({"+33 6 12 34 56 78"})
)
ALONE = Words(JEANNE.names, JEANNE.emails, JEANNE.phones, is_alone=True)


def test_every_foreign_key_to_a_contact_is_decided(app) -> None:
    found = {one.name for one in references("contact")}
    assert found == set(CONTACT_ROWS), "say in cara_crm/rights/fates.py what becomes of its rows when one is erased"


def test_what_is_named_is_there(app) -> None:
    columns = {f"{table.name}.{column.name}" for table in db.metadata.tables.values() for column in table.columns}
    assert columns >= {*ACCOUNT_ROWS_THAT_GO, *FROZEN}
    assert {*db.metadata.tables, "alembic_version"} >= COMPANIES | REFERENCE


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("Jeanne Zylbermann appelle", "— appelle"),
        ("ZYLBERMANN Jeanne, de la forge", "—, de la forge"),
        ("Mme Zylbermann a dit", "— a dit"),
        ("écrire à jeanne@zyl.example.", "écrire à —."),
        ("au 06 12 34 56 78 ou +33 6 12 34 56 78", "au — ou —"),
        ("au 06.12.34.56.78", "au —"),
        ("Zylbermann SAS", "Zylbermann SAS"),
        ("Jeanne Autre", "Jeanne Autre"),
    ],
)
def test_a_text_without_the_person(written: str, left: str) -> None:
    assert JEANNE.out_of(written) == left


def test_a_family_name_of_nobody_else_goes_alone_too() -> None:
    assert ALONE.out_of("Vu Zylbermann, ZYLBERMANN et Zylbermannstadt") == "Vu —, — et Zylbermannstadt"


def test_json_is_read_to_the_bottom() -> None:
    held = {"people": [{"last_name": "Zylbermann", "n": 2}], "to": ["jeanne@zyl.example"]}
    assert JEANNE.out_of_value(held) == {"people": [{"last_name": "—", "n": 2}], "to": ["—"]}


def test_folded_texts_lose_it_as_they_hold_it() -> None:
    assert ALONE.out_of_folded("vu zylbermann a la forge") == "vu a la forge"
