"""One click ends the newsletters; a scanner that opens the link does not."""

import re

import pytest

from cara_crm.deliveries import links
from tests import factories


@pytest.fixture
def contact():
    return factories.contact()


@pytest.fixture
def url(contact):
    return links.unsubscribe_url(contact.id).removeprefix("http://localhost")


def test_looking_changes_nothing(browse, url, contact):
    assert "Stop the newsletters" in browse(url)
    assert contact.newsletter_opt_out_at is None


def test_the_mail_programs_click_needs_no_cookie(client, url, contact):
    response = client.post(url, data={"List-Unsubscribe": "One-Click"})
    assert response.status_code == 200
    assert contact.newsletter_opt_out_at is not None


ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def test_a_click_that_came_as_form_data_of_several_parts_counts(client, url, contact):
    assert client.post(url, data=ONE_CLICK, content_type="multipart/form-data").status_code == 200
    assert contact.newsletter_opt_out_at is not None


@pytest.mark.parametrize(
    "said", [{}, {"x": "1"}, {"List-Unsubscribe": ""}, {"List-Unsubscribe": "Two-Clicks"}, {"One-Click": "1"}]
)
def test_what_does_not_say_what_it_wants_changes_nothing_and_is_asked(client, url, contact, said):
    response = client.post(f"{url}?List-Unsubscribe=One-Click", data=said)
    assert (response.status_code, contact.newsletter_opt_out_at) == (400, None)
    assert "Stop the newsletters" in response.text


def test_the_button_of_the_page_stops_them(client, url, contact):
    hidden = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', client.get(url).text)
    assert "You will get no more newsletters" in client.post(url, data=dict(hidden)).text
    assert contact.newsletter_opt_out_at is not None


def test_a_forged_link_opens_nothing(client):
    assert client.post("/unsubscribe/forged").status_code == 404


def test_a_slip_is_put_right_on_the_spot(client, url, contact):
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.post(url, data=ONE_CLICK).text)[1]
    assert "You get newsletters again" in client.post(f"{url}/undo", data={"csrf_token": token}).text
    assert contact.newsletter_opt_out_at is None
