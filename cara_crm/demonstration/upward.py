"""Reports go up: drafted, reviewed by a second person, sent, answered position by position, passed on."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from random import Random

import sqlalchemy as sa

from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.demonstration.reading import plan_reading
from cara_crm.demonstration.stage import Stage
from cara_crm.demonstration.voices import as_author
from cara_crm.extensions import db
from cara_crm.issues import services as issues
from cara_crm.issues.models import Issue, IssueState, Opinion
from cara_crm.positions.models import Outcome
from cara_crm.reports import services as reports
from cara_crm.reports.answers import services as answers
from cara_crm.reports.build import build
from cara_crm.reports.document import Period
from cara_crm.reports.models import Answer, ReadingLink, Report, Verdict
from cara_crm.reports.queries.state import scope_of
from cara_crm.reports.questions import services as questions
from cara_crm.reports.reading.services import acknowledge_report, open_link
from cara_crm.reports.verdicts import Decision
from cara_crm.tasks import services as tasks
from cara_crm.tasks.models import Task

HANDED_OVER, REVIEWED, OPENED, ACKNOWLEDGED = 4, 1.5, 1, 2  # days before, and after, it is sent
PASSED_ON_AFTER, JUDGED_AFTER, CALLED_AFTER = 2, 6, 3


@dataclass(frozen=True)
class Sending:
    """One report of the story. `sent` days ago (None: waits for its review, or approved to be sent).

    `answered` are days ago by theme; `passed_on`, `drafted`: the themes whose answer went down, or is a draft still.
    """

    federation: str
    themes: tuple[str, ...]
    months: int
    messages: str
    handed_over: float
    sent: float | None = None
    reviewed: bool = True
    language: str = "fr"
    answered: tuple[tuple[str, float], ...] = ()
    passed_on: tuple[str, ...] = ()
    drafted: tuple[str, ...] = ()


SENDINGS = (
    Sending(
        "PFA", ("pfa_prices",), 6, handed_over=244, sent=240,
        messages="Les contrats pèsent sur l’investissement des plus petits.",
        answered=(("pfa_prices", 205),), passed_on=("pfa_prices",),
    ),
    Sending(
        "FRANCE_VELO", ("velo_theft", "velo_batteries"), 6, handed_over=114, sent=110, language="en",
        messages="Repair rather than replace: documentation and transport are the two locks.\n"
        "Without local theft data, parking is built at random.",
        answered=(("velo_theft", 74), ("velo_batteries", 72)), passed_on=("velo_theft", "velo_batteries"),
    ),
    Sending(
        "PFA", ("pfa_retrofit", "pfa_energy", "pfa_zones"), 6, handed_over=39, sent=35,
        messages="Homologuer par famille de véhicules débloquerait des commandes déjà signées.\n"
        "Le raccordement électrique arrive après les machines, et après la fin des aides.",
        answered=(("pfa_retrofit", 12), ("pfa_zones", 3)), passed_on=("pfa_retrofit",), drafted=("pfa_energy",),
    ),
    Sending(
        "FIF", ("fif_approval", "fif_orders", "fif_tracks"), 6, handed_over=18, sent=14,
        messages="Reconnaître les essais qui existent déjà.\n"
        "Publier les programmes avant que la matière ne se commande.",
    ),
    Sending("FIF", ("fif_skills",), 3, handed_over=2, reviewed=False, messages="Former près des ateliers."),
    Sending(
        "FRANCE_VELO", ("velo_frames",), 6, handed_over=3, language="en",
        messages="Five assemblers are ready to commit volumes together.",
    ),
)  # fmt: skip
QUESTION = "Combien de sites demandent plus de 250 kW, et dans quels départements ?"
OPINIONS = (
    (Opinion.YES, ""),
    (Opinion.PARTLY, "La clause existe, mais mon client principal ne l’applique pas encore."),
    (Opinion.NO, ""),
)


def plan(stage: Stage) -> None:
    """Write every report into the diary."""
    for sending in SENDINGS:
        stage.diary.on(sending.handed_over, partial(_hand_over, stage, sending))


def _period(months: int) -> Period:
    """So many whole months up to the last one that has ended."""
    end = clock.today().replace(day=1) - timedelta(days=1)
    months_before = end.year * 12 + end.month - months
    return Period(date(months_before // 12, months_before % 12 + 1, 1), end)


def _hand_over(stage: Stage, sending: Sending) -> None:
    federation = stage.federations[sending.federation]
    report = reports.draft_report(
        federation_id=federation.id,
        sector_ids={m.sector_id for m in federation.mandates},
        period=_period(sending.months),
        language=sending.language,
        by=stage.manager,
    )
    report.is_demonstration = True
    db.session.flush()
    reports.edit_report(
        report,
        key_messages=sending.messages,
        position_ids=[stage.positions[code].id for code in sending.themes if code in stage.positions],
        language=sending.language,
        version=report.version,
        by=stage.manager,
    )
    db.session.flush()
    db.session.expire(report)
    reports.hand_over(report, build(scope_of(report)), by=stage.manager)
    if sending.reviewed:
        reviewed = sending.handed_over - REVIEWED
        stage.diary.on(reviewed, partial(_review, stage, report))
    if sending.sent is not None:
        stage.diary.on(sending.sent, partial(_send, stage, report, sending))


def _review(stage: Stage, report: Report) -> None:
    built = build(scope_of(report))
    decisions = {item: Decision(Verdict.APPROVED, "") for item in reports.items_of(report, built)}
    reports.review_report(
        report, built, fingerprint=built.fingerprint, decisions=decisions, comment="", by=stage.reviewer
    )


def _send(stage: Stage, report: Report, sending: Sending) -> None:
    reports.send_report(report, reports.prepare(report), by=stage.manager)
    db.session.flush()
    sent, officer = sending.sent or 0, stage.officer(sending.federation)
    stage.diary.on(sent - OPENED, partial(_open, report, officer))
    if sending.answered:
        stage.diary.on(sent - ACKNOWLEDGED, partial(acknowledge_report, report, by=officer))
    for code, days in sending.answered:
        stage.diary.on(days, partial(_answer, stage, report, sending, code, days))
    for code in sending.drafted:
        stage.diary.on(4, partial(_ask, stage, report, code, officer))
        stage.diary.on(2, partial(_write, stage, report, code, officer))


def _open(report: Report, officer: Actor) -> None:
    links = sa.select(ReadingLink).where(ReadingLink.report_id == report.id)
    for link in db.session.scalars(links.where(ReadingLink.contact_id == officer.contact_id)):
        open_link(link, by=officer)


def _ask(stage: Stage, report: Report, code: str, officer: Actor) -> None:
    if _carries(report, stage, code):
        questions.ask_back(report, stage.positions[code].id, question=QUESTION, by=officer)


def _carries(report: Report, stage: Stage, code: str) -> bool:
    """With few members, a position may have had to wait."""
    position = stage.positions.get(code)
    return position is not None and any(entry.position_id == position.id for entry in report.entries)


def _write(stage: Stage, report: Report, code: str, officer: Actor) -> Answer | None:
    reply = stage.themes[code].reply
    if reply is None or not _carries(report, stage, code):
        return None
    answer = answers.save_answer(
        report,
        stage.positions[code].id,
        version=0,
        outcome=Outcome(reply.outcome),
        until_on=clock.today() + timedelta(days=120),
        text_members=reply.members,
        text_cluster=reply.cluster,
        by=officer,
    )
    db.session.flush()
    return answer


def _answer(stage: Stage, report: Report, sending: Sending, code: str, days: float) -> None:
    officer = stage.officer(sending.federation)
    answer = _write(stage, report, code, officer)
    if answer is None:
        return
    answers.give_answer(answer, by=officer)
    if code in sending.passed_on:
        stage.diary.on(days - PASSED_ON_AFTER, partial(_pass_on, stage, answer, code, days - PASSED_ON_AFTER))


def _pass_on(stage: Stage, answer: Answer, code: str, days: float) -> None:
    answers.pass_on(answer, by=stage.manager)
    db.session.flush()
    assert answer.relay
    plan_reading(stage, answer.relay, days, Random(code))  # noqa: S311
    french = [issue for issue in stage.issues[code] if issue.contact and issue.contact.language == "fr"]
    for n, (issue, (opinion, text)) in enumerate(zip(french[1:], OPINIONS, strict=False)):
        when = days - JUDGED_AFTER - n
        stage.diary.on(when, partial(_judge, stage, issue, opinion, text, when))


def _judge(stage: Stage, issue: Issue, opinion: Opinion, text: str, days: float) -> None:
    """The author says whether the answer helps; the team calls back, but for what was said this week."""
    if issue.state is not IssueState.ANSWERED:
        return
    by = as_author(issue.member)
    issues.give_opinion(issue, opinion, text=text, by=by)
    if opinion is not Opinion.YES and days > CALLED_AFTER + 2:
        stage.diary.on(days - CALLED_AFTER, partial(_call_back, stage, issue))


def _call_back(stage: Stage, issue: Issue) -> None:
    issues.mark_read(issue, by=stage.manager)
    todo = sa.select(Task).where(Task.subject_type == "issue", Task.subject_id == issue.id, Task.done_at.is_(None))
    for task in db.session.scalars(todo):
        tasks.finish(task, by=stage.manager)
