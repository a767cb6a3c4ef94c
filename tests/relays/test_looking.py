"""Nothing leaves that is not what somebody looked at, nor to people whom nobody was shown."""

from datetime import timedelta

import pytest

from cara_crm.core import clock
from cara_crm.extensions import db
from cara_crm.files.intake import Checked
from cara_crm.relays import services
from cara_crm.relays.models import Relay, RelayState
from tests import factories
from tests.relays import cast


def words(relay: Relay) -> None:
    relay.body = "Un autre texte."


def audience(relay: Relay) -> None:
    factories.contact(factories.member(in_sector="AUTO"))
    relay.audience = {"sectors": [factories.sector("RAIL").id, factories.sector("AUTO").id]}


def people(_relay: Relay) -> None:
    factories.contact(factories.member())


def deadline(relay: Relay) -> None:
    relay.deadline_on = clock.today() + timedelta(days=3)


def unreachable(relay: Relay) -> None:
    db.session.query(factories.Contact).one().hold_reason = "550 nobody"


CHANGES = {
    words: "the words",
    audience: "the rule of the audience, the people",
    people: "the people",
    deadline: "the words",
    unreachable: "the people",
}


@pytest.fixture
def relay(sign_in) -> Relay:
    factories.contact(factories.member())
    relay = cast.draft(factories.actor())
    db.session.commit()
    sign_in(factories.user())
    return relay


@pytest.mark.parametrize("change", CHANGES)
def test_an_old_tab_sends_nothing_and_is_told_what_changed(relay, post, browse, change) -> None:
    page, seen = f"/relays/{relay.id}", cast.looked_at(relay)
    change(relay)
    db.session.commit()
    assert post(page, f"{page}/send", seen).status_code == 303
    assert f"Changed since: {CHANGES[change]}. It now goes to" in browse(page)
    assert db.session.get(Relay, relay.id).state is RelayState.DRAFT


def test_nor_at_an_hour_before_it_is_looked_at_again(relay, post) -> None:
    page = f"/relays/{relay.id}/schedule"
    tomorrow = {"day": (clock.today() + timedelta(days=1)).isoformat(), "hour": "09:00"}
    seen = cast.looked_at(relay)
    words(relay)
    db.session.commit()
    refused = post(page, page, tomorrow | seen)
    assert refused.status_code == 422
    assert "Changed since: the words." in refused.text
    assert post(page, page, tomorrow | cast.looked_at(relay)).status_code == 303


@pytest.mark.parametrize("seen", [{}, {"seen": ""}, {"seen": "a.b.c"}])
def test_who_looked_at_nothing_sends_nothing(relay, post, browse, seen) -> None:
    page = f"/relays/{relay.id}"
    post(page, f"{page}/send", seen)
    assert "Look first at what leaves" in browse(page)
    assert db.session.get(Relay, relay.id).state is RelayState.DRAFT


def test_the_page_carries_what_it_shows(relay, browse) -> None:
    mark = services.seen(relay)
    assert f'name="seen" value="{mark}"' in browse(f"/relays/{relay.id}")
    assert mark in browse(f"/relays/{relay.id}/schedule")


@pytest.mark.usefixtures("request_context")
def test_a_file_more_is_another_relay() -> None:
    relay = cast.draft(factories.actor())
    before = services.seen(relay)
    services.attach(relay, [Checked("a.txt", "text/plain", b"a")], by=factories.actor())
    db.session.flush()
    db.session.refresh(relay)
    assert services.seen(relay) != before
