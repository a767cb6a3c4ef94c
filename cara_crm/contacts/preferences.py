"""How a person wants to be written to; each decides for itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from cara_crm.audit import services as audit
from cara_crm.contacts.choices import Said, choose_kinds, choose_newsletters, choose_rhythm
from cara_crm.contacts.models import MORNING, ChoiceSource, Contact, MailPreference, News, Rhythm
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.deliveries import services as deliveries


def set_preferences(
    contact: Contact,
    *,
    preference: MailPreference,
    language: str,
    rhythms: Mapping[News, Rhythm | None] | None = None,
    digest_hour: int = MORNING,
    source: ChoiceSource = ChoiceSource.PORTAL,
    by: Actor,
) -> None:
    """Keep what the person chose. Who reads here only gets no mail but to sign in and to be asked for its yes."""
    said = Said(source)
    choose_rhythm(contact, preference, said, by=by)
    choose_kinds(contact, rhythms or {}, said, by=by)
    contact.language, contact.digest_hour = language, digest_hour
    audit.record(
        "contact.preferences", contact, by=by, preference=preference.value, language=language, hour=digest_hour
    )


@dataclass(frozen=True)
class Changes:
    """What somebody chose anew; None, and a kind that is not named, stays as it is."""

    preference: MailPreference | None = None
    rhythms: Mapping[News, Rhythm | None] = field(default_factory=dict)
    digest_hour: int | None = None
    language: str | None = None
    newsletters: bool | None = None


def change_by_mail(contact: Contact, changes: Changes, *, by: Actor) -> None:
    """Keep what was chosen by the link of a mail, and tell the person what holds now: its mail may have gone on to
    somebody else."""
    set_preferences(
        contact,
        preference=changes.preference or contact.preference,
        language=changes.language or contact.language,
        rhythms=changes.rhythms,
        digest_hour=contact.digest_hour if changes.digest_hour is None else changes.digest_hour,
        source=ChoiceSource.LINK,
        by=by,
    )
    if changes.newsletters is not None:
        choose_newsletters(contact, Said(ChoiceSource.LINK), agrees=changes.newsletters, by=by)
    deliveries.queue(
        "choices_changed",
        to=contact,
        dedupe_key=f"choices:{contact.id}:{clock.now().isoformat()}",
        context={
            "rhythm": contact.preference,
            "apart": [(news, contact.rhythm_of(news)) for news in News if news.value in contact.rhythms],
            "hour": contact.digest_hour,
            "newsletters": contact.newsletter_opt_out_at is None,
        },
        always=True,
        about=[],
        by=by,
    )
