"""Past relays as columns: the header is what was relayed and when, a cell says that it was sent."""

from datetime import date

import pytest

from cara_crm.members.spreadsheet import read_list
from tests.members.lists import A

pytestmark = pytest.mark.usefixtures("request_context")


@pytest.mark.parametrize(
    ("header", "cell", "on", "unsure"),
    [
        ("Note flash 12/2025", "envoyé", date(2025, 12, 1), "12/2025"),
        ("Newsletter mars 2025", "oui", date(2025, 3, 1), "mars 2025"),
        ("AAP CORIFER 15/01/2025", "transmis", date(2025, 1, 15), ""),
        ("Info réglementaire 02/2025", "x", date(2025, 2, 1), "02/2025"),
        ("Flash n° 12 (05/2025)", "✓", date(2025, 5, 1), "05/2025"),
        ("Enquête T2 2025", "diffusée", date(2025, 4, 1), "T2 2025"),
        ("Lettre d’info 10/2025", "03/10/2025", date(2025, 10, 3), ""),
    ],
)
def test_a_header_with_a_month_is_what_was_relayed(header: str, cell: str, on: date, unsure: str) -> None:
    [forge] = read_list(f"Société;SIREN;{header}\nForge;{A};{cell}\n".encode(), {})[2]
    assert [(one.text, one.on, one.unsure, one.is_relay) for one in forge.beside.past] == [(header, on, unsure, True)]


@pytest.mark.parametrize(
    ("header", "cell"),
    [
        ("Note flash 12/2025", "non"), ("Webinaire 03/2025", "inscrit"), ("Newsletter", "oui"), ("AG 2025", "x"),
        ("AAP CORIFER", "oui"), ("Bulletin janvier 2026", "☐"),
    ],
)  # fmt: skip
def test_what_names_no_information_or_no_month_is_no_relay(header: str, cell: str) -> None:
    [forge] = read_list(f"Société;SIREN;{header}\nForge;{A};{cell}\n".encode(), {})[2]
    assert forge.beside.past == ()
