"""The manager's composed screens, and the pages that everybody has."""

from typing import Any

from flask import Blueprint, Response, abort, redirect, render_template, request
from flask_babel import gettext as _

from cara_crm.accounts.guards import own_path
from cara_crm.audit import services as audit
from cara_crm.core import clock, typed
from cara_crm.core.actor import current_actor
from cara_crm.core.permissions import Permission, public, requires
from cara_crm.desk import help as helping
from cara_crm.desk import queries, services
from cara_crm.desk.queries.about import profile
from cara_crm.documents.models import DocumentKind
from cara_crm.extensions import db, reading
from cara_crm.interactions.models import InteractionKind
from cara_crm.issues.models import IssueState
from cara_crm.members import export as files
from cara_crm.members import queries as members
from cara_crm.members.models import MemberStatus
from cara_crm.merging import queries as merging
from cara_crm.navigation import KEYS, LANGUAGES, THEMES
from cara_crm.relays.models import RelayKind
from cara_crm.tasks import services as tasks
from cara_crm.tasks.words import sentence

blueprint = Blueprint("desk", __name__)
AT_FIRST = 12
A_YEAR = 365 * 24 * 3600
#: What the word of a line is a value of.
WORDS = {
    "conversation": InteractionKind,
    "issue": IssueState,
    "relay": RelayKind,
    "document": DocumentKind,
    "status": MemberStatus,
}


@blueprint.get("/today")
@requires(Permission.TODAY_READ)
def today() -> str:
    """The oldest dozen, or everything (`?all=1`)."""
    actor = current_actor()
    waiting = queries.waiting(actor)
    shown = waiting if request.args.get("all") == "1" else waiting[:AT_FIRST]
    return render_template(
        "desk/today.html",
        waiting=waiting,
        shown=shown,
        glance=queries.glance(actor),
        day=clock.today(),
        pairs=merging.waiting(actor) if actor.can(Permission.MERGE) else {},
        sentence=sentence,
    )


@blueprint.post("/tasks/<int:task_id>/done")
@requires(Permission.TASK_EDIT)
def finish_task(task_id: int) -> Any:
    """A task of one's own or of the team is done."""
    actor = current_actor()
    tasks.finish(queries.task_for(actor, task_id), by=actor)
    db.session.commit()
    return redirect(own_path(request.form.get("back")) or "/today", 303)


@blueprint.get("/members/<int:member_id>/timeline")
@requires(Permission.MEMBER_READ)
def timeline(member_id: int) -> str:
    """All that happened with a member, of one kind (`?kind=`) or of every kind that one may read."""
    actor = current_actor()
    member = members.member_for(actor, member_id)
    kinds = queries.readable(actor)
    kind = next((one for one in kinds if one.value == request.args.get("kind")), None)
    page = queries.timeline(actor, member.id, kind, request.args.get("after"))
    return render_template("desk/timeline.html", member=member, page=page, kinds=kinds, kind=kind, words=WORDS)


@blueprint.get("/silent")
@requires(Permission.INTERACTION_READ)
def silent() -> str:
    """Members with whom nobody has spoken for so many days."""
    actor, asked = current_actor(), _silence()
    return render_template(
        "desk/silent.html",
        asked=asked,
        page=queries.silent_members(actor, asked, request.args.get("after")),
        count=queries.count_silent(actor, asked),
        sectors=members.sectors(),
        managers=members.managers(),
        today=clock.today(),
    )


@blueprint.get("/silent/export.<kind>")
@requires(Permission.INTERACTION_READ)
def export_silent(kind: str) -> Response:
    """Exactly what is shown, whatever its length."""
    actor = current_actor()
    if kind not in files.MEDIA or not actor.can(Permission.MEMBER_EXPORT):
        abort(404)
    asked = _silence()
    headers = {one: _silent_label(one) for one in queries.SILENT_COLUMNS}
    with reading():
        content = files.made(kind, files.in_order(queries.exported_silent(actor, asked), headers), headers)
    audit.record("member.silent_exported", "member", by=actor, days=asked.days, kind=kind)
    db.session.commit()
    name = f"{_('silent-members')}-{clock.today().isoformat()}.{kind}"
    return Response(
        content, mimetype=files.MEDIA[kind], headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _silence() -> queries.Silence:
    """What the address asks for; what makes no sense is left out."""
    days = typed.number(request.args.get("days"))
    return queries.Silence(
        days=days if days and days <= queries.LONGEST else queries.Silence.days,
        sector_id=typed.number(request.args.get("sector")),
        manager_id=typed.number(request.args.get("manager")),
    )


def _silent_label(column: str) -> str:
    words = {
        "name": _("Member"),
        "siren": _("SIREN"),
        "sector": _("Main sector"),
        "manager": _("Looked after by"),
        "last_on": _("Last exchange"),
        "days": _("Days"),
    }
    return str(words[column])


@blueprint.get("/search")
@requires(Permission.SEARCH)
def search() -> str:
    text = request.args.get("q", "").replace("\x00", "")[:100].strip()
    hits, topics = queries.search(current_actor(), text), helping.topics_about(current_actor(), text)
    part, boxed = "HX-Request" in request.headers, request.headers.get("HX-Target") == "find-results"
    page = "desk/_hits.html" if part else "desk/search.html"
    return render_template(page, q=text, hits=hits, topics=topics, boxed=boxed)


@blueprint.get("/about")
@requires(Permission.ABOUT_READ)
def about() -> str:
    return render_template("desk/about.html", profile=profile())


@blueprint.get("/help", endpoint="help")
@requires(Permission.ABOUT_READ)
def help_index() -> str:
    return render_template("desk/help.html", topics=helping.topics_for(current_actor()))


@blueprint.get("/help/<slug>")
@requires(Permission.ABOUT_READ)
def help_topic(slug: str) -> str:
    topic = helping.topic_named(slug, current_actor())
    if topic is None:
        abort(404)
    return render_template("desk/help_topic.html", topic=topic, topics=helping.topics_for(current_actor()))


@blueprint.get("/accessibility")
@public
def accessibility() -> str:
    return render_template("desk/accessibility.html")


@blueprint.post("/choose/theme")
@public
def choose_theme() -> Any:
    chosen = request.form.get("theme", "")
    if chosen not in THEMES:
        abort(400)
    services.remember_theme(chosen, by=current_actor())
    return _remembered("theme", chosen)


@blueprint.post("/choose/keys")
@public
def choose_keys() -> Any:
    """Who speaks to the computer, or slips, does without keys that act alone (WCAG 2.1.4)."""
    chosen = request.form.get("keys", "")
    if chosen not in KEYS:
        abort(400)
    return _remembered("keys", chosen)


@blueprint.post("/choose/language")
@public
def choose_language() -> Any:
    chosen = request.form.get("language", "")
    if chosen not in LANGUAGES:
        abort(400)
    services.remember_language(chosen, by=current_actor())
    return _remembered("language", chosen)


def _remembered(name: str, value: str) -> Any:
    """Keep the choice in the account and in this browser, and go back to where it was made."""
    db.session.commit()
    response: Response = redirect(own_path(request.form.get("back", "").rstrip("?")) or "/", 303)  # type: ignore[assignment]
    response.set_cookie(name, value, max_age=A_YEAR, samesite="Lax", secure=request.is_secure)
    return response
