"""Who gets an erratum and who reads it in what it sets right, what that costs, and what an erratum may not do."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa

from cara_crm.contacts.models import MailPreference
from cara_crm.core import clock
from cara_crm.deliveries.models import DeliveryStatus, Suppression
from cara_crm.extensions import db
from cara_crm.positions.models import WordingAgreement
from cara_crm.relays import queries, services
from cara_crm.relays.models import QuestionKind, Recipient, Relay, RelayKind, RelayState
from cara_crm.relays.services import setting_right
from tests import factories
from tests.relays import cast
from tests.relays.test_asking import position
from tests.relays.test_events import begins, come, event, mails

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


ASKS_FOR_PRICES = "Quel est votre prix de vente moyen ? Quels sont vos clients ?"


def consultation(closes_in: int = 1) -> Relay:
    """Sent, and open for so many days."""
    factories.contact(factories.member())
    by = factories.actor()
    first = cast.draft(by, kind=RelayKind.CONSULTATION, deadline_on=clock.today() + timedelta(days=closes_in))
    services.ask(first, [services.Asked(QuestionKind.NUMBER, "Combien ?")], by=by)
    services.send_relay(first, by=by)
    db.session.flush()
    return first


def begun(first: Relay, **more) -> Relay:
    """The draft of its erratum, saved with these words."""
    by = factories.actor()
    erratum = services.correct(first, by=by)
    words = {name: getattr(erratum, name) for name in ("title", "body", "title_en", "body_en", "deadline_on")} | more
    services.edit_relay(erratum, version=erratum.version, kind=erratum.kind, **words, audience={}, by=by)
    return erratum


class TestConsultations:
    """What stands above its questions is held to what holds for them."""

    @pytest.mark.parametrize(
        "words",
        [
            {"body": ASKS_FOR_PRICES},
            {"title": f"Erratum : {ASKS_FOR_PRICES}"},
            {"title_en": "Erratum", "body_en": "What is your average sale price? Who are your customers?"},
        ],
    )
    def test_an_erratum_asks_for_no_secret_either(self, words) -> None:
        with pytest.raises(services.AskedByMembersOnly):
            begun(consultation(), **words)

    @pytest.fixture
    def of_sector(self) -> Relay:
        """Of a position whose authors agreed, sent."""
        relay = services.ask_sector(position(True, True), by=factories.actor())
        for name in ("Un", "Deux"):
            factories.contact(factories.member(name))
        services.send_relay(relay, by=factories.actor())
        db.session.flush()
        return relay

    @pytest.mark.parametrize(
        "words",
        [{"body": "En clair : l'atelier à côté de la gare de Nevers perd 3 M€."}, {"title": "Nevers perd 3 M€"}],
    )
    def test_nor_says_what_no_author_agreed_to(self, of_sector, words) -> None:
        with pytest.raises(services.NotAgreedYet):
            services.schedule(begun(of_sector, **words), as_it_stands=True, by=factories.actor())

    def test_in_agreed_words_it_gives_another_day(self, of_sector) -> None:
        later = of_sector.deadline_on + timedelta(days=9)
        erratum = begun(of_sector, deadline_on=later)
        services.schedule(erratum, as_it_stands=True, by=factories.actor())
        cast.leave(erratum)
        assert (erratum.state, of_sector.deadline_on) == (RelayState.SENT, later)

    def test_it_stays_when_an_author_says_no_meanwhile(self, of_sector) -> None:
        erratum = begun(of_sector)
        services.schedule(erratum, as_it_stands=True, by=factories.actor())
        db.session.query(WordingAgreement).first().agreed = False
        cast.leave(erratum)
        assert erratum.state is RelayState.DRAFT

    def test_nothing_is_promised_of_one_that_is_closed_by_then(self) -> None:
        erratum = begun(consultation(), deadline_on=clock.today() + timedelta(days=20))
        with pytest.raises(services.NotThen):
            services.schedule(erratum, at=clock.now() + timedelta(days=3), as_it_stands=True, by=factories.actor())

    def test_nor_when_it_is_closed_before_the_erratum_leaves(self) -> None:
        """Its worker was away when it was due."""
        first, by = consultation(), factories.actor()
        erratum = begun(first, deadline_on=clock.today() + timedelta(days=20))
        services.schedule(erratum, as_it_stands=True, by=by)
        with clock.at(clock.now() + timedelta(days=3)):
            assert services.close_consultations(by=by) == 1
            cast.leave(erratum)
        assert (erratum.state, erratum.recipients) == (RelayState.DRAFT, [])

    def test_what_is_open_is_open_longer(self) -> None:
        first = consultation()
        erratum = begun(first, deadline_on=clock.today() + timedelta(days=20))
        services.schedule(erratum, as_it_stands=True, by=factories.actor())
        cast.leave(erratum)
        assert first.deadline_on == clock.today() + timedelta(days=20)


def leaves(erratum: Relay) -> Relay:
    services.send_relay(erratum, by=factories.actor())
    db.session.flush()
    db.session.expire_all()
    return erratum


def test_who_was_never_told_of_an_event_hears_nothing_of_it_once_it_is_cancelled() -> None:
    factories.contact(factories.member(), preference=MailPreference.WEEKLY)
    by = factories.actor()
    first = cast.draft(by, kind=RelayKind.EVENT, happening=begins(days=30))
    services.send_relay(first, by=by)
    services.cancel_event(first, "Pas de salle", by=by)
    erratum = leaves(begun(first, body="L'adresse était fausse."))
    assert [row.why_not_written for row in erratum.recipients] == [Suppression.OVERTAKEN]


def test_a_call_of_which_one_has_just_read_an_erratum_is_reminded_of_a_day_later() -> None:
    factories.contact(factories.member())
    by = factories.actor()
    call = cast.draft(by, kind=RelayKind.OPPORTUNITY, deadline_on=clock.today() + timedelta(days=3))
    services.send_relay(call, by=by)
    call.sent_at = clock.now() - timedelta(days=2)
    assert services.remind(by=by) == 1
    leaves(begun(call, deadline_on=clock.today() + timedelta(days=5)))
    assert services.remind(by=by) == 0
    with clock.at(clock.now() + timedelta(days=1, minutes=1)):
        assert services.remind(by=by) == 1
        assert services.remind(by=by) == 0


def test_the_reminder_of_an_event_is_written_and_noted_once_whatever_its_last_day() -> None:
    relay = event(1, happening=begins(days=1), deadline_on=clock.today())
    come(relay.recipients[0])
    by = factories.actor()
    assert services.remind(by=by) == 1
    leaves(begun(relay, deadline_on=clock.today() + timedelta(days=1)))
    assert services.remind(by=by) == 0
    assert len(mails("relay_reminder")) == 1


class TestWhoComes:
    """Who registered for an event counts on it: its erratum comes by mail at once, as a move does."""

    @pytest.fixture
    def relay(self) -> Relay:
        """Of an event, of which each reads news its own way; all but the last registered."""
        for preference in MailPreference:
            factories.contact(factories.member(), preference=preference)
        factories.contact(factories.member(), preference=MailPreference.PORTAL_ONLY)
        relay = cast.draft(factories.actor(), kind=RelayKind.EVENT, happening=begins(days=20))
        services.send_relay(relay, by=factories.actor())
        db.session.flush()
        db.session.expire_all()
        come(*relay.recipients[:-1])
        return relay

    def test_all_of_them_get_it_and_nobody_else_whom_news_does_not_reach(self, relay) -> None:
        erratum = leaves(begun(relay, body="C'est la salle B."))
        *coming, other = erratum.recipients
        assert {row.delivery and row.delivery.status for row in coming} == {DeliveryStatus.QUEUED}
        assert {row.delivery.unsubscribe_url for row in coming} == {""}
        assert other.why_not_written == Suppression.PORTAL_ONLY

    def test_the_page_before_says_so(self, relay) -> None:
        reach = services.reach_now(begun(relay, body="C'est la salle B."))
        assert [why for _person, why in reach.people].count(None) == len(relay.recipients) - 1
        assert reach.in_digests(relay) == 0

    def test_it_leaves_also_from_the_outbox(self, relay, send) -> None:
        """Nothing decides otherwise when it is its turn; who has the first with the correction in it has it once."""
        people = len(relay.recipients) - 1
        leaves(begun(relay, body="C'est la salle B."))
        told = [address for address, _subject, text in send() if "la salle B" in text]
        assert (len(told), len(set(told))) == (people, people)

    @pytest.mark.parametrize("is_over", ["cancelled", "begun"])
    def test_of_what_is_over_as_of_any_news(self, relay, is_over) -> None:
        if is_over == "cancelled":
            services.cancel_event(relay, "", by=factories.actor())
        erratum = begun(relay, body="C'est la salle B.")
        with clock.at(clock.now() + timedelta(days=21 if is_over == "begun" else 0)):
            leaves(erratum)
        silent = [row for row in erratum.recipients if row.contact.preference is MailPreference.PORTAL_ONLY]
        assert {row.why_not_written for row in silent} == {Suppression.PORTAL_ONLY}
