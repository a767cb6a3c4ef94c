"""A mailed link is worth something to who works at the member, and to nobody who has left, was archived or merged."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from cara_crm.contacts.models import Affiliation
from cara_crm.contacts.services import archive_contact, change_employer
from cara_crm.core import clock
from cara_crm.deliveries.models import Delivery
from cara_crm.extensions import db
from cara_crm.issues import services
from cara_crm.issues.links import agreement_token, opinion_token
from cara_crm.issues.models import Agreement, IssueState
from cara_crm.merging.services.contacts import merge_contacts
from cara_crm.positions import services as positions
from cara_crm.positions.links import wording_token
from cara_crm.positions.models import Way, WordingAgreement
from cara_crm.reports.voice.links import VoiceLink, voice_token
from tests import factories


@pytest.fixture
def author():
    return factories.contact(factories.member("Forge Fictive"), email="paul@forge.example")


@pytest.fixture
def moved():
    """moved(person): it works for a competitor since today."""

    def _moved(person):
        rival = factories.member("Forge Rivale")
        change_employer(person, member_id=rival.id, function="Achats", on=clock.today(), by=factories.actor())
        for line in db.session.scalars(sa.select(Affiliation).where(Affiliation.contact_id == person.id)):
            if line.member_id != rival.id:
                line.until_on = clock.today() - timedelta(days=1)
        db.session.commit()

    return _moved


def asked(author):
    member = author.affiliations[0].member
    return factories.issue(member, contact=author, agreement=Agreement.ASKED, agreement_contact=author, title="Four")


def agreement_of(issue):
    return f"/agreement/{agreement_token([issue.id], issue.agreement_contact_id)}"


@pytest.mark.usefixtures("request_context")
def test_who_moved_to_a_competitor_neither_reads_nor_rewrites_nor_agrees(author, moved, client, post):
    issue = asked(author)
    page = agreement_of(issue)
    first = client.get(page)
    assert "Four" in first.text
    moved(author)
    closed = client.get(page)
    assert (closed.status_code, "Four" in closed.text, "This link has ended" in closed.text) == (410, False, True)
    said = {f"issue-{issue.id}-title": "Réécrit", f"issue-{issue.id}-what_happens": "Tout va bien."}
    for answer in ("agree", "refuse", "correct", "who"):
        assert post("/sign-in", f"{page}/{issue.id}", {"answer": answer} | said).status_code == 410
    assert (issue.title, issue.agreement) == ("Four", Agreement.ASKED)


def links_of(issue, author):
    """Every page that a person without an account opens by a mail about issues."""
    by = factories.actor()
    position = factories.position(issue)
    positions.ask_wording(position, Way.SIGNAL, by=by)
    question = db.session.query(WordingAgreement).one()
    year = clock.today().year
    return [
        f"/opinion/{opinion_token([issue.id], author.id)}",
        f"/wording/{wording_token(question.id)}",
        f"/my/voice/by-mail/{voice_token(VoiceLink(author.id, issue.member_id, year))}.pdf",
    ]


@pytest.mark.usefixtures("request_context")
@pytest.mark.parametrize("how", ["moved", "archived"])
def test_every_other_mailed_page_ends_as_well(author, moved, client, how):
    issue = factories.issue(asked(author).member, contact=author, state=IssueState.ANSWERED)
    pages = links_of(issue, author)
    db.session.commit()
    assert [client.get(page).status_code for page in pages] == [200] * 3
    if how == "moved":
        moved(author)
    else:
        archive_contact(author, by=factories.actor())
        db.session.commit()
    assert [client.get(page).status_code for page in pages] == [410] * 3


@pytest.mark.usefixtures("request_context")
def test_an_archived_person_or_member_answers_no_more(author, client):
    issue = asked(author)
    page = agreement_of(issue)
    archive_contact(author, by=factories.actor())
    db.session.commit()
    assert client.get(page).status_code == 410
    author.archived_on = None
    issue.member.archived_on, issue.member.archived_reason = clock.today(), "cessation"
    db.session.commit()
    assert client.get(page).status_code == 404


@pytest.mark.usefixtures("request_context")
def test_one_that_was_merged_answers_by_the_link_of_before(author, client):
    issue = asked(author)
    page = agreement_of(issue)
    kept = factories.contact(issue.member, email="p.sorbier@forge.example")
    merge_contacts(kept, author, choices={}, versions=(kept.version, author.version), by=factories.actor())
    db.session.commit()
    assert client.get(page).status_code == 200


@pytest.mark.usefixtures("request_context")
def test_who_has_left_is_neither_asked_nor_reminded(author, moved):
    issue = asked(author)
    issue.agreement_asked_at = clock.now() - timedelta(days=8)
    moved(author)
    services.remind_unanswered(by=factories.actor())
    assert db.session.query(Delivery).filter_by(kind="agreement_asked").count() == 0
    with pytest.raises(services.NobodyToAsk, match="Forge Fictive"):
        services.ask_agreement(issue, by=factories.actor())
