"""Two requests of federations: one answered by a flash note from existing issues, one that waits."""

from datetime import timedelta
from functools import partial

from cara_crm.core import clock
from cara_crm.demonstration.stage import Stage
from cara_crm.extensions import db
from cara_crm.reports import services as reports
from cara_crm.reports.build import build
from cara_crm.reports.models import Report, Request, Verdict
from cara_crm.reports.queries.state import scope_of
from cara_crm.reports.requests import services as requests
from cara_crm.reports.services import Decision

ANSWERED = "Combien de sites attendent un raccordement électrique plus puissant ?"
THEME = "pfa_energy"
TOLD = (
    "L’attente du raccordement touche surtout les PME qui électrifient leurs fours et leurs presses.\n"
    "Les aides à la décarbonation se terminent avant la mise en service."
)
WAITING = "Combien d’ateliers formeraient un apprenti soudeur à la rentrée ?"


def plan(stage: Stage) -> None:
    """Write both into the diary."""
    stage.diary.on(11, partial(_answered, stage))
    stage.diary.on(1.5, partial(_ask, stage, "FIF", WAITING, 5))


def _ask(stage: Stage, federation: str, question: str, days: int) -> Request:
    return requests.ask_cluster(
        federation_id=stage.federations[federation].id,
        question=question,
        details="",
        due_on=clock.today() + timedelta(days=days),
        sector_ids=(),
        submission_key=None,
        by=stage.officer(federation),
    )


def _answered(stage: Stage) -> None:
    request = _ask(stage, "PFA", ANSWERED, 4)
    db.session.flush()
    requests.choose_issues(request, [issue.id for issue in stage.issues[THEME]], by=stage.manager)
    stage.diary.on(10, partial(_hand_over, stage, request))


def _hand_over(stage: Stage, request: Request) -> None:
    if len(request.issues) == 0:
        return
    report = requests.draft_note(request, language="fr", by=stage.manager)
    report.is_demonstration = True
    db.session.flush()
    reports.edit_report(
        report, key_messages=TOLD, position_ids=[], language="fr", version=report.version, by=stage.manager
    )
    db.session.flush()
    built = build(scope_of(report))
    if not built.assembled.says_something:  # with few members
        reports.discard(report, by=stage.manager)
        return
    reports.hand_over(report, built, by=stage.manager)
    stage.diary.on(9, partial(_review_and_send, stage, report))


def _review_and_send(stage: Stage, report: Report) -> None:
    built = build(scope_of(report))
    decisions = {item: Decision(Verdict.APPROVED, "") for item in reports.items_of(report, built)}
    reports.review_report(
        report, built, fingerprint=built.fingerprint, decisions=decisions, comment="", by=stage.reviewer
    )
    db.session.flush()
    reports.send_report(report, reports.prepare(report), by=stage.manager)
