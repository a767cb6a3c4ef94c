"""Several issues of the inbox at once: chosen in the list, seen with what is possible, then done with one reason."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from cara_crm.core import typed
from cara_crm.core.actor import current_actor
from cara_crm.core.errors import DomainError
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db
from cara_crm.issues import queries, services
from cara_crm.issues.forms import TogetherForm
from cara_crm.issues.models import Issue, WaitsFor
from cara_crm.issues.views import blueprint

MOST = 100
STEPS = ("file", "decline", "solve", "close", "pause", "resume", "reopen")
BACK = {"decline": "reopen", "solve": "reopen", "close": "reopen", "pause": "resume"}


@blueprint.get("/issues/together")
@requires(Permission.ISSUE_HANDLE)
def together() -> Any:
    issues = _chosen(request.args.getlist("ids"))
    if not issues:
        flash(_("Choose at least one issue."), "warning")
        return redirect(url_for("issues.index"), 303)
    form = TogetherForm(formdata=None)
    form.step.data = next((step for step in STEPS if step == request.args.get("step")), None)
    return _page(issues, form)


@blueprint.post("/issues/together")
@requires(Permission.ISSUE_HANDLE)
def take_step() -> Any:
    issues, form = _chosen(request.form.getlist("ids")), TogetherForm()
    form.step.choices = _steps(issues)
    if not form.validate():
        return _page(issues, form), 422
    if form.step.data == "pause" and not form.waits_for.data:
        form.waits_for.errors = [_("Say whose turn it is.")]
        return _page(issues, form), 422
    try:
        with db.session.begin_nested():
            found = _taken(issues, form)
    except DomainError as error:
        form.refuse(error)
        return _page(issues, form), 422
    db.session.commit()
    flash(_said(found.done, form.step.data), "success")
    if found.left:
        flash(ngettext("One stays as it was.", "%(num)d stay as they were.", len(found.left)), "warning")
    return redirect(url_for("issues.index"), 303)


def _said(done: Sequence[Issue], step: str) -> Markup:
    """What was done, and the way back: authors were told, so they are told of that too."""
    sentence = ngettext("Done for one issue.", "Done for %(num)d issues.", len(done))
    if not done or step not in BACK:
        return Markup("{}").format(sentence)
    back = url_for("issues.together", ids=[one.id for one in done], step=BACK[step])
    return Markup('{} <a href="{}">{}</a>').format(sentence, back, _("A slip? Go back on it"))


def _taken(issues: list[Issue], form: TogetherForm) -> Any:
    actor, step = current_actor(), form.step.data
    if step == "file":
        return services.file_all(issues, priority=queries.priority_by_id(form.priority_id.data), by=actor)
    if step == "resume":
        return services.resume_all(issues, by=actor)
    told: dict[str, Any] = {"reason": form.reason.data or "", "as_it_stands": form.as_it_stands.data is True}
    if step == "pause":
        told |= {"waits_for": WaitsFor(form.waits_for.data), "until": form.until.data}
    return services.take_step(issues, step, by=actor, **told)


def _chosen(ids: list[str]) -> list[Issue]:
    """Those of the chosen that this manager may read; the first hundred."""
    numbers = [number for one in ids[:MOST] if (number := typed.number(one)) is not None]
    return queries.issues_for(current_actor(), numbers) if numbers else []


def _steps(issues: list[Issue]) -> list[tuple[str, str]]:
    """The steps that at least one of them may take, with how many may."""
    words = {
        "file": _("File (qualify)"),
        "decline": _("Decline"),
        "solve": _("Solved here"),
        "close": _("Close"),
        "pause": _("Pause"),
        "resume": _("Go on"),
        "reopen": _("Take up again"),
    }
    counts = {step: sum(services.may_take(one, step) for one in issues) for step in STEPS}
    total = len(issues)
    return [(step, f"{words[step]} ({n} / {total})" if n < total else words[step]) for step, n in counts.items() if n]


def _page(issues: list[Issue], form: TogetherForm) -> str:
    form.step.choices = _steps(issues)
    return render_template("issues/together.html", issues=issues, form=form)
