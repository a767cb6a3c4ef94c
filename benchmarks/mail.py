"""A relay to all contacts: how long until every message is queued, and how many a second reach a server beside it."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from benchmarks import product
from cara_crm.core.actor import Actor
from cara_crm.deliveries.models import Delivery, DeliveryStatus
from cara_crm.extensions import db
from cara_crm.jobs.models import Job, JobState
from cara_crm.relays import services
from cara_crm.relays.models import RelayKind

MEASURED_SECONDS = 20.0
PATIENCE_SECONDS = 60.0
BODY = "Un **appel** à projets ouvre pour les petites séries.\n\n- dossier court\n- réponse en six semaines\n\n" * 4
SINK = """
import time
from tests import smtp
with smtp.running() as (server, _mailboxes):
    print(server.url, flush=True)
    time.sleep(3600)
"""


def measure_mail(url: str, folder: Path) -> dict[str, Any]:
    """People of a relay, seconds until their messages are queued, mails a second with one worker and with two."""
    app = product.make_app(url, folder)
    with sink() as mail_url:
        environment = {**os.environ, "SECRET_KEY": product.KEY, "DATABASE_URL": url, "INSTANCE": str(folder)}
        environment["MAIL_URL"] = mail_url
        with app.app_context():
            people, seconds = queue_all()
            rates = {n: rate(environment, workers=n) for n in (1, 2)}
    return {"people": people, "queued_seconds": round(seconds, 2), "a_second": rates}


def queue_all() -> tuple[int, float]:
    """Everything that the job does, its commits too."""
    db.session.execute(sa.update(Delivery).values(status=DeliveryStatus.FAILED, sent_at=None))
    db.session.execute(sa.update(Job).values(state=JobState.DONE))
    by = Actor.system("bench")
    rule = {"statuses": ["active", "prospect"]}
    relay = services.draft_relay(RelayKind.INFORMATION, title="Appel à projets", body=BODY, audience=rule, by=by)
    db.session.commit()
    began = time.perf_counter()
    services.send_relay(relay, by=by, checkpoint=lambda _done, _total: db.session.commit())
    db.session.commit()
    seconds, people = time.perf_counter() - began, len(relay.recipients)
    db.session.rollback()  # on SQLite even reading holds the lock that the workers need
    return people, seconds


@contextmanager
def sink() -> Iterator[str]:
    """A mail server in a process of its own; its MAIL_URL."""
    process = subprocess.Popen([sys.executable, "-c", SINK], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait(10)


def rate(environment: dict[str, str], *, workers: int) -> float:
    """Mails a second while these workers run, from their first mail on."""
    command = [sys.executable, "-m", "flask", "--app", "cara_crm", "worker"]
    running = [subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) for _ in range(workers)]
    try:
        start, until = sent(), time.monotonic() + PATIENCE_SECONDS
        while (before := sent()) < start + 20 * workers:
            if time.monotonic() > until:
                raise SystemExit("The workers sent nothing: run one by hand to see why.")
            time.sleep(0.1)
        began = time.perf_counter()
        time.sleep(MEASURED_SECONDS)
        return round((sent() - before) / (time.perf_counter() - began), 1)
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait(30)


def sent() -> int:
    """How many have been sent so far; nothing is locked while we wait."""
    with db.engine.connect().execution_options(only_reads=True) as connection:
        counted = sa.select(sa.func.count(Delivery.id)).where(Delivery.status == DeliveryStatus.SENT)
        return connection.scalar(counted) or 0
