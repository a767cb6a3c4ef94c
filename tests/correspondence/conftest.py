"""A manager with an address, and a Maildir behind it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from cara_crm import FEATURES
from cara_crm.accounts import services as accounts
from cara_crm.accounts.models import User
from cara_crm.contacts.services import refresh_search
from cara_crm.core.actor import Actor
from cara_crm.correspondence import services
from cara_crm.correspondence.models import JournalAddress, MailDraft
from cara_crm.jobs import registry
from cara_crm.mailbox.reading import read_mailbox
from tests import factories
from tests.letters import BOX, deliver, mail, maildir


@dataclass
class Box:
    """What a test does with the mailbox."""

    folder: Path
    app: Any
    db: Any
    counts: dict[str, int] = field(default_factory=dict)

    def address_of(self, user: User) -> str:
        made = accounts.open_address(JournalAddress, user, by=Actor.system("test"))
        self.db.session.commit()
        return services.written(made)

    def post(self, *messages: Any) -> list[str]:
        return [deliver(self.folder, one) for one in messages]

    def read(self) -> list[MailDraft]:
        """The worker's turn; every draft there is then, the oldest first."""
        self.db.session.commit()
        self.counts = read_mailbox(self.app.config["MAILBOX_URL"], lambda _done, _total: self.db.session.commit())
        self.db.session.commit()
        return list(self.db.session.scalars(sa.select(MailDraft).order_by(MailDraft.id)))


registry.load(FEATURES)  # as the worker does: each feature says which letters it takes


@pytest.fixture
def box(app: Any, db: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Box:
    folder = maildir(tmp_path / "Mail dir")
    monkeypatch.setitem(app.config, "MAILBOX_URL", f"maildir:{folder}")
    monkeypatch.setitem(app.config, "MAILBOX_ADDRESS", BOX)
    return Box(folder, app, db)


@pytest.fixture
def owner(db: Any) -> User:
    return factories.user(email="jean@cluster.example", name="Jean Ours")


@pytest.fixture
def address(box: Box, owner: User) -> str:
    return box.address_of(owner)


@pytest.fixture
def forge(db: Any) -> Any:
    """A member, and Claire who works there."""
    member = factories.member("Forge Fictive")
    refresh_search(factories.contact(member, first_name="Claire", last_name="Martin", email="claire@forge.example"))
    return member


@pytest.fixture
def copied(box: Box, address: str) -> Callable[..., MailDraft]:
    """A mail that the owner sent with the address in blind copy, as the draft that it became."""

    def _copied(*args: Any, **kwargs: Any) -> MailDraft:
        box.post(mail(*args, **{"delivered_to": address} | kwargs))
        return box.read()[-1]

    return _copied
