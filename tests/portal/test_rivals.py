"""A competitor among the members wants to find out who said what. It reads its own words, and no other's name."""

import pytest

from cara_crm.core import clock
from cara_crm.core.permissions import Role
from cara_crm.issues.links import draft_token
from cara_crm.issues.models import Channel, Consent, IssueState
from cara_crm.positions import services
from cara_crm.positions.models import WordingAgreement, WordingPurpose
from tests import factories
from tests.relays.cast import answered, relayed

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


def test_what_it_received_names_nobody_else(rival, named, client, db):
    issue = own(rival)
    relay = answered(relayed(issue, named, **NAMING), factories.actor())
    db.session.commit()
    page = client.get(f"/information/{relay.id}").text
    assert "des mois de retard" in page
    assert "Un stock commun" in page
    assert "Zélés, l" not in page


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
