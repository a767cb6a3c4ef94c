"""Whatever stands in an address or a form, it is a value that both databases hold, or none."""

from datetime import date

import pytest

from cara_crm.core import typed
from cara_crm.core.permissions import Role
from tests import factories

ODD = ["²", "٣", "-1", "1.0", "1e3", "9" * 5000, str(2**63), "", " ", "NaN", "\x00"]
FAR = ["0001-01-01", "9999-12-31", "2026-13-01", "", "today"]


@pytest.mark.parametrize("text", [*ODD, None])
def test_what_is_no_number(text):
    assert typed.number(text) is None


def test_a_number():
    assert typed.number("42") == typed.number(42) == 42


@pytest.mark.parametrize("text", FAR)
def test_what_is_no_day_of_our_time(text):
    assert typed.day(text) is None


def test_a_day():
    assert typed.day("2026-03-01") == date(2026, 3, 1)


@pytest.mark.parametrize("text", FAR)
def test_pages_bear_any_day(sign_in, client, text):
    sign_in(factories.user(Role.ADMINISTRATOR))
    assert client.get("/audit", query_string={"on": text}).status_code == 200
    assert client.get("/journal", query_string={"since": text, "until": text}).status_code == 200


@pytest.mark.parametrize("text", ODD)
def test_forms_bear_any_number(sign_in, post, text):
    sign_in(factories.user())
    position = factories.position(factories.issue())
    page = f"/positions/{position.id}/edit"
    place = f"/positions/{position.id}"
    for path, field in ((f"{place}/issues", "issue_id"), (f"{place}/merge", "into"), (page, "version")):
        assert post(page, path, {field: text}).status_code < 500
    assert post("/contacts/new", "/contacts", {"member_id": text, "last_name": "X"}).status_code < 500


def test_a_form_refuses_a_day_of_another_time(sign_in, post):
    sign_in(factories.user())
    typed_in = {"kind": "meeting", "direction": "up", "title": "X", "happened_on": "0001-01-01"}
    assert post("/relays/record", "/relays/record", typed_in).status_code == 422
