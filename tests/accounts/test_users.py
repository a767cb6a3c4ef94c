"""People and roles in Settings."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from flask import request_finished

from cara_crm.accounts import services
from cara_crm.accounts.models import ReviewerDeputy, User, UserSession
from cara_crm.audit.models import AuditEvent
from cara_crm.core import clock
from cara_crm.core.actor import Actor, current_actor
from cara_crm.core.permissions import Permission, Role
from cara_crm.deliveries.models import Delivery
from tests import factories

INVITE = "/settings/people/invite"


@pytest.fixture
def admin(db, sign_in):
    account = factories.user(Role.ADMINISTRATOR, name="Adam", email="adam@cluster.example")
    sign_in(account)
    return account


def account(db, email) -> User | None:
    return db.session.scalar(sa.select(User).where(User.email == email))


def test_the_list_shows_who_may_come_in(admin, browse):
    factories.user(name="Mona Fictive")
    assert "Mona Fictive" in browse("/settings/people")


def test_the_list_is_narrowed_by_words_role_and_state(admin, browse):
    factories.user(name="Mona Fictive")
    factories.user(Role.DIRECTOR, name="Diane Fictive")
    assert "Diane" not in browse("/settings/people?q=mona")
    assert "Mona" not in browse("/settings/people?role=director")
    assert "Nobody here" in browse("/settings/people?state=off")


def test_inviting_many_at_once(admin, browse, db, post):
    browse(INVITE)
    lines = "mona@cluster.example; Mona Fictive; manager\nDiane Fictive <diane@cluster.example>;; direction\n"
    assert post(INVITE, INVITE, {"lines": lines, "role": "observer", "federation": ""}).status_code == 303
    assert account(db, "mona@cluster.example").role is Role.MANAGER
    assert account(db, "diane@cluster.example").role is Role.DIRECTOR
    assert db.session.scalar(sa.select(sa.func.count(Delivery.id)).where(Delivery.kind == "invitation")) == 2


def test_a_line_that_cannot_be_read_is_named_and_nobody_is_invited(admin, db, post):
    lines = "mona@cluster.example\nnot an address\n"
    answer = post(INVITE, INVITE, {"lines": lines, "role": "manager", "federation": ""})
    assert answer.status_code == 422
    assert "Line 2 cannot be read: not an address" in answer.text
    assert account(db, "mona@cluster.example") is None


def test_who_has_an_account_is_not_invited_twice(admin, client, db, post):
    post(INVITE, INVITE, {"lines": "adam@cluster.example", "role": "manager", "federation": ""})
    assert "These have an account already: adam@cluster.example" in client.get("/settings/people").text
    assert account(db, "adam@cluster.example").role is Role.ADMINISTRATOR


def test_an_officer_needs_a_federation(admin, post):
    answer = post(INVITE, INVITE, {"lines": "o@fed.example", "role": "officer", "federation": ""})
    assert answer.status_code == 422
    assert "Choose the federation of this officer." in answer.text


def test_an_officer_is_invited_to_a_federation(admin, db, post):
    fif = factories.federation("FIF").id
    post(INVITE, INVITE, {"lines": "o@fed.example", "role": "officer", "federation": str(fif)})
    assert account(db, "o@fed.example").federation_id == fif


def test_roles_and_sectors_are_changed(admin, browse, db, post):
    mona = factories.user(name="Mona")
    rail = factories.sector("RAIL").id
    page = f"/settings/people/{mona.id}"
    browse(page)
    values = {"name": "Mona F.", "role": "manager", "federation": "", "is_reviewer": "y", "sectors": [str(rail)]}
    assert post(page, page, values).status_code == 303
    db.session.refresh(mona)
    assert (mona.name, mona.is_reviewer, mona.sector_ids) == ("Mona F.", True, frozenset({rail}))


def test_the_last_administrator_stays(admin, post):
    page = f"/settings/people/{admin.id}"
    answer = post(page, page, {"name": "Adam", "role": "manager", "federation": "", "all_sectors": "y"})
    assert answer.status_code == 422
    assert "This is the last administrator" in answer.text


def test_nobody_deactivates_oneself(admin, post):
    page = f"/settings/people/{admin.id}"
    assert post(page, f"{page}/deactivate").status_code == 422


def test_deactivating_signs_out_everywhere(admin, db, post):
    mona = factories.user(name="Mona")
    services.start_session(mona, agent="", way="link", by=factories.actor())
    db.session.commit()
    page = f"/settings/people/{mona.id}"
    assert post(page, f"{page}/deactivate").status_code == 303
    assert mona.deactivated_at is not None
    assert db.session.scalars(sa.select(UserSession).where(UserSession.user_id == mona.id)).one().revoked_at


def test_a_deactivated_account_is_opened_again(admin, db, post):
    mona = factories.user(name="Mona", deactivated_at=clock.now())
    page = f"/settings/people/{mona.id}"
    post(page, f"{page}/reactivate")
    db.session.refresh(mona)
    assert mona.deactivated_at is None


def test_an_administrator_ends_the_sessions_of_somebody(admin, db, post):
    mona = factories.user(name="Mona")
    services.start_session(mona, agent="Firefox", way="link", by=factories.actor())
    page = f"/settings/people/{mona.id}"
    post(page, f"{page}/sessions/end")
    assert db.session.scalars(sa.select(UserSession).where(UserSession.user_id == mona.id)).one().revoked_at


def test_a_deputy_is_named_for_some_days(admin, client, db, post):
    mona, rachid = factories.user(name="Mona"), factories.user(name="Rachid")
    page = f"/settings/people/{mona.id}"
    until = clock.today() + timedelta(days=7)
    values = {"deputy": rachid.email, "from_on": clock.today().isoformat(), "until_on": until.isoformat()}
    assert post(page, f"{page}/deputies", values).status_code == 303
    assert "Rachid" in client.get(page).text


def test_a_deputy_is_somebody_else(admin, db, post):
    mona = factories.user(name="Mona")
    page = f"/settings/people/{mona.id}"
    day = clock.today().isoformat()
    assert post(page, f"{page}/deputies", {"deputy": mona.email, "from_on": day, "until_on": day}).status_code == 422


def test_a_deputy_of_the_days_to_come_is_taken_back(admin, db, post):
    mona, rachid = factories.user(), factories.user()
    day = clock.today()
    named = services.name_deputy(mona, rachid.email, from_on=day, until_on=day, by=factories.actor())
    db.session.flush()
    page = f"/settings/people/{mona.id}"
    post(page, f"{page}/deputies/{named.id}/end")
    assert db.session.scalar(sa.select(sa.func.count(ReviewerDeputy.id))) == 0


def test_each_change_is_on_record(admin, db, post):
    post(INVITE, INVITE, {"lines": "mona@cluster.example", "role": "manager", "federation": ""})
    event = db.session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "user.created")).one()
    assert (event.actor_id, event.details["role"]) == (admin.id, "manager")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_pages_speak_both_languages(admin, browse, db, language):
    admin.language = language
    word = {"fr": "Personnes et rôles", "en": "People and roles"}[language]
    assert word in browse("/settings/people")
    browse(f"/settings/people/{admin.id}")
    browse(INVITE)


def asks(client) -> Actor:
    """Whom the application takes the client for."""
    seen: list[Actor] = []

    def note(_app, **_):
        seen.append(current_actor())

    with request_finished.connected_to(note, client.application):
        client.get("/account")
    return seen[0]


def test_a_deputy_reviews_in_these_days_and_no_others(client, db, sign_in):
    reviewer, mona = factories.user(is_reviewer=True), factories.user()
    today = clock.today()
    services.name_deputy(reviewer, mona.email, from_on=today, until_on=today, by=factories.actor())
    db.session.commit()
    sign_in(mona)
    assert asks(client).is_reviewer
    with time_machine.travel(clock.now() + timedelta(days=1)):
        assert not asks(client).is_reviewer


def test_the_deputy_of_nobody_who_reviews_does_not_review(client, db, sign_in):
    manager, mona = factories.user(), factories.user()
    today = clock.today()
    services.name_deputy(manager, mona.email, from_on=today, until_on=today, by=factories.actor())
    db.session.commit()
    sign_in(mona)
    assert not asks(client).is_reviewer


@pytest.mark.parametrize("role", [Role.MEMBER, Role.OFFICER])
def test_an_account_from_outside_never_reviews(role):
    assert not Actor(user_id=1, role=role, is_reviewer=True).can(Permission.REPORT_REVIEW)


def test_who_directs_a_member_is_said_on_its_account(admin, browse, post):
    member = factories.member()
    account = factories.user(Role.MEMBER, member_id=member.id)
    page = f"/settings/people/{account.id}"
    assert "Directs the member" in browse(page)
    post(page, page, {"name": account.name, "role": "member", "federation": "", "is_member_director": "y"})
    assert account.is_member_director
