"""“Not our remit” leads on: the same position for another federation, with those who allow it."""

import pytest

from cara_crm.core.permissions import Role
from cara_crm.extensions import db
from cara_crm.issues.models import Consent, Issue, IssueConsent, IssueMessage
from cara_crm.positions.models import Outcome, Position, PositionIssue, PositionState
from cara_crm.reports.answers import forwarding, queries, services
from cara_crm.reports.models import Answer
from tests import factories as f
from tests.office import cast
from tests.relays.cast import relayed

pytestmark = pytest.mark.usefixtures("request_context")


def told(issue: Issue, consent: Consent, to: str = "PFA") -> Issue:
    issue.consents.append(IssueConsent(federation_id=f.federation(to).id, consent=consent))
    db.session.flush()
    return issue


def answer(*issues: Issue, to: str = "PFA", **words: object) -> Answer:
    """Of FIF: it is the remit of another."""
    position = relayed(*issues)
    for name, value in words.items():
        setattr(position, name, value)
    report = cast.sent(position)
    remit = f.federation(to).id
    return cast.answered(
        report, position, outcome=Outcome.NOT_OUR_REMIT, remit_id=remit, text_members="C’est à la PFA."
    )


def behind(position: Position) -> set[int]:
    return set(db.session.scalars(db.select(PositionIssue.issue_id).where(PositionIssue.position_id == position.id)))


def test_only_issues_whose_authors_allow_it_are_carried_on() -> None:
    yes, no = told(f.issue(), Consent.ANONYMOUS), f.issue(f.member("Atelier Réservé"))
    position = forwarding.forward(answer(yes, no), by=f.actor())
    assert behind(position) == {yes.id}
    assert (position.federation.code, position.state) == ("PFA", PositionState.DRAFT)


def test_the_others_are_asked_once_and_told_no_more() -> None:
    yes, no = told(f.issue(), Consent.ANONYMOUS), f.issue(f.member("Atelier Réservé"))
    given = answer(yes, no)
    forwarding.forward(given, by=f.actor())
    forwarding.forward(given, by=f.actor())
    (message,) = db.session.query(IssueMessage).filter_by(is_from_member=False)
    assert message.issue_id == no.id
    assert "PFA" in message.text
    assert no.consent_for(f.federation("PFA").id) is Consent.NONE
    assert f.federation("PFA").id in {one.federation_id for one in no.consents}
    assert given.position.statement not in message.text


def test_examples_go_along_only_when_everybody_does() -> None:
    yes = told(f.issue(), Consent.ANONYMOUS)
    alone = forwarding.forward(answer(yes, examples="Un atelier attend six mois."), by=f.actor())
    assert alone.examples == "Un atelier attend six mois."
    other = told(f.issue(f.member("Deux")), Consent.ANONYMOUS)
    mixed = forwarding.forward(answer(other, f.issue(f.member("Trois")), examples="Un cas."), by=f.actor())
    assert mixed.examples == ""
    assert mixed.statement


def test_an_issue_that_went_there_already_is_left_where_it_is() -> None:
    issue = told(f.issue(), Consent.ANONYMOUS)
    f.position(issue, to="PFA")
    found = forwarding.onward(answer(issue))
    assert found
    assert (found.allowed, found.carried) == ([], [issue])


def test_the_same_again_is_the_same_draft() -> None:
    given = answer(told(f.issue(), Consent.ANONYMOUS))
    assert forwarding.forward(given, by=f.actor()).id == forwarding.forward(given, by=f.actor()).id


def test_an_outcome_without_a_name_leads_nowhere() -> None:
    position = relayed(f.issue())
    given = cast.answered(cast.sent(position), position, outcome=Outcome.NOT_OUR_REMIT, text_members="Pas nous.")
    assert forwarding.onward(given) is None
    with pytest.raises(forwarding.NotTheirRemit):
        forwarding.forward(given, by=f.actor())


def test_whose_remit_is_kept_for_that_outcome_only_and_never_its_own() -> None:
    position = relayed(f.issue())
    report = cast.sent(position)
    own = cast.answered(report, position, outcome=Outcome.NOT_OUR_REMIT, remit_id=report.federation_id)
    assert own.remit_id is None
    words = {"until_on": None, "text_members": "Non.", "text_cluster": ""}
    values = words | {"version": own.version, "outcome": Outcome.DECLINED, "remit_id": f.federation("PFA").id}
    services.save_answer(report, position.id, **values, by=cast.officer_actor())
    assert own.remit_id is None


def test_a_manager_forwards_and_the_chain_leads_both_ways(sign_in, browse, post) -> None:
    given = answer(told(f.issue(), Consent.ANONYMOUS))
    db.session.commit()
    sign_in(f.user(Role.MANAGER))
    page = f"/answers/{given.id}/pass-on"
    assert "1 issue may be carried on" in browse(page, budget=16)
    where = post(page, f"/answers/{given.id}/forward").location
    db.session.refresh(given)
    made = given.onward
    assert where.endswith(f"/positions/{made.id}/edit") or str(made.id) in where
    assert f"/chain/position/{made.id}" in browse(f"/chain/position/{given.position_id}", budget=20)
    assert f"/chain/position/{given.position_id}" in browse(f"/chain/position/{made.id}", budget=20)


def test_the_federation_names_whose_it_is(sign_in, browse, post) -> None:
    position = relayed(f.issue())
    report = cast.sent(position)
    f.federation("PFA")
    db.session.commit()
    sign_in(cast.officer())
    page = f"/office/reports/{report.id}"
    assert "Whose is it?" in browse(page, budget=14)
    remit = f.federation("PFA").id
    values = {"version": "0", "outcome": "not_our_remit", "remit_id": str(remit), "text_members": "À eux."}
    data = {f"p{position.id}-{name}": value for name, value in values.items()} | {"give": "yes"}
    assert post(page, f"{page}/positions/{position.id}/answer", data).status_code == 303
    given = db.session.query(Answer).one()
    assert given.remit_id == remit
    assert queries.answer_for(f.actor(), given.id)
