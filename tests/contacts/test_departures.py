"""A mailbox says that somebody has left: the account manager has a task, the address is written to as before."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from cara_crm.contacts import departures, services
from cara_crm.contacts.jobs import hear
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.deliveries import proof
from cara_crm.deliveries import services as deliveries
from cara_crm.extensions import db
from cara_crm.mailbox import letters
from cara_crm.mailbox.models import LetterOutcome
from cara_crm.members.models import AccountManager
from cara_crm.tasks.models import Task, TaskKind
from cara_crm.tasks.words import sentence
from tests import factories

BY = Actor.system("test")
LEFT = "Bonjour, Claire ne fait plus partie de l’entreprise."


@pytest.fixture
def contact():
    return factories.contact(factories.member("Forge Fictive"), email="claire@forge.example", last_name="Martin")


@pytest.fixture
def delivery(contact):
    return deliveries.queue("trial", to=contact, dedupe_key="trial", context={}, by=BY)


def arrives(text: str, *, answers: str = "", to: str = "crm@cluster.example", sender: str = "claire@forge.example"):
    """An automatic answer; what became of it, None when it is left to others."""
    head = f"From: {sender}\nTo: {to}\nSubject: Réponse automatique\nAuto-Submitted: auto-replied\n"
    head += f"In-Reply-To: {answers}\nMessage-ID: <a{hash(text)}@forge.example>\n"
    take = hear(letters.read(f"{head}Content-Type: text/plain; charset=utf-8\n\n{text}\n".encode()))
    return take() if take else None


def asked() -> list[Task]:
    db.session.flush()
    return list(db.session.scalars(sa.select(Task).filter_by(kind=TaskKind.LEFT, done_at=None)))


def test_the_account_manager_is_asked_once(contact, delivery, request_context) -> None:
    manager, member = factories.user(), contact.affiliations[0].member
    factories.add(AccountManager(member_id=member.id, user_id=manager.id, from_on=clock.today() - timedelta(days=9)))
    for _n in range(2):
        assert arrives(LEFT, answers=delivery.message_id) is LetterOutcome.AUTOMATIC
    (task,) = asked()
    assert (task.assignee_id, task.subject_id, task.title) == (manager.id, contact.id, "")
    assert sentence(task, is_whole=True) == "Has Camille Martin left Forge Fictive? Its mailbox says so"
    assert contact.hold_reason is None


def test_the_envelopes_address_is_proof_enough(app, contact, delivery, monkeypatch) -> None:
    monkeypatch.setitem(app.config, "MAILBOX_ADDRESS", "crm@cluster.example")
    to = proof.return_path(delivery.id, delivery.message_id)
    assert arrives(LEFT, to=to, sender="noreply@forge.example") is LetterOutcome.AUTOMATIC
    assert len(asked()) == 1


def test_who_is_away_is_left_alone(delivery) -> None:
    said = "Je suis en congés, de retour lundi."
    assert arrives(said, answers=delivery.message_id) is LetterOutcome.AUTOMATIC
    assert asked() == []


def test_nobody_says_it_of_somebody_else(delivery) -> None:
    assert arrives(LEFT, answers=delivery.message_id, sender="rival@autre.example") is None
    assert arrives(LEFT, answers="<made-up@cluster.example>") is None
    assert asked() == []


def test_who_changed_its_address_since_is_not_meant(contact, delivery) -> None:
    contact.email = "claire@ailleurs.example"
    arrives(LEFT, answers=delivery.message_id)
    assert asked() == []


def test_ending_the_function_settles_it(contact, delivery) -> None:
    arrives(LEFT, answers=delivery.message_id)
    services.end_affiliation(contact.affiliations[0], on=clock.today(), by=factories.actor())
    assert asked() == []
    assert departures.told(delivery, by=BY) is not None  # until the day is over it still has its function
