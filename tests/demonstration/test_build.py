"""The demonstration tells one story, whole, and plainly invented."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from cara_crm.accounts.models import User
from cara_crm.contacts.models import Contact
from cara_crm.core.permissions import Role
from cara_crm.deliveries.models import Delivery, DeliveryStatus
from cara_crm.demonstration import build as demonstration
from cara_crm.issues.models import Issue, IssueState
from cara_crm.members.models import Member
from cara_crm.positions.models import Position
from cara_crm.relays.models import Relay
from cara_crm.reports.models import Answer, AnswerState, Report

RESERVED = (".example", ".invalid", ".test")
AT_LEAST = {Member: 120, Contact: 240, Issue: 160, Position: 12, Report: 4, Relay: 25}

pytestmark = pytest.mark.slow


@pytest.fixture
def story(db):
    demonstration.build()
    db.session.flush()
    return db.session


def test_it_shows_life_on_every_screen(story):
    found = {kind: story.scalar(sa.select(sa.func.count()).select_from(kind)) for kind in AT_LEAST}
    assert {k.__name__: n for k, n in found.items() if n < AT_LEAST[k]} == {}
    assert set(story.scalars(sa.select(Issue.state))) == set(IssueState)
    assert set(story.scalars(sa.select(Answer.state))) == set(AnswerState)


def test_nobody_in_it_exists(story):
    assert all(m.siren.startswith("000") for m in story.scalars(sa.select(Member)))
    addresses = [*story.scalars(sa.select(Contact.email)), *story.scalars(sa.select(User.email))]
    assert all(address.endswith(RESERVED) for address in addresses)


def test_every_role_can_come_in(story):
    signed = set(story.scalars(sa.select(User.role).where(User.is_demonstration)))
    assert signed == {Role.MANAGER, Role.MEMBER, Role.OFFICER, Role.DIRECTOR, Role.OBSERVER, Role.ADMINISTRATOR}


def test_its_past_is_not_mailed_again(story):
    hour = datetime.now(UTC) - timedelta(hours=1)
    waiting = sa.select(Delivery.id).where(Delivery.status == DeliveryStatus.QUEUED, Delivery.created_at < hour)
    assert story.scalar(waiting.limit(1)) is None


def test_it_never_mixes_with_somebodys_data(story):
    with pytest.raises(demonstration.NotEmpty):
        demonstration.build()


def test_no_token_of_its_past_is_kept(story):
    kept = sa.select(Delivery).where(Delivery.holds_token, Delivery.status == DeliveryStatus.SENT)
    assert {delivery.body_text for delivery in story.scalars(kept)} == {""}
