"""A person leaves an organisation, and nothing that was carried there is forgotten."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from cara_crm.accounts.models import User
from cara_crm.accounts.queries import active_user
from cara_crm.audit.models import AuditEvent
from cara_crm.contacts.models import Affiliation
from cara_crm.contacts.queries import contact_for
from cara_crm.contacts.services import DayImpossible
from cara_crm.core import clock
from cara_crm.core.permissions import Role
from cara_crm.deliveries.models import Delivery
from cara_crm.extensions import db
from cara_crm.issues import queries, services
from cara_crm.issues.models import Agreement, IssueState
from tests import factories

pytestmark = pytest.mark.usefixtures("request_context")


@pytest.fixture
def manager():
    return factories.actor()


@pytest.fixture
def forge():
    return factories.member("Forge Fictive")


@pytest.fixture
def leaver(forge):
    return factories.contact(forge, last_name="Sorbier", email="paul@forge.example")


@pytest.fixture
def successor(forge):
    return factories.contact(forge, last_name="Alisier", email="ana@forge.example")


def leave(who, by, on=None, successor=None):
    [place] = queries.places_of(contact_for(by, who.id))
    left = services.leave(
        contact_for(by, who.id), place, on=on or clock.today(), successor_id=successor and successor.id, by=by
    )
    db.session.flush()
    return left


def line_of(who):
    return db.session.scalars(sa.select(Affiliation).where(Affiliation.contact_id == who.id)).one()


def test_functions_end_and_the_past_stays(manager, leaver):
    leave(leaver, manager)
    assert line_of(leaver).until_on == clock.today()
    assert queries.places_of(contact_for(manager, leaver.id)) == []


def test_the_sign_in_is_closed_at_once(manager, forge, leaver):
    factories.user(Role.MEMBER, email="paul@forge.example", member_id=forge.id, contact_id=leaver.id)
    assert active_user("paul@forge.example")
    assert leave(leaver, manager).accounts == 1
    assert active_user("paul@forge.example") is None


def test_until_a_day_to_come_the_person_may_come_in(manager, forge, leaver):
    factories.user(Role.MEMBER, email="paul@forge.example", member_id=forge.id, contact_id=leaver.id)
    leave(leaver, manager, on=clock.today() + timedelta(days=3))
    assert active_user("paul@forge.example")
    with clock.at(clock.now() + timedelta(days=4)):
        assert active_user("paul@forge.example") is None


def test_an_account_of_the_team_stays(manager, leaver):
    colleague = factories.user(Role.MANAGER, contact_id=leaver.id)
    leave(leaver, manager)
    assert db.session.get(User, colleague.id).deactivated_at is None


def test_open_issues_go_to_the_successor_and_ended_ones_stay(manager, forge, leaver, successor):
    still, over = (
        factories.issue(forge, contact=leaver),
        factories.issue(forge, contact=leaver, state=IssueState.CLOSED),
    )
    elsewhere = factories.issue(contact=leaver)
    assert leave(leaver, manager, successor=successor).issues == 1
    assert (still.contact, over.contact, elsewhere.contact) == (successor, leaver, leaver)
    assert [one.shared_with_colleagues for one in (still, over, elsewhere)] == [True, True, False]


def asked_of(forge, leaver):
    return factories.issue(forge, contact=leaver, agreement=Agreement.ASKED, agreement_contact=leaver)


def test_agreements_are_asked_again_of_the_successor(manager, forge, leaver, successor):
    waiting = asked_of(forge, leaver)
    assert leave(leaver, manager, successor=successor).asked == 1
    mails = db.session.scalars(sa.select(Delivery.recipient).where(Delivery.kind == "agreement_asked")).all()
    assert (mails, waiting.agreement_contact) == (["ana@forge.example"], successor)
    assert queries.issues_of_link([waiting.id], leaver.id) == []


def test_without_a_successor_nobody_is_told_and_the_old_links_are_dead(manager, forge, leaver):
    waiting = asked_of(forge, leaver)
    leave(leaver, manager)
    assert (waiting.contact, waiting.agreement) == (None, Agreement.ASKED)
    assert queries.issues_of_link([waiting.id], leaver.id) == []


def test_a_successor_without_an_address_cannot_be_asked(manager, forge, leaver):
    asked_of(forge, leaver)
    with pytest.raises(services.NobodyToAsk):
        leave(leaver, manager, successor=factories.contact(forge, email=None))


def test_only_who_is_there_today_takes_over(manager, leaver):
    with pytest.raises(services.SuccessorNotThere):
        leave(leaver, manager, successor=factories.contact(factories.member("Autre")))


def test_who_receives_calls_for_fees_is_somebody_still(manager, leaver, successor):
    line_of(leaver).receives_fee_calls = True
    leave(leaver, manager, successor=successor)
    assert line_of(successor).receives_fee_calls


def test_the_officer_of_a_federation_leaves_too(manager):
    officer = factories.contact(of=factories.federation("FIF"), receives_reports=True)
    heir = factories.contact(of=factories.federation("FIF"))
    leave(officer, manager, successor=heir)
    assert line_of(heir).receives_reports


def test_it_cannot_end_before_it_began(manager, leaver):
    with pytest.raises(DayImpossible):
        leave(leaver, manager, on=factories.LONG_AGO - timedelta(days=1))


def test_it_leaves_a_line_in_the_audit_log(manager, forge, leaver, successor):
    factories.issue(forge, contact=leaver)
    leave(leaver, manager, successor=successor)
    event = db.session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "contact.left")).one()
    assert (event.subject_id, event.details["successor"], event.details["issues"]) == (leaver.id, successor.id, 1)
