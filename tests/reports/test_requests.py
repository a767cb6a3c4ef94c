"""Requests of federations: who asks, what answers, the flash note on a report's way, and what it never tells."""

import io
from datetime import date, timedelta

import docx
import pytest

from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import NotVisible
from cara_crm.core.permissions import Role
from cara_crm.deliveries.models import Delivery
from cara_crm.extensions import db
from cara_crm.issues.models import Consent, Issue, IssueImpact, Measure
from cara_crm.relays import services as relays
from cara_crm.relays.models import QuestionKind, Relay, Response
from cara_crm.relays.services import AskedByMembersOnly
from cara_crm.reports.assemble import assemble
from cara_crm.reports.document import ReportDocument
from cara_crm.reports.models import FileKind, Report, ReportState, Request, RequestState
from cara_crm.reports.queries import listing
from cara_crm.reports.queries.gather import gather
from cara_crm.reports.queries.state import addressees, scope_of
from cara_crm.reports.requests import queries, services
from cara_crm.reports.services import correct_report, edit_report, hand_over, prepare, review_report, send_report
from cara_crm.reports.services.drafting import NothingToSay
from tests import factories as f
from tests import mails
from tests.office import cast as office
from tests.reports.cast import manager, reviewer, six_voices, stands, yes_to_all
from tests.reports.cast import sent as sent_report

pytestmark = pytest.mark.usefixtures("request_context")
QUESTION = "Combien de fournisseurs subissent des retards de livraison ?"


def asked(by: Actor | None = None, **kwargs: object) -> Request:
    values = {
        "federation_id": f.federation("FIF").id,
        "question": QUESTION,
        "details": "",
        "due_on": clock.today() + timedelta(days=3),
        "sector_ids": (),
        "submission_key": None,
    }
    f.sector("RAIL")
    return services.ask_cluster(**(values | kwargs), by=by or manager())


def note_of(issues: list[Issue], by: Actor | None = None, **kwargs: object) -> Report:
    by = by or manager()
    request = asked(by, **kwargs)
    services.choose_issues(request, [one.id for one in issues], by=by)
    return drafted(request, by)


def drafted(request: Request, by: Actor) -> Report:
    report = services.draft_note(request, language="en", by=by)
    db.session.flush()
    edit_report(report, key_messages="Many wait.", position_ids=[], language="en", version=report.version, by=by)
    db.session.flush()
    return report


def sent(report: Report, by: Actor) -> ReportDocument:
    f.contact(of=report.federation, receives_reports=True)
    hand_over(report, stands(report), by=by)
    built = stands(report)
    decided = yes_to_all(report)
    review_report(report, built, fingerprint=built.fingerprint, decisions=decided, comment="", by=reviewer())
    db.session.flush()
    send_report(report, prepare(report), by=by)
    db.session.flush()
    return ReportDocument.from_json(report.document or "")


def figures(document: ReportDocument) -> dict[str, object]:
    return {figure.id: figure.value for figure in document.figures}


def polled(request: Request, answers: list[tuple[object, ...]], silent: int = 0, **member: object) -> Relay:
    """A consultation that was sent to these members and is closed: a choice, a number, words."""
    for n in range(len(answers) + silent):
        f.contact(f.member(f"Atelier sondé {n}", **member))
    relay = services.ask_members(request, by=manager())
    relay.audience = {"statuses": ["active"]}
    asked_of = [
        relays.Asked(QuestionKind.CHOICE, "Concerné ?", "", ("Oui", "Non")),
        relays.Asked(QuestionKind.NUMBER, "Combien de semaines ?"),
        relays.Asked(QuestionKind.TEXT, "Un exemple ?"),
    ]
    relays.ask(relay, asked_of, by=manager())
    relays.send_relay(relay, by=manager())
    db.session.flush()
    rows = sorted(relay.recipients, key=lambda row: row.id)
    questions = [one.id for one in sorted(relay.questions, key=lambda one: one.ordinal)]
    for row, values in zip(rows, answers, strict=False):
        given = {str(i): value for i, value in zip(questions, values, strict=False) if value is not None}
        db.session.add(Response(relay_id=relay.id, member_id=row.member_id, contact_id=row.contact_id, values=given))
    relay.deadline_on = clock.today() - timedelta(days=1)
    db.session.flush()
    return relay


class TestAsking:
    def test_an_officer_asks_and_the_managers_are_told(self) -> None:
        colleague = f.user(Role.MANAGER)
        officer = office.officer_actor()
        request = asked(officer)
        assert (request.state, request.author_label) == (RequestState.ASKED, officer.name)
        told = db.session.query(Delivery).filter_by(kind="request_asked").all()
        assert colleague.email in {one.recipient for one in told}
        assert QUESTION not in told[0].subject

    @pytest.mark.parametrize(
        ("change", "refusal"),
        [
            ({"due_on": clock.today() - timedelta(days=1)}, services.DuePast),
            ({"question": "Quels sont vos prix de vente ?"}, AskedByMembersOnly),
            ({"details": "And who are your customers?"}, AskedByMembersOnly),
            ({"question": "Quelle part de leur CA font-ils avec Renault ?"}, AskedByMembersOnly),
        ],
    )
    def test_what_may_not_be_asked(self, change, refusal) -> None:
        with pytest.raises(refusal):
            asked(**change)

    def test_a_second_click_asks_once(self) -> None:
        assert asked(submission_key="k").id == asked(submission_key="k").id

    def test_another_federation_sees_none_of_it(self) -> None:
        request = asked(office.officer_actor("FIF"))
        with pytest.raises(NotVisible):
            queries.own_request(office.officer_actor("PFA"), request.id)

    def test_a_reading_link_sees_no_request(self) -> None:
        request = asked(office.officer_actor("FIF"))
        reader = Actor(None, Role.OFFICER, federation_id=request.federation_id, report_ids=frozenset({1}))
        assert queries.own_requests(reader) == []


class TestFromIssues:
    def test_only_issues_that_the_federation_may_know_of_are_offered_and_counted(self) -> None:
        issues = six_voices(title="Retards de livraison")
        hidden = f.issue(f.member("Muet"), title="Retards de livraison", consent=Consent.NONE)
        request = asked()
        assert {one.issue.id for one in queries.choices(manager(), request, "retards")} == {i.id for i in issues}
        assert services.choose_issues(request, [hidden.id, issues[0].id], by=manager()) == 1

    def test_the_note_counts_groups_and_says_no_more(self) -> None:
        by = manager()
        document = sent(note_of(six_voices(), by), by)
        assert document.is_note
        assert figures(document)["groups"] == 6
        assert document.question == QUESTION
        assert document.positions == ()
        assert document.downward == ()

    def test_fewer_than_k_groups_do_not_leave(self) -> None:
        by = manager()
        report = note_of(six_voices()[:4], by)
        with pytest.raises(NothingToSay):
            hand_over(report, stands(report), by=by)

    def test_sending_answers_the_request_and_reaches_who_asked(self) -> None:
        by, officer = manager(), office.officer()
        actor = Actor(officer.id, Role.OFFICER, "O", federation_id=officer.federation_id, contact_id=officer.contact_id)
        request = asked(actor)
        services.choose_issues(request, [one.id for one in six_voices()], by=by)
        report = drafted(request, by)
        assert officer.contact_id in {person.id for person in addressees(report)}
        sent(report, by)
        assert (request.state, report.state) == (RequestState.ANSWERED, ReportState.SENT)
        assert {one.kind for one in report.files} == {FileKind.PDF, FileKind.XLSX, FileKind.JSON}
        assert db.session.query(Delivery).filter_by(kind="flash_note").count() == 2

    def test_the_choice_stands_while_somebody_reviews_it(self) -> None:
        by, issues = manager(), six_voices()
        report = note_of(issues, by)
        hand_over(report, stands(report), by=by)
        with pytest.raises(services.NoteUnderWay):
            services.choose_issues(report.request, [issues[0].id], by=by)

    def test_who_withdrew_is_not_counted_any_more(self) -> None:
        by, issues = manager(), [*six_voices(), f.issue(f.member("Septième"))]
        report = note_of(issues, by)
        for one in issues[0].consents:
            one.consent = Consent.NONE
        db.session.flush()
        document = sent(report, by)
        assert figures(document)["groups"] == 6
        assert issues[0] not in report.request.issues

    def test_names_in_the_question_or_the_answer_are_marked(self) -> None:
        by = manager()
        f.member("Chaudronnerie Malvoisine")
        report = note_of(six_voices(), by, question="Que dit la Chaudronnerie Malvoisine ?")
        assert {mark.place for mark in stands(report).marks} == {"question"}

    def test_a_correction_is_version_two_of_the_note(self) -> None:
        by = manager()
        report = note_of(six_voices(), by)
        sent(report, by)
        version = correct_report(report, note="Typo.", by=by)
        db.session.flush()
        document = sent(version, by)
        assert document.is_note
        assert document.version == 2


class TestBesideOtherDocuments:
    """A federation keeps everything: a note may not tell, beside a report or another note, of fewer than k groups."""

    def test_a_note_beside_a_position_with_one_group_more(self) -> None:
        by = manager()
        issues = [*six_voices(), f.issue(f.member("Septième"))]
        sent_report(by, issues=issues)
        document = assemble(gather(scope_of(note_of(issues[:6], by)))).document
        assert figures(document)["groups"] is None

    def test_a_note_about_the_same_groups_may_say_how_many(self) -> None:
        by, issues = manager(), six_voices()
        sent_report(by, issues=issues)
        document = assemble(gather(scope_of(note_of(issues, by)))).document
        assert figures(document)["groups"] == 6

    def test_a_report_beside_a_note_with_one_group_less(self) -> None:
        by = manager()
        issues = [*six_voices(), f.issue(f.member("Septième"))]
        sent(note_of(issues[:6], by), by)
        report, _relay = sent_report(by, issues=issues)
        document = ReportDocument.from_json(report.document or "")
        shown = {figure.id: figure.value for figure in document.positions[0].figures}
        heard = next(table for table in document.tables if table.id == "heard-category")
        assert shown["groups"] is None
        assert heard.column("total")["total"] is None

    def test_a_second_note_with_one_group_more(self) -> None:
        by = manager()
        issues = [*six_voices(), f.issue(f.member("Septième"))]
        sent(note_of(issues[:6], by), by)
        document = assemble(gather(scope_of(note_of(issues, by)))).document
        assert figures(document)["groups"] is None

    def test_sums_of_the_same_measure_are_compared_too(self) -> None:
        by = manager()
        jobs = [[IssueImpact(measure=Measure.JOBS, amount=10 + n)] for n in range(12)]
        issues = [f.issue(f.member(f"Usine {n}"), impacts=declared) for n, declared in enumerate(jobs)]
        sent(note_of(issues[:11], by), by)
        document = assemble(gather(scope_of(note_of([*issues, *six_voices()], by)))).document
        assert figures(document)["groups"] == 18
        assert figures(document)["jobs"] is None

    def test_how_many_declared_something_is_not_told_where_the_number_is_not(self) -> None:
        by = manager()
        jobs = [[IssueImpact(measure=Measure.JOBS, amount=10 + n)] for n in range(12)]
        issues = [f.issue(f.member(f"Usine {n}"), impacts=declared) for n, declared in enumerate(jobs)]
        sent_report(by, issues=issues)
        document = assemble(gather(scope_of(note_of(issues[:11], by)))).document
        assert figures(document) == {"groups": None}


class TestFromMembers:
    def test_who_was_asked_who_replied_and_shares(self) -> None:
        by = manager()
        request = asked(by)
        polled(request, [(0, 4, "Trois mois d’attente")] * 6 + [(1, 2, "")] * 5, silent=4)
        document = sent(drafted(request, by), by)
        replied = next(figure for figure in document.figures if figure.id == "replied")
        assert (replied.value, replied.population) == (11, 15)
        (table,) = document.tables
        assert table.column("total") == {"0": 6, "1": 5, "total": 11}
        assert table.shares

    def test_few_noes_take_what_would_tell_them_along(self) -> None:
        request = asked()
        polled(request, [(0, 4)] * 9 + [(1, 2)] * 2)
        document = assemble(gather(scope_of(drafted(request, manager())))).document
        (table,) = document.tables
        assert table.column("total")["1"] is None
        assert table.column("total")["0"] is None or table.column("total")["total"] is None

    def test_an_open_consultation_says_nothing_yet(self) -> None:
        request = asked()
        relay = polled(request, [(0, 4)] * 9)
        relay.deadline_on = clock.today() + timedelta(days=1)
        report = drafted(request, manager())
        with pytest.raises(NothingToSay):
            hand_over(report, stands(report), by=manager())

    def test_a_sum_that_one_group_dominates_is_withheld(self) -> None:
        request = asked()
        polled(request, [(0, 1)] * 6 + [(0, 500)])
        document = assemble(gather(scope_of(drafted(request, manager())))).document
        assert [figure.value for figure in document.figures if figure.id.startswith("q")] == [None]

    def test_employees_are_a_lower_bound_in_two_digits(self) -> None:
        request = asked()
        polled(request, [(0, 4)] * 7, silent=8, headcount_band="21")
        document = assemble(gather(scope_of(drafted(request, manager())))).document
        assert figures(document)["employees"] == 350

    def test_employees_that_needed_one_certain_group_are_not_told(self) -> None:
        request = asked()
        relay = polled(request, [(0, 4)] * 7, silent=1, headcount_band="21")
        large = sorted(relay.recipients, key=lambda row: row.id)[0].member
        large.headcount_band = "31"
        db.session.flush()
        document = assemble(gather(scope_of(drafted(request, manager())))).document
        assert "employees" not in figures(document)

    def test_free_words_are_quoted_nowhere(self) -> None:
        by, words = manager(), "notre four est arrêté depuis le début de la semaine"
        request = asked(by)
        polled(request, [(0, 4, words)] * 6)
        report = drafted(request, by)
        edit_report(
            report,
            key_messages=f"Un site dit : {words}.",
            position_ids=[],
            language="fr",
            version=report.version,
            by=by,
        )
        db.session.flush()
        assert [mark.place for mark in stands(report).marks] == ["key_messages/1"]

    def test_who_answered_hears_what_came_of_it(self) -> None:
        by = manager()
        request = asked(by)
        relay = polled(request, [(0, 4)] * 6)
        sent(drafted(request, by), by)
        assert db.session.query(Delivery).filter_by(kind="note_sent").count() == 6
        outcome = queries.outcome_of(relay)
        assert outcome
        assert outcome.document.is_note


class TestAskedAgain:
    """The same question, some weeks later: what changed must not tell who did."""

    def test_one_more_yes_is_not_told(self) -> None:
        by = manager()
        first = asked(by)
        polled(first, [(0, 4)] * 6 + [(1, 2)] * 6)
        sent(drafted(first, by), by)
        second = asked(by)
        relay = services.ask_members(second, by=by)
        again(first, second, relay, changed=1)
        document = assemble(gather(scope_of(drafted(second, by)))).document
        (table,) = document.tables
        assert table.column("total")["0"] is None
        assert figures(document)[next(f.id for f in document.figures if f.id.startswith("q"))] is None

    def test_the_same_answers_may_be_told_again(self) -> None:
        by = manager()
        first = asked(by)
        polled(first, [(0, 4)] * 6 + [(1, 2)] * 6)
        sent(drafted(first, by), by)
        second = asked(by)
        again(first, second, services.ask_members(second, by=by), changed=0)
        document = assemble(gather(scope_of(drafted(second, by)))).document
        (table,) = document.tables
        assert table.column("total") == {"0": 6, "1": 6, "total": 12}


def again(before: Request, request: Request, relay: Relay, *, changed: int) -> None:
    """The same members answer the same questions; so many of those who said no say yes, with another number."""
    assert before.relay
    questions = sorted(before.relay.questions, key=lambda one: one.ordinal)
    relay.audience = {"statuses": ["active"]}
    relays.ask(relay, [relays.Asked(one.kind, one.words, options=one.options) for one in questions], by=manager())
    relays.send_relay(relay, by=manager())
    db.session.flush()
    db.session.refresh(relay)
    ids = [one.id for one in sorted(relay.questions, key=lambda one: one.ordinal)]
    said = db.session.query(Response).filter_by(relay_id=before.relay_id).order_by(Response.id).all()
    for row in said:
        values = [row.values.get(str(one.id)) for one in questions]
        if changed and values[0] == 1:
            values, changed = [0, 9, None], changed - 1
        given = {str(i): value for i, value in zip(ids, values, strict=True) if value is not None}
        db.session.add(Response(relay_id=relay.id, member_id=row.member_id, values=given))
    relay.deadline_on = clock.today() - timedelta(days=1)
    db.session.flush()


class TestDeclining:
    def test_who_asked_reads_why(self) -> None:
        officer = office.officer()
        actor = Actor(officer.id, Role.OFFICER, "O", federation_id=officer.federation_id, contact_id=officer.contact_id)
        request = asked(actor)
        services.decline(request, reason="Nobody here knows.", by=manager())
        db.session.flush()
        assert request.state is RequestState.DECLINED
        (mail,) = db.session.query(Delivery).filter_by(kind="request_declined")
        assert "Nobody here knows" not in mail.subject + mail.body_text

    def test_a_begun_note_is_not_declined(self) -> None:
        report = note_of(six_voices())
        with pytest.raises(services.NoteUnderWay):
            services.decline(report.request, reason="No.", by=manager())


def test_the_next_report_begins_after_the_last_report_not_after_a_note() -> None:
    by = manager()
    before = listing.next_start(f.federation("FIF").id)
    sent(note_of(six_voices(), by), by)
    assert listing.next_start(f.federation("FIF").id) == before


@pytest.mark.parametrize("kind", ["request_asked", "request_declined", "flash_note", "note_sent"])
def test_the_mails_read_as_agreed(kind: str) -> None:
    context = {
        "number": "CARA-2026-5",
        "edition": 1,
        "federation": "FIF",
        "due_on": date(2026, 11, 26),
        "asked_on": date(2026, 11, 22),
        "url": "https://crm.example/read/abc",
    }
    mails.check(kind, context)


def test_a_draft_of_the_note_is_edited_in_a_word_processor(sign_in, client) -> None:
    """What the PDF says, in its order; once it is sent there is nothing to edit."""
    by = manager()
    report = note_of(six_voices(), by)
    db.session.commit()
    sign_in(f.user(Role.MANAGER))
    page = f"/reports/{report.id}/draft.docx"
    assert page in client.get(f"/reports/{report.id}").text
    answer = client.get(page)
    assert answer.headers["Content-Disposition"].endswith('_flash_v1_draft.docx"')
    said = [one.text for one in docx.Document(io.BytesIO(answer.data)).paragraphs]
    document = stands(report).document
    assert [text for text in said if text in {document.title, "Many wait.", document.heard[0], document.method[0]}] == [
        document.title,
        "Many wait.",
        document.heard[0],
        document.method[0],
    ]
    assert any(text.startswith("6 ") for text in said)
    sent(report, by)
    assert client.get(page).status_code == 404
