"""Company numbers as people and spreadsheets write them."""

import pytest

from cara_crm.members import siren
from cara_crm.members.siren import NotANumber, Number


@pytest.mark.parametrize(
    "written",
    ["000412585", "000 412 585", "000\u202f412\u00a0585", "000412585.0", "FR47000412585"]
    + [
        "000412585\u200b",
        "'000412585",
        "\u202a000 412 585\u202c",
        '="000412585"',
        "RCS Lyon B 000 412 585",
        "SIREN : 000412585",
    ],
)
def test_one_siren_in_many_writings(written: object) -> None:
    assert siren.read(written) == Number("000412585")


def test_a_siret_names_company_and_site() -> None:
    assert siren.read("000 412 585 00077") == Number("000412585", "00041258500077")


def test_zeros_eaten_by_a_spreadsheet_come_back() -> None:
    assert siren.read(412585) == Number("000412585", padded=True)


@pytest.mark.parametrize("written", ["35600000049837", "35600000000048"])
def test_the_post_office_counts_otherwise(written: str) -> None:
    assert siren.read(written).siren == "356000000"


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("000412586", "check"),
        ("00041258500079", "check"),
        ("FR48000412585", "check"),
        ("1234", "shape"),
        ("000000000", "shape"),
        ("n/a", "shape"),
        ("0004125850", "shape"),
        ("٠٠٠٤١٢٥٨٥", "shape"),
        ("4,12585E+05", "rounded"),
    ],
)
def test_what_is_no_company_number_says_why(written: str, kind: str) -> None:
    with pytest.raises(NotANumber) as refused:
        siren.read(written)
    assert refused.value.kind == kind


def test_people_read_groups_of_three() -> None:
    assert siren.spaced("00041258500077") == "000 412 585 00077"
    assert siren.spaced(None) == ""
