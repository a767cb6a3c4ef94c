"""Registers on this machine, a worker that asks them, and a member to ask about."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask

from cara_crm.core.actor import Actor
from cara_crm.deliveries import transport
from cara_crm.members.models import Member
from cara_crm.official import client, jobs, queries, services
from cara_crm.official.queries import Record
from cara_crm.worker import Worker
from tests import factories
from tests.official import registers

BY = Actor.system("test")


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody else asks this server: no rest between questions."""
    monkeypatch.setattr(client, "PACE", client.Pace(0))
    monkeypatch.setattr(jobs, "UNHURRIED", 0)


@pytest.fixture
def server(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[registers.Registers]:
    with registers.running() as found:
        monkeypatch.setitem(app.config, "COMPANIES_URL", found.companies_url)
        monkeypatch.setitem(app.config, "GEOCODER_URL", found.geocoder_url)
        yield found


@pytest.fixture
def worker(app: Flask) -> Iterator[Worker]:
    way = transport.from_url(app.config["MAIL_URL"], app.config["MAIL_FROM"], app.config["INSTANCE"] / "outbox")
    yield Worker(app, way)
    way.close()


@pytest.fixture
def forge(db: Any) -> Member:
    """A member in Villefictive whose SIREN the register knows."""
    made = factories.member("Forge Fictive SAS", siren=registers.SIREN, headcount_band="12", headcount_year=2023)
    db.session.commit()
    return made


@pytest.fixture
def looked_up(db: Any, worker: Worker, request_context: None) -> Callable[..., Record]:
    """looked_up(member, "words") → its record after a manager asked and the worker answered."""

    def _looked_up(member: Member, words: str = "", *, by: Actor | None = None) -> Record:
        services.ask(member, words, by=by or factories.actor())
        db.session.commit()
        worker.do_one_job()
        return queries.record_for(BY, member.id)

    return _looked_up
