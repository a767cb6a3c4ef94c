"""Economic groups: one name each, and their members."""

import pytest
import sqlalchemy as sa

from cara_crm.audit.models import AuditEvent
from cara_crm.members.models import Group
from tests import factories

PAGE = "/members/groups"


@pytest.fixture
def alpha(db, sign_in) -> Group:
    """A group of two members."""
    made = factories.group("Groupe Alpha")
    for name in ("Forge Alpha", "Usine Alpha"):
        factories.member(name, group_id=made.id)
    sign_in(factories.user())
    db.session.commit()
    return made


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_list_teaches_when_it_is_empty(db, sign_in, browse, language):
    sign_in(factories.user(language=language))
    assert {"fr": "Aucun groupe", "en": "No group yet"}[language] in browse(PAGE)


def test_a_group_leads_to_its_members_and_they_to_it(alpha, browse):
    factories.group("Sans personne")
    html = browse(PAGE)
    assert ("Groupe Alpha" in html, "Sans personne" in html) == (True, False)
    assert "Groupe Alpha" not in browse(f"{PAGE}?q=beta")
    shown = browse(f"{PAGE}/{alpha.id}")
    assert [word in shown for word in ("Forge Alpha", "Usine Alpha", "2 members; counts once")] == [True] * 3


def test_two_spellings_become_one_group(alpha, db, post):
    beta = factories.group("Alpha Industries")
    works = factories.member("Atelier", group_id=beta.id)
    db.session.commit()
    page = f"{PAGE}/{beta.id}"
    assert post(page, page, {"name": ""}).status_code == 422
    response = post(page, page, {"name": "GROUPE ALPHA"})
    assert (response.status_code, response.location) == (303, f"{PAGE}/{alpha.id}")
    db.session.refresh(works)
    assert works.group_key == f"g{alpha.id}"
    assert db.session.query(Group).count() == 1
    assert "group.joined" in set(db.session.scalars(sa.select(AuditEvent.action)))


def test_a_group_is_renamed(alpha, db, post):
    page = f"{PAGE}/{alpha.id}"
    assert post(page, page, {"name": "Groupe Alpha SA"}).status_code == 303
    db.session.refresh(alpha)
    assert (alpha.name, alpha.folded) == ("Groupe Alpha SA", "groupe alpha sa")


def test_who_does_not_see_all_its_members_does_not_rename_it(alpha, db, sign_in, post, browse, client):
    factories.member("Garage Alpha", in_sector="AUTO", group_id=alpha.id)
    sign_in(factories.user(sectors=[factories.sector("AUTO")]))
    page = f"{PAGE}/{alpha.id}"
    html = browse(page)
    assert ("Garage Alpha" in html, "Forge Alpha" in html, "2 members of other sectors" in html) == (True, False, True)
    assert post(page, page, {"name": "Autre"}).status_code == 422
    sign_in(factories.user(sectors=[factories.sector("VELO")]))
    assert client.get(page).status_code == 404
