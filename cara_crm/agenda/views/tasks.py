"""What I have to do, and when I want to be reminded of it."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError

from cara_crm.agenda import queries
from cara_crm.agenda.forms import MailForm, NewTaskForm, PlanForm
from cara_crm.agenda.queries import Shown, Whose
from cara_crm.agenda.views import blueprint
from cara_crm.core import clock, typed
from cara_crm.core.actor import current_actor
from cara_crm.core.errors import DomainError, EditedMeanwhile, NotVisible
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db
from cara_crm.members import queries as members
from cara_crm.tasks import services
from cara_crm.tasks.models import TaskKind
from cara_crm.tasks.words import sentence


@blueprint.get("/tasks")
@requires(Permission.TASK_EDIT)
def index() -> str:
    return _index(MailForm(formdata=None, rhythm=queries.chosen_rhythm(current_actor().user_id)))


def _index(form: MailForm) -> str:
    asked = request.args.get("whose", "")
    whose = Whose(asked) if asked in list(Whose) else Whose.MINE
    page, tasks = queries.page_of(current_actor(), whose, request.args.get("after"))
    return render_template(
        "agenda/index.html",
        page=page,
        tasks=tasks,
        whose=whose,
        choices=list(Whose),
        form=form,
        sentence=sentence,
        today=clock.today(),
    )


@blueprint.post("/tasks/mail")
@requires(Permission.TASK_EDIT)
def choose_mail() -> Any:
    actor, form = current_actor(), MailForm()
    if not form.validate() or actor.user_id is None:
        return _index(form), 422
    services.choose_mail(actor.user_id, form.rhythm.data, by=actor)
    db.session.commit()
    flash(_("Your choice is kept."), "success")
    return redirect(url_for("agenda.index", _anchor="mail"), 303)


@blueprint.route("/tasks/new", methods=["GET", "POST"])
@requires(Permission.TASK_EDIT)
def new() -> Any:
    """One writes down a task; `?member=` says about whom."""
    actor = current_actor()
    asked = typed.number(request.args.get("member", ""))
    member = members.member_for(actor, asked) if asked else None
    form = NewTaskForm(data=None if request.method == "POST" else {"assignee_id": actor.user_id})
    if form.validate_on_submit():
        try:
            with db.session.begin_nested():
                made = services.add(
                    TaskKind.NOTE,
                    title=form.title.data,
                    due_on=form.due_on.data,
                    assignee_id=form.assignee_id.data,
                    about=member,
                    by=actor,
                )
                services.remind(made, on=form.remind_on.data, by=actor)
        except DomainError as error:
            form.refuse(error)
        else:
            db.session.commit()
            flash(_("The task is kept."), "success")
            back = url_for("members.show", member_id=member.id) if member else url_for("agenda.index")
            return redirect(back, 303)
    return render_template("agenda/new.html", form=form, member=member), 422 if form.errors else 200


@blueprint.route("/tasks/<int:task_id>", methods=["GET", "POST"])
@requires(Permission.TASK_EDIT)
def task(task_id: int) -> Any:
    """What is to be done, and one small form: by when, when I am reminded, by whom.

    Who may not read a task of the team gives it to nobody: given, it could be read.
    """
    actor = current_actor()
    shown = queries.task_for(actor, task_id)
    if request.method == "POST" and not shown.is_whole:
        raise NotVisible
    form = PlanForm(data=None if request.method == "POST" else {**_planned(shown), "version": shown.task.version})
    if form.validate_on_submit():
        try:
            services.plan(
                shown.task,
                due_on=form.due_on.data,
                remind_on=form.remind_on.data,
                assignee_id=form.assignee_id.data,
                version=form.version_read,
                by=actor,
            )
            db.session.commit()
        except (EditedMeanwhile, StaleDataError):
            db.session.rollback()
            shown = queries.task_for(actor, task_id)
            form.meet(_planned(shown))
            form.read_again(shown.task.version)
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_("The task is planned."), "success")
            return redirect(url_for("agenda.index"), 303)
    page = render_template("agenda/task.html", shown=shown, form=form, sentence=sentence, today=clock.today())
    return page, form.status


def _planned(shown: Shown) -> dict[str, Any]:
    return {name: getattr(shown.task, name) for name in ("due_on", "remind_on", "assignee_id")}
