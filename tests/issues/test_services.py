"""The rules of an issue: states, consent, agreement, versions."""

from datetime import date, timedelta
from io import BytesIO

import pytest
import time_machine
from PIL import Image

from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.permissions import Role
from cara_crm.deliveries.models import Delivery
from cara_crm.issues import services
from cara_crm.issues.models import Agreement, Channel, Consent, Issue, IssueState
from cara_crm.issues.said import Said, first_sentence
from cara_crm.tasks.models import Task
from tests import factories

pytestmark = pytest.mark.usefixtures("request_context")
SAID = Said(what_happens="Notre bogie attend le certificat depuis onze mois. Le client menace.", asked="Un délai")


def author_of(member) -> Actor:
    contact = factories.contact(member)
    account = factories.user(Role.MEMBER, member_id=member.id, contact_id=contact.id)
    return Actor(account.id, Role.MEMBER, account.name, member_id=member.id, contact_id=contact.id)


def submitted(**kwargs) -> tuple[Issue, Actor]:
    member = factories.member()
    by = author_of(member)
    contact = factories.contact(member)
    draft = services.save_draft(
        None, Said(**{"what_happens": "Des retards."} | kwargs), member=member, contact=contact, by=by
    )
    return services.submit_issue(draft, by=by), by


def recorded(**kwargs) -> Issue:
    member = factories.member()
    values = {"channel": Channel.CALL, "contact": factories.contact(member), "by": factories.actor()} | kwargs
    return services.record_issues([SAID], member=member, **values)[0]


def kinds(db) -> list[str]:
    return [one.kind for one in db.session.query(Delivery).order_by(Delivery.id)]


def test_a_title_is_taken_from_the_first_sentence():
    assert SAID.words["title"] == "Notre bogie attend le certificat depuis onze mois"


def test_a_long_first_sentence_is_cut_between_words():
    title = first_sentence("mot " * 60)
    assert len(title) <= 90
    assert title.endswith("mot…")


def test_what_is_sent_is_received_with_a_version_and_a_receipt(db):
    issue, _by = submitted()
    assert issue.state is IssueState.SUBMITTED
    assert [one.words["what_happens"] for one in issue.versions] == ["Des retards."]
    assert kinds(db) == ["issue_received"]


def test_the_federations_of_its_sectors_may_know_it_without_a_name():
    issue, _by = submitted()
    assert issue.consent_for(factories.federation("FIF").id) is Consent.ANONYMOUS


@pytest.mark.parametrize("said", [{"concerns_third_party": True}, {"third_parties": "Client Fictif"}])
def test_about_a_customer_nobody_may_know_until_the_author_chooses(said):
    issue, _by = submitted(**said)
    assert issue.concerns_third_party
    assert {one.consent for one in issue.consents} == {Consent.NONE}


def test_a_second_click_sends_once(db):
    issue, by = submitted()
    services.submit_issue(issue, by=by)
    assert len(issue.transitions) == 1


def test_nothing_said_cannot_be_sent():
    member = factories.member()
    by = author_of(member)
    draft = services.save_draft(None, Said(what_happens=""), member=member, by=by)
    with pytest.raises(services.NothingSaid):
        services.submit_issue(draft, by=by)


def test_recorded_words_go_back_to_the_contact(db):
    issue = recorded()
    assert issue.agreement is Agreement.ASKED
    assert not issue.may_be_used
    assert kinds(db) == ["agreement_asked"]


def test_what_was_heard_at_once_is_asked_in_one_mail(db):
    member = factories.member()
    values = {"contact": factories.contact(member), "channel": Channel.CALL, "by": factories.actor()}
    heard = services.record_issues([SAID, Said(what_happens="Il manque des soudeurs.")], member=member, **values)
    mail = db.session.query(Delivery).one()
    assert [one.agreement for one in heard] == [Agreement.ASKED, Agreement.ASKED]
    assert [one.what_happens in mail.body_text for one in heard] == [True, True]
    assert not [one.title for one in heard if one.title in mail.subject]


def test_two_people_get_a_mail_each(db):
    issues = [recorded(), recorded()]
    db.session.query(Delivery).delete()
    services.ask_together(issues, by=factories.actor())
    assert {one.contact_id for one in db.session.query(Delivery)} == {one.contact_id for one in issues}


def test_an_oral_agreement_has_a_date_a_contact_and_a_recorder():
    issue = recorded(oral_agreement_on=date(2026, 1, 5))
    assert issue.may_be_used
    assert (issue.agreement_on, issue.agreement_contact, issue.agreement_recorded_by_id) == (
        date(2026, 1, 5),
        issue.contact,
        issue.recorded_by_id,
    )


def test_an_agreement_is_not_dated_tomorrow():
    with pytest.raises(services.AgreementInTheFuture):
        recorded(oral_agreement_on=clock.today() + timedelta(days=1))


def test_words_need_somebody_who_can_agree():
    member = factories.member()
    silent = factories.contact(member, email=None)
    with pytest.raises(services.NobodyToAsk):
        services.record_issues([SAID], member=member, contact=silent, channel=Channel.CALL, by=factories.actor())


def test_do_not_send_withdraws():
    issue = recorded()
    services.refuse(issue, by=author_of(issue.member))
    assert (issue.agreement, issue.state) == (Agreement.REFUSED, IssueState.WITHDRAWN)


def test_what_an_author_corrects_is_agreed_to():
    issue = recorded()
    services.edit_issue(issue, Said(what_happens="Douze mois."), by=author_of(issue.member))
    assert issue.agreement is Agreement.AGREED
    assert [one.number for one in issue.versions] == [1, 2]


def test_what_a_manager_changes_goes_back_to_its_author(db):
    issue, _by = submitted()
    services.edit_issue(issue, Said(what_happens="Autre chose."), by=factories.actor())
    assert issue.agreement is Agreement.ASKED


def test_an_edit_raises_the_revision():
    issue, by = submitted()
    before = issue.content_revision
    services.edit_issue(issue, Said(what_happens="Plus précis."), by=by)
    assert issue.content_revision == before + 1


def test_qualifying_moves_it_and_needs_a_sector():
    issue, _by = submitted()
    with pytest.raises(services.SectorMissing):
        services.qualify(issue, sectors=[], priority=None, kind=issue.kind, urgency=issue.urgency, by=factories.actor())
    services.qualify(
        issue, sectors=[factories.sector()], priority=None, kind=issue.kind, urgency=issue.urgency, by=factories.actor()
    )
    assert issue.state is IssueState.QUALIFIED
    assert issue.qualified_at


@pytest.mark.parametrize("service", [services.decline, services.solve, services.close, services.pause])
def test_each_ending_wants_a_reason(service):
    with pytest.raises(services.ReasonMissing):
        service(factories.issue(), reason="  ", by=factories.actor())


def test_a_decline_is_told_with_its_reason(db):
    issue, _by = submitted()
    services.decline(issue, reason="Déjà réglé par la loi.", by=factories.actor())
    mail = db.session.query(Delivery).filter_by(kind="issue_closed").one()
    assert "Déjà réglé par la loi." in mail.body_text


def test_what_was_withdrawn_stays_so():
    issue, by = submitted()
    services.withdraw(issue, reason="", by=by)
    with pytest.raises(services.NotPossibleNow):
        services.decline(issue, reason="Non", by=factories.actor())


def test_a_change_of_consent_after_sending_asks_for_an_erratum(db):
    issue = factories.issue(state=IssueState.RELAYED, relayed_at=clock.now())
    services.change_consent(issue, factories.federation(), Consent.NONE, by=author_of(issue.member))
    assert db.session.query(Task).filter_by(subject_type="issue", subject_id=issue.id).count() == 1


def test_a_change_of_consent_before_sending_is_free(db):
    issue = factories.issue()
    services.change_consent(issue, factories.federation(), Consent.NAMED, by=author_of(issue.member))
    assert db.session.query(Task).count() == 0
    assert issue.content_revision == 2


def test_messages_and_notes_are_different_things():
    issue = factories.issue()
    services.add_note(issue, "À vérifier", by=factories.actor())
    services.ask_back(issue, "Depuis quand ?", by=factories.actor())
    assert [one.text for one in issue.messages] == ["Depuis quand ?"]
    assert [one.text for one in issue.notes] == ["À vérifier"]


def test_moving_up_leaves_the_revision_alone():
    issue = factories.issue()
    services.mark_relayed(issue, by=factories.actor())
    assert (issue.state, issue.content_revision) == (IssueState.RELAYED, 1)


def test_solved_in_the_region_may_go_up_as_well():
    issue = factories.issue()
    services.solve(issue, reason="Le voisin a aidé.", by=factories.actor())
    services.mark_relayed(issue, by=factories.actor())
    assert issue.state is IssueState.SOLVED
    assert issue.relayed_at


@pytest.mark.parametrize("content", [b"MZ\x90\x00", b"<html>", b"", b"\xff\xd8\xff\xe0"])
def test_only_known_kinds_of_files_are_kept(content):
    with pytest.raises(services.FileRefused):
        services.check_files([("photo.jpg", content)])


def test_a_photograph_is_kept_small_and_without_its_place():
    exif, taken = Image.Exif(), BytesIO()
    exif.get_ifd(0x8825)[1] = "N"
    Image.new("RGB", (4000, 3000), "teal").save(taken, "JPEG", exif=exif)
    issue = factories.issue()
    services.attach(issue, services.check_files([("photo.JPG", taken.getvalue())]), by=factories.actor())
    file = issue.attachments[0].file
    assert (file.name, file.media_type) == ("photo.JPG", "image/jpeg")
    with Image.open(BytesIO(file.content)) as kept:
        assert (kept.size, dict(kept.getexif().get_ifd(0x8825))) == ((2000, 1500), {})


def test_a_photograph_of_a_telephone_is_kept_whatever_it_weighs():
    taken = BytesIO()
    Image.effect_noise((3200, 2400), 90).convert("RGB").save(taken, "JPEG", quality=100)
    assert len(taken.getvalue()) > 5 * 1024 * 1024
    (kept,) = services.check_files([("IMG_2041.JPG", taken.getvalue())])
    assert len(kept.content) < 5 * 1024 * 1024


def test_another_file_keeps_its_limit():
    with pytest.raises(services.FileRefused, match="5"):
        services.check_files([("plan.pdf", b"%PDF-1.7" + bytes(5 * 1024 * 1024))])


def test_a_photograph_that_cannot_be_read_here_says_what_to_do():
    heic = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(100)
    with pytest.raises(services.FileRefused, match=r"HEIC.*JPEG"):
        services.check_files([("IMG_2042.HEIC", heic)])


def test_not_one_more_than_can_be_kept_is_looked_at():
    seen = []

    def given():
        for n in range(20):
            seen.append(n)
            yield f"{n}.txt", b"texte"

    with pytest.raises(services.FileRefused):
        services.check_files(given())
    assert len(seen) == 6


def test_who_has_not_answered_is_asked_again_after_a_week_and_after_three_then_no_more():
    member = factories.member()
    contact, by = factories.contact(member), factories.actor()
    heard = [factories.issue(member, contact_id=contact.id) for _ in range(2)]
    services.ask_together(heard, by=by)
    begun, mails = clock.now(), []
    for days in (6, 7, 8, 21, 22, 50):
        with time_machine.travel(begun + timedelta(days=days)):
            mails.append((days, services.remind_unanswered(by=by)))
    assert mails == [(6, 0), (7, 2), (8, 0), (21, 2), (22, 0), (50, 0)]
    sent = factories.db.session.query(Delivery).filter_by(kind="agreement_asked").order_by(Delivery.id)
    assert [mail.subject.startswith("Rappel") for mail in sent] == [False, True, True]


def test_who_answered_is_not_reminded():
    contact, by = factories.contact(member := factories.member()), factories.actor()
    issue = factories.issue(member, contact_id=contact.id)
    services.ask_agreement(issue, by=by)
    services.record_oral_agreement(issue, contact=contact, on=clock.today(), by=by)
    with time_machine.travel(clock.now() + timedelta(days=8)):
        assert services.remind_unanswered(by=by) == 0


def test_who_has_left_the_member_since_hears_nothing_more_of_its_issue(db):
    issue = factories.issue(state=IssueState.CLOSED)
    author = issue.contact = factories.contact(issue.member)
    db.session.refresh(author)
    services.reopen(issue, reason="still true", by=factories.actor())
    assert kinds(db) == ["issue_moved"]
    author.affiliations[0].until_on = factories.LONG_AGO
    services.pause(issue, reason="waiting", by=factories.actor())
    assert kinds(db) == ["issue_moved"]
