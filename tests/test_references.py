"""Merging moves whatever refers to a record: a new foreign key fails here until somebody has decided for it."""

import pytest

from cara_crm.merging.moving import REFERENCES, references
from cara_crm.merging.words import SAME


def test_every_foreign_key_to_a_member_or_a_contact_is_decided() -> None:
    found = {one.name for target in ("member", "contact") for one in references(target)}
    assert found == set(REFERENCES), "say in cara_crm/merging/moving.py what becomes of its rows when two are merged"


@pytest.mark.parametrize("name", sorted(REFERENCES))
def test_what_moves_has_a_word(name: str) -> None:
    assert name in SAME, "say in cara_crm/merging/words.py what people call its rows"
