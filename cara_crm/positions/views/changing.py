"""Everything a manager does with a position beside its words; each is one POST that comes back to the editor."""

from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from cara_crm.core import typed
from cara_crm.core.actor import current_actor
from cara_crm.core.errors import DomainError
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db
from cara_crm.issues import queries as issues
from cara_crm.positions import queries, services
from cara_crm.positions.models import Position, PositionIssue, Stance, Way
from cara_crm.positions.views import blueprint
from cara_crm.positions.views.leaking import names_somebody


def done(position: Position, act: Callable[[], str], shown: Position | None = None, *, moved: bool = False) -> Any:
    """One service call that gives the sentence to say, then `shown`; a refusal is said on the same page.

    `moved`: issues changed position, which the page offers to undo.
    """
    try:
        with db.session.begin_nested():
            sentence = act()
    except DomainError as error:
        flash(str(error), "error")
        return redirect(url_for("positions.edit", position_id=position.id), 303)
    db.session.commit()
    flash(sentence, "success")
    place = url_for("positions.edit", position_id=(shown or position).id, moved="yes" if moved else None)
    return redirect(place, 303)


@blueprint.post("/positions/<int:position_id>/issues")
@requires(Permission.POSITION_EDIT)
def add_issues(position_id: int) -> Any:
    actor = current_actor()
    position = queries.position_for(actor, position_id)
    chosen = issues.issues_for(actor, chosen_issues()[:100])
    stance = _stance()

    def act() -> str:
        services.add_issues(position, chosen, stance=stance, by=actor)
        return str(ngettext("%(num)d issue added.", "%(num)d issues added.", len(chosen)))

    return done(position, act)


def _link(position: Position, issue_id: int) -> PositionIssue:
    found = next((link for link in queries.links_of([position.id]) if link.issue_id == issue_id), None)
    if found is None:
        abort(404)
    return found


@blueprint.post("/positions/<int:position_id>/issues/<int:issue_id>/remove")
@requires(Permission.POSITION_EDIT)
def remove_issue(position_id: int, issue_id: int) -> Any:
    actor = current_actor()
    position = queries.position_for(actor, position_id)
    link = _link(position, issue_id)

    def act() -> str:
        services.remove_issue(position, link, by=actor)
        return _("The issue is taken out of this position.")

    return done(position, act)


@blueprint.post("/positions/<int:position_id>/issues/<int:issue_id>/stance")
@requires(Permission.POSITION_EDIT)
def stance(position_id: int, issue_id: int) -> Any:
    actor = current_actor()
    position = queries.position_for(actor, position_id)
    link = _link(position, issue_id)
    chosen = _stance()

    def act() -> str:
        services.set_stance(position, link, chosen, by=actor)
        if chosen is Stance.AGAINST:
            return _("It stands against the position now: write the diverging view.")
        return _("It stands for the position now.")

    return done(position, act)


@blueprint.post("/positions/<int:position_id>/way")
@requires(Permission.POSITION_EDIT)
def way(position_id: int) -> Any:
    """Wait, ask the sector, named, signal; or leave the way that was chosen."""
    actor = current_actor()
    position = queries.position_for(actor, position_id)
    chosen = request.form.get("way", "")
    if chosen and chosen not in set(Way):
        abort(400)
    if chosen not in ("", Way.WAIT) and names_somebody(position, to_members=chosen == Way.ASK):
        flash(
            _("These words might give somebody away: write them more generally before their authors are asked."),
            "error",
        )
        return redirect(url_for("positions.leaks", position_id=position.id), 303)

    def act() -> str:
        if not chosen:
            services.leave_way(position, by=actor)
            return _("No way is chosen any more.")
        if chosen == Way.WAIT:
            told = services.wait(position, by=actor)
            return str(ngettext("We wait; %(num)d author is told.", "We wait; %(num)d authors are told.", told))
        asked = services.ask_wording(position, Way(chosen), by=actor)
        if not asked:
            return _("Nobody is asked again: everybody behind it was asked about these words, or lets itself be named.")
        return str(
            ngettext(
                "%(num)d author is asked about these words.", "%(num)d authors are asked about these words.", asked
            )
        )

    return done(position, act)


@blueprint.post("/positions/<int:position_id>/close")
@requires(Permission.POSITION_EDIT)
def close(position_id: int) -> Any:
    actor = current_actor()
    position = queries.position_for(actor, position_id)

    def act() -> str:
        services.close_position(position, by=actor)
        return _("The position is closed.")

    return done(position, act)


@blueprint.post("/positions/<int:position_id>/take-up")
@requires(Permission.POSITION_EDIT)
def take_up(position_id: int) -> Any:
    actor = current_actor()
    position = queries.position_for(actor, position_id)

    def act() -> str:
        services.take_up_again(position, by=actor)
        return _("The position is a draft again, for a next report.")

    return done(position, act)


def _stance() -> Stance:
    return Stance.AGAINST if request.form.get("stance") == Stance.AGAINST.value else Stance.FOR


def chosen_issues() -> list[int]:
    return [key for text in request.form.getlist("issue_id") if (key := typed.number(text)) is not None]
