"""“Ask the sector”: from a position whose authors agreed to a consultation that is ready to be sent."""

import pytest

from cara_crm.core import clock
from cara_crm.core.permissions import Role
from cara_crm.extensions import db
from cara_crm.positions.models import Position, Way, WordingAgreement, WordingPurpose
from cara_crm.relays import queries, services
from cara_crm.relays.models import Relay, RelayKind, RelayState
from tests import factories
from tests.relays import cast


def position(*answers: bool | None, **kwargs) -> Position:
    """In the way “ask”, with an author for each answer to its present words."""
    issues = [factories.issue(factories.member(f"Atelier {n}")) for n in range(len(answers))]
    made = factories.position(*issues, way=Way.ASK, **kwargs)
    for issue, agreed in zip(issues, answers, strict=True):
        given = {"purpose": WordingPurpose.ASK, "wording_hash": made.wording_hash, "agreed": agreed}
        db.session.add(WordingAgreement(position=made, issue=issue, **given))
    db.session.flush()
    return made


@pytest.mark.usefixtures("request_context")
class TestPreparing:
    def test_it_says_the_agreed_words_to_the_sectors_of_the_position(self) -> None:
        asked = position(True, True)
        relay = services.ask_sector(asked, by=factories.actor())
        assert (relay.kind, relay.state, relay.positions) == (RelayKind.CONSULTATION, RelayState.DRAFT, [asked])
        assert relay.title == asked.statement  # no author was shown the title
        assert relay.body == f"{asked.statement}\n\n{asked.request}"
        assert relay.audience["sectors"] == [sector.id for sector in asked.sectors]
        assert relay.deadline_on > clock.today()
        assert len(queries.questions_of(relay)) == 2

    @pytest.mark.parametrize("answers", [(True, None), (True, False), ()])
    def test_silence_is_no(self, answers) -> None:
        with pytest.raises(services.NotAgreedYet):
            services.ask_sector(position(*answers), by=factories.actor())

    def test_other_words_are_not_agreed(self) -> None:
        asked = position(True)
        asked.statement += " Et plus encore."
        with pytest.raises(services.NotAgreedYet):
            services.ask_sector(asked, by=factories.actor())

    def test_what_waits_already_is_given_back(self) -> None:
        asked = position(True)
        by = factories.actor()
        assert services.ask_sector(asked, by=by) is services.ask_sector(asked, by=by)

    def test_what_waits_says_the_words_of_today(self) -> None:
        asked, by = position(True), factories.actor()
        relay = services.ask_sector(asked, by=by)
        asked.statement = "Autre chose."
        given = {"purpose": WordingPurpose.ASK, "wording_hash": asked.wording_hash, "agreed": True}
        db.session.add(WordingAgreement(position=asked, issue=asked.links[0].issue, **given))
        db.session.flush()
        assert services.ask_sector(asked, by=by) is relay
        assert (relay.title, relay.body) == ("Autre chose.", f"Autre chose.\n\n{asked.request}")

    def test_it_does_not_leave_once_an_author_says_no(self) -> None:
        asked, by = position(True), factories.actor()
        factories.contact(asked.links[0].issue.member)
        relay = services.ask_sector(asked, by=by)
        services.schedule(relay, by=by)
        db.session.query(WordingAgreement).one().agreed = False
        cast.leave(relay)
        assert (relay.state, relay.recipients) == (RelayState.DRAFT, [])
        with pytest.raises(services.NotAgreedYet):
            services.schedule(relay, by=by)

    def test_nor_in_words_that_nobody_agreed_to(self) -> None:
        asked, by = position(True), factories.actor()
        factories.contact(asked.links[0].issue.member)
        relay = services.ask_sector(asked, by=by)
        relay.body += " Et plus encore."
        with pytest.raises(services.NotAgreedYet):
            services.schedule(relay, by=by)

    def test_words_that_competitors_hide_are_not_asked_about(self) -> None:
        with pytest.raises(services.AskedByMembersOnly):
            services.ask_sector(position(True, statement="Les prix montent."), by=factories.actor())

    def test_nor_when_the_consultation_waits_already(self) -> None:
        asked, by = position(True), factories.actor()
        services.ask_sector(asked, by=by)
        asked.statement = "Vos prix montent."
        given = {"purpose": WordingPurpose.ASK, "wording_hash": asked.wording_hash, "agreed": True}
        db.session.add(WordingAgreement(position=asked, issue=asked.links[0].issue, **given))
        db.session.flush()
        with pytest.raises(services.AskedByMembersOnly):
            services.ask_sector(asked, by=by)


def test_through_the_door(sign_in, post, browse) -> None:
    asked = position(True)
    db.session.commit()
    sign_in(factories.user())
    page = f"/positions/{asked.id}/edit"
    response = post(page, f"/relays/ask-sector/{asked.id}")
    assert response.location == f"/relays/{db.session.query(Relay).one().id}"
    assert "Cela vous concerne-t-il" in browse(response.location) or "Does this concern you?" in browse(
        response.location
    )


def test_too_early_it_says_why(sign_in, post, browse) -> None:
    asked = position(None)
    db.session.commit()
    sign_in(factories.user())
    response = post(f"/positions/{asked.id}/edit", f"/relays/ask-sector/{asked.id}")
    assert "silence is no" in browse(response.location)
    assert db.session.query(Relay).count() == 0


def test_a_position_of_other_sectors_is_not_there(sign_in, post) -> None:
    asked = position(True)
    db.session.commit()
    sign_in(factories.user(sectors=[factories.sector("AUTO")]))
    assert post("/relays/new", f"/relays/ask-sector/{asked.id}").status_code == 404


def test_a_person_reads_why_it_got_something(sign_in, browse) -> None:
    member = factories.member("Atelier Rapide")
    person = factories.contact(member)
    person.affiliations[0].function = "Direction"
    colleague = factories.contact(member)
    relay = cast.draft(factories.actor())
    services.leave_out(relay, [colleague.id], by=factories.actor())
    services.send_relay(relay, by=factories.actor())
    db.session.commit()
    sign_in(factories.user(Role.MEMBER, member_id=member.id, contact_id=person.id))
    assert "You get this as: Direction, Atelier Rapide (sector Rail)." in browse(f"/information/{relay.id}")
    sign_in(factories.user(Role.MEMBER, member_id=member.id, contact_id=colleague.id))
    assert "You get this as" not in browse(f"/information/{relay.id}")
