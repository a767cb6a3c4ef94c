"""What comes over the wire, good and bad."""

import gzip
import time
from datetime import timedelta

import httpx
import pytest

from cara_crm.core import clock
from cara_crm.official import client
from cara_crm.official.client import NotAnswered
from cara_crm.official.models import Trouble
from tests.official import registers
from tests.official.registers import SIREN, company, point, results, silence, status

ELSEWHERE = "https://elsewhere.invalid/search"


@pytest.fixture
def asking():
    with registers.running() as server, client.Registers(server.companies_url, server.geocoder_url) as found:
        yield found, server


def trouble(asking, *said):
    found, server = asking
    server.companies[:] = said
    with pytest.raises(NotAnswered) as refused:
        found.company(SIREN)
    return refused.value


def test_a_company_is_asked_for_by_its_number_and_without_its_officers(asking):
    found, server = asking
    server.companies.append(results(company()))
    assert found.company(SIREN).name == "FORGE FICTIVE"
    path, asked = server.asked[0]
    assert (path, asked["q"], asked["minimal"], asked["include"]) == ("/api/search", SIREN, "true", "siege")


def test_a_number_that_the_register_does_not_show_is_nothing(asking):
    assert asking[0].company(SIREN) is None


def test_names_are_asked_for_in_the_department(asking):
    found, server = asking
    server.companies.append(results(company()))
    assert [one.siren for one in found.companies("Forge", "69")] == [SIREN]
    assert server.asked[0][1]["departement"] == "69"


def test_an_address_is_looked_for_in_its_commune(asking):
    found, server = asking
    place = found.place("12 RUE DE LA FORGE 69007 LYON", commune="69387")
    assert (place.latitude, place.longitude, place.is_certain) == (45.7441, 4.8412, True)
    assert server.asked[0][1]["citycode"] == "69387"


def test_an_address_that_nobody_knows_has_no_place(asking):
    found, server = asking
    server.geocoder[:] = [point() | {"features": []}]
    assert found.place("nowhere") is None


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"[]", b'{"results": 3}', b'{"results": [7]}', b"\xff\xfe", b"[" * 9_999]
)
def test_nonsense_is_told_as_such(asking, body):
    assert trouble(asking, body).trouble is Trouble.NONSENSE


def test_another_company_than_the_one_asked_for_is_nonsense(asking):
    assert trouble(asking, results(company("000000018"))).trouble is Trouble.NONSENSE


@pytest.mark.parametrize(
    ("code", "kind"),
    [(400, Trouble.REFUSED), (404, Trouble.REFUSED), (500, Trouble.BROKEN), (502, Trouble.BROKEN), (503, Trouble.BUSY)],
)
def test_a_refusal_says_which(asking, code, kind):
    assert trouble(asking, status(code)).trouble is kind


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_nobody_is_followed_elsewhere(asking, code):
    assert trouble(asking, status(code, Location=ELSEWHERE)).trouble is Trouble.REFUSED
    assert len(asking[1].asked) == 1


def test_a_short_rest_is_waited_for(asking):
    found, server = asking
    server.companies[:] = [status(429, Retry_After="1"), results(company())]
    begun = time.monotonic()
    assert found.company(SIREN).siren == SIREN
    assert time.monotonic() - begun >= 0.9


def test_a_long_rest_is_told_with_its_end(asking):
    refused = trouble(asking, status(429, Retry_After="120"))
    assert refused.trouble is Trouble.BUSY
    assert refused.retry_at - clock.now() > timedelta(seconds=110)
    assert len(asking[1].asked) == 1


@pytest.mark.parametrize(
    ("written", "minutes"),
    [("600", 10), ("Sun, 22 Nov 2026 10:10:00 GMT", 10), ("Sun, 22 Nov 2020 10:10:00 GMT", 0), ("9" * 12, 360)],
)
def test_a_rest_is_written_in_seconds_or_as_a_date(time_machine, written, minutes):
    time_machine.move_to("2026-11-22 10:00:00+00:00", tick=False)
    assert client.retry_at(written) == clock.now() + timedelta(minutes=minutes)


@pytest.mark.parametrize("written", ["", "soon", "²", "-5", "1.5"])
def test_a_rest_that_is_none_is_not_believed(written):
    assert client.retry_at(written) is None


def test_silence_ends_in_time(asking, monkeypatch):
    found, _server = asking
    found._http.timeout = httpx.Timeout(0.2)
    assert trouble(asking, silence(1)).trouble is Trouble.SLOW


def test_a_flood_is_stopped(asking):
    assert trouble(asking, registers.flood).trouble is Trouble.TOO_LARGE


def test_what_would_unpack_is_not_unpacked(asking):
    packed = gzip.compress(b" " * 50_000_000)
    assert trouble(asking, status(200, packed, Content_Encoding="gzip")).trouble is Trouble.NONSENSE


def test_nobody_there_is_told(asking):
    base = f"http://127.0.0.1:{registers.closed_port()}"
    with client.Registers(base, base) as found, pytest.raises(NotAnswered) as refused:
        found.company(SIREN)
    assert refused.value.trouble is Trouble.UNREACHABLE


def test_no_address_asks_nobody():
    with client.Registers("", "") as found, pytest.raises(NotAnswered) as refused:
        found.company(SIREN)
    assert refused.value.trouble is Trouble.OFF


def test_questions_keep_their_distance():
    pace, begun = client.Pace(0.05), time.monotonic()
    for _question in range(4):
        pace.wait()
    assert time.monotonic() - begun >= 0.15


def test_the_distance_is_within_what_the_register_allows():
    assert client.BETWEEN >= 1 / 5


@pytest.mark.parametrize(("asked", "kept"), [("69387", True), ("69123", True), ("64373", False), ("", True)])
def test_an_answer_for_another_commune_is_none(asking, asked, kept):
    found, _server = asking
    assert (found.place("12 RUE DE LA FORGE", commune=asked) is not None) is kept
