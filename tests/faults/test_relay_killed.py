"""A worker that is killed while it queues a relay, and another one, and another: each person gets one message."""

import signal
import time
from collections import Counter

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from cara_crm.contacts.models import Affiliation, Contact
from cara_crm.core import clock
from cara_crm.deliveries.models import Delivery
from cara_crm.jobs.models import Job
from cara_crm.members.models import Member, MemberCategory, MemberStatus
from cara_crm.relays.models import Direction, Recipient, Relay, RelayKind, RelayState
from tests.faults import house as houses

PEOPLE = 2000


@pytest.fixture
def house(request):
    with houses.built(getattr(request.config, "postgresql_url", "")) as house:
        yield house


def release(engine: sa.Engine) -> None:
    """A relay whose minute is over, for PEOPLE of one member; its job waits."""
    with Session(engine) as session:
        member = Member(legal_name="Atelier", category=MemberCategory.SME, status=MemberStatus.ACTIVE)
        session.add(member)
        people = [Contact(first_name="Ana", last_name=f"N{n}", email=f"a{n}@x.example") for n in range(PEOPLE)]
        session.add_all(people)
        session.flush()
        session.add_all(Affiliation(contact=one, member=member, from_on=clock.today()) for one in people)
        relay = Relay(
            direction=Direction.DOWN,
            kind=RelayKind.INFORMATION,
            title="Appel",
            body="Texte",
            state=RelayState.SCHEDULED,
            send_at=clock.now(),
            audience={"statuses": ["active"]},
        )
        session.add(relay)
        session.flush()
        session.add(Job(kind="relays.send", payload={"relay": relay.id}))
        session.commit()


def told(engine: sa.Engine) -> tuple[RelayState, int, int]:
    """How the relay stands, how many recipients it has, and how many of them have a delivery."""
    with Session(engine) as session:
        of = sa.select(sa.func.count(Recipient.id))
        with_one = of.where(Recipient.delivery_id.is_not(None))
        return session.scalars(sa.select(Relay.state)).one(), session.scalar(of), session.scalar(with_one)


def test_a_relay_whose_workers_are_killed_reaches_everybody_once(house):
    release(house.engine)
    whole = (RelayState.SENT, PEOPLE, PEOPLE)
    for _ in range(2):
        worker, before = house.worker(), told(house.engine)
        houses.wait_until(lambda before=before: told(house.engine) not in {before} - {whole})  # or it was quicker
        time.sleep(0.05)
        house.end(worker, signal.SIGKILL)
    worker = house.worker()
    houses.wait_until(lambda: told(house.engine) == whole)
    house.end(worker, signal.SIGKILL)
    with Session(house.engine) as session:
        written = Counter(session.scalars(sa.select(Delivery.contact_id)))
        assert (len(written), set(written.values())) == (PEOPLE, {1})
        in_ledger = sa.select(Recipient.contact_id, Delivery.contact_id).join(Recipient.delivery)
        assert all(person == addressed for person, addressed in session.execute(in_ledger))
