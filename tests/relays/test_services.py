"""Rules of relays: who gets what, once, and what is refused."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from cara_crm.contacts.models import MailPreference
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError, EditedMeanwhile
from cara_crm.core.permissions import Role
from cara_crm.deliveries.models import Delivery, DeliveryStatus
from cara_crm.extensions import db
from cara_crm.members.models import Tag
from cara_crm.relays import queries, services
from cara_crm.relays.models import Direction, RelayKind, RelayState
from cara_crm.relays.text import as_html
from tests import factories
from tests.relays import cast

pytestmark = pytest.mark.usefixtures("request_context")


def test_a_person_with_two_functions_gets_one_message() -> None:
    person = factories.contact(factories.member("Un"))
    factories.add(
        type(person.affiliations[0])(
            contact_id=person.id, member_id=factories.member("Deux").id, from_on=date(2021, 1, 1)
        )
    )
    relay = cast.draft(factories.actor())
    services.send_relay(relay, by=factories.actor())
    assert [r.contact_id for r in relay.recipients] == [person.id]
    assert "Un" in relay.recipients[0].reason
    assert "Deux" in relay.recipients[0].reason


def test_each_person_gets_one_delivery_in_its_language() -> None:
    member = factories.member()
    factories.contact(member, language="fr")
    factories.contact(member, language="en")
    services.send_relay(cast.draft(factories.actor()), by=factories.actor())
    rows = db.session.scalars(sa.select(Delivery).where(Delivery.kind == "relay_information")).all()
    assert sorted(row.language for row in rows) == ["en", "fr"]


def test_the_ledger_adds_up() -> None:
    member = factories.member()
    factories.contact(member)
    factories.contact(member, email=None)
    factories.contact(member, hold_reason="bounced twice")
    factories.contact(member, preference=MailPreference.PORTAL_ONLY)
    factories.contact(member, newsletter_opt_out_at=clock.now())
    relay = cast.draft(factories.actor())
    services.send_relay(relay, by=factories.actor())
    ledger = queries.ledger_of(relay)
    assert (ledger.targeted, ledger.suppressed, ledger.waiting) == (5, 4, 1)


def test_what_bounced_is_counted_as_bounced() -> None:
    factories.contact(factories.member())
    relay = cast.draft(factories.actor())
    services.send_relay(relay, by=factories.actor())
    relay.recipients[0].delivery.status = DeliveryStatus.BOUNCED
    db.session.flush()
    assert queries.ledger_of(relay).bounced == 1


def test_who_left_or_is_archived_is_not_in_the_audience() -> None:
    member = factories.member()
    gone, archived = factories.contact(member), factories.contact(member, archived_on=date(2024, 1, 1))
    gone.affiliations[0].until_on = clock.today() - timedelta(days=1)
    db.session.flush()
    assert queries.audience_of({"statuses": ["active"]}) == []
    assert archived.id


def test_criteria_hold_together() -> None:
    wanted = factories.contact(factories.member(category="micro", at="69"))
    factories.contact(factories.member(category="micro", at="38"))
    factories.contact(factories.member(category="large", at="69"))
    rule = {"categories": ["micro", "sme"], "departments": [factories.department("69").id]}
    assert [p.contact.id for p in queries.audience_of(rule)] == [wanted.id]


def test_a_manager_of_some_sectors_writes_to_those_alone() -> None:
    rail = factories.contact(factories.member(in_sector="RAIL"))
    factories.contact(factories.member(in_sector="AUTO"))
    by = factories.actor(sector_ids=frozenset({factories.sector("RAIL").id}))
    for chosen in ([], [factories.sector("AUTO").id], [s.id for s in map(factories.sector, ("AUTO", "RAIL"))]):
        relay = cast.draft(by, audience={"statuses": ["active"], "sectors": chosen})
        assert [p.contact.id for p in queries.audience_of(relay.audience)] == [rail.id]


def test_functions_are_compared_without_accents() -> None:
    buyer = factories.contact(factories.member())
    buyer.affiliations[0].function = "Responsable qualité"
    factories.contact(factories.member())
    rule = {"functions": ["QUALITE"]}
    assert [p.contact.id for p in queries.audience_of(rule)] == [buyer.id]


def test_a_rule_that_asks_nothing_concerns_nobody() -> None:
    factories.contact(factories.member())
    assert queries.audience_of({}) == []


def test_an_empty_audience_is_not_sent() -> None:
    with pytest.raises(services.NobodyToReach):
        services.send_relay(cast.draft(factories.actor()), by=factories.actor())


def test_who_is_left_out_gets_nothing() -> None:
    member = factories.member()
    one, other = factories.contact(member), factories.contact(member)
    relay = cast.draft(factories.actor())
    services.leave_out(relay, [one.id], by=factories.actor())
    services.send_relay(relay, by=factories.actor())
    assert [r.contact_id for r in relay.recipients] == [other.id]


def test_a_relay_is_sent_once() -> None:
    factories.contact(factories.member())
    relay = cast.draft(factories.actor())
    services.send_relay(relay, by=factories.actor())
    with pytest.raises(services.AlreadySent):
        services.send_relay(relay, by=factories.actor())


def test_a_double_click_writes_one_draft() -> None:
    by = factories.actor()
    assert cast.draft(by, submission_key="abc") is cast.draft(by, submission_key="abc")


@pytest.mark.parametrize("question", ["Quel est votre prix ?", "Vos coûts", "Who are your customers?", "Capacités"])
def test_a_consultation_does_not_ask_what_competitors_hide(question: str) -> None:
    with pytest.raises(services.AskedByMembersOnly):
        cast.draft(factories.actor(), kind=RelayKind.CONSULTATION, body=question)


def test_an_opportunity_needs_its_last_day() -> None:
    with pytest.raises(DomainError):
        cast.draft(factories.actor(), kind=RelayKind.OPPORTUNITY)


def test_two_who_edit_at_once_both_keep_their_work() -> None:
    relay = cast.draft(factories.actor())
    with pytest.raises(EditedMeanwhile):
        services.edit_relay(
            relay, version=relay.version + 1, kind=relay.kind, title="X", body="Y", audience={}, by=factories.actor()
        )


def test_what_was_sent_is_not_edited() -> None:
    factories.contact(factories.member())
    relay = cast.draft(factories.actor())
    services.send_relay(relay, by=factories.actor())
    with pytest.raises(DomainError):
        services.discard(relay, by=factories.actor())


def test_a_meeting_to_come_is_not_recorded() -> None:
    tomorrow = clock.today() + timedelta(days=1)
    with pytest.raises(DomainError):
        services.record_relay(
            RelayKind.CALL, direction=Direction.UP, title="T", body="", happened_on=tomorrow, by=factories.actor()
        )


def test_a_recorded_meeting_takes_the_sectors_of_its_positions() -> None:
    position = factories.position()
    relay = services.record_relay(
        RelayKind.MEETING,
        direction=Direction.DOWN,
        title="Point",
        body="",
        happened_on=clock.today(),
        position_ids=[position.id],
        by=factories.actor(),
    )
    assert [s.code for s in relay.sectors] == ["RAIL"]
    assert relay.state is RelayState.RECORDED


def test_the_authors_of_words_hear_the_answer() -> None:
    member = factories.member()
    author, _colleague = factories.contact(member), factories.contact(member)
    people = queries.author_contacts([(member.id, author.id)])
    assert [p.contact.id for p in people[member.id]] == [author.id]


def test_where_the_author_left_the_others_hear_it() -> None:
    member = factories.member()
    author, colleague = factories.contact(member), factories.contact(member)
    author.affiliations[0].until_on = clock.today() - timedelta(days=1)
    db.session.flush()
    people = queries.author_contacts([(member.id, author.id)])
    assert [p.contact.id for p in people[member.id]] == [colleague.id]


def test_nobody_unsubscribes_from_answers_to_own_issues() -> None:
    member = factories.member()
    author = factories.contact(member, newsletter_opt_out_at=clock.now())
    position = cast.relayed(factories.issue(member, contact_id=author.id))
    relay = cast.answered(position, factories.actor())
    assert relay.recipients[0].suppressed_reason is None


def test_a_member_reads_only_its_own_words_in_an_answer() -> None:
    one, other = factories.member("Un"), factories.member("Deux")
    reader = factories.contact(one)
    me = Actor(None, Role.MEMBER, member_id=one.id, contact_id=reader.id)
    mine, theirs = factories.issue(one, title="Mes mots"), factories.issue(other, title="Leurs mots")
    relay = cast.answered(cast.relayed(mine, theirs), factories.actor())
    assert [a.issue_title for a in queries.received(relay, me)] == ["Mes mots"]
    assert [a.issue_id for a in queries.answers_for_issue(theirs)] == [theirs.id]


def test_reading_is_noted_once() -> None:
    factories.contact(factories.member())
    relay = cast.draft(factories.actor(), kind=RelayKind.OPPORTUNITY, deadline_on=clock.today())
    services.send_relay(relay, by=factories.actor())
    row = relay.recipients[0]
    services.show_interest(row, by=factories.actor())
    first = row.acknowledged_at
    services.acknowledge(row, by=factories.actor())
    assert row.acknowledged_at == first
    assert row.interested_at


def test_written_text_can_do_no_harm() -> None:
    html = as_html(
        "# Titre\n<script>alert(1)</script> **fort** [lien](javascript:alert(1)) ![x](http://h.example/i.png)"
    )
    assert "<script" not in html
    assert "javascript:" not in html.replace("[lien](javascript:alert(1))", "")
    assert "<h3>" in html
    assert "<img" not in html


def test_a_tag_chooses_members() -> None:
    wanted, _other = factories.contact(factories.member()), factories.contact(factories.member())
    tag = factories.add(Tag(name="hydrogène", folded="hydrogene"))
    wanted.affiliations[0].member.tags.append(tag)
    db.session.flush()
    assert [p.contact.id for p in queries.audience_of({"tags": [tag.id]})] == [wanted.id]
