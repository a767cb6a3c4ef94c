"""What waits, what is found: with noise beside the matches."""

from datetime import UTC, datetime, time, timedelta

from cara_crm.contacts.models import Affiliation
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.permissions import Role
from cara_crm.desk import queries
from cara_crm.desk.queries.search import Kind, Why
from cara_crm.desk.queries.waits import Wait
from cara_crm.extensions import db
from cara_crm.interactions.models import Interaction, InteractionKind
from cara_crm.issues import services as issues
from cara_crm.issues.models import Agreement, IssueKind, IssueMessage, IssueState
from cara_crm.issues.said import Said
from cara_crm.members.models import MemberName
from cara_crm.positions.models import PositionState
from cara_crm.settings import services as settings
from cara_crm.tasks import services as tasks
from cara_crm.tasks.models import Task, TaskKind
from tests import factories
from tests.relays.cast import recorded, sent_report
from tests.reports import cast as reports


def kinds(actor):
    return [one.kind for one in queries.waiting(actor)]


def titles(hits, kind):
    return [hit.title for hit in hits if hit.kind is kind]


def test_nothing_waits_in_a_quiet_house():
    factories.issue(state=IssueState.CLOSED)
    assert queries.waiting(factories.actor()) == []


def test_the_oldest_comes_first():
    factories.issue(state=IssueState.SUBMITTED, title="Neuve", submitted_at=clock.now())
    factories.issue(state=IssueState.SUBMITTED, title="Vieille", submitted_at=clock.now() - timedelta(days=30))
    assert [one.title for one in queries.waiting(factories.actor())] == ["Vieille", "Neuve"]


def test_an_agreement_that_was_asked_waits_as_such():
    factories.issue(state=IssueState.SUBMITTED, agreement=Agreement.ASKED)
    assert kinds(factories.actor()) == [Wait.AGREEMENT]


def test_what_a_member_wrote_waits_since_it_was_written():
    came_in = clock.now() - timedelta(days=160)
    issue = factories.issue(state=IssueState.RELAYED, submitted_at=came_in, last_word_at=clock.now())
    written = clock.now() - timedelta(days=2)
    issue.messages.append(IssueMessage(is_from_member=True, author_label="Lou", text="Et alors ?", at=written))
    db.session.flush()
    assert [(one.kind, one.days) for one in queries.waiting(factories.actor())] == [(Wait.MESSAGE, 2)]


def test_authors_without_a_word_are_one_line_a_week_before_the_limit_which_is_late_after_it():
    today = datetime.combine(clock.today(), time(12), clock.PARIS)
    for days in (22, 24):
        factories.issue(submitted_at=today - timedelta(days=90), last_word_at=today - timedelta(days=days))
    me = factories.actor()
    assert [(one.kind, one.target, one.days, one.is_late) for one in queries.waiting(me)] == [
        (Wait.SILENT, 1, 24, False)
    ]
    factories.issue(last_word_at=today - timedelta(days=31))
    assert [(one.kind, one.target, one.days, one.is_late) for one in queries.waiting(me)] == [
        (Wait.SILENT, 2, 31, True)
    ]


def test_silences_of_other_sectors_are_not_counted_for_me():
    factories.issue(last_word_at=clock.now() - timedelta(days=31))
    assert kinds(factories.actor(sector_ids=frozenset({factories.sector("AUTO").id}))) == []


def test_the_administrators_limit_decides_what_is_silent():
    factories.issue(last_word_at=clock.now() - timedelta(days=24))
    settings.set_value("clock.silence", 60, by=Actor.system("test"))
    assert kinds(factories.actor()) == []


def test_an_issue_is_late_once_the_promised_day_of_the_first_word_is_past():
    friday = datetime(2026, 11, 20, 9, tzinfo=UTC)
    for days in (8, 7):
        factories.issue(state=IssueState.SUBMITTED, submitted_at=friday - timedelta(days=days))
    with clock.at(friday):
        assert [one.is_late for one in queries.waiting(factories.actor())] == [True, False]


def test_an_approved_position_whose_issue_changed_is_to_be_approved_again():
    issue = factories.issue()
    position = factories.position(issue, state=PositionState.APPROVED, approved_revision=1)
    assert kinds(factories.actor()) == []
    issue.content_revision += 1
    assert [(one.kind, one.target) for one in queries.waiting(factories.actor())] == [(Wait.APPROVE_AGAIN, position.id)]


def test_another_sectors_issue_does_not_wait_for_me():
    factories.issue(state=IssueState.SUBMITTED)
    elsewhere = frozenset({factories.sector("AUTO").id})
    assert kinds(factories.actor(sector_ids=elsewhere)) == []


def test_an_administrator_sees_no_raw_words_in_what_waits():
    factories.issue(state=IssueState.SUBMITTED)
    assert kinds(factories.actor(Role.ADMINISTRATOR)) == []


def test_a_task_of_nobody_in_particular_waits_for_the_team():
    factories.add(Task(title="Envoyer un erratum", due_on=clock.today()))
    assert kinds(factories.actor()) == kinds(factories.actor()) == [Wait.TASK]


def test_a_task_waits_for_its_assignee_only():
    me, other = factories.actor(), factories.actor()
    factories.add(Task(title="Rappeler", due_on=clock.today(), assignee_id=me.user_id))
    assert kinds(me) == [Wait.TASK]
    assert kinds(other) == []


def about(record, **kwargs):
    return tasks.add(TaskKind.NOTE, title="Voir", about=record, by=Actor.system("test"), **kwargs)


def test_every_record_of_a_task_is_called_by_its_name():
    member = factories.member("Forge Fictive")
    talk = factories.add(Interaction(kind=InteractionKind.CALL, happened_at=clock.now(), members=[member]))
    position, issue = factories.position(title="Rails"), factories.issue(title="Acier", state=IssueState.CLOSED)
    report, relay = sent_report(position, number="CARA-2026-1"), recorded("Appel")
    for record in (member, talk, report, relay, position, issue):
        about(record)
    found = {one.record.table: one.record.title for one in queries.waiting(factories.actor()) if one.record}
    assert found == {
        "member": "Forge Fictive",
        "interaction": "Forge Fictive",
        "report": "CARA-2026-1",
        "relay": "Appel",
        "position": "Rails",
        "issue": "Acier",
    }


def test_a_record_of_another_sector_is_not_opened_from_a_task():
    elsewhere = frozenset({factories.sector("AUTO").id})
    member = factories.member()
    for record in (member, factories.position(), factories.issue(state=IssueState.CLOSED)):
        about(record)
    about(factories.add(Interaction(kind=InteractionKind.CALL, happened_at=clock.now(), members=[member])))
    found = queries.waiting(factories.actor(sector_ids=elsewhere))
    assert [(one.record, one.is_whole) for one in found] == [(None, False)] * 4


def test_an_assignee_reads_the_own_task_whole_without_its_record():
    me = factories.actor(sector_ids=frozenset({factories.sector("AUTO").id}))
    about(factories.issue(state=IssueState.CLOSED), assignee_id=me.user_id)
    assert [(one.record, one.is_whole) for one in queries.waiting(me)] == [(None, True)]


def test_the_glance_counts_this_months_issues():
    factories.issue(state=IssueState.SUBMITTED, submitted_at=clock.now())
    factories.issue(state=IssueState.DRAFT)
    past = Said(what_happens="Dit il y a longtemps.", kind=IssueKind.NEED)
    issues.record_past(
        past, member=factories.member(), contact=None, on=None, reason="a list", by=Actor.system("import")
    )
    found = queries.glance(factories.actor())
    assert found is not None
    assert (found.this_month, len(found.months)) == (1, 6)


def test_a_director_gets_no_glance_at_raw_words():
    assert queries.glance(factories.actor(Role.DIRECTOR)) is None


def test_a_member_never_visited_is_silent():
    factories.member("Muet")
    found = queries.glance(factories.actor())
    assert found is not None
    assert ("Muet", None) in [(one.name, one.last_at) for one in found.silent]


def test_a_member_is_found_without_accents():
    factories.member("Forge des Étangs")
    factories.member("Autre Maison")
    assert titles(queries.search(factories.actor(), "ETANGS forge"), Kind.MEMBER) == ["Forge des Étangs"]


def test_a_member_is_found_by_its_siren_with_spaces():
    member = factories.member("Forge")
    member.folded = f"forge {member.siren}"
    spaced = f"{member.siren[:3]} {member.siren[3:6]} {member.siren[6:]}"
    (hit,) = [h for h in queries.search(factories.actor(), spaced) if h.kind is Kind.MEMBER]
    assert (hit.why, hit.matched) == (Why.SIREN, spaced)


def test_a_member_is_found_by_a_former_name():
    member = factories.member("Forge Neuve", folded="forge neuve fonderies ravel")
    member.other_names.append(MemberName(name="Fonderies Ravel", folded="fonderies ravel"))
    (hit,) = queries.search(factories.actor(), "ravel")
    assert (hit.title, hit.why, hit.matched) == ("Forge Neuve", Why.FORMER_NAME, "Fonderies Ravel")


def test_a_site_is_found_by_its_siret():
    member = factories.member("Forge", folded="forge 00000000800019")
    member.sites[0].siret = "00000000800019"
    (hit,) = queries.search(factories.actor(), "000 000 008 00019")
    assert (hit.title, hit.why) == ("Forge", Why.SIRET)


def test_a_company_is_found_by_its_siren_when_its_site_is_unknown():
    member = factories.member("Forge", siren="000000521", folded="forge 000000521")
    factories.member("Autre", siren="000000539", folded="autre 000000539")
    (hit,) = queries.search(factories.actor(), "000 000 521 00005")
    assert (hit.id, hit.why, hit.matched) == (member.id, Why.UNKNOWN_SITE, "000 000 521")


def test_an_address_is_found_before_those_that_only_resemble_it():
    house = factories.member("Zed")
    for n in (*range(100, 112), 1, 10):
        made = factories.contact(house, last_name=f"Abel {500 - n}", email=f"c{n}@zed{n}.example")
        made.folded = f"camille abel {500 - n} c{n} zed{n} example"
    db.session.flush()
    found = [hit.matched for hit in queries.search(factories.actor(), "C1@zed1.example") if hit.kind is Kind.CONTACT]
    assert (found[0], len(found)) == ("c1@zed1.example", 8)
    begun = [hit.matched for hit in queries.search(factories.actor(), "c1@zed1") if hit.kind is Kind.CONTACT]
    assert begun[0] == "c1@zed1.example"


def test_what_begins_like_this_stands_before_what_holds_it():
    for name in ("Aciforge", "Grande Forge", "Forge"):
        factories.member(name)
    assert titles(queries.search(factories.actor(), "forge"), Kind.MEMBER) == [
        "Forge",
        "Grande Forge",
        "Aciforge",
    ]


def test_a_manager_of_some_sectors_finds_no_member_of_another():
    factories.member("Forge Ferroviaire")
    elsewhere = factories.actor(sector_ids=frozenset({factories.sector("AUTO").id}))
    assert queries.search(elsewhere, "forge") == []
    assert queries.search(elsewhere, "forje") == []


def moved_on(last_name: str, left: str, joined: str):
    """Somebody who left one member for another."""
    person = factories.contact(factories.member(left), last_name=last_name)
    person.affiliations[0].until_on = clock.today() - timedelta(days=1)
    now = Affiliation(member_id=factories.member(joined).id, function="Achats", from_on=clock.today())
    person.affiliations.append(now)
    factories.db.session.flush()


def people(text: str):
    found = queries.search(factories.actor(), text)
    return [(hit.title, hit.why, hit.matched) for hit in found if hit.kind is Kind.CONTACT]


def test_a_person_is_found_by_a_former_employer():
    moved_on("Quintervoix", "Forge des Étangs", "Tannerie")
    assert people("etangs") == [("Camille Quintervoix", Why.FORMER_EMPLOYER, "Forge des Étangs")]
    assert people("quinter etangs") == [("Camille Quintervoix", Why.FORMER_EMPLOYER, "Forge des Étangs")]
    assert people("tannerie") == [("Camille Quintervoix", Why.EMPLOYER, "")]


def test_a_wrong_letter_still_finds_the_person():
    factories.contact(factories.member(), last_name="Quintervoix", email="q@forge.example")
    assert people("quintrevoix") == [("Camille Quintervoix", Why.SPELLING, "")]


def test_a_wrong_letter_still_finds_the_name():
    factories.member("Boulonnerie Argousier")
    (hit,) = queries.search(factories.actor(), "boulonerie argouzier")
    assert (hit.title, hit.why) == ("Boulonnerie Argousier", Why.SPELLING)


def test_an_observer_finds_members_but_no_issues():
    factories.issue(factories.member("Certification SA"), title="Certification lente")
    found = queries.search(factories.actor(Role.OBSERVER), "certification")
    assert {hit.kind for hit in found} == {Kind.MEMBER}


def test_a_report_is_found_by_who_may_read_it():
    draft = reports.drafted(reports.manager())
    assert titles(queries.search(factories.actor(), draft.number), Kind.REPORT) == [draft.number]
    assert queries.search(factories.actor(Role.OBSERVER), draft.number) == []
    elsewhere = factories.actor(sector_ids=frozenset({factories.sector("AUTO").id}))
    assert queries.search(elsewhere, draft.number) == []


def test_one_letter_searches_nothing():
    factories.member("A")
    assert queries.search(factories.actor(), "a") == []


def test_no_number_is_nearly_another():
    factories.member("Boulonnerie", siren="000000117", folded="boulonnerie 000000117")
    assert queries.search(factories.actor(), "000000127") == []
    assert [hit.title for hit in queries.search(factories.actor(), "000 000 117")] == ["Boulonnerie"]
