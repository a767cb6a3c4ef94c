"""A conversation, the issues heard in it, and what follows: written down at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cara_crm.contacts.models import Contact
from cara_crm.core.actor import Actor
from cara_crm.interactions import queries as interaction_queries
from cara_crm.interactions import services as interactions
from cara_crm.interactions.models import Interaction, InteractionKind
from cara_crm.issues.models import Channel
from cara_crm.issues.said import Said
from cara_crm.issues.services.writing import record_issues
from cara_crm.members.models import Member
from cara_crm.tasks import services as tasks
from cara_crm.tasks.models import TaskKind


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What a manager noted. `orally_agreed`: the contact agreed to the words on the spot."""

    kind: InteractionKind
    happened_on: date
    minutes: str = ""
    issues: Sequence[Said] = ()
    orally_agreed: bool = False
    follow_up: str = ""
    follow_up_on: date | None = None


def record_conversation(
    heard: Heard, *, member: Member, contact: Contact | None, submission_key: str | None = None, by: Actor
) -> Interaction:
    """The interaction, the issues heard in it (agreed orally, or sent back to the contact together), a follow-up task.

    A double click gives the same interaction back. Raises what `record_interaction` and `record_issues` raise.
    """
    existing = interaction_queries.interaction_by_key(submission_key)
    if existing is not None:
        return existing
    interaction = interactions.record_interaction(
        kind=heard.kind,
        members=[member],
        contacts=[contact] if contact else [],
        happened_on=heard.happened_on,
        minutes=heard.minutes,
        submission_key=submission_key,
        by=by,
    )
    record_issues(
        heard.issues,
        member=member,
        contact=contact,
        channel=Channel(heard.kind.value),
        interaction=interaction,
        oral_agreement_on=heard.happened_on if heard.orally_agreed else None,
        by=by,
    )
    if heard.follow_up:
        tasks.add(
            TaskKind.NOTE,
            title=heard.follow_up,
            due_on=heard.follow_up_on,
            assignee_id=by.user_id,
            about=interaction,
            by=by,
        )
    return interaction
