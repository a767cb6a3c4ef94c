"""A consultation as evidence of a position: chosen from either page, figures beside the words; answers as issues."""

import pytest

from cara_crm.core.permissions import Role
from cara_crm.deliveries.models import Delivery
from cara_crm.extensions import db
from cara_crm.issues.models import Agreement, Issue
from cara_crm.issues.services import NobodyToAsk
from cara_crm.positions.models import PositionState
from cara_crm.relays import queries, services
from cara_crm.relays.models import RelayKind, Response
from tests import factories
from tests.relays import cast
from tests.relays.test_consultations import answer, close, consultation

WORDS = "Un essai refait coûte trois semaines."


def closed(yes: int = 6, no: int = 6):
    """A consultation to which so many said yes and no; who said yes gave an example."""
    relay = consultation(yes + no)
    for n, row in enumerate(relay.recipients):
        answer(row, *((0, 3, WORDS) if n < yes else (1,)))
    close(relay)
    db.session.commit()
    return relay


def test_it_is_chosen_on_its_page_and_its_figures_stand_beside_the_position(sign_in, browse, post) -> None:
    relay, position = closed(), factories.position(factories.issue())
    sign_in(factories.user())
    page = f"/relays/{relay.id}"
    assert "evidence of no position yet" in browse(page, budget=18)
    post(page, f"{page}/position", {"position": str(position.id)})
    assert f"/positions/{position.id}/edit#ev" in browse(page, budget=30)
    html = browse(f"/positions/{position.id}/evidence", budget=44)
    assert "Asked of 12 groups" in html
    assert html.count('<td class="num" data-label="Groups">6</td>') == 2


def test_it_is_chosen_in_the_editor(sign_in, browse, post) -> None:
    relay, position = closed(), factories.position(factories.issue())
    sign_in(factories.user())
    page = f"/positions/{position.id}/evidence"
    assert "Délais d’essai" in browse(page, budget=44)
    post(page, f"/positions/{position.id}/consultation", {"relay": str(relay.id)})
    assert relay.positions == [position]


def test_what_a_closed_position_had_is_offered_to_another(sign_in, browse, post) -> None:
    relay, merged, kept = closed(), factories.position(), factories.position(factories.issue())
    services.choose_position(relay, merged, by=factories.actor())
    assert queries.inquiries_to_choose(factories.actor()) == []
    merged.state = PositionState.CLOSED
    db.session.flush()
    assert queries.inquiries_to_choose(factories.actor()) == [relay]
    services.choose_position(relay, kept, by=factories.actor())
    assert relay.positions == [kept]


def test_what_few_said_is_withheld_beside_the_position_too(sign_in, browse) -> None:
    relay, position = closed(yes=11, no=1), factories.position(factories.issue())
    services.choose_position(relay, position, by=factories.actor())
    sign_in(factories.user())
    html = browse(f"/positions/{position.id}/evidence", budget=44)
    assert html.count('class="withheld">withheld') >= 2
    assert '<td class="num" data-label="Groups">11</td>' not in html


def test_while_it_is_open_the_editor_says_when_there_are_figures(sign_in, browse) -> None:
    relay, position = consultation(), factories.position(factories.issue())
    services.choose_position(relay, position, by=factories.actor())
    sign_in(factories.user())
    assert "the figures stand here the day after" in browse(f"/positions/{position.id}/evidence", budget=44)


def test_it_is_evidence_of_one_position_or_none(sign_in, post) -> None:
    relay, first, second = closed(), factories.position(factories.issue()), factories.position(factories.issue())
    sign_in(factories.user())
    page = f"/relays/{relay.id}"
    for one in (first, second):
        post(page, f"{page}/position", {"position": str(one.id)})
    assert relay.positions == [second]
    post(page, f"{page}/position", {"position": ""})
    assert relay.positions == []


@pytest.mark.usefixtures("request_context")
class TestChoosing:
    def test_only_what_members_were_asked_is_evidence(self) -> None:
        for kind in (RelayKind.INFORMATION, RelayKind.CONSULTATION):
            with pytest.raises(services.NotEvidence):
                services.choose_position(
                    cast.draft(factories.actor(), kind=kind), factories.position(), by=factories.actor()
                )

    def test_a_closed_position_takes_none(self) -> None:
        position = factories.position(state=PositionState.CLOSED)
        with pytest.raises(services.NotEvidence):
            services.choose_position(consultation(1), position, by=factories.actor())

    def test_who_answered_without_an_address_cannot_be_asked(self) -> None:
        relay = closed(1, 0)
        relay.recipients[0].contact.email = None
        response = db.session.query(Response).one()
        with pytest.raises(NobodyToAsk):
            services.issue_of_answer(response, queries.questions_of(relay)[2], by=factories.actor())


def test_an_answer_in_words_becomes_an_issue_that_its_author_agrees_to(sign_in, browse, post) -> None:
    relay = closed(1, 0)
    response = db.session.query(Response).one()
    choice, _number, text = queries.questions_of(relay)
    sign_in(factories.user())
    page, act = f"/relays/{relay.id}", f"/relays/{relay.id}/answers/{response.id}/issue"
    assert "Make an issue of it" in browse(page, budget=18)
    for _twice in range(2):
        post(page, act, {"question": str(text.id)})
    issue = db.session.query(Issue).one()
    assert (issue.what_happens, issue.member_id, issue.agreement) == (WORDS, response.member_id, Agreement.ASKED)
    assert issue.raised_by_relay_id == relay.id
    assert db.session.query(Delivery).filter_by(kind="agreement_asked").count() == 1
    assert f"/issues/{issue.id}" in browse(page, budget=20)
    post(page, act, {"question": str(choice.id)})
    assert db.session.query(Issue).count() == 1


def test_a_manager_of_other_sectors_makes_no_issue_of_an_answer(sign_in, post) -> None:
    relay = closed(1, 0)
    relay.sectors = [factories.sector("AUTO"), factories.sector("RAIL")]
    response = db.session.query(Response).one()
    text = queries.questions_of(relay)[2]
    sign_in(factories.user(sectors=[factories.sector("AUTO")]))
    page = f"/relays/{relay.id}"
    assert post(page, f"{page}/answers/{response.id}/issue", {"question": str(text.id)}).status_code == 404


@pytest.mark.parametrize("role", [Role.OBSERVER, Role.DIRECTOR])
def test_others_choose_nothing(sign_in, browse, role) -> None:
    relay = closed()
    sign_in(factories.user(role))
    html = browse(f"/relays/{relay.id}", budget=18)
    assert "Keep this choice" not in html
    assert "Make an issue" not in html


def test_the_report_says_it_with_the_position(sign_in, browse) -> None:
    issues = [factories.issue(factories.member(f"Fonderie {n}")) for n in range(6)]
    relay, position = closed(), factories.position(*issues)
    services.choose_position(relay, position, by=factories.actor())
    sign_in(factories.user(language="en"))
    html = browse(f"/positions/{position.id}/evidence", budget=48)
    as_report = html[html.index("As a report would say it today") :]
    assert "Consultation of members closed on" in as_report
    assert "groups that replied" in as_report or "replied" in as_report


@pytest.mark.parametrize(("sectors", "reads"), [((), True), (("RAIL", "AUTO"), True), (("RAIL",), False)])
def test_who_reads_some_of_the_answers_does_not_see_the_figures_over_all(sign_in, browse, post, sectors, reads) -> None:
    """Twelve answered, one of them for another sector: less its own, the manager would have that one answer."""
    relay, position = closed(), factories.position(factories.issue())
    other = relay.recipients[0].member
    other.assignments[0].sector = factories.sector("AUTO")
    relay.positions.append(position)
    db.session.commit()
    limits = {"sectors": [factories.sector(code) for code in sectors]} if sectors else {}
    sign_in(factories.user(**limits))
    pages = browse(f"/relays/{relay.id}", budget=18), browse(f"/positions/{position.id}/evidence", budget=44)
    for html in pages:
        assert ('data-label="Groups">6<' in html) is reads
        assert ("would tell what a few others said" in html) is not reads
