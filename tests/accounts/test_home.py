"""The first page: each to their own, and the demonstration's one-click doors."""

import pytest

from cara_crm.accounts.models import User
from cara_crm.core.actor import Actor
from cara_crm.core.permissions import Role
from cara_crm.settings import services as settings
from tests import factories


@pytest.fixture
def cast(db) -> dict[str, User]:
    settings.set_value("demonstration", True, by=Actor.system("test"))
    people = {
        "manager": factories.user(name="Mona", is_demonstration=True),
        "reviewer": factories.user(name="Rachid", is_demonstration=True, is_reviewer=True),
        "member": factories.user(Role.MEMBER, name="Mélanie", is_demonstration=True, member_id=factories.member().id),
        "officer": factories.user(
            Role.OFFICER, name="Octave", is_demonstration=True, federation_id=factories.federation().id
        ),
        "director": factories.user(Role.DIRECTOR, name="Diane", is_demonstration=True),
        "administrator": factories.user(Role.ADMINISTRATOR, name="Adam", is_demonstration=True),
    }
    db.session.commit()
    return people


def test_the_demonstration_offers_its_people(cast, browse):
    html = browse("/")
    assert [name for name in ("Mona", "Rachid", "Mélanie", "Octave", "Diane", "Adam") if name not in html] == []


@pytest.mark.parametrize("part", ["manager", "reviewer", "member", "officer", "director", "administrator"])
def test_one_click_signs_in_as(cast, client, post, part):
    assert post("/", f"/demonstration/{part}").status_code == 303
    assert cast[part].name in client.get("/account").text


def test_the_demonstration_is_named_on_every_page(cast, client, post):
    post("/", "/demonstration/manager")
    assert "are invented" in client.get("/account").text


@pytest.mark.parametrize(
    "how",
    [
        {"environ_base": {"REMOTE_ADDR": "192.0.2.7"}},
        {"headers": {"Host": "cara.example"}},
        {"headers": {"X-Forwarded-For": "127.0.0.1"}},
    ],
)
def test_nobody_from_elsewhere_gets_in_with_one_click(app, cast, client, how):
    assert client.get("/", **how).location == "/sign-in"
    app.config["WTF_CSRF_ENABLED"] = False
    try:
        assert client.post("/demonstration/manager", **how).status_code == 404
    finally:
        app.config["WTF_CSRF_ENABLED"] = True


def test_outside_a_demonstration_there_is_only_the_sign_in(client, db):
    factories.user(is_demonstration=True)
    db.session.commit()
    assert client.get("/").location == "/sign-in"


def test_real_people_are_not_offered(cast, browse):
    factories.user(name="Vraie Personne")
    assert "Vraie Personne" not in browse("/")


def test_who_is_signed_in_goes_home(client, sign_in):
    sign_in(factories.user(Role.MANAGER))
    assert client.get("/").status_code == 303


def test_signing_out_of_the_demonstration_leads_back_to_its_doors(cast, post):
    post("/", "/demonstration/manager")
    assert post("/account", "/sign-out").location == "/"
