"""Whatever happens: targeted = suppressed + sent + bounced + failed + waiting, for each relay and in the lists."""

import random
from collections import Counter
from datetime import timedelta

import pytest
import sqlalchemy as sa

from cara_crm.agenda.queries import days
from cara_crm.contacts import addresses, newsletters
from cara_crm.contacts.models import Affiliation, MailPreference
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.permissions import Role
from cara_crm.deliveries import claims, services
from cara_crm.deliveries.claims import Outcome, Result
from cara_crm.deliveries.models import Delivery, DeliveryStatus
from cara_crm.extensions import db
from cara_crm.interactions.models import Interaction
from cara_crm.relays import queries
from cara_crm.relays import services as relays
from cara_crm.relays.models import Recipient, RelayKind
from cara_crm.relays.services.digest import send_digests
from tests import factories
from tests.relays import cast

SYSTEM = Actor.system("test")
RHYTHMS = ["at_once", "daily", "weekly", "portal_only", "off"]


class World:
    """People who change their minds, a mail server with moods, and time that passes; `sent`: what it took."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.members = [factories.member() for _n in range(4)]
        self.people = [factories.contact(one) for one in self.members for _n in range(2)]
        self.people.append(factories.contact(self.members[0], email=None))
        self.relays: list = []
        self.taken: Counter[int] = Counter()

    def one(self):
        return self.chance.choice(self.people)

    def send(self) -> None:
        kind = self.chance.choice([RelayKind.INFORMATION, RelayKind.OPPORTUNITY])
        relay = cast.draft(factories.actor(), kind=kind, deadline_on=clock.today() + timedelta(days=20))
        relays.send_relay(relay, by=SYSTEM)
        self.relays.append(relay)

    def correct(self) -> None:
        """An erratum to one of them."""
        first = self.chance.choice(self.relays)
        erratum = relays.correct(first, by=factories.actor())
        if queries.audience_of(erratum.audience):
            relays.send_relay(erratum, by=SYSTEM)
            self.relays.append(erratum)

    def look_again(self) -> None:
        """A worker takes what is due, decides once more, and gives it back or sends it."""
        with clock.at(clock.now() + timedelta(minutes=self.chance.randrange(9))):
            claimed = claims.claim("w", 5)
            services.withdraw(gone := relays.reconsider(claimed), by=claims.WORKER)
            for key in (one for one in claimed if one not in gone):
                self.taken[key] += 1
                claims.record(key, "w", Outcome(Result.SENT))

    def leave(self) -> None:
        """Somebody ends its function between the freezing and the sending."""
        for one in db.session.scalars(sa.select(Affiliation).filter_by(contact_id=self.one().id)):
            one.until_on = clock.today()

    def choose(self) -> None:
        person = self.one()
        person.preference = self.chance.choice(list(MailPreference))
        person.rhythms = {"opportunity": self.chance.choice(RHYTHMS)} if self.chance.random() < 0.5 else {}

    def change_mind(self) -> None:
        self.chance.choice([newsletters.opt_out, newsletters.opt_in])(self.one().id, by=SYSTEM)

    def move(self) -> None:
        person = self.one()
        person.email = f"autre{person.id}-{self.chance.randrange(9999)}@ailleurs.example"
        addresses.lift(person, by=SYSTEM)

    def archive(self) -> None:
        person = self.one()
        person.archived_on = None if person.archived_on else clock.today()

    def work(self) -> None:
        """A worker takes what is due; it may die before it writes down what became of it."""
        for key in claims.claim("w", self.chance.randrange(1, 5)):
            result = self.chance.choice([*[Result.SENT] * 4, Result.BOUNCED, Result.FAILED, Result.DEFERRED, None])
            if result is None:
                continue
            self.taken[key] += result is Result.SENT
            claims.record(key, "w", Outcome(result, "550 nobody"))

    def retry(self) -> None:
        services.retry_failed(by=SYSTEM)

    def digest(self) -> None:
        with clock.at(clock.now() + timedelta(days=self.chance.randrange(9))):
            send_digests(by=SYSTEM)

    def check(self) -> None:
        db.session.flush()
        for relay in self.relays:
            rows = db.session.scalars(sa.select(Recipient).filter_by(relay_id=relay.id)).all()
            ledger = queries.ledger_of(relay)
            parts = ledger.suppressed + ledger.sent + ledger.bounced + ledger.failed + ledger.waiting
            assert (ledger.targeted, parts) == (len(rows), len(rows))
            assert len({row.contact_id for row in rows}) == len(rows)
            for row in rows:
                got = row.delivery
                assert row.errata <= len(relay.corrections)
                assert got is None or bool(row.why_not_written) == (got.status is DeliveryStatus.SUPPRESSED)


STEPS = [
    "send",
    "correct",
    "correct",
    "look_again",
    "look_again",
    "leave",
    "choose",
    "choose",
    "change_mind",
    "move",
    "archive",
    "work",
    "work",
    "work",
    "retry",
    "digest",
]


@pytest.mark.parametrize("seed", range(12))
def test_the_ledger_holds_under_every_change(request_context, seed):
    world = World(seed)
    world.send()
    for step in world.chance.choices(STEPS, k=40):
        getattr(world, step)()
        world.check()
    status = db.session.execute(sa.select(Delivery.id, Delivery.status)).all()
    sent = {key for key, value in status if value is DeliveryStatus.SENT}
    assert sent == {key for key, times in world.taken.items() if times}
    assert set(world.taken.values()) <= {0, 1}


def test_who_leaves_after_the_freezing_is_in_the_ledger_and_is_written_to(request_context):
    """Whom a relay was for is decided once; what one has left, one does not read here any more."""
    member = factories.member()
    person = factories.contact(member)
    relay = cast.draft(factories.actor())
    relays.send_relay(relay, by=SYSTEM)
    left(person)
    assert queries.audience_of(relay.audience) == []
    assert queries.ledger_of(relay).targeted == 1


def test_a_manager_reads_all_that_a_member_received(sign_in, browse, client):
    member = factories.member(name="Bielles")
    person = factories.contact(member, last_name="Ourse")
    factories.contact(member, last_name="Muette", preference=MailPreference.PORTAL_ONLY)
    factories.contact(factories.member(name="Ressorts"), last_name="Autrui")
    relay = cast.draft(factories.actor(), title="=Salon")
    relays.send_relay(relay, by=SYSTEM)
    row = next(one for one in relay.recipients if one.contact_id == person.id)
    relays.acknowledge(row, by=SYSTEM)
    db.session.commit()
    sign_in(factories.user(sectors=[factories.sector("RAIL")]))
    html = browse(f"/members/{member.id}/received")
    assert ["Ourse" in html, "Muette" in html, "Autrui" in html] == [True, True, False]
    lines = client.get(f"/members/{member.id}/received.csv").text.splitlines()
    assert (len(lines), ",=Salon" in "".join(lines)) == (3, False)
    db.session.commit()
    assert "Nothing was sent to it yet" in browse(f"/members/{factories.member().id}/received")


def test_who_does_not_see_the_member_does_not_see_what_it_received(sign_in, client):
    member = factories.member()
    sign_in(factories.user(sectors=[factories.sector("AUTO")]))
    db.session.commit()
    assert client.get(f"/members/{member.id}/received").status_code == 404
    assert client.get(f"/members/{member.id}/received.csv").status_code == 404


def test_an_event_stands_in_the_calendars_of_who_has_a_place_and_of_the_team(request_context):
    member = factories.member()
    person = factories.contact(member)
    starts_at = clock.now() + timedelta(days=12)
    event = cast.draft(factories.actor(), kind=RelayKind.EVENT, happening=relays.Happening(starts_at, place="Lyon"))
    relays.send_relay(event, by=SYSTEM)
    guest = Actor(None, Role.MEMBER, member_id=member.id, contact_id=person.id)
    keys = [[one.key for one in days.entries(actor)] for actor in (guest, factories.actor())]
    assert keys == [[], [f"event-{event.id}"]]
    relays.register(event.recipients[0], by=guest)
    (entry,) = days.entries(guest)
    assert (entry.starts_at, entry.place, entry.key) == (starts_at, "Lyon", f"event-{event.id}")


def left(person) -> None:
    for one in db.session.scalars(sa.select(Affiliation).filter_by(contact_id=person.id)):
        one.until_on = clock.today() - timedelta(days=1)
    db.session.flush()


def test_who_left_the_member_gets_no_digest_for_it_any_more(request_context):
    person = factories.contact(factories.member(), preference=MailPreference.DAILY)
    relay = cast.draft(factories.actor())
    relays.send_relay(relay, by=SYSTEM)
    left(person)
    with clock.at(clock.now() + timedelta(days=2)):
        assert send_digests(by=SYSTEM) == 0
    assert (relay.recipients[0].suppressed_reason, queries.ledger_of(relay).suppressed) == ("left", 1)


def test_what_waits_goes_to_the_new_address_but_for_what_signs_in(request_context):
    person = factories.contact(factories.member(), email="avant@atelier.example")
    relays.send_relay(cast.draft(factories.actor()), by=SYSTEM)
    services.queue("trial", to=person, dedupe_key="token", context={}, holds_token=True, by=SYSTEM)
    services.readdress(person.id, "apres@atelier.example", by=SYSTEM)
    found = {one.kind: one.recipient for one in db.session.scalars(sa.select(Delivery))}
    assert found == {"relay_information": "apres@atelier.example", "trial": "avant@atelier.example"}


def test_who_came_to_an_event_has_it_in_its_history(request_context):
    one, other = (factories.contact(factories.member()) for _n in range(2))
    by = factories.actor()
    event = cast.draft(by, kind=RelayKind.EVENT, happening=relays.Happening(clock.now() + timedelta(days=2)))
    relays.send_relay(event, by=SYSTEM)
    for row in event.recipients:
        relays.register(row, by=Actor(None, Role.MEMBER, member_id=row.member_id, contact_id=row.contact_id))
    rows = {row.contact_id: row.id for row in event.recipients}
    assert db.session.scalars(sa.select(Interaction)).all() == []
    with clock.at(clock.now() + timedelta(days=3)):
        relays.note_attendance(event, [rows[one.id]], by=by)
        relays.note_attendance(event, [rows[one.id], rows[other.id]], by=by)
    kept = db.session.scalars(sa.select(Interaction)).one()
    assert ({c.id for c in kept.contacts}, len(kept.members), kept.minutes) == ({one.id, other.id}, 2, event.title)
