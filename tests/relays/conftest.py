"""A worker and a mail server that takes what it sends."""

from datetime import timedelta

import pytest

from cara_crm.core import clock
from cara_crm.deliveries import transport
from cara_crm.worker import Worker
from tests import smtp

SOON = timedelta(minutes=3)


@pytest.fixture
def send(app, db):
    """All that is due leaves a few minutes later: (address, subject, text) of what arrived since, in this order."""
    with smtp.running() as (server, mailboxes):
        way = transport.from_url(server.url, app.config["MAIL_FROM"], app.config["INSTANCE"])
        worker = Worker(app, way)

        def send(after: timedelta = SOON) -> list[tuple[str, str, str]]:
            db.session.commit()
            db.session.expunge_all()
            before = len(mailboxes.messages)
            with clock.at(clock.now() + after):
                while worker.postman.send_one():
                    pass
            arrived = mailboxes.messages[before:]
            texts = [one.get_body(("plain",)).get_content() for one in arrived]
            addresses = [str(one["To"].addresses[0].addr_spec) for one in arrived]
            return list(zip(addresses, [str(one["Subject"]) for one in arrived], texts, strict=True))

        yield send
        way.close()
