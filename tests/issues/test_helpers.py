"""Who of the register helped to solve an issue: noted with it, found on its own record, told if it agrees."""

import pytest
import sqlalchemy as sa

from cara_crm.audit.models import AuditEvent
from cara_crm.core.permissions import Role
from cara_crm.extensions import db
from cara_crm.issues.models import IssueHelper, IssueState
from cara_crm.merging.services import merge_members
from tests import factories

HELPER = "Lycée des Engrenages Fictifs"


@pytest.fixture
def issue():
    return factories.issue(factories.member("Atelier du Pivot Fictif"), title="Pas d’apprentis")


@pytest.fixture
def helper():
    return factories.member(HELPER)


@pytest.fixture
def manager(sign_in):
    return sign_in(factories.user())


def end(post, issue, **data):
    page = f"/issues/{issue.id}"
    return post(page, f"{page}/end", {"step": "solve", "reason": "Une classe a été ouverte.", **data})


def helpers() -> list[IssueHelper]:
    return list(db.session.scalars(sa.select(IssueHelper).order_by(IssueHelper.id)))


def test_solving_says_who_helped(manager, issue, helper, post, browse):
    person = factories.contact(helper, first_name="Inès", last_name="Fictive")
    assert end(post, issue, helpers=f"Inès Fictive, {HELPER}").status_code == 303
    assert [(one.member_id, one.contact_id, one.is_named) for one in helpers()] == [(helper.id, person.id, False)]
    page = browse(f"/issues/{issue.id}")
    assert HELPER in page
    assert "not told to the author" in page
    assert db.session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "issue.helpers_named")).one()


def test_an_organisation_is_named_as_such(manager, issue, helper, post):
    factories.contact(helper)
    end(post, issue, helpers=HELPER)
    assert [(one.member_id, one.contact_id) for one in helpers()] == [(helper.id, None)]


def test_whom_nobody_knows_keeps_all_that_was_typed(manager, issue, post):
    answer = end(post, issue, helpers="Personne Inconnue")
    assert answer.status_code == 422
    assert "Personne Inconnue" in answer.text
    assert "Une classe a été ouverte." in answer.text
    assert issue.state is not IssueState.SOLVED


def test_who_helped_is_added_and_removed_later(manager, issue, helper, post, browse):
    end(post, issue)
    page = f"/issues/{issue.id}"
    assert "Nobody is noted yet" in browse(page)
    post(page, f"{page}/helpers", {"who": HELPER, "author_may_know": "y"})
    (one,) = helpers()
    assert one.is_named
    post(page, f"{page}/helpers/{one.id}/remove", {})
    assert helpers() == []


def test_the_record_of_who_helped_leads_to_what_was_solved(manager, issue, helper, post, browse):
    end(post, issue, helpers=HELPER)
    assert f"/issues?helper={helper.id}" in browse(f"/members/{helper.id}")
    listed = browse(f"/issues?helper={helper.id}")
    assert "Pas d’apprentis" in listed
    assert "That one member helped to solve" in listed


@pytest.mark.parametrize("agreed", [True, False])
def test_the_author_learns_it_from_who_agreed(manager, issue, helper, post, sign_in, browse, agreed):
    contact = factories.contact(issue.member)
    end(post, issue, helpers=HELPER, **({"may_be_named": "y"} if agreed else {}))
    issue.contact = contact
    db.session.commit()
    sign_in(factories.user(Role.MEMBER, member_id=issue.member_id, contact_id=contact.id))
    assert (HELPER in browse(f"/my/issues/{issue.id}", budget=14)) is agreed


def test_a_manager_of_other_sectors_sees_neither(issue, helper, sign_in, post, client):
    sign_in(factories.user())
    assert end(post, issue, helpers=HELPER).status_code == 303
    (one,) = helpers()
    sign_in(factories.user(sectors=[factories.sector("AUTO")]))
    assert client.get(f"/issues/{issue.id}").status_code == 404
    assert post("/tasks/new", f"/issues/{issue.id}/helpers/{one.id}/remove", {}).status_code == 404


def test_merging_keeps_who_helped(manager, issue, helper, post):
    other = factories.member("Campus des Engrenages Fictifs")
    end(post, issue, helpers=HELPER)
    merge_members(other, helper, choices={}, versions=(other.version, helper.version), by=factories.actor())
    assert [one.member_id for one in helpers()] == [other.id]
