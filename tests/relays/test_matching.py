"""Why somebody is in an audience: by which of its criteria, in the language of who reads it."""

import pytest
from flask_babel import force_locale

from cara_crm.accounts.models import User
from cara_crm.core import clock
from cara_crm.core.fold import fold
from cara_crm.core.permissions import Role
from cara_crm.deliveries.models import Delivery
from cara_crm.extensions import db
from cara_crm.members.models import Tag
from cara_crm.relays import queries, services
from cara_crm.relays.models import Recipient, RelayKind
from tests import factories
from tests.relays import cast

pytestmark = pytest.mark.usefixtures("request_context")


def why(rule, *, to_team: bool = True, language: str = "en") -> list[str]:
    people = queries.audience_of(rule)
    matched = queries.matched_by(rule, people)
    with force_locale(language):
        return [queries.told(matched[one.contact.id], to_team=to_team) for one in people]


def test_each_criterion_that_is_met_is_named() -> None:
    member = factories.member()
    member.tags.append(Tag(name="À suivre", folded=fold("À suivre")))
    factories.contact(member)
    db.session.flush()
    rule = {"sectors": [factories.sector("RAIL").id, factories.sector("AUTO").id], "categories": ["sme"]}
    rule |= {"tags": [member.tags[0].id], "departments": [member.department_id], "functions": ["direc"]}
    assert why(rule) == [
        "sector Rail · small or medium company · department Rhône · tag “À suivre” · function with “direc”"
    ]


def test_it_is_told_in_the_readers_language() -> None:
    factories.contact(factories.member())
    assert why({"sectors": [factories.sector("RAIL").id]}, language="fr") == ["filière Ferroviaire"]


def test_a_member_does_not_read_the_teams_own_marks() -> None:
    member = factories.member()
    member.tags.append(Tag(name="À suivre", folded=fold("À suivre")))
    factories.contact(member)
    db.session.flush()
    rule = {"sectors": [factories.sector("RAIL").id], "tags": [member.tags[0].id], "functions": ["direc"]}
    assert why(rule, to_team=False) == ["sector Rail"]


def test_who_was_added_by_hand_says_by_whom() -> None:
    by, person = factories.actor(), factories.contact(factories.member(in_sector="AUTO"))
    relay = cast.draft(by)
    services.add_people(relay, [person.id], by=by)
    assert why(relay.audience) == [f"added by hand by {by.name}"]
    assert why(relay.audience, to_team=False) == ["chosen by the team"]


def test_past_interest_is_named() -> None:
    person = factories.contact(factories.member())
    call = cast.draft(factories.actor(), kind=RelayKind.OPPORTUNITY, deadline_on=clock.today())
    services.send_relay(call, by=factories.actor())
    services.show_interest(call.recipients[0], by=factories.actor())
    db.session.flush()
    assert person.id == call.recipients[0].contact_id
    assert why({"interested": [call.id]}) == ["interested in “Appel à projets”"]


def test_it_is_kept_with_who_got_it_and_told_in_its_mail() -> None:
    factories.contact(factories.member(), language="en")
    relay = cast.draft(factories.actor())
    services.send_relay(relay, by=factories.actor())
    db.session.expire_all()
    row = db.session.query(Recipient).one()
    assert row.matched == {"sectors": [["Ferroviaire", "Rail"]], "statuses": ["active"]}
    assert "Direction, Atelier Fictif (sector Rail)" in db.session.query(Delivery).one().body_text


def test_the_pages_say_it(browse, sign_in) -> None:
    member = factories.member()
    person = factories.contact(member)
    draft = cast.draft(factories.actor())
    sent = cast.draft(factories.actor(), title="Parti")
    services.send_relay(sent, by=factories.actor())
    sign_in(factories.user())
    for relay in (draft, sent):
        assert "sector Rail · active" in browse(f"/relays/{relay.id}")
    sign_in(factories.user(Role.MEMBER, contact_id=person.id, member_id=member.id))
    assert "(sector Rail)" in browse(f"/information/{sent.id}")
    assert db.session.query(User).count() >= 2
