"""A competitor among the members wants to find out who said what. It reads its own words, and no other's name."""

import pytest
import sqlalchemy as sa

from cara_crm.core import clock
from cara_crm.core.fold import fold
from cara_crm.core.permissions import Role
from cara_crm.deliveries.models import Delivery
from cara_crm.issues.links import draft_token
from cara_crm.issues.models import Channel, Consent, IssueState
from cara_crm.positions import services
from cara_crm.positions.models import Outcome, WordingAgreement, WordingPurpose
from cara_crm.reports.answers.services import pass_on
from cara_crm.reports.models import Answer, AnswerState
from cara_crm.reports.questions.services import ask_back, masked, put
from tests import factories
from tests.relays.cast import answered, relayed, sent_report
from tests.walk import words_from

NAMING = {
    "title": "Acier livré en retard chez Aciers Zélés",
    "statement": "Chez Aciers Zélés, l’acier est livré avec des mois de retard ; Rivale Fictive le voit aussi.",
    "request": "Un stock commun, qu’Aciers Zélés tiendrait.",
}


@pytest.fixture
def rival(sign_in):
    """Somebody of Rivale Fictive, signed in."""
    member = factories.member("Rivale Fictive")
    contact = factories.contact(member)
    sign_in(factories.user(Role.MEMBER, member_id=member.id, contact_id=contact.id))
    return contact


@pytest.fixture
def named():
    """An issue of a member that agreed to be named to the federation, not to its competitors."""
    return factories.issue(factories.member("Aciers Zélés"), consent=Consent.NAMED)


def own(rival, **kwargs):
    return factories.issue(rival.affiliations[0].member, contact=rival, **kwargs)


def test_the_page_of_its_own_issue_names_nobody_else(rival, named, browse, db):
    issue = own(rival)
    answered(relayed(issue, named, **NAMING), factories.actor())
    db.session.commit()
    page = browse(f"/my/issues/{issue.id}", budget=14)
    assert "des mois de retard" in page
    assert "Rivale Fictive le voit aussi" in page
    assert "Zélés" not in page


@pytest.fixture
def told(rival, named):
    """The answer to a position of both, passed on as a manager does; the federation names one of them in it too."""
    position = relayed(own(rival), named, **NAMING)
    answer = Answer(report=sent_report(position), position=position, outcome=Outcome.TAKEN_UP, state=AnswerState.GIVEN)
    answer.text_members = "Ce que dit ACIERS ZELES est pris en compte."
    answer.given_at = clock.now()
    pass_on(factories.add(answer), by=factories.actor())
    factories.db.session.commit()
    return answer.relay


def test_what_it_received_names_nobody_else(told, client):
    page = client.get(f"/information/{told.id}").text
    assert "des mois de retard" in page
    assert "Un stock commun" in page
    assert "est pris en compte" in page
    assert "zeles" not in fold(page)


def test_the_title_of_an_answer_names_nobody_in_a_list_a_search_or_a_mail(told, browse, db):
    """One title and one text go to all who are behind the position: they name none of them."""
    assert "zeles" not in fold(browse("/information"))
    assert told.title in browse("/information?q=acier")
    assert "Nothing of that" in browse("/information?q=zeles")
    letters = db.session.scalars(sa.select(Delivery).where(Delivery.kind == "answer_passed_on")).all()
    assert {letter.contact_id for letter in letters} >= {person.contact_id for person in told.recipients}
    assert not [one for one in letters if "zeles" in fold(f"{one.subject} {one.body_text} {one.body_html}")]


def test_who_passes_it_on_reads_it_as_they_will(rival, named, sign_in, browse):
    position = relayed(own(rival), named, **NAMING)
    answer = Answer(report=sent_report(position), position=position, outcome=Outcome.TAKEN_UP, state=AnswerState.GIVEN)
    answer.given_at = clock.now()
    factories.add(answer)
    sign_in(factories.user())
    page = browse(f"/answers/{answer.id}/pass-on")
    assert "Chez […], l’acier est livré" in page
    assert "[…] is the name of a member" in page


def test_similar_subjects_name_nobody(rival, named, post):
    others = [factories.issue(factories.member(f"Atelier {n}")) for n in range(5)]
    position = factories.position(named, *others, **NAMING)
    services.mark_relayed([position], at=clock.now(), by=factories.actor())
    said = {"title": "Acier livré en retard", "what_happens": "L’acier est livré avec des mois de retard."}
    page = post("/my/issues/new", "/my/issues/similar", said).text
    assert "des mois de retard" in page
    assert "Zélés" not in page
    assert "Rivale Fictive" in page or "[…]" in page


def test_a_wording_to_agree_to_names_nobody_else(rival, named, browse):
    issue = own(rival)
    position = factories.position(issue, named, **NAMING)
    question = factories.add(
        WordingAgreement(
            position=position, issue=issue, purpose=WordingPurpose.SIGNAL, wording_hash=position.wording_hash
        )
    )
    page = browse(f"/my/wordings/{question.id}")
    assert "des mois de retard" in page
    assert "Zélés" not in page


def test_who_left_for_a_competitor_confirms_nothing_in_the_name_of_the_first(named, client, post):
    person = factories.contact(named.member)
    draft = factories.issue(
        named.member, contact=person, state=IssueState.DRAFT, channel=Channel.EMAIL, what_happens="Mots de la maison."
    )
    page = f"/my/by-mail/{draft_token([draft.id], person.id)}"
    assert "Mots de la maison" in client.get(page).text
    person.affiliations[0].until_on = factories.LONG_AGO
    assert "Mots de la maison" not in client.get(page).text
    post("/sign-in", page, {"answer": "send", "what_happens": "Autre chose.", "kind": "problem"})
    assert draft.state is IssueState.DRAFT


def test_no_page_that_a_member_reaches_names_another(rival, named, told, client, db):
    """Whatever page is added: all of them are read, in the words of a position that is under work and of one sent."""
    sent, asked = told.positions[0], own(rival, title="Énergie")
    draft = factories.position(asked, factories.issue(named.member), **NAMING)
    for purpose in WordingPurpose:
        factories.add(WordingAgreement(position=draft, issue=asked, purpose=purpose, wording_hash=draft.wording_hash))
    answer = db.session.scalars(sa.select(Answer).where(Answer.relay_id == told.id)).one()
    question = ask_back(answer.report, sent.id, question="Aciers Zélés le voit ?", by=factories.actor())
    put(question, text=masked(question), by=factories.actor())
    db.session.commit()
    read = words_from(client, "/my/issues")
    for part in ("/my/issues/", "/my/wordings/", "/information/", "/chain", ".pdf"):
        assert any(part in address for address in read), (part, sorted(read))
    sheet = next(page for address, page in read.items() if address.endswith(f"/my/voice/{clock.today().year}.pdf"))
    assert "des mois de retard" in sheet
    assert [address for address, page in read.items() if "zeles" in fold(page)] == []
