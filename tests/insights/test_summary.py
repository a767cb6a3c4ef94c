"""The mail of the month to the board."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.permissions import Role
from cara_crm.deliveries.models import Delivery
from cara_crm.extensions import db
from cara_crm.insights.services import publish, send_summaries
from tests import factories
from tests.relays import cast

pytestmark = pytest.mark.usefixtures("request_context")
SYSTEM = Actor.system("test")
MONDAY_NINE = datetime(2026, 11, 2, 9, tzinfo=clock.PARIS)  # the first of November is a Sunday, and a holiday


def the_mails() -> list[Delivery]:
    return list(db.session.scalars(sa.select(Delivery).where(Delivery.kind == "board_summary").order_by(Delivery.id)))


@pytest.mark.parametrize(
    ("at", "sent"),
    [
        (MONDAY_NINE - timedelta(days=1), 0),
        (MONDAY_NINE - timedelta(hours=2), 0),
        (MONDAY_NINE, 2),
        (MONDAY_NINE + timedelta(days=6), 2),
        (MONDAY_NINE + timedelta(days=20), 0),
    ],
)
def test_it_comes_on_the_first_working_day_and_is_caught_up(at, sent) -> None:
    for role in (Role.DIRECTOR, Role.OBSERVER, Role.MANAGER):
        factories.user(role)
    with clock.at(at):
        publish()
        assert send_summaries(by=SYSTEM) == sent
        assert send_summaries(by=SYSTEM) == 0


def test_it_says_what_passed_and_only_what_is_shown() -> None:
    factories.user(Role.DIRECTOR, language="fr")
    factories.issue(factories.member(), title="Titre secret")
    with clock.at(MONDAY_NINE - timedelta(days=10)):
        cast.recorded("Réunion secrète", days_ago=1)
    with clock.at(MONDAY_NINE):
        cast.recorded("Ce mois", days_ago=0)
        publish()
        send_summaries(by=SYSTEM)
    (mail,) = the_mails()
    assert mail.subject == "Octobre 2026 en chiffres"
    assert "Réunion : 1" in mail.body_text.replace("\u00a0", " ")
    assert "masqué" in mail.body_text
    assert "secr" not in mail.body_text


def test_a_house_without_figures_sends_none() -> None:
    factories.user(Role.DIRECTOR)
    with clock.at(MONDAY_NINE):
        assert send_summaries(by=SYSTEM) == 0
