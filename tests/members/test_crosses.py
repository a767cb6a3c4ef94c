"""Columns of crosses below sectors, and further columns of sectors."""

import pytest

from cara_crm.core.actor import Actor
from cara_crm.imports import services
from cara_crm.members.imports import Decisions
from cara_crm.members.spreadsheet import Options, read_list
from tests.members.lists import A, B

pytestmark = pytest.mark.usefixtures("request_context")
SECTORS = frozenset({"auto", "automobile", "rail", "ferroviaire", "velo", "vi"})


def sectors(headers: str, *rows: str, **options: object) -> list[tuple[str, ...]]:
    text = "\n".join([f"Société;SIREN;{headers}", *rows, ""])
    return [one.sectors for one in read_list(text.encode(), {}, Options(sectors=SECTORS, **options))[2]]  # type: ignore[arg-type]


def test_a_cross_below_a_sector_is_its_name() -> None:
    found = sectors("Auto;Rail;Vélo;VI", f"Forge;{A};X;;x;0", f"Câbles;{B};non;oui;;1")
    assert found == [("Auto", "Vélo"), ("Rail", "VI")]


@pytest.mark.parametrize(
    ("header", "cell", "told"),
    [
        ("Filière auto", "x", ("auto",)), ("Secteur : Rail", "oui", ("Rail",)), ("Vélo (O/N)", "O", ("Vélo",)),
        ("Rail ?", "✓", ("Rail",)), ("Ferroviaire", "principal", ("Ferroviaire",)), ("Filière du vélo", "2", ("vélo",)),
        ("Auto", "non", ()), ("Auto", "☐", ()), ("Auto", "–", ()), ("Newsletter", "x", ()), ("RGPD", "oui", ()),
    ],
)  # fmt: skip
def test_only_crosses_below_a_sector_of_the_register_are_sectors(header: str, cell: str, told: tuple[str, ...]) -> None:
    assert sectors(header, f"Forge;{A};{cell}") == [told]


def test_columns_that_a_person_takes_for_sectors_are_read_as_crosses() -> None:
    found = sectors("Marine;Drones", f"Forge;{A};X;non", mapping={"Marine": "sectors", "Drones": "sectors"})
    assert found == [("Marine",)]


@pytest.mark.parametrize(
    "headers", ["Filière principale;Filière secondaire", "Filière 1;Filière 2", "Main sector;Other sectors"]
)
def test_a_further_column_of_sectors_is_read_too(headers: str) -> None:
    assert sectors(headers, f"Forge;{A};Automobile;Ferroviaire") == [("Automobile", "Ferroviaire")]


def test_no_is_no_sector() -> None:
    assert sectors("Filières", f"Forge;{A};Automobile, non", f"Câbles;{B};0") == [("Automobile",), ()]


def test_crosses_below_the_sectors_of_the_register_are_stored() -> None:
    plan = services.check(
        f"Société;SIREN;Auto;Rail;Newsletter\nForge;{A};;x;x\n".encode(),
        options=Options(), source="tableur", decisions=Decisions(), by=Actor.system("test"),
    )  # fmt: skip
    assert [one.sectors for one in plan.creations] == [("Rail",)]
