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


def test_a_forged_link_opens_nothing(client):
    assert client.post("/unsubscribe/forged").status_code == 404


def test_a_slip_is_put_right_on_the_spot(client, url, contact):
    client.post(url)
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.post(url).text)[1]
    assert "You get newsletters again" in client.post(f"{url}/undo", data={"csrf_token": token}).text
    assert contact.newsletter_opt_out_at is None
