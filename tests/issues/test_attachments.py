"""What was attached is had by who may read the issue, and can do no harm in a browser."""

import pytest

from cara_crm.core.permissions import Role
from cara_crm.issues import services
from tests import factories
from tests.files.pdf import PLAN


@pytest.fixture
def issue(db):
    issue = factories.issue(factories.member("Forge Fictive"))
    services.attach(issue, services.check_files([("plan.pdf", PLAN)]), by=factories.actor())
    db.session.flush()
    return issue


def author_of(issue):
    who = factories.contact(issue.member)
    return factories.user(Role.MEMBER, member_id=issue.member_id, contact_id=who.id)


def address(area, issue):
    return f"/{area}/{issue.id}/files/{issue.attachments[0].id}"


def test_the_author_has_it_back(issue, sign_in):
    answer = sign_in(author_of(issue)).get(address("my/issues", issue))
    assert answer.data == PLAN
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_a_manager_has_it(issue, sign_in):
    assert sign_in(factories.user()).get(address("issues", issue)).data == PLAN


def test_another_member_does_not(issue, sign_in):
    other = author_of(factories.issue(factories.member("Autre Forge")))
    assert sign_in(other).get(address("my/issues", issue)).status_code == 404


def test_a_manager_of_another_sector_does_not(issue, sign_in):
    elsewhere = factories.user(sectors=[factories.sector("VELO")])
    assert sign_in(elsewhere).get(address("issues", issue)).status_code == 404


def test_the_file_of_another_issue_is_not_had_through_ones_own(issue, sign_in):
    own = factories.issue(factories.member("Autre Forge"))
    path = address("my/issues", issue).replace(f"/{issue.id}/", f"/{own.id}/")
    assert sign_in(author_of(own)).get(path).status_code == 404
