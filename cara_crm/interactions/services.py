"""Write down a visit, a call, a meeting or an e-mail."""

from collections.abc import Iterable
from datetime import date, datetime, time

from flask_babel import gettext as _

from cara_crm.audit import services as audit
from cara_crm.contacts.models import Contact
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError, EditedMeanwhile
from cara_crm.extensions import db
from cara_crm.interactions.models import Interaction, InteractionKind, MailDirection
from cara_crm.members.models import Member


class InTheFuture(DomainError):
    """Only what happened is recorded; what is planned is a task."""

    field = "happened_on"


def record_interaction(
    *,
    kind: InteractionKind,
    members: Iterable[Member],
    contacts: Iterable[Contact],
    happened_on: date,
    minutes: str,
    happened_at: datetime | None = None,
    direction: MailDirection | None = None,
    submission_key: str | None = None,
    by: Actor,
) -> Interaction:
    """A conversation that took place, flushed; `happened_at` where the moment of that day is known. Raises InTheFuture.

    `direction` is that of a mail.
    """
    if happened_on > clock.today():
        raise InTheFuture(_("This day has not come yet: plan a follow-up instead."))
    interaction = Interaction(
        kind=kind,
        happened_at=happened_at or _moment(happened_on),
        direction=direction,
        minutes=minutes,
        recorded_by_id=by.user_id,
        submission_key=submission_key,
        members=list(members),
        contacts=list(contacts),
    )
    db.session.add(interaction)
    audit.record("interaction.recorded", interaction, by=by, kind=kind.value)
    return interaction


def edit_minutes(interaction: Interaction, minutes: str, *, version_read: int, by: Actor) -> None:
    """Correct what was noted. Raises EditedMeanwhile when somebody saved since `version_read`."""
    if interaction.version != version_read:
        raise EditedMeanwhile(_("Somebody else saved these minutes while you were writing. Theirs are below yours."))
    interaction.minutes = minutes
    audit.record("interaction.edited", interaction, by=by)


def _moment(day: date) -> datetime:
    """Now for today, else noon of that day in Paris."""
    return clock.now() if day == clock.today() else clock.moment(day, time(12))
