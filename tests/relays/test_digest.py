"""A digest is one message for several relays, due in the morning."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from markupsafe import escape

from cara_crm import FEATURES
from cara_crm.contacts.models import MailPreference
from cara_crm.core import clock
from cara_crm.deliveries import letters, transport
from cara_crm.deliveries.models import Delivery, DeliveryStatus
from cara_crm.extensions import db
from cara_crm.jobs import registry
from cara_crm.jobs.models import Job
from cara_crm.relays import queries, services
from cara_crm.relays.models import RelayKind
from cara_crm.relays.services import digest
from cara_crm.relays.services.digest import send_digests
from cara_crm.relays.services.writing import Happening
from cara_crm.worker import Worker
from tests import factories
from tests.relays import cast

pytestmark = pytest.mark.usefixtures("request_context")
TUESDAY_NOON = datetime(2026, 11, 24, 12, tzinfo=clock.PARIS)


def two_relays_for(preference: MailPreference):
    """Two relays sent on a Tuesday at noon to one person of this preference."""
    factories.contact(factories.member(), preference=preference)
    by = factories.actor()
    with clock.at(TUESDAY_NOON):
        relays = [cast.draft(by), cast.draft(by, title="Autre")]
        for relay in relays:
            services.send_relay(relay, by=by)
    db.session.flush()
    return relays


@pytest.mark.parametrize(
    ("preference", "after", "due"),
    [
        (MailPreference.DAILY, timedelta(hours=1), 0),
        (MailPreference.DAILY, timedelta(hours=20), 1),
        (MailPreference.WEEKLY, timedelta(days=5), 0),
        (MailPreference.WEEKLY, timedelta(days=6), 1),
    ],
)
def test_a_digest_is_due_in_the_morning(preference, after, due) -> None:
    two_relays_for(preference)
    with clock.at(TUESDAY_NOON + after):
        assert send_digests(by=factories.actor()) == due


@pytest.mark.parametrize(
    ("preference", "until", "at_once"),
    [
        (MailPreference.WEEKLY, timedelta(days=3), True),  # Friday: over on the Monday of the digest
        (MailPreference.WEEKLY, timedelta(days=5), True),  # Sunday
        (MailPreference.WEEKLY, timedelta(days=7), False),
        (MailPreference.DAILY, timedelta(days=0), True),
        (MailPreference.DAILY, timedelta(days=2), False),
    ],
)
@pytest.mark.parametrize("kind", [RelayKind.OPPORTUNITY, RelayKind.EVENT])
def test_what_would_be_over_at_the_next_digest_comes_on_its_own(kind, preference, until, at_once) -> None:
    factories.contact(factories.member(), preference=preference)
    by, end = factories.actor(), TUESDAY_NOON + until
    with clock.at(TUESDAY_NOON):
        given = {"happening": Happening(end + timedelta(hours=6), None, "")} if kind is RelayKind.EVENT else {}
        relay = cast.draft(by, kind=kind, deadline_on=None if given else end.date(), **given)
        reach = services.reach_of(queries.audience_of(relay.audience), newsletter=True, news=kind)
        assert reach.in_digests(relay) == (0 if at_once else 1)
        services.send_relay(relay, by=by)
    (row,) = relay.recipients
    assert (row.delivery_id is not None) is at_once


def test_an_erratum_of_what_came_on_its_own_does_too() -> None:
    factories.contact(factories.member(), preference=MailPreference.WEEKLY)
    by = factories.actor()
    with clock.at(TUESDAY_NOON):
        first = cast.draft(by, kind=RelayKind.OPPORTUNITY, deadline_on=TUESDAY_NOON.date() + timedelta(days=3))
        services.send_relay(first, by=by)
        came = first.recipients[0].delivery
        came.status, came.sent_at = DeliveryStatus.SENT, clock.now()
        erratum = services.correct(first, by=by)
        services.send_relay(erratum, by=by)
    assert erratum.recipients[0].delivery_id


def test_several_relays_are_one_message_in_the_ledger_of_each() -> None:
    relays = two_relays_for(MailPreference.DAILY)
    assert [queries.ledger_of(relay).waiting for relay in relays] == [1, 1]
    with clock.at(TUESDAY_NOON + timedelta(days=1)):
        send_digests(by=factories.actor())
        assert send_digests(by=factories.actor()) == 0
    mail = db.session.scalars(sa.select(Delivery)).one()
    assert "Appel à projets" in mail.body_text
    assert "Autre" in mail.body_text
    assert relays[0].recipients[0].delivery_id == relays[1].recipients[0].delivery_id


def test_who_chose_the_portal_meanwhile_gets_no_digest() -> None:
    relay = two_relays_for(MailPreference.DAILY)[0]
    relay.recipients[0].contact.preference = MailPreference.PORTAL_ONLY
    with clock.at(TUESDAY_NOON + timedelta(days=1)):
        send_digests(by=factories.actor())
    assert relay.recipients[0].suppressed_reason == "portal_only"


def test_answers_to_own_issues_do_not_wait_for_a_digest() -> None:
    member = factories.member()
    factories.contact(member, preference=MailPreference.WEEKLY)
    relay = cast.answered(cast.relayed(factories.issue(member)), factories.actor())
    assert relay.recipients[0].delivery_id


def test_what_is_no_news_any_more_is_not_sent() -> None:
    two_relays_for(MailPreference.DAILY)
    with clock.at(TUESDAY_NOON + timedelta(days=40)):
        assert send_digests(by=factories.actor()) == 0


def test_a_kind_keeps_a_rhythm_of_its_own_and_an_hour() -> None:
    person = factories.contact(factories.member(), rhythms={"information": "daily"}, digest_hour=18)
    by = factories.actor()
    with clock.at(TUESDAY_NOON):
        news = cast.draft(by)
        call = cast.draft(by, kind=RelayKind.OPPORTUNITY, title="Appel", deadline_on=clock.today() + timedelta(days=9))
        for relay in (news, call):
            services.send_relay(relay, by=by)
    assert [row.delivery_id is not None for row in (*news.recipients, *call.recipients)] == [False, True]
    with clock.at(TUESDAY_NOON + timedelta(hours=5)):
        assert send_digests(by=by) == 0
    with clock.at(TUESDAY_NOON + timedelta(hours=6)):
        assert send_digests(by=by) == 1
    assert person.rhythm_of("") == MailPreference.AT_ONCE


def test_what_one_does_not_want_is_left_out_of_the_digest_it_waited_for() -> None:
    first, second = two_relays_for(MailPreference.DAILY)
    second.kind = RelayKind.CONSULTATION
    first.recipients[0].contact.rhythms = {"consultation": "off"}
    with clock.at(TUESDAY_NOON + timedelta(days=1)):
        assert send_digests(by=factories.actor()) == 1
    assert [one.recipients[0].suppressed_reason for one in (first, second)] == [None, "switched_off"]
    assert [(queries.ledger_of(one).suppressed, queries.ledger_of(one).waiting) for one in (first, second)] == [
        (0, 1),
        (1, 0),
    ]
    assert (
        db.session.scalars(sa.select(Delivery)).one().body_text.count("/my/mail/") == 3
    )  # one relay, all together, preferences


def test_only_what_one_wants_by_mail_comes_by_mail() -> None:
    factories.contact(
        factories.member(), preference=MailPreference.PORTAL_ONLY, rhythms={"information": "at_once", "event": "weekly"}
    )
    by = factories.actor()
    news = cast.draft(by)
    event = cast.draft(by, kind=RelayKind.EVENT, happening=Happening(clock.now() + timedelta(days=40)))
    for relay in (news, event):
        services.send_relay(relay, by=by)
    assert [one.recipients[0].suppressed_reason for one in (news, event)] == [None, None]
    with clock.at(clock.now() + timedelta(days=8)):
        assert send_digests(by=by) == 1


def test_each_mail_says_why_this_person_gets_it() -> None:
    member = factories.member(name="Bielles & Fils")
    for _n in range(2):
        factories.contact(member)
    factories.contact(factories.member(name="Ressorts"), preference=MailPreference.DAILY)
    relay = cast.draft(factories.actor())
    with clock.at(TUESDAY_NOON):
        services.send_relay(relay, by=factories.actor())
    with clock.at(TUESDAY_NOON + timedelta(days=1)):
        send_digests(by=factories.actor())
    said = {one.recipient: (one.body_text, one.body_html) for one in db.session.scalars(sa.select(Delivery))}
    for row in relay.recipients:
        text, html = said[row.contact.email]
        assert (row.reason in text, str(escape(row.reason)) in html) == (True, True)
        assert ("Ressorts" in text) == (row.member.name == "Ressorts")


def many(count: int):
    """A relay for which this many people wait until tomorrow."""
    at = factories.member()
    for number in range(count):
        factories.contact(at, preference=MailPreference.DAILY, language="fr" if number % 2 else "en")
    with clock.at(TUESDAY_NOON):
        relay = cast.draft(factories.actor())
        services.send_relay(relay, by=factories.actor())
    db.session.flush()
    return relay


def test_a_round_is_many_short_transactions_and_goes_on_where_it_was_cut_off(monkeypatch) -> None:
    monkeypatch.setattr(digest, "AT_ONCE", 2)
    relay, seen = many(5), []

    def cut_off(done: int, total: int) -> None:
        seen.append((done, total))
        if len(seen) == 2:
            raise InterruptedError

    with clock.at(TUESDAY_NOON + timedelta(days=1)):
        with pytest.raises(InterruptedError):
            send_digests(by=factories.actor(), checkpoint=cut_off)
        assert (seen, queries.ledger_of(relay).waiting) == ([(2, 5), (4, 5)], 5)
        assert len(db.session.scalars(sa.select(Delivery)).all()) == 4
        assert send_digests(by=factories.actor()) == 1
    people = [one.contact_id for one in db.session.scalars(sa.select(Delivery))]
    assert len(people) == len(set(people)) == 5
    languages = {one.language for one in db.session.scalars(sa.select(Delivery))}
    assert languages == {"fr", "en"}


def test_the_words_of_digests_that_tell_the_same_are_written_once_a_language(monkeypatch) -> None:
    many(6)
    written, write = [], letters.write
    monkeypatch.setattr(letters, "write", lambda kind, *told: written.append(kind) or write(kind, *told))
    with clock.at(TUESDAY_NOON + timedelta(days=1)):
        assert send_digests(by=factories.actor()) == 6
    assert written == ["relay_digest"] * 2


def test_the_clock_asks_and_a_job_does_it(app) -> None:
    registry.load(FEATURES)
    many(2)
    with clock.at(TUESDAY_NOON + timedelta(days=1)):
        registry.PERIODIC["relays.digests"].run()
        db.session.commit()
        assert db.session.scalars(sa.select(Delivery)).all() == []
        worker = Worker(app, transport.from_url("", "x@y.example", app.config["INSTANCE"]))
        while worker.do_one_job():
            pass
    assert len(db.session.scalars(sa.select(Delivery)).all()) == 2


def test_reminders_keep_no_sign_in_mail_waiting(app) -> None:
    registry.load(FEATURES)
    many(1)
    registry.PERIODIC["relays.reminders"].run()
    db.session.commit()
    assert [one.kind for one in db.session.scalars(sa.select(Job))] == ["relays.reminders"]
    worker = Worker(app, transport.from_url("", "x@y.example", app.config["INSTANCE"]))
    assert worker.do_one_job()
