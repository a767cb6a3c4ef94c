"""The number of a company abroad gives it away like a SIREN, however it is written."""

import pytest

from cara_crm.confidentiality.leaks import LeakIndex, LeakKind, RegisterEntry, find_leaks

INDEX = LeakIndex(
    [
        RegisterEntry(id=1, names=("Mechanik Purzelrad",), foreign_numbers=("CHE000001011",)),
        RegisterEntry(id=2, names=("Fonderie Culbutin",), foreign_numbers=("BE0000100067",)),
        RegisterEntry(id=3, names=("Schmiede Kringel",), foreign_numbers=("DE Stuttgart HRB 123456",)),
        RegisterEntry(id=4, names=("Forge Tinkerbolt",), foreign_numbers=("GB00012345",)),
    ],
    k=5,
)


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("Le numéro CHE-000.001.011 TVA.", 1),
        ("Le numéro CHE000001011.", 1),
        ("Le numéro 000.001.011 en Suisse.", 1),
        ("Son numéro est BE 0000.100.067.", 2),
        ("Son numéro est 0000.100.067.", 2),
        ("Handelsregister HRB 123456, Stuttgart.", 3),
        ("Company 00012345 in the register.", 4),
    ],
)
def test_it_is_found_in_any_writing(text: str, owner: int) -> None:
    found = [leak for leak in find_leaks(text, INDEX) if leak.kind is LeakKind.SIREN]
    assert {one for leak in found for one in leak.owners} == {owner}


@pytest.mark.parametrize("text", ["Le groupe HRB et ses 123 machines.", "1234 pièces, 56 lots en Suisse."])
def test_figures_that_are_none_are_left_alone(text: str) -> None:
    assert not [leak for leak in find_leaks(text, INDEX) if leak.owners]
