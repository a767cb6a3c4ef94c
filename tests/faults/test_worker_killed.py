"""A worker that is killed at any moment loses no delivery; a mail that is sent twice is one mail to who gets it."""

import random
import signal
import threading
import time

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from cara_crm.audit.models import AuditEvent
from cara_crm.deliveries.models import Delivery, DeliveryStatus
from cara_crm.tasks.models import Task
from tests.faults import house as houses

pytestmark = pytest.mark.slow
MAILS = 80
KILLS = 4
WRITES = 150


@pytest.fixture
def house(request):
    with houses.built(getattr(request.config, "postgresql_url", "")) as house:
        yield house


def test_a_worker_killed_again_and_again_loses_nothing(house):
    house.mailboxes.seconds_a_mail = 0.02
    house.queue(MAILS)
    for _kill in range(KILLS):
        before, worker = len(house.mailboxes.messages), house.worker()
        houses.wait_until(lambda before=before: len(house.mailboxes.messages) > before)
        time.sleep(random.uniform(0, 0.2))
        house.end(worker, signal.SIGKILL)
    assert house.states()[DeliveryStatus.SENT] < MAILS
    house.mailboxes.seconds_a_mail = 0
    house.worker()
    houses.wait_until(lambda: house.states() == {DeliveryStatus.SENT: MAILS})
    twice = sum(house.sent.values()) - len(house.sent)
    assert len(house.sent) == MAILS
    assert twice <= KILLS


def test_a_worker_that_is_asked_to_stop_finishes_the_mail_in_hand(house):
    house.mailboxes.seconds_a_mail = 0.05
    house.queue(MAILS)
    worker = house.worker()
    houses.wait_until(lambda: len(house.mailboxes.messages) > 3)
    house.end(worker, signal.SIGTERM)
    assert worker.returncode == 0
    assert house.states()[DeliveryStatus.SENDING] == 0
    assert house.states()[DeliveryStatus.SENT] == sum(house.sent.values())


def test_two_workers_and_two_writers_share_one_database(house):
    house.queue(MAILS)
    refused: list[Exception] = []
    writers = [threading.Thread(target=write, args=(house, refused)) for _ in range(2)]
    workers = [house.worker() for _ in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    houses.wait_until(lambda: house.states() == {DeliveryStatus.SENT: MAILS})
    said = "".join(house.end(worker) for worker in workers)
    assert refused == []
    assert said == ""
    assert sum(house.sent.values()) == len(house.sent) == MAILS


def write(house: houses.House, refused: list[Exception]) -> None:
    """Read, then write, as a page that is posted does."""
    for n in range(WRITES):
        try:
            with Session(house.engine) as session:
                session.scalar(sa.select(sa.func.count()).select_from(AuditEvent))
                time.sleep(0.002)
                session.add(AuditEvent(actor_label="writer", action="test", subject_type="test", details={"n": n}))
                session.commit()
        except Exception as error:
            refused.append(error)


CAUSE_AND_DELIVERY = """
import sys
from cara_crm import create_app
from cara_crm.core.actor import Actor
from cara_crm.deliveries import services
from cara_crm.extensions import db
from cara_crm.tasks.models import Task

app, to = create_app(), services.Address("ana@x.example")
for n in range(100000):
    with app.app_context():
        db.session.add(Task(title=f"{sys.argv[1]}-{n}"))
        services.queue("trial", to=to, dedupe_key=f"{sys.argv[1]}-{n}", context={}, by=Actor.system("web"))
        db.session.commit()
"""


def test_a_killed_writer_leaves_no_cause_without_its_delivery(house):
    for name in "ab":
        before, writer = house.states().total(), house.start("-c", CAUSE_AND_DELIVERY, name)
        houses.wait_until(lambda before=before: house.states().total() > before + 5)
        time.sleep(random.uniform(0, 0.1))
        house.end(writer, signal.SIGKILL)
    with Session(house.engine) as session:
        causes = set(session.scalars(sa.select(Task.title)))
        assert causes == set(session.scalars(sa.select(Delivery.dedupe_key)))


SAME_MESSAGES = """
from cara_crm import create_app
from cara_crm.core.actor import Actor
from cara_crm.deliveries import services
from cara_crm.extensions import db

app, to = create_app(), services.Address("ana@x.example")
for n in range(60):
    with app.app_context():
        services.queue("trial", to=to, dedupe_key=f"same-{n}", context={}, by=Actor.system("web"))
        db.session.commit()
"""


def test_two_processes_queue_the_same_message_once(house):
    writers = [house.start("-c", SAME_MESSAGES) for _ in range(2)]
    said = "".join(writer.communicate(timeout=houses.PATIENCE_SECONDS)[1].decode() for writer in writers)
    assert said == ""
    assert house.states() == {DeliveryStatus.QUEUED: 60}
