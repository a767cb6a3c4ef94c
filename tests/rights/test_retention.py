"""Whoever was not heard of for three years is proposed, and erased only when the administrator says so."""

from datetime import timedelta

import pytest

from cara_crm.contacts.models import Contact
from cara_crm.core import clock
from cara_crm.core.permissions import Role
from cara_crm.deliveries.services import objected
from cara_crm.extensions import db
from cara_crm.interactions.models import Interaction, InteractionKind, MailDirection
from cara_crm.jobs import registry
from cara_crm.jobs.models import Job
from cara_crm.members.models import MemberStatus
from cara_crm.rights import queries
from tests import factories

LONG = timedelta(days=365 * 4)


@pytest.fixture
def prospect():
    return factories.member("Câbles Inventés", status=MemberStatus.PROSPECT)


def old(at, **kwargs) -> Contact:
    return factories.contact(at, created_at=clock.now() - LONG, **kwargs)


def proposed() -> set[int]:
    return {one.id for one in queries.page_of_silent(None).items}


def test_a_prospects_contact_is_proposed_after_three_years(prospect):
    silent, _recent = old(prospect), factories.contact(prospect)
    assert proposed() == {silent.id}


def test_nobody_of_a_member_or_a_federation_is_proposed(prospect):
    old(factories.member())
    old(None, of=factories.federation())
    assert proposed() == set()


def test_who_left_is_proposed_three_years_after(prospect):
    gone, lately = old(factories.member()), old(factories.member())
    gone.affiliations[0].until_on = clock.today() - LONG
    lately.affiliations[0].until_on = clock.today() - timedelta(days=300)
    assert proposed() == {gone.id}


def test_a_sign_of_life_counts_and_a_mail_of_ours_does_not(prospect):
    spoke, written = old(prospect), old(prospect)
    factories.add(Interaction(members=[prospect], contacts=[spoke]))
    mail = {"kind": InteractionKind.EMAIL, "direction": MailDirection.SENT}
    factories.add(Interaction(members=[prospect], contacts=[written], **mail))
    assert proposed() == {written.id}


def test_an_issue_or_a_sign_in_counts(prospect):
    said, came = old(prospect), old(prospect)
    factories.issue(prospect, contact=said)
    factories.user(Role.MEMBER, member_id=prospect.id, contact_id=came.id, last_seen_at=clock.now())
    assert proposed() == set()


def test_the_page_erases_whom_one_chooses(sign_in, prospect, browse, post, app):
    sign_in(factories.user(Role.ADMINISTRATOR))
    goes, stays = old(prospect, last_name="Oubliée"), old(prospect, last_name="Gardée")
    page, address = "/contacts/silent", goes.email
    assert "Oubliée" in browse(page)
    assert post(page, f"{page}/erase", {"ids": [goes.id], "number": 2}).status_code == 422
    assert post(page, f"{page}/erase", {"ids": [goes.id], "number": 1}).status_code == 303
    job = db.session.query(Job).filter_by(kind="rights.erase").one()
    registry.load(["rights"])
    by = factories.actor(Role.ADMINISTRATOR)
    work = registry.Work(job.id, dict(job.payload), None, by, lambda _done, _total: db.session.flush())
    assert registry.HANDLERS["rights.erase"](work) == {"erased": 1, "left": 0}
    assert (goes.erased_at is not None, stays.erased_at) == (True, None)
    assert objected([address]) == set()  # nobody asked to be forgotten: who comes back is welcome


def test_of_nobody_the_page_says_so(sign_in, browse):
    sign_in(factories.user(Role.ADMINISTRATOR))
    assert "was heard of since" in browse("/contacts/silent")
