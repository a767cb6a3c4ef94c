"""A conversation, the issues heard in it, and what follows: written down at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _

from cara_crm.contacts.models import Contact
from cara_crm.core.actor import Actor
from cara_crm.interactions import queries as interaction_queries
from cara_crm.interactions import services as interactions
from cara_crm.interactions.models import Interaction, InteractionKind, MailDirection
from cara_crm.issues.models import Channel
from cara_crm.issues.said import Said
from cara_crm.issues.services.agreement import NobodyToAsk
from cara_crm.issues.services.writing import record_issues
from cara_crm.members.models import Member
from cara_crm.tasks import services as tasks
from cara_crm.tasks.models import TaskKind


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What a manager noted. `orally_agreed`: the contact agreed to the words on the spot.

    Of a mail the moment is known (`happened_at`), and which way it went.
    """

    kind: InteractionKind
    happened_on: date
    minutes: str = ""
    issues: Sequence[Said] = ()
    orally_agreed: bool = False
    follow_up: str = ""
    follow_up_on: date | None = None
    happened_at: datetime | None = None
    direction: MailDirection | None = None


@dataclass(frozen=True)
class Shared:
    """An issue, and those who said it: of each organisation one person."""

    said: Said
    voices: Sequence[tuple[Member, Contact]]


def record_conversation(
    heard: Heard,
    *,
    member: Member,
    contact: Contact | None,
    also: Sequence[Contact] = (),
    submission_key: str | None = None,
    by: Actor,
) -> Interaction:
    """The interaction, the issues heard in it (agreed orally, or sent back to the contact together), a follow-up task.

    `also` took part; the issues are what `contact` says.

    A double click gives the same interaction back. Raises what `record_interaction` and `record_issues` raise.
    """
    existing = interaction_queries.interaction_by_key(submission_key)
    if existing is not None:
        return existing
    there = list(dict.fromkeys(one for one in (contact, *also) if one))
    interaction = _noted(heard, [member], there, submission_key, by)
    _record(heard.issues, member, contact, heard, interaction, by)
    return interaction


def record_meeting(
    heard: Heard,
    shared: Sequence[Shared],
    *,
    attendees: Sequence[tuple[Member | None, Contact]],
    submission_key: str | None = None,
    by: Actor,
) -> Interaction:
    """A meeting with several: each issue is recorded for every organisation that shares it, and each person is asked
    together about all that it said. Those without a member come from a federation.

    A double click gives the same interaction back. Raises NobodyToAsk with the name of who cannot be asked, and what
    `record_interaction` raises.
    """
    existing = interaction_queries.interaction_by_key(submission_key)
    if existing is not None:
        return existing
    members = list(dict.fromkeys(member for member, _contact in attendees if member))
    contacts = list(dict.fromkeys(contact for _member, contact in attendees))
    interaction = _noted(heard, members, contacts, submission_key, by)
    for (member, contact), issues in _by_voice(shared).items():
        try:
            _record(issues, member, contact, heard, interaction, by)
        except NobodyToAsk as error:
            raise NobodyToAsk(f"{contact.name}{_(': ')}{error}") from error
    return interaction


def _by_voice(shared: Sequence[Shared]) -> dict[tuple[Member, Contact], list[Said]]:
    """What each person said; of several from one organisation the first stands for it."""
    found: dict[tuple[Member, Contact], list[Said]] = {}
    for one in shared:
        first = {member: (member, contact) for member, contact in reversed(one.voices)}
        for voice in first.values():
            found.setdefault(voice, []).append(one.said)
    return found


def _noted(
    heard: Heard, members: list[Member], contacts: list[Contact], submission_key: str | None, by: Actor
) -> Interaction:
    interaction = interactions.record_interaction(
        kind=heard.kind,
        members=members,
        contacts=contacts,
        happened_on=heard.happened_on,
        minutes=heard.minutes,
        happened_at=heard.happened_at,
        direction=heard.direction,
        submission_key=submission_key,
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


def _record(
    issues: Sequence[Said], member: Member, contact: Contact | None, heard: Heard, interaction: Interaction, by: Actor
) -> None:
    record_issues(
        issues,
        member=member,
        contact=contact,
        channel=Channel(heard.kind.value),
        interaction=interaction,
        oral_agreement_on=heard.happened_on if heard.orally_agreed else None,
        by=by,
    )
