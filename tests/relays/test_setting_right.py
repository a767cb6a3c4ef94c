"""What it costs to find who gets an erratum, and who reads it in what it sets right."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from cara_crm.core import clock
from cara_crm.deliveries.models import DeliveryStatus
from cara_crm.extensions import db
from cara_crm.relays import queries, services
from cara_crm.relays.models import Recipient, Relay
from cara_crm.relays.services import setting_right
from tests import factories
from tests.relays import cast

pytestmark = pytest.mark.usefixtures("request_context")


def work(run: Callable[[], object]) -> int:
    """What the database does for it: steps of SQLite's machine; of PostgreSQL, which plans by itself, statements."""
    done = [0]

    def count(*_told: object) -> int:
        done[0] += 1
        return 0

    if db.engine.dialect.name != "sqlite":
        sa.event.listen(db.engine, "before_cursor_execute", count)
        run()
        sa.event.remove(db.engine, "before_cursor_execute", count)
        return done[0]
    driver = db.session.connection().connection.driver_connection
    driver.set_progress_handler(count, 1)
    run()
    driver.set_progress_handler(None, 1)
    return done[0]


def set_right(people: int) -> Relay:
    """An erratum that has left, of what so many have."""
    sector, by = factories.sector("AUTO" if people > 20 else "RAIL"), factories.actor()
    for n in range(people):
        factories.contact(factories.member(f"Atelier {people} {n}", in_sector=sector.code))
    first = cast.draft(by, audience={"sectors": [sector.id]})
    services.send_relay(first, by=by)
    for row in first.recipients:
        row.delivery.status, row.delivery.sent_at = DeliveryStatus.SENT, clock.now()
    erratum = services.correct(first, by=by)
    services.send_relay(erratum, by=by)
    db.session.flush()
    return erratum


def audience(erratum: Relay) -> int:
    return len(queries.audience_of(erratum.audience))


def spared(erratum: Relay) -> int:
    return len(setting_right._spared(erratum, None, None))


def of_ten(erratum: Relay) -> int:
    """What a worker asks of those that it has claimed."""
    rows = db.session.query(Recipient).filter_by(relay_id=erratum.id).order_by(Recipient.id).limit(10).all()
    return len(setting_right.read_with_the_first(rows))


@pytest.mark.parametrize(("ask", "times"), [(audience, 5), (spared, 5), (of_ten, 1.5)])
def test_for_four_times_as_many_people_it_is_no_more_than_four_times_the_work(ask, times) -> None:
    few, many = set_right(15), set_right(60)
    for one in (few, many):
        ask(one)
    assert work(lambda: ask(many)) <= times * work(lambda: ask(few))


@pytest.mark.parametrize("ask", [audience, spared, of_ten])
def test_those_whom_it_is_not_for_are_not_looked_at(ask) -> None:
    few = set_right(15)
    assert ask(few) in (0, 15)
    before = work(lambda: ask(few))
    set_right(60)
    ask(few)
    assert work(lambda: ask(few)) <= 1.2 * before
