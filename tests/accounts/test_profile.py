"""My account: name, password, sessions."""

import pytest
import sqlalchemy as sa

from cara_crm.accounts import services
from cara_crm.accounts.browsers import spoken
from cara_crm.accounts.models import UserSession
from cara_crm.core.permissions import Role
from tests import factories

SENTENCE = "quatorze wagons bleus"
OTHER = "seize locomotives vertes"


@pytest.fixture
def camille(db, sign_in):
    account = factories.user(name="Camille Exemple", email="camille@cluster.example")
    sign_in(account)
    return account


def elsewhere(db, user) -> UserSession:
    """A session of the same person in another browser."""
    _token, session = services.start_session(user, agent="Firefox", way="link", by=factories.actor())
    db.session.commit()
    return session


@pytest.mark.parametrize("role", [Role.MEMBER, Role.OFFICER, Role.OBSERVER])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_everybody_has_the_page(browse, sign_in, role, language):
    keys = {Role.MEMBER: {"member_id": factories.member().id}, Role.OFFICER: {"federation_id": 1}}.get(role, {})
    sign_in(factories.user(role, language=language, **keys))
    assert {"fr": "Mon compte", "en": "My account"}[language] in browse("/account")


def test_a_name_is_changed(camille, db, post):
    assert post("/account", "/account", {"name": "Camille E."}).status_code == 303
    db.session.refresh(camille)
    assert camille.name == "Camille E."


def test_a_name_is_needed(camille, post):
    assert post("/account", "/account", {"name": " "}).status_code == 422


def test_a_first_password_is_set(camille, db, post):
    assert post("/account", "/account/password", {"new_password": SENTENCE}).status_code == 303
    db.session.refresh(camille)
    assert services.matches(camille.password_hash, SENTENCE)


@pytest.mark.parametrize("weak", ["short", "aaaaaaaaaaaaaaa", "camille-1234-1234"])
def test_a_weak_password_is_refused(camille, db, post, weak):
    assert post("/account", "/account/password", {"new_password": weak}).status_code == 422
    db.session.refresh(camille)
    assert camille.password_hash is None


def test_the_present_password_is_asked_for(camille, db, post):
    camille.password_hash = services.hashed(SENTENCE, email=camille.email)
    db.session.commit()
    answer = post("/account", "/account/password", {"password": "not this one", "new_password": OTHER})
    assert answer.status_code == 422
    assert "This is not your present password." in answer.text


def test_a_new_password_signs_out_everywhere_else(camille, client, db, post):
    session = elsewhere(db, camille)
    post("/account", "/account/password", {"new_password": SENTENCE})
    db.session.refresh(session)
    assert session.revoked_at is not None
    assert client.get("/account").status_code == 200


def test_another_browser_is_signed_out(camille, db, post):
    session = elsewhere(db, camille)
    assert post("/account", f"/account/sessions/{session.id}/end").status_code == 303
    db.session.refresh(session)
    assert session.revoked_at is not None


def test_the_session_of_somebody_else_does_not_exist(camille, db, post):
    session = elsewhere(db, factories.user())
    assert post("/account", f"/account/sessions/{session.id}/end").status_code == 404


def test_signing_out_everywhere_else_keeps_this_browser(camille, client, db, post):
    elsewhere(db, camille)
    post("/account", "/account/sessions/end")
    live = sa.select(sa.func.count(UserSession.id)).where(UserSession.revoked_at.is_(None))
    assert db.session.scalar(live) == 1
    assert client.get("/account").status_code == 200


def test_a_wrong_hash_is_no_password():
    assert not services.matches("no hash at all", SENTENCE)
    assert not services.matches(None, SENTENCE)


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Windows"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/150.0 Safari/537.36 Edg/150.0", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Mobile Safari/604.1", "Safari, iPhone"),
        ("curl/8.0", "curl/8.0"),
        ("", ""),
    ],
)
def test_a_browser_has_the_name_that_people_know(agent, name):
    assert spoken(agent) == name
