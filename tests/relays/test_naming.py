"""What names a member to the others leaves once somebody has looked at it."""

from datetime import timedelta

import pytest

from cara_crm.core import clock
from cara_crm.relays.models import Relay, RelayState
from tests import factories
from tests.browse import check
from tests.relays import cast

LOOKED = {"as_it_stands": "y"}


@pytest.fixture
def relay(sign_in) -> Relay:
    """An information that names a member, its manager signed in."""
    factories.contact(factories.member("Aciers Zélés"))
    relay = cast.draft(factories.actor(), title="Visite chez Aciers Zélés")
    factories.db.session.commit()
    sign_in(factories.user())
    return relay


def test_it_leaves_at_the_second_click(relay, post) -> None:
    page = f"/relays/{relay.id}"
    refused = post(page, f"{page}/send", cast.looked_at(relay))
    assert refused.status_code == 422
    check(refused.text)
    assert "speaks of a member: Aciers Zélés" in refused.text
    assert relay.state is RelayState.DRAFT
    assert post(page, f"{page}/send", LOOKED | cast.looked_at(relay)).status_code == 303
    assert relay.state is RelayState.SCHEDULED


def test_later_too(relay, post) -> None:
    page = f"/relays/{relay.id}/schedule"
    when = {"day": (clock.today() + timedelta(days=2)).isoformat(), "hour": "09:00"}
    refused = post(page, page, when)
    assert refused.status_code == 422
    check(refused.text)
    assert "may stand as it is" in refused.text
    assert post(page, page, when | LOOKED).status_code == 303
    assert relay.state is RelayState.SCHEDULED
