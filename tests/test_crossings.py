"""Every text that is kept, and who reads it; what one party wrote and another reads is tried with a member's name.

A new column of text fails here until somebody has said who reads it. For what crosses from a member, the cluster or a
federation to another of them there is an attempt: it writes a name there, in the way that the product has for it, and
gives back what the other side would read. Either that is refused, or the name is not in it.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa

from cara_crm.confidentiality.leaks.speaking import speaking_of_members
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.db import Base
from cara_crm.core.fold import fold
from cara_crm.files.services import store
from cara_crm.issues import services as issues
from cara_crm.issues.models import Consent, WaitsFor
from cara_crm.issues.queries.register import leak_index
from cara_crm.models import FEATURES
from cara_crm.positions.queries import names_behind
from cara_crm.relays import services as relays
from cara_crm.relays.models import Direction, QuestionKind, Relay, RelayFile, RelayKind
from cara_crm.reports.answers import services as answers
from cara_crm.reports.models import Answer, Request
from cara_crm.reports.questions import queries as asked
from cara_crm.reports.questions import services as questions
from cara_crm.reports.requests import services as requests
from cara_crm.reports.services import correct_report
from tests import factories as f
from tests.office import cast as office
from tests.relays import cast
from tests.reports import cast as reports

NAME = "Aciers Zélés"
SAID = f"Chez {NAME}, l’acier arrive tard."

#: Read by nobody: made by the machine out of the others, or keys, marks and counts without a word.
MACHINE = """
calendar_feed.salt calendar_feed.token_hash counted_as.key counted_as.under column_mapping.folded
column_mapping.signature contact.folded
contact.sort_key delivery.claimed_by delivery.dedupe_key delivery.kind delivery.message_id delivery.recipient
delivery.unsubscribe_url heartbeat.process objection.fingerprint
incoming_mail.addressee incoming_mail.key issue.folded issue.submission_key
interaction.submission_key federation_request.submission_key relay.submission_key job.claimed_by job.kind job.payload
job.result journal_address.salt journal_address.token_hash kept_form.key_hash kept_form.path kept_form.back
mail_draft.key mail_turn.taken_by member.folded member.sort_key member_group.folded member_name.folded news_feed.salt
news_feed.token_hash periodic_run.name position.folded rate_count.key reading_link.token_hash relay.folded
released_cell.cell released_cell.group_keys report.approved_fingerprint report.document_sha256 review.fingerprint
sign_in_token.browser_hash sign_in_token.code_hash sign_in_token.link_hash sign_in_token.next_url
stored_file.media_type stored_file.sha256 tag.folded task.subject_type user_account.password_hash
user_session.token_hash user_session.agent waiver.leak_key waiver.place wording_agreement.wording_hash
workgroup.folded workgroup.sort_key contact_choice.news contact_choice.value contact.rhythms delivery.suppressed_reason
recipient.suppressed_reason setting.key bulk_change.kind saved_view.place saved_view.query
"""
#: Read by the cluster's people: managers in charge of it, reviewers, who keeps the house running.
TEAM = """
audit_event.action audit_event.actor_label audit_event.details audit_event.subject_type bulk_change.done
bulk_change.wish column_mapping.columns column_mapping.name contact_choice.note delivery.last_error
document.removed_reason document.title duplicate_pair.reasons heartbeat.trouble_said imported_member.changes
interaction.minutes issue_note.author_label issue_note.text job.error mail_draft.came_from mail_draft.left_out
mail_draft.people mail_draft.subject mail_draft.text member.archived_reason member_import.mapping
member_import.marks member_import.result merge.changes merge.left merge.moved merge.stayed
official_finding.value official_lookup.asked_for official_lookup.candidates official_lookup.company
official_lookup.place periodic_run.trouble position_move.by_label position_move.issue_ids
position_move.sector_ids position_version.author_label position_version.issue_ids position_version.words
relay_member.answer relay_template.audience relay_template.name relay_template.words report_plan.trouble
review.comment review.document review_item.comment review_item.item saved_view.name status_period.reason task.names
task.title waiver.reason answer.text_cluster answer.own_reference report_question.author_label
federation_request.author_label wording_agreement.objection relay_response.values membership.fee_reason
contact.hold_reason
"""
#: Of somebody, read by that one and the team: its words, its data, what it was sent (a copy of what stands elsewhere).
OWN = """
affiliation.function contact.email contact.first_name contact.last_name contact.language contact.phone
contact.second_phone member.email member.foreign_number member.phone
delivery.body_html delivery.body_text delivery.language delivery.recipient_name delivery.reply_to delivery.subject
issue.already_tried issue.asked issue.example issue.third_parties issue.title issue.what_happens
issue_version.author_label issue_version.words kept_form.fields member.activity_code member.brands
member.category_source member.description member.headcount_band member.headcount_source member.legal_name member.siren
member.usual_name member.website member_group.name member_name.name member_name.source recipient.reason
recipient.matched site.address site.name site.postal_code site.siret site.town tag.name user_account.email
user_account.language user_account.name user_account.theme issue_message.author_label issue_transition.actor_label
answer.author_label
"""
#: Read by everybody: what the cluster calls things, kept by its administrator.
PUBLIC = """
college.code college.name_en college.name_fr department.code department.name federation.code federation.description_en
federation.description_fr federation.name_en federation.name_fr federation.short_name fee_rate.from_band
key_figure.name_en key_figure.name_fr key_figure.source key_figure.value milestone.name_en milestone.name_fr
milestone.text_en milestone.text_fr network.code network.name_en network.name_fr priority.code priority.name_en
priority.name_fr priority.own_code programme.code programme.description_en programme.description_fr programme.name_en
programme.name_fr region.code region.name sector.code sector.name_en sector.name_fr sector_population.name_en
sector_population.name_fr sector_population.source setting.value value_chain_role.code value_chain_role.name_en
value_chain_role.name_fr workgroup.name workgroup.purpose workgroup_meeting.place report.language report.number
report_plan.language
"""
#: Made of what crosses below, and of figures: a frozen document, the results of a consultation.
MADE = "report.document relay.results"


def asked_about() -> Answer:
    """An answer to a position behind which two members stand, one of them with the name."""
    named = f.issue(f.member(NAME), consent=Consent.NAMED)
    position = cast.relayed(f.issue(f.member("Rivale Fictive")), named, title=SAID, statement=SAID, request=SAID)
    return office.answered(office.sent(position), position, text_members=SAID)


def answer_for_members() -> str:
    answer = asked_about()
    answers.pass_on(answer, by=f.actor())
    return f"{answer.relay.title} {answer.relay.body}"


def addition_of_the_cluster() -> str:
    answer = asked_about()
    answers.pass_on(answer, addition=SAID, by=f.actor())
    return answer.relay.body


def wording_for_a_competitor() -> str:
    position = asked_about().position
    read = names_behind([position.id]).read(position, position.id, None)
    return f"{read.title} {read.statement} {read.request}"


def question_to_those_behind() -> str:
    answer = asked_about()
    question = questions.ask_back(answer.report, answer.position_id, question=SAID, by=office.officer_actor())
    questions.put(question, text=SAID, by=f.actor())
    return SAID


def reply_to_the_federation() -> str:
    answer = asked_about()
    question = questions.ask_back(answer.report, answer.position_id, question="?", by=office.officer_actor())
    questions.word_reply(question, reply=SAID, version=question.version, by=f.actor())
    marks = len(asked.telling(question, question.reply))
    questions.release(question, marks=marks, false_alarm=False, version=question.version, by=reports.reviewer())
    return SAID


def why_there_is_no_note() -> str:
    f.member(NAME)
    body = f.federation("FIF")
    request = Request(federation_id=body.id, question="?", due_on=clock.today(), sectors=[f.sector("RAIL")])
    requests.decline(f.add(request), reason=SAID, by=f.actor())
    return SAID


def report_that_says(**words: str) -> str:
    """What is not marked in a report's texts."""
    by = reports.manager()
    f.member(NAME)
    reports.worded(by, *reports.six_voices(), **{name: text for name, text in words.items() if name != "key_messages"})
    report = reports.drafted(by)
    report.key_messages = words.get("key_messages", "")
    return unmarked(report)


def unmarked(report: object) -> str:
    built = reports.stands(report)  # type: ignore[arg-type]
    seen = {mark.place for mark in built.marks}
    assert any(NAME in one.text for one in built.assembled.texts)
    return " ".join(one.text for one in built.assembled.texts if one.place not in seen)


def why_a_report_is_corrected() -> str:
    by = reports.manager()
    f.member(NAME)
    report, _relay = reports.sent(by)
    return unmarked(correct_report(report, note=SAID, by=by))


def released(**words: str) -> str:
    """What members read of a relay that leaves."""
    f.member(NAME)
    f.contact(f.member("Rivale Fictive"))
    relay = cast.draft(f.actor(), **words)
    return leaving(relay)


def leaving(relay: Relay) -> str:
    f.db.session.flush()
    relays.schedule(relay, by=f.actor())
    return " ".join(relay.texts)


def question_of_a_consultation(**words: tuple[str, ...] | str) -> str:
    f.member(NAME)
    f.contact(f.member("Rivale Fictive"))
    relay = cast.draft(f.actor(), kind=RelayKind.CONSULTATION, deadline_on=clock.today() + timedelta(days=9))
    f.db.session.flush()
    plain = {"words": "Oui ?", "words_en": "Yes?", "options": ("Oui", "Non"), "options_en": ("Yes", "No")}
    relays.ask(relay, (relays.Asked(QuestionKind.CHOICE, **(plain | words)),), by=f.actor())
    return leaving(relay)


def subject_for_the_board() -> str:
    f.member(NAME)
    more = {"direction": Direction.UP, "body": "", "happened_on": clock.today()}
    return relays.record_relay(RelayKind.CALL, title=SAID, **more, by=f.actor()).title


def file_of_a_relay() -> str:
    f.member(NAME)
    f.contact(f.member("Rivale Fictive"))
    relay = cast.draft(f.actor())
    relay.files.append(RelayFile(file=store("devis_aciers-zeles_2026.pdf", "application/pdf", b"%PDF")))
    return leaving(f.add(relay))


def what_an_officer_shares() -> str:
    f.member(NAME)
    f.contact(f.member("Rivale Fictive"))
    by = office.officer_actor()
    relay = relays.propose(title="Essais", body=SAID, federation_id=by.federation_id or 0, submission_key=None, by=by)
    relay.audience = {"statuses": ["active"]}
    return leaving(f.add(relay))


def event(then: Callable[[Relay], object]) -> str:
    f.member(NAME)
    f.contact(f.member("Rivale Fictive"))
    begins = clock.now() + timedelta(days=9)
    relay = cast.draft(f.actor(), kind=RelayKind.EVENT, happening=relays.Happening(begins, place="Lyon"))
    f.db.session.flush()
    relays.send_relay(relay, by=f.actor())
    then(relay)
    return f"{relay.place} {relay.cancelled_reason}"


def moved_event() -> str:
    begins = clock.now() + timedelta(days=12)
    return event(lambda relay: relays.move_event(relay, relays.Happening(begins, place=NAME), by=f.actor()))


def cancelled_event() -> str:
    return event(lambda relay: relays.cancel_event(relay, SAID, by=f.actor()))


def message_to_an_author() -> str:
    f.member(NAME)
    return issues.ask_back(f.issue(f.member("Rivale Fictive")), SAID, by=f.actor()).text


def step(name: str, **told: object) -> str:
    f.member(NAME)
    issue = f.issue(f.member("Rivale Fictive"))
    issues.take_one_step(issue, name, reason=SAID, by=f.actor(), **told)  # type: ignore[arg-type]
    return SAID


def one_reason_for_several() -> str:
    """Named in what goes to itself is still named to the others."""
    both = [f.issue(f.member(NAME)), f.issue(f.member("Rivale Fictive"))]
    issues.take_step(both, "decline", reason=SAID, by=f.actor())
    return SAID


CROSSING: dict[str, list[Callable[[], str]]] = {
    # from a federation to members
    "answer.text_members": [answer_for_members, addition_of_the_cluster],
    "report_question.text": [question_to_those_behind],
    "federation_request.question": [what_an_officer_shares],  # as title and text of a relay
    "federation_request.details": [what_an_officer_shares],
    # from members, through the cluster, to a federation
    "report.key_messages": [lambda: report_that_says(key_messages=SAID)],
    "report.correction_note": [why_a_report_is_corrected],
    "report_question.reply": [reply_to_the_federation],
    "federation_request.reason": [why_there_is_no_note],
    "position.title": [lambda: report_that_says(title=SAID)],
    "position.statement": [lambda: report_that_says(statement=SAID)],
    "position.why": [lambda: report_that_says(why=SAID)],
    "position.examples": [lambda: report_that_says(examples=SAID)],
    "position.request": [lambda: report_that_says(request=SAID)],
    "position.diverging_view": [lambda: report_that_says(diverging_view=SAID)],
    # of one member, to others
    "relay.audience": [wording_for_a_competitor],
    "relay.title": [lambda: released(title=SAID), subject_for_the_board],
    "relay.body": [lambda: released(body=SAID), what_an_officer_shares],
    "relay.title_en": [lambda: released(title_en=SAID, body_en="Steel.")],
    "relay.body_en": [lambda: released(title_en="Steel", body_en=SAID)],
    "relay.link": [lambda: released(link="https://example.test/aciers-zeles")],
    "relay.place": [moved_event],
    "relay.cancelled_reason": [cancelled_event],
    "relay_question.words": [lambda: question_of_a_consultation(words=SAID)],
    "relay_question.words_en": [lambda: question_of_a_consultation(words_en=SAID)],
    "relay_question.options": [lambda: question_of_a_consultation(options=("Oui", NAME))],
    "relay_question.options_en": [lambda: question_of_a_consultation(options_en=("Yes", NAME))],
    "stored_file.name": [file_of_a_relay],
    "issue_message.text": [message_to_an_author],
    "issue.solved_outcome": [lambda: step("solve")],
    "issue.paused_reason": [lambda: step("pause", waits_for=WaitsFor.CLUSTER)],
    "issue_transition.reason": [lambda: step("decline"), lambda: step("close"), one_reason_for_several],
}


def texts() -> set[str]:
    """Every column of the database that may hold words."""
    assert FEATURES
    return {
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, sa.String | sa.JSON) and not isinstance(column.type, sa.Enum)
    }


def test_of_every_text_it_is_said_who_reads_it() -> None:
    listed = [name for some in (MACHINE, TEAM, OWN, PUBLIC, MADE) for name in some.split()] + list(CROSSING)
    assert sorted(set(listed)) == sorted(listed)
    assert texts() - set(listed) == set(), "say in this file who reads it, and try what crosses"
    assert set(listed) - texts() == set()


ATTEMPTS = [pytest.param(one, id=f"{name}-{n}") for name, some in CROSSING.items() for n, one in enumerate(some)]


@pytest.mark.usefixtures("request_context")
@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_no_name_crosses_unseen(attempt: Callable[[], str]) -> None:
    try:
        read = attempt()
    except (issues.SpeaksOfMembers, questions.GivesAway):
        return
    assert "zeles" not in fold(read)


@pytest.mark.usefixtures("request_context")
def test_one_reads_of_oneself() -> None:
    """Else no message could begin with the name of the person that it is for, which others bear too."""
    issue = f.issue(f.member(NAME))
    f.contact(issue.member, last_name="Trascaud")
    f.contact(f.member("Rivale Fictive"), last_name="Trascaud")
    said = f"Bonjour Madame Trascaud, nous passons chez {NAME} lundi."
    assert issues.ask_back(issue, said, by=Actor.system("test")).text == said
    assert speaking_of_members(said, leak_index())
