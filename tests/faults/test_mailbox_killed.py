"""A worker that is killed while it reads the mailbox loses no mail and makes none twice."""

import signal
from collections import Counter

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from cara_crm.accounts.models import User
from cara_crm.core.permissions import Role
from cara_crm.core.tokens import token_hash
from cara_crm.correspondence.models import JournalAddress, MailDraft
from tests.faults import house as houses
from tests.letters import BOX, deliver, mail, maildir, settled

pytestmark = pytest.mark.slow
MAILS, KILLS, TOKEN = 120, 2, "0123456789abcdef0123"


@pytest.fixture
def house(request, tmp_path):
    with houses.built(getattr(request.config, "postgresql_url", "")) as house:
        house.environment |= {"MAILBOX_URL": f"maildir:{tmp_path}/box", "MAILBOX_ADDRESS": BOX}
        yield house


@pytest.fixture
def box(house, tmp_path):
    folder = maildir(tmp_path / "box")
    with Session(house.engine) as session:
        owner = User(email="jean@cluster.example", name="Jean", role=Role.MANAGER)
        session.add(owner)
        session.flush()
        session.add(JournalAddress(user_id=owner.id, salt="s", token_hash=token_hash(TOKEN)))
        session.commit()
    for n in range(MAILS):
        deliver(folder, mail(subject=f"Mail {n}", delivered_to=f"crm+journal-{TOKEN}@cluster.example"))
    return folder


def subjects(house):
    with Session(house.engine) as session:
        return Counter(session.scalars(sa.select(MailDraft.subject)))


def test_every_mail_becomes_one_draft_whatever_happens_to_the_workers(house, box):
    for kill in range(1, KILLS + 1):
        worker = house.worker()
        houses.wait_until(lambda kill=kill: len(subjects(house)) >= kill * 10)
        house.end(worker, signal.SIGKILL)
        assert len(subjects(house)) < MAILS
    house.worker()
    house.worker()
    houses.wait_until(lambda: len(settled(box)) == MAILS)
    assert subjects(house) == Counter({f"Mail {n}": 1 for n in range(MAILS)})
