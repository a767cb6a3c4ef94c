"""The report's workbook comes back with answers: compared with what is stored, then taken row by row, as drafts by an
officer, as the federation's answers by a manager to whom it came by mail."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from cara_crm.core.actor import Actor, current_actor
from cara_crm.core.errors import DomainError
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db, reading
from cara_crm.office.boxes import Box, answer_to, others_than, prefix_of
from cara_crm.office.forms import AnswerForm, WorkbookForm
from cara_crm.office.views import blueprint
from cara_crm.reports.answers import queries as answers
from cara_crm.reports.answers import services
from cara_crm.reports.answers.queries import later_version
from cara_crm.reports.answers.returned import NotReadable, Returned, Workbook, read_answers
from cara_crm.reports.models import Answer, AnswerState, Report
from cara_crm.reports.reading import queries

Find = Callable[[Actor, int], Report]


@dataclass(frozen=True)
class Row:
    """What the workbook says beside what is stored; `is_taken`: ticked, `is_same`: it says nothing new."""

    box: Box
    title: str
    is_taken: bool
    is_same: bool = False


@blueprint.route("/office/reports/<int:report_id>/workbook", methods=["GET", "POST"])
@requires(Permission.OFFICE_ANSWER)
def workbook(report_id: int) -> Any:
    """The officer's: what is taken becomes drafts, sent with the others."""
    return _upload(queries.report_for, report_id)


@blueprint.post("/office/reports/<int:report_id>/workbook/take")
@requires(Permission.OFFICE_ANSWER)
def take_workbook(report_id: int) -> Any:
    actor = current_actor()
    report = queries.report_for(actor, report_id)
    n, refused = _take(report, lambda answer: None, actor)
    if refused:
        return _refused(queries.report_for(actor, report_id), refused)
    flash(_drafts(n), "success")
    return redirect(url_for("office.report", report_id=report_id), 303)


@blueprint.route("/reports/<int:report_id>/workbook", methods=["GET", "POST"])
@requires(Permission.REPORT_SEND)
def record_workbook(report_id: int) -> Any:
    """The manager's, to whom it came by mail: what is confirmed counts as given."""
    return _upload(answers.report_to_answer, report_id)


@blueprint.post("/reports/<int:report_id>/workbook/take")
@requires(Permission.REPORT_SEND)
def confirm_workbook(report_id: int) -> Any:
    actor = current_actor()
    report = answers.report_to_answer(actor, report_id)
    n, refused = _take(report, lambda answer: services.record_answer(answer, by=actor), actor)
    if refused:
        return _refused(answers.report_to_answer(actor, report_id), refused)
    flash(ngettext("%(num)d answer is recorded.", "%(num)d answers are recorded.", n), "success")
    return redirect(url_for("reports.show", report_id=report_id), 303)


def _upload(find: Find, report_id: int) -> Any:
    """The form; with a file, the comparison. Nothing is stored yet."""
    form = WorkbookForm()
    with reading():
        report = find(current_actor(), report_id)
        if request.method == "GET":
            return _page(report, form)
        try:
            read = read_answers(_chosen(), report)
        except DomainError as refusal:
            form.refuse(refusal)
            return _page(report, form), 422
        return _page(report, form, read, [_row(report, one) for one in read.rows])


def _chosen() -> bytes:
    sent = request.files.get("file")
    data = sent.read() if sent else b""
    if not data:
        raise NotReadable(_("Choose the workbook."))
    return data


def _row(report: Report, said: Returned) -> Row:
    """Ticked where nothing is stored yet: what a colleague wrote, or what was sent, is replaced by who says so."""
    before = answer_to(report, said.position_id)
    names = ("outcome", "until_on", "text_members", "text_cluster", "own_reference")
    values = {name: getattr(said, name) for name in names}
    form = AnswerForm(
        formdata=None, prefix=prefix_of(said.position_id), data=values | {"version": before.version if before else 0}
    )
    form.offer(others_than(report))
    is_same = before is not None and all((getattr(before, name) or "") == (values[name] or "") for name in names)
    return Row(_box(report, said.position_id, form), _title(report, said.position_id), before is None, is_same)


def _box(report: Report, position_id: int, form: AnswerForm) -> Box:
    later = later_version(report)
    is_replaced = later is not None and any(entry.position_id == position_id for entry in later.entries)
    return Box(
        position_id, form, answer_to(report, position_id), later=later.edition if later and is_replaced else None
    )


def _title(report: Report, position_id: int) -> str:
    words = queries.document_of(report).position(queries.code_of(position_id))
    return words.title if words else queries.code_of(position_id)


def _take(report: Report, confirm: Callable[[Answer], None], actor: Actor) -> tuple[int, dict[int, AnswerForm]]:
    """Store every row that is ticked, or none: how many, or the forms with what was refused."""
    forms = _typed(report)
    refused = False
    for position_id, form in forms.items():
        if not form.validate():
            refused = True
            continue
        try:
            answer = services.save_answer(report, position_id, **form.words, by=actor)
            db.session.flush()
            if answer.state is not AnswerState.RELAYED:
                confirm(answer)
        except DomainError as refusal:
            form.refuse(refusal)
            refused = True
    if refused or not forms:
        db.session.rollback()
        return 0, forms
    db.session.commit()
    return len(forms), {}


def _typed(report: Report) -> dict[int, AnswerForm]:
    """The rows that are ticked."""
    ticked = [entry.position_id for entry in report.entries if request.form.get(f"take-{entry.position_id}")]
    return {position_id: _form(report, position_id) for position_id in ticked}


def _form(report: Report, position_id: int) -> AnswerForm:
    form = AnswerForm(prefix=prefix_of(position_id))
    form.offer(others_than(report))
    return form


def _refused(report: Report, forms: dict[int, AnswerForm]) -> Any:
    typed = {
        entry.position_id: forms.get(entry.position_id) or _form(report, entry.position_id) for entry in report.entries
    }
    shown = {i: form for i, form in typed.items() if f"{prefix_of(i)}version" in request.form}
    rows = [Row(_box(report, i, form), _title(report, i), i in forms) for i, form in shown.items()]
    return _page(report, WorkbookForm(formdata=None), Workbook((), (), (), ()), rows), 422


def _drafts(n: int) -> str:
    said = ngettext("%(num)d draft is kept.", "%(num)d drafts are kept.", n)
    return f"{said} {_('Read them once more and send them.')}" if n else _("Nothing was ticked: nothing changed.")


def _page(report: Report, form: WorkbookForm, read: Workbook | None = None, rows: list[Row] | None = None) -> str:
    is_officer = request.endpoint in ("office.workbook", "office.take_workbook")
    back = "office.report" if is_officer else "reports.show"
    return render_template(
        "office/workbook.html",
        report=report,
        form=form,
        read=read,
        rows=rows,
        is_officer=is_officer,
        back=url_for(back, report_id=report.id),
        up=url_for("office.workbook" if is_officer else "office.record_workbook", report_id=report.id),
        take=url_for("office.take_workbook" if is_officer else "office.confirm_workbook", report_id=report.id),
    )
