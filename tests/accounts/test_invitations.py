"""Coming in the first time."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from cara_crm.accounts import invitation_lines, services
from cara_crm.accounts.models import SignInToken, User
from cara_crm.accounts.services import Access, CannotBeInvited
from cara_crm.contacts.models import Affiliation
from cara_crm.core import clock
from cara_crm.core.permissions import Role
from cara_crm.deliveries.models import Delivery
from tests import factories

SENTENCE = "quatorze wagons bleus"


def link_in(db) -> str:
    sent = db.session.scalars(sa.select(Delivery).order_by(Delivery.id.desc())).first()
    return re.search(r"http://localhost(/invitation/\S+)", sent.body_text)[1]


@pytest.fixture
def invited(db):
    user = services.invite("mona@cluster.example", "Mona", Access(Role.OBSERVER), language="en", by=factories.actor())
    db.session.commit()
    return user


def test_an_invitation_signs_in_with_one_button(invited, browse, client, db, post):
    link = link_in(db)
    browse(link)
    assert post(link, link).status_code == 303
    assert "Mona" in client.get("/account").text


def test_an_invitation_works_for_weeks(invited, client, db, post):
    link = link_in(db)
    with time_machine.travel(clock.now() + timedelta(days=20)):
        assert post(link, link).status_code == 303


def test_an_invitation_works_once(invited, app, db, post):
    link = link_in(db)
    post(link, link)
    assert app.test_client().get(link).status_code == 410


def test_an_old_invitation_offers_a_new_link(invited, client, db):
    link = link_in(db)
    with time_machine.travel(clock.now() + timedelta(days=22)):
        assert "Send me a new link" in client.get(link).text


def test_a_password_may_be_chosen(invited, db, post):
    link = link_in(db)
    post(link, link, {"new_password": SENTENCE})
    assert services.matches(invited.password_hash, SENTENCE)


def test_a_weak_password_uses_nothing_up(invited, db, post):
    link = link_in(db)
    assert post(link, link, {"new_password": "short"}).status_code == 422
    assert db.session.scalars(sa.select(SignInToken)).one().used_at is None


def test_an_invitation_is_no_sign_in_link(invited, client, db, post):
    link = link_in(db).replace("/invitation/", "/sign-in/link/")
    assert client.get(link).status_code == 410


def test_a_contact_of_a_member_is_invited_to_the_portal(db):
    maker = factories.member()
    person = factories.contact(maker)
    user = services.invite_contact(person, by=factories.actor())
    assert (user.role, user.member_id, user.contact_id) == (Role.MEMBER, maker.id, person.id)


def test_a_manager_invites_from_the_contact(client, db, post, sign_in):
    sign_in(factories.user())
    person = factories.contact(factories.member())
    page = f"/contacts/{person.id}"
    assert post(page, f"{page}/invite").location == page
    assert f"An invitation for {person.email} is on its way." in client.get(page).text
    assert db.session.scalars(sa.select(User).where(User.contact_id == person.id)).one().role is Role.MEMBER


def test_a_refused_invitation_says_why(client, post, sign_in):
    sign_in(factories.user())
    page = f"/contacts/{factories.contact().id}"
    post(page, f"{page}/invite")
    assert "no function at a member or a federation today" in client.get(page).text


def test_a_contact_of_a_federation_is_invited_to_the_office():
    fif = factories.federation("FIF")
    user = services.invite_contact(factories.contact(of=fif), by=factories.actor())
    assert (user.role, user.federation_id) == (Role.OFFICER, fif.id)


def test_inviting_a_contact_again_sends_a_new_link(db):
    person = factories.contact(factories.member())
    first = services.invite_contact(person, by=factories.actor())
    assert services.invite_contact(person, by=factories.actor()) is first
    assert db.session.scalar(sa.select(sa.func.count(Delivery.id))) == 2


@pytest.fixture
def moved(client, db, sign_in):
    """A contact with an account at one member, who left for another yesterday."""
    person = factories.contact(factories.member())
    account = services.invite_contact(person, by=factories.actor())
    sign_in(account)
    person.affiliations[0].until_on = clock.today() - timedelta(days=1)
    factories.add(Affiliation(contact_id=person.id, member_id=factories.member().id, from_on=clock.today()))
    db.session.commit()
    return person


def test_who_left_a_member_sees_it_no_more(client, moved):
    assert client.get("/account").status_code == 303


def test_who_left_a_member_gets_no_link(db, moved, post):
    before = db.session.scalar(sa.select(sa.func.count(Delivery.id)))
    post("/sign-in", "/sign-in", {"email": moved.email})
    assert db.session.scalar(sa.select(sa.func.count(Delivery.id))) == before


def test_an_account_follows_its_person_to_another_member(client, db, moved, post):
    db.session.refresh(moved)
    account = services.invite_contact(moved, by=factories.actor())
    db.session.commit()
    assert account.member_id == moved.affiliations[-1].member_id
    link = link_in(db)
    assert post(link, link).status_code == 303


@pytest.mark.parametrize("values", [{"email": None}, {}])
def test_a_contact_without_address_or_function_cannot_be_invited(values, request_context):
    person = factories.contact(factories.member() if values else None, **values)
    with pytest.raises(CannotBeInvited):
        services.invite_contact(person, by=factories.actor())


def test_an_address_of_another_account_is_refused(request_context):
    person = factories.contact(factories.member(), email="mona@cluster.example")
    factories.user(email="mona@cluster.example")
    with pytest.raises(CannotBeInvited):
        services.invite_contact(person, by=factories.actor())


def test_the_first_administrator_is_made_on_the_machine(browse, client, db, post):
    assert client.get("/").location == "/setup"
    browse("/setup")
    values = {"email": "Adam@cluster.example", "name": "Adam", "new_password": SENTENCE}
    assert post("/setup", "/setup", values).status_code == 303
    made = db.session.scalars(sa.select(User)).one()
    assert (made.email, made.role) == ("adam@cluster.example", Role.ADMINISTRATOR)
    assert "Adam" in client.get("/account").text


def test_nobody_sets_up_from_elsewhere(client):
    assert client.get("/setup", environ_base={"REMOTE_ADDR": "192.0.2.7"}).status_code == 404


def test_there_is_one_setup(client, db):
    factories.user()
    db.session.commit()
    assert client.get("/setup").location == "/"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a@b.example", ("a@b.example", "", Role.OBSERVER)),
        ("A@B.example; Ana Fictive", ("a@b.example", "Ana Fictive", Role.OBSERVER)),
        ("a@b.example\tAna\tAnimatrice", ("a@b.example", "Ana", Role.MANAGER)),
        ('"Ana Fictive" <a@b.example>', ("a@b.example", "Ana Fictive", Role.OBSERVER)),
    ],
)
def test_lines_are_read_as_people_write_them(text, expected):
    people, faults = invitation_lines.read(text, role=Role.OBSERVER)
    assert [(one.email, one.name, one.role) for one in people] == [expected]
    assert not faults


def test_a_repeated_address_counts_once():
    people, _faults = invitation_lines.read("a@b.example\n\nA@b.example", role=Role.OBSERVER)
    assert len(people) == 1


@pytest.mark.parametrize("text", ["nobody", "a@b", "a@b.example; Ana; emperor", "a@b.example;a;manager;x"])
def test_what_cannot_be_read_is_a_fault(text):
    assert invitation_lines.read(text, role=Role.OBSERVER) == ([], [(1, text)])


def test_the_command_makes_an_account_and_prints_its_link(app, client, db, post):
    result = app.test_cli_runner().invoke(
        args=["users", "create", "Mona@cluster.example", "--role", "administrator", "--sectors", "rail,velo"]
    )
    assert result.exit_code == 0, result.output
    link = re.search(r"http://localhost(/\S+)", result.output)[1]
    assert post(link, link).status_code == 303


@pytest.mark.parametrize(
    "arguments", [["nobody"], ["a@b.example", "--sectors", "MOON"], ["a@b.example", "--role", "x"]]
)
def test_the_command_refuses_with_a_sentence(app, arguments):
    result = app.test_cli_runner().invoke(args=["users", "create", *arguments])
    assert result.exit_code == 2
    assert "Error" in result.output
