"""An address from which mail comes back rests until somebody has looked."""

import pytest

from cara_crm.core.permissions import Role
from tests import factories


@pytest.fixture
def resting(db):
    contact = factories.contact(factories.member(), hold_reason="550 5.1.1 No such user")
    db.session.commit()
    return contact


@pytest.fixture
def manager(sign_in):
    return sign_in(factories.user(Role.MANAGER))


def test_its_page_says_why_and_a_manager_lifts_it(manager, browse, post, resting, db):
    page = f"/contacts/{resting.id}"
    assert "550 5.1.1 No such user" in browse(page)
    assert post(page, f"{page}/lift-hold").status_code == 303
    db.session.refresh(resting)
    assert resting.hold_reason is None


def test_another_address_is_written_to(manager, browse, post, resting, db):
    page = f"/contacts/{resting.id}/edit"
    said = {"first_name": "Camille", "last_name": "Neuf", "email": "neuf@atelier.example", "language": "fr"}
    assert post(page, page, said | {"preference": "at_once", "version": resting.version}).status_code == 303
    db.session.refresh(resting)
    assert (resting.email, resting.hold_reason) == ("neuf@atelier.example", None)
