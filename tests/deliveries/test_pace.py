"""At no moment do more mails leave in a minute than may, however many workers begin, end, are killed or take long."""

import heapq
import random
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.deliveries import pace, services
from cara_crm.deliveries.claims import Outcome, Result
from cara_crm.deliveries.models import MailTurn
from cara_crm.jobs import processes
from cara_crm.worker import Worker

START = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
SECOND, MINUTE = timedelta(seconds=1), timedelta(seconds=60)


@pytest.fixture(autouse=True)
def _nothing_left_yet(db):
    db.session.execute(sa.delete(MailTurn))


def most_in_a_minute(moments: list[datetime]) -> int:
    ordered, begin, most = sorted(moments), 0, 0
    for end, moment in enumerate(ordered):
        while ordered[begin] <= moment - MINUTE:
            begin += 1
        most = max(most, end - begin + 1)
    return most


def sent_by(workers: int, *, a_minute: int, minutes: float, killed: float, slowest: float) -> list[datetime]:
    """When a server took the mails of workers that begin at once. `killed`: the share of mails after which a worker is
    killed, its turn not ended, and another begins; `slowest`: seconds that a mail may take."""
    by_chance, taken, until = random.Random(7), [], START + minutes * MINUTE
    agenda = [(START + n * timedelta(milliseconds=3), n) for n in range(workers)]
    while agenda[0][0] < until:
        now, who = heapq.heappop(agenda)
        with clock.at(now):
            turn = pace.take(a_minute)
        if turn is None:
            heapq.heappush(agenda, (now + SECOND, who))
            continue
        lasts = timedelta(seconds=by_chance.uniform(0.005, slowest))
        taken.append(turn.at + lasts * by_chance.random())
        if by_chance.random() >= killed:
            with clock.at(turn.at + lasts):
                pace.end(turn.id)
        heapq.heappush(agenda, (turn.at + lasts, who))
    return taken


@pytest.mark.parametrize("workers", [1, 2, 4])
@pytest.mark.parametrize("a_minute", [1, 30, 120])
@pytest.mark.parametrize(("killed", "slowest"), [(0, 0.05), (0, 3), (0, 40), (0.05, 0.5)])
def test_no_minute_has_more_mails_than_may_leave(workers, a_minute, killed, slowest):
    moments = sent_by(workers, a_minute=a_minute, minutes=3, killed=killed, slowest=slowest)
    assert 0 < most_in_a_minute(moments) <= a_minute


@pytest.mark.parametrize("workers", [1, 2, 4])
def test_what_may_leave_leaves_evenly_from_the_first_second(workers):
    moments = sent_by(workers, a_minute=120, minutes=2, killed=0, slowest=0.02)
    assert len(moments) >= 0.95 * 240
    fives = [sum(START + n * 5 * SECOND <= at < START + (n + 1) * 5 * SECOND for at in moments) for n in range(24)]
    assert max(fives) - min(fives) <= 3


def test_a_turn_that_was_not_used_counts_no_more():
    with clock.at(START):
        pace.give_back(pace.take(1).id)
        assert pace.take(1).at == START
        assert pace.take(1) is None


def test_after_a_rest_nothing_is_made_up_for():
    with clock.at(START):
        pace.end(pace.take(60).id)
    with clock.at(START + 10 * MINUTE):
        turns = [pace.take(60), pace.take(60)]
    assert (turns[0].at, turns[1]) == (START + 10 * MINUTE, None)


class Server:
    """Takes everything at once, and knows when."""

    def __init__(self) -> None:
        self.took: list[datetime] = []

    def send(self, _envelope) -> None:
        self.took.append(clock.now())

    def close(self) -> None:
        pass


@pytest.fixture
def moment(app, db, monkeypatch) -> list[datetime]:
    """What time it is; two mails wait, and one may leave a minute."""
    moment = [START]
    monkeypatch.setattr(clock, "now", lambda: moment[0])
    monkeypatch.setitem(app.config, "MAIL_PER_MINUTE", 1)
    for n in range(2):
        to = services.Address(f"ana{n}@atelier.example")
        services.queue("trial", to=to, dedupe_key=f"pace {n}", context={}, by=Actor.system("test"))
    db.session.commit()
    return moment


class Breaks(Server):
    """Ends as nobody foresaw."""

    def send(self, _envelope) -> None:
        raise RuntimeError


def test_a_mail_that_breaks_off_holds_up_the_next_for_a_minute_only(app, moment) -> None:
    server = Server()
    with pytest.raises(RuntimeError):
        Worker(app, Breaks()).postman.send_one()
    moment[0] += pace.MINUTE
    assert Worker(app, server).postman.send_one()
    assert server.took == [moment[0]]


def test_so_does_a_worker_that_is_killed(app, db, moment, monkeypatch) -> None:
    killed, server = Worker(app, Server()), Server()
    monkeypatch.setattr(killed.postman, "_send", lambda _id: Outcome(Result.SENT))
    monkeypatch.setattr(killed.postman, "_record", lambda _id, _outcome: None)
    assert killed.postman.send_one()
    moment[0] += 10 * SECOND
    other = Worker(app, server)
    monkeypatch.setattr(processes, "is_gone", lambda name, *, me: (name, me) == (killed.name, other.name))
    other.keep_house()
    moment[0] += pace.MINUTE - 2 * SECOND
    assert not other.postman.send_one()
    moment[0] += 2 * SECOND
    assert other.postman.send_one()


@pytest.mark.parametrize("workers", [2, 4])
def test_workers_that_start_at_once_keep_the_pace_together(app, db, monkeypatch, workers):
    moment, server = [START], Server()
    monkeypatch.setattr(clock, "now", lambda: moment[0])
    monkeypatch.setitem(app.config, "MAIL_PER_MINUTE", 120)
    for n in range(300):
        to = services.Address(f"ana{n}@atelier.example")
        services.queue("trial", to=to, dedupe_key=f"pace {n}", context={}, by=Actor.system("test"))
    db.session.commit()
    crew = [Worker(app, server) for _ in range(workers)]
    for one in crew:
        monkeypatch.setattr(one.stopping, "wait", lambda seconds: moment.__setitem__(0, moment[0] + seconds * SECOND))
    while moment[0] < START + 2 * MINUTE:
        sent = [one.postman.send_one() for one in crew]
        if not any(sent):
            moment[0] += SECOND / 10
    assert 200 < len(server.took) <= 240
    assert most_in_a_minute(server.took) <= 120
