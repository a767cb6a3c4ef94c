"""One member's page."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from cara_crm.agenda import queries as agenda
from cara_crm.contacts import queries as contacts
from cara_crm.core import clock
from cara_crm.core.actor import Actor, current_actor
from cara_crm.core.permissions import Permission, requires
from cara_crm.correspondence import queries as correspondence
from cara_crm.documents import queries as documents
from cara_crm.interactions.queries import interactions_of_member
from cara_crm.issues.queries import helped_counted, issues_of_member
from cara_crm.members import queries, services
from cara_crm.members.bands import band_label
from cara_crm.members.siren import spaced
from cara_crm.members.views import blueprint
from cara_crm.memberships.queries import dues_of
from cara_crm.merging import queries as merging
from cara_crm.merging.models import MergeKind
from cara_crm.official import queries as official
from cara_crm.relays import queries as relays
from cara_crm.workgroups import queries as workgroups


@blueprint.get("/<int:member_id>")
@requires(Permission.MEMBER_READ)
def show(member_id: int) -> Any:
    actor = current_actor()
    asked = official.summary_parts(member_id) if actor.can(Permission.OFFICIAL_FACTS) else ()
    counts = (
        merging.merges_in_words(MergeKind.MEMBER, member_id),
        workgroups.seats_counted(member_id),
        correspondence.waiting_count(actor, member_id),
        agenda.tasks_counted(actor, member_id),
        helped_counted(actor, member_id),
    )
    page = queries.page_of_member(actor, member_id, *counts, *asked)
    member, (merged, seated, mails, left_to_do, helped, *told) = page.member, page.more
    if member.merged_into_id and "former" not in request.args:
        flash(_("%(name)s was merged into this record.", name=member.name))
        return redirect(url_for("members.show", member_id=member.merged_into_id))
    today = clock.today()
    return render_template(
        "members/show.html",
        member=member,
        current=queries.current_on(member, today),
        past=sorted((a for a in member.assignments if not a.holds_on(today)), key=lambda a: a.from_on, reverse=True),
        head=services.head_site(member),
        record=page,
        since=next((one.from_on for one in reversed(member.status_periods) if one.until_on is None), None),
        people=contacts.people_of(member_id) if actor.can(Permission.CONTACT_READ) else None,
        issues=issues_of_member(actor, member_id) if actor.can(Permission.ISSUE_READ) else None,
        interactions=interactions_of_member(actor, member_id) if actor.can(Permission.INTERACTION_READ) else None,
        relayed=relays.relays_of_member(actor, member_id) if relays.knows_people(actor) else None,
        mails_waiting=mails,
        helped=helped,
        documents=documents.of_member(actor, member_id) if actor.can(Permission.DOCUMENT_READ) else None,
        groups=workgroups.groups_of_member(actor, member_id) if seated and actor.can(Permission.WORKGROUP_READ) else [],
        to_do=_to_do(actor, member_id, left_to_do) if actor.can(Permission.TASK_EDIT) else None,
        dues=dues_of(member_id) if actor.can(Permission.MEMBERSHIP_READ) else None,
        merges=merging.merges_read(merged) if actor.can(Permission.MERGE) else [],
        official=official.Summary(*told) if told else None,
        spaced=spaced,
        band_label=band_label,
        today=today,
    )


def _to_do(actor: Actor, member_id: int, n: int) -> list[agenda.ToDo]:
    """Most members have no task: no statement for those."""
    return agenda.tasks_about_member(actor, member_id) if n else []
