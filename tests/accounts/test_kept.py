"""Nothing typed is lost when a session ends."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from cara_crm.accounts import jobs, services
from cara_crm.accounts.models import KeptForm, RateCount, UserSession
from cara_crm.core import clock
from cara_crm.core.permissions import Role
from tests import factories

SENTENCE = "quatorze wagons bleus"
NAME = "Camille Exemple, qui a beaucoup réfléchi"
OWN = {"Origin": "http://localhost"}


@pytest.fixture
def camille(db):
    made = factories.user(Role.OBSERVER, email="camille@cluster.example", name="Camille")
    made.password_hash = services.hashed(SENTENCE, email=made.email)
    db.session.commit()
    return made


def token_of(page: str) -> str:
    return re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]


@pytest.fixture
def ended(camille, client, db, sign_in):
    """Camille wrote a name, her session ended, she sent it."""
    sign_in(camille)
    token = token_of(client.get("/account").text)
    db.session.execute(sa.update(UserSession).values(expires_at=clock.now() - timedelta(minutes=1)))
    db.session.commit()
    return client.post(
        "/account",
        data={"csrf_token": token, "name": NAME, "password": "secret"},
        headers={"Referer": "http://localhost/account?tab=1"},
    )


def sign_in_again(client, address="camille@cluster.example"):
    token = token_of(client.get("/sign-in").text)
    return client.post("/sign-in", data={"csrf_token": token, "email": address, "password": SENTENCE})


def test_one_is_asked_to_sign_in_and_comes_back(ended):
    assert (ended.status_code, ended.location) == (303, "/sign-in?next=/account?tab%3D1")


def test_after_signing_in_the_text_is_there_and_one_click_sends_it(browse, camille, client, db, ended):
    assert sign_in_again(client).location == "/account/resume"
    page = browse("/account/resume")
    assert NAME in page
    client.post("/account", data={"csrf_token": token_of(page), "name": NAME})
    db.session.refresh(camille)
    assert camille.name == NAME


def test_a_password_is_never_kept(db, ended):
    assert db.session.scalars(sa.select(KeptForm)).one().fields == [["name", NAME]]


def test_somebody_else_in_the_same_browser_does_not_see_it(client, db, ended):
    other = factories.user(email="other@cluster.example")
    other.password_hash = services.hashed(SENTENCE, email=other.email)
    db.session.commit()
    assert sign_in_again(client, other.email).location != "/account/resume"
    assert NAME not in client.get("/account/resume", follow_redirects=True).text


def test_another_browser_does_not_see_it(app, ended):
    assert sign_in_again(app.test_client()).location != "/account/resume"


def test_a_stranger_keeps_nothing(client, db):
    token = token_of(client.get("/sign-in").text)
    client.post("/account", data={"csrf_token": token, "name": NAME})
    assert db.session.scalar(sa.select(sa.func.count(KeptForm.id))) == 0


def test_a_small_form_of_the_page_leads_the_whole_page_to_the_sign_in(client):
    answer = client.get("/account", headers={"HX-Request": "true", "HX-Current-URL": "http://localhost/members?q=a"})
    assert answer.headers["HX-Redirect"] == "/sign-in?next=/members?q%3Da"


def test_a_stale_page_shows_the_text_again(camille, client, sign_in):
    sign_in(camille)
    answer = client.post("/account", data={"csrf_token": "stale", "name": NAME}, headers=OWN)
    assert answer.status_code == 400
    assert NAME in answer.text
    assert 'action="/account"' in answer.text
    assert "My account" in answer.text


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://evil.example"}, OWN | {"Sec-Fetch-Site": "cross-site"}])
def test_a_form_of_another_site_is_not_offered_again(camille, client, sign_in, headers):
    sign_in(camille)
    answer = client.post("/account", data={"name": NAME}, headers=headers)
    assert answer.status_code == 400
    assert NAME not in answer.text


def test_what_is_not_fetched_is_forgotten(db, ended):
    with time_machine.travel(clock.now() + timedelta(days=2)):
        jobs.forget()
    assert db.session.scalar(sa.select(sa.func.count(KeptForm.id))) == 0
    assert db.session.scalar(sa.select(sa.func.count()).select_from(RateCount)) == 0


def test_a_form_too_large_to_be_typed_is_not_kept(camille, db, sign_in):
    token, _session = services.start_session(camille, agent="", way="link", by=factories.actor())
    kept = services.keep_form(token, path="/x", back="", fields=[("a", "x" * 400_000)], has_files=False)
    assert kept is None
