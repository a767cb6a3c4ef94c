"""Record a meeting: who was there is pasted and matched, each issue is shared by some of the organisations."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from cara_crm.contacts.models import Affiliation
from cara_crm.core import clock, typed
from cara_crm.core.actor import current_actor
from cara_crm.core.errors import DomainError
from cara_crm.core.fold import fold
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db
from cara_crm.interactions import queries
from cara_crm.interactions.attendance import MOST, TITLES, Line, is_too_long, lines_of
from cara_crm.interactions.forms import MOST_ISSUES, MeetingForm
from cara_crm.interactions.models import InteractionKind
from cara_crm.interactions.views import blueprint
from cara_crm.interactions.views.calls import said_in, what_follows
from cara_crm.issues.services.hearing import Heard, Shared, record_meeting
from cara_crm.workgroups import queries as workgroups
from cara_crm.workgroups.models import Workgroup
from cara_crm.workgroups.services import hold_meeting

MOST_OFFERED = 12


@dataclass(frozen=True)
class Guest:
    """A pasted entry with whom it may mean; `chosen` is who it is, None while nobody or several fit.

    `is_guess`: the name is written otherwise, so that nobody need be chosen.
    """

    line: Line
    candidates: Sequence[Affiliation]
    chosen: Affiliation | None
    is_guess: bool = False

    @property
    def is_stranger(self) -> bool:
        """Does it stay as a name?"""
        return not self.chosen and (self.is_guess or not self.candidates)

    @property
    def says_more(self) -> bool:
        """Are there words in it beside the chosen person's name, function and organisation?"""
        return not self.chosen or not set(fold(self.line.text).split()) <= set(fold(_whole(self.chosen)).split())

    @property
    def field(self) -> str:
        """The name of the field by which one of several is chosen."""
        return f"who-{zlib.crc32(self.line.text.encode()):08x}"


@blueprint.get("/meetings/new")
@requires(Permission.INTERACTION_EDIT)
def new_meeting() -> str:
    """Of a working group (`?workgroup_id=`): whoever sits there is expected; strike out who did not come."""
    workgroup = _workgroup()
    expected = workgroups.expected_at(current_actor(), workgroup) if workgroup else []
    form = MeetingForm(data={"happened_on": clock.today(), "attendees": "\n".join(expected)})
    guests = _guests(form)
    form.offer([(one.id, _who(one)) for one in _present(guests) if one.member_id])
    return _page(form, guests, workgroup)


def _workgroup() -> Workgroup | None:
    asked = typed.number(request.args.get("workgroup_id"))
    return workgroups.workgroup_for(current_actor(), asked) if asked else None


@blueprint.post("/meetings/new")
@requires(Permission.INTERACTION_EDIT)
def create_meeting() -> Any:
    form, workgroup = MeetingForm(), _workgroup()
    guests = _guests(form)
    form.offer([(one.id, _who(one)) for one in _present(guests) if one.member_id])
    if "more" in request.form or "find" in request.form:
        if "more" in request.form and len(form.issues.entries) < MOST_ISSUES:
            form.issues.append_entry()
            form.offer([(one.id, _who(one)) for one in _present(guests) if one.member_id])
        return _page(form, guests, workgroup, focus=len(form.issues.entries) if "more" in request.form else 0)
    if not form.validate() or not _is_clear(form, guests):
        return _page(form, guests, workgroup), 422
    heard, shared = _heard(form, guests), _shared(form, guests)
    try:
        with db.session.begin_nested():
            interaction = record_meeting(
                heard,
                shared,
                attendees=[(one.member, one.contact) for one in _present(guests)],
                submission_key=form.submission_key.data,
                by=current_actor(),
            )
            if workgroup:
                hold_meeting(workgroup, interaction, held_on=form.happened_on.data, by=current_actor())
    except DomainError as error:
        form.refuse(error)
        return _page(form, guests, workgroup), 422
    db.session.commit()
    speakers = {contact for one in shared for _member, contact in one.voices}
    flash(" ".join([_("The meeting is recorded."), *what_follows(heard, speakers)]), "success")
    return redirect(url_for("interactions.show", interaction_id=interaction.id), 303)


def _guests(form: MeetingForm) -> list[Guest]:
    actor, on = current_actor(), form.happened_on.data or clock.today()
    meant = queries.people_meant(actor, lines_of(form.attendees.data or ""), on)
    alike = queries.people_like(actor, [line for line, candidates in meant if not candidates], on)
    return [_guest(line, candidates, alike.get(line, [])) for line, candidates in meant]


def _guest(line: Line, candidates: list[Affiliation], alike: list[Affiliation]) -> Guest:
    guest = Guest(line, candidates or alike, candidates[0] if len(candidates) == 1 else None, bool(alike))
    asked = typed.number(request.form.get(guest.field))
    chosen = next((one for one in guest.candidates if one.id == asked), guest.chosen)
    return replace(guest, chosen=chosen)


def _present(guests: list[Guest]) -> list[Affiliation]:
    """Who was there, each once; who is excused was not."""
    return list(dict.fromkeys(guest.chosen for guest in guests if guest.chosen and not guest.line.is_away))


def _whole(one: Affiliation) -> str:
    """All that is written of a function and that a pasted line may say."""
    house = f"{one.member.folded} {one.member.name}" if one.member else ""
    return f"{_who(one)} {one.contact.email or ''} {house} {' '.join(TITLES)}"


def _who(one: Affiliation) -> str:
    house = one.member.name if one.member else one.federation.short_name if one.federation else ""
    return ", ".join(part for part in (one.contact.name, one.function, house) if part)


def _is_clear(form: MeetingForm, guests: list[Guest]) -> bool:
    """Is it said of each line who it is, and of each issue who says so? The errors stand where it is not."""
    unclear = [guest.line.text for guest in guests if not guest.chosen and not guest.is_stranger]
    if is_too_long(form.attendees.data or ""):
        form.attendees.errors = [_("Only %(most)d lines are read: record the others separately.", most=MOST)]
    elif unclear:
        form.attendees.errors = [_("Choose who it is: %(lines)s", lines="; ".join(unclear))]
    elif not _present(guests):
        form.attendees.errors = [_("Nobody of these is in the register: add at least one person first.")]
    for one in form.issues.entries:
        if said_in(one.form) and not one.form.voices.data:
            one.form.voices.errors = [_("Choose at least one organisation.")]
    return not form.attendees.errors and not any(one.form.voices.errors for one in form.issues.entries)


def _heard(form: MeetingForm, guests: list[Guest]) -> Heard:
    strangers = [guest.line.text for guest in guests if guest.is_stranger and not guest.line.is_away]
    also = _("Also there, not in the register: %(names)s", names="; ".join(strangers)) if strangers else ""
    excused = [_who(one.chosen) if one.chosen else one.line.text for one in guests if one.line.is_away]
    away = _("Excused or absent: %(names)s", names="; ".join(excused)) if excused else ""
    return Heard(
        kind=InteractionKind.MEETING,
        happened_on=form.happened_on.data,
        minutes="\n\n".join(part for part in (form.minutes.data or "", also, away) if part),
        orally_agreed=form.agreement.data == "oral",
        follow_up=form.follow_up.data or "",
        follow_up_on=form.follow_up_on.data,
    )


def _shared(form: MeetingForm, guests: list[Guest]) -> list[Shared]:
    present = {one.id: one for one in _present(guests)}
    return [
        Shared(said, [(one.member, one.contact) for key in entry.form.voices.data if (one := present[key]).member])
        for entry in form.issues.entries
        if (said := said_in(entry.form))
    ]


def _page(form: MeetingForm, guests: list[Guest], workgroup: Workgroup | None, *, focus: int = 0) -> str:
    """The screen; `focus`: the issue in which one goes on writing, counted from 1."""
    offered = [] if workgroup else workgroups.offered(current_actor())[:MOST_OFFERED]
    return render_template(
        "interactions/new_meeting.html",
        form=form,
        guests=guests,
        who=_who,
        workgroup=workgroup,
        workgroups=offered,
        focus=focus,
    )
