"""Years, fees, calls and reminders."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from cara_crm.audit.models import AuditEvent
from cara_crm.contacts.models import Affiliation
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import EditedMeanwhile
from cara_crm.deliveries.models import Delivery, DeliveryStatus
from cara_crm.extensions import db
from cara_crm.files.services import read_verified, store
from cara_crm.members.models import MemberCategory, MemberStatus
from cara_crm.memberships import jobs, queries, services
from cara_crm.memberships.models import Membership
from cara_crm.memberships.queries import Terms
from cara_crm.memberships.standing import FeeState, is_in_good_standing, state_of
from cara_crm.settings.queries import value
from cara_crm.tasks.models import Task, TaskKind
from tests import factories

pytestmark = pytest.mark.usefixtures("request_context")
IBAN = "FR7630006000011234567890189"


@pytest.fixture
def manager() -> Actor:
    return factories.actor()


def rate(euros=1200, year=2026, band="", by=None):
    made = factories.college()
    services.set_rate(
        year, college_id=made.id, category=MemberCategory.SME, from_band=band, euros=euros, by=by or factories.actor()
    )


def deliveries(kind="fee_call"):
    return db.session.scalars(sa.select(Delivery).where(Delivery.kind == kind)).all()


def called(one, by):
    return services.call_fee(one, services.prepare(one), by=by)


def test_a_line_written_again_has_another_amount(manager):
    rate(1200, by=manager)
    rate(1300, by=manager)
    assert [one.euros for one in queries.lines_of(2026)] == [1300]


def test_a_new_year_begins_with_the_lines_of_the_last_and_leaves_it(manager):
    rate(1250, band="21", by=manager)
    assert services.copy_year(2027, from_year=2026, percent=3, by=manager) == 1
    assert [(one.year, one.euros) for y in (2026, 2027) for one in queries.lines_of(y)] == [(2026, 1250), (2027, 1288)]
    with pytest.raises(services.GridThere):
        services.copy_year(2027, from_year=2026, by=manager)


def test_a_renewal_writes_what_its_preview_says_once(manager):
    rate(1200, by=manager)
    plain, former = factories.member("Forge Fictive"), factories.member(status=MemberStatus.FORMER)
    other = factories.member("Labo Fictif", category=MemberCategory.LABORATORY)
    preview = {one.member_id: one.proposal and one.proposal.euros for one in queries.planned(manager, 2026)}
    assert {plain.id: 1200, other.id: None}.items() <= preview.items()
    assert former.id not in preview
    assert services.renew(2026, by=manager) == len(preview)
    assert services.renew(2026, by=manager) == 0
    assert queries.in_year(plain.id, 2026).fee_euros == 1200


def test_the_college_of_the_year_before_is_kept(manager):
    one = factories.member()
    factories.membership(one, year=2025, college_id=factories.college("ACADEMIC").id)
    rate(1200, by=manager)
    services.set_rate(
        2026,
        college_id=factories.college("ACADEMIC").id,
        category=MemberCategory.SME,
        from_band="",
        euros=300,
        by=manager,
    )
    assert queries.proposal_for(one, 2026).euros == 300


def test_another_fee_than_the_grids_has_a_reason(manager):
    one = factories.membership(fee=900)
    given = {"college_id": one.college_id, "euros": 450, "version": one.version, "by": manager}
    with pytest.raises(services.ReasonMissing):
        services.set_fee(one, reason="", **given)
    services.set_fee(one, reason="Joined in July", **given)
    assert (one.fee_euros, one.fee_reason) == (450, "Joined in July")


def test_who_saves_a_fee_second_is_told(manager):
    one = factories.membership()
    with pytest.raises(EditedMeanwhile):
        services.set_fee(one, college_id=None, euros=900, reason="", version=one.version - 1, by=manager)


def test_a_call_is_a_file_a_mail_and_a_day_once(manager):
    one = factories.membership(factories.member("Forge Fictive"))
    factories.contact(one.member, email="compta@forge.example")
    assert called(one, manager)
    [mail] = deliveries()
    assert (mail.recipient, mail.status) == ("compta@forge.example", DeliveryStatus.QUEUED)
    assert one.called_on == clock.today()
    assert read_verified(queries.file_of(one)).startswith(b"%PDF")
    assert [a.file_id for a in mail.attachments] == [one.call_file_id]
    with pytest.raises(services.CalledAlready):
        called(one, manager)
    assert len(deliveries()) == 1


def test_a_call_goes_to_who_was_named_for_it_and_to_who_reads_in_the_portal_only(manager):
    one = factories.membership()
    factories.contact(one.member)
    chosen = factories.contact(one.member, email="compta@forge.example", preference="portal_only", language="en")
    services.name_recipient(one.member, chosen.id, by=manager)
    called(one, manager)
    [mail] = deliveries()
    assert (mail.recipient, mail.language) == ("compta@forge.example", "en")


def test_only_who_is_there_today_is_named(manager):
    one, gone = factories.member(), factories.contact()
    with pytest.raises(services.NotThere):
        services.name_recipient(one, gone.id, by=manager)


def test_who_left_is_not_asked(manager):
    one = factories.membership()
    gone = factories.contact(one.member)
    left = sa.update(Affiliation).where(Affiliation.contact_id == gone.id).values(until_on=factories.LONG_AGO)
    db.session.execute(left)
    assert queries.recipient_of(one.member_id) is None


def test_without_an_address_a_task_says_to_send_it_by_post(manager):
    one = factories.membership()
    factories.contact(one.member, email=None)
    assert not called(one, manager)
    task = db.session.scalars(sa.select(Task).where(Task.kind == TaskKind.FEE_BY_POST)).one()
    assert (task.subject_type, task.subject_id, task.names) == ("member", one.member_id, {"member": one.member.name})
    assert one.called_on is not None


@pytest.mark.parametrize("fee", [None, 0])
def test_only_an_amount_can_be_called(manager, fee):
    with pytest.raises(services.FeeMissing):
        services.prepare(factories.membership(fee=fee))


def test_a_call_made_from_an_older_fee_is_refused(manager):
    one = factories.membership()
    prepared = services.prepare(one)
    services.set_fee(one, college_id=None, euros=1, reason="Gift", version=one.version, by=manager)
    db.session.flush()
    with pytest.raises(EditedMeanwhile):
        services.call_fee(one, prepared, by=manager)


def test_a_call_taken_back_is_made_anew_with_another_mail(manager):
    one = factories.membership()
    factories.contact(one.member)
    called(one, manager)
    with pytest.raises(services.CalledAlready):
        services.set_fee(one, college_id=None, euros=1, reason="Gift", version=one.version, by=manager)
    services.take_back_call(one, by=manager)
    services.set_fee(one, college_id=None, euros=800, reason="Discount", version=one.version, by=manager)
    called(one, manager)
    assert len(deliveries()) == 2


def test_a_payment_is_not_dated_after_today(manager):
    one = factories.membership()
    with pytest.raises(services.DayImpossible):
        services.record_payment(one, on=clock.today() + timedelta(days=1), by=manager)
    services.record_payment(one, on=clock.today(), by=manager)
    assert one.paid_on == clock.today()


def test_a_year_that_somebody_was_told_of_stays(manager):
    one = factories.membership()
    called(one, manager)
    services.take_back_call(one, by=manager)
    with pytest.raises(services.CalledAlready):
        services.remove_year(one, by=manager)


def late(days, **kwargs):
    """A year called so many days ago, with a person who can be written to."""
    file = store("call.pdf", "application/pdf", b"%PDF-1.7")
    one = factories.membership(called_on=clock.today() - timedelta(days=days), **{"call_file_id": file.id} | kwargs)
    factories.contact(one.member)
    return one


TERMS = Terms(payment_days=30, remind_after_days=20, most_reminders=2)


def test_reminders_go_to_those_whose_payment_is_waited_for_too_long():
    due = late(50)
    for noise in (late(49), late(90, fee=0), late(90, reminders=2, reminded_on=clock.today() - timedelta(days=40))):
        assert noise.id
    late(90, paid_on=clock.today())
    late(90, call_file_id=None)  # called by another tool
    again = late(200, reminders=1, reminded_on=clock.today() - timedelta(days=20))
    late(200, reminders=1, reminded_on=clock.today() - timedelta(days=19))
    assert queries.to_remind(TERMS, 10) == [due.id, again.id]


def test_the_clock_reminds_once_and_keeps_count(manager):
    one = late(0, fee=900)
    one.called_on = None
    called(one, manager)
    one.called_on = clock.today() - timedelta(days=365)
    db.session.flush()
    jobs.remind_late()
    jobs.remind_late()
    [mail] = deliveries("fee_reminder")
    assert (one.reminders, one.reminded_on) == (1, clock.today())
    assert [a.file_id for a in mail.attachments] == [one.call_file_id]


def test_the_account_is_kept_without_spaces_and_checked(manager):
    services.decide_terms(Terms(iban="FR76 3000 6000 0112 3456 7890 189", bic="agrifrpp"), by=manager)
    assert (value("fees.iban"), value("fees.bic")) == (IBAN, "AGRIFRPP")
    with pytest.raises(services.AccountWrong):
        services.decide_terms(Terms(iban="FR76 3000 6000 0112 3456 7890 188"), by=manager)


def test_every_change_leaves_a_line_in_the_audit_log(manager):
    one = factories.membership()
    factories.contact(one.member)
    called(one, manager)
    services.record_payment(one, on=clock.today(), by=manager)
    services.take_back_payment(one, by=manager)
    events = db.session.scalars(
        sa.select(AuditEvent.action).where(AuditEvent.subject_type == "membership").order_by(AuditEvent.id)
    )
    assert list(events) == ["membership.called", "membership.paid", "membership.payment_taken_back"]


DAYS = [None, 0, 5, 29, 30, 31, 400]


def test_the_database_tells_the_state_and_the_standing_as_the_rules_do(manager):
    today = clock.today()
    ago = [None if n is None else today - timedelta(days=n) for n in DAYS]
    for year in (today.year, today.year - 1):
        for fee in (None, 0, 900):
            for called_on in ago[:-1]:
                for paid_on in (None, today, today - timedelta(days=5)):
                    factories.membership(year=year, fee=fee, called_on=called_on, paid_on=paid_on)
                factories.membership(year=year, fee=fee, called_on=called_on, paid_undated=True)
    terms = Terms(payment_days=30, grace_days=366)
    for year in (today.year, today.year - 1):
        for state in FeeState:
            page = queries.page_of(manager, queries.Filters(year, state=state), terms, None)
            assert {state_of(one, today, 30) for one in page.items} == {state}
        for good in (True, False):
            page = queries.page_of(manager, queries.Filters(year, in_good_standing=good), terms, None)
            assert {is_in_good_standing([one], today, 366) for one in page.items} == {good}


def test_sums_are_those_of_the_list(manager):
    for fee, paid in ((100, None), (200, clock.today()), (None, None)):
        factories.membership(year=2031, fee=fee, paid_on=paid)
    sums = queries.sums(manager, queries.Filters(2031), Terms())
    assert (sums.count, sums.expected, sums.due) == (3, 300, 0)
    assert sums.euros == {FeeState.NOT_CALLED: 100, FeeState.PAID: 200}


def test_a_manager_of_some_sectors_renews_and_sees_theirs(db):
    rail, bike = factories.member(), factories.member(in_sector="VELO")
    by = factories.actor(sector_ids=frozenset({factories.sector("RAIL").id}))
    services.renew(2031, by=by)
    years = db.session.scalars(sa.select(Membership.member_id).where(Membership.year == 2031)).all()
    assert rail.id in years
    assert bike.id not in years


def test_what_is_paid_is_not_called(manager):
    one = factories.membership(paid_on=clock.today())
    with pytest.raises(services.CalledAlready):
        called(one, manager)
