"""How a person wants to be written to; each decides for itself."""

from collections.abc import Mapping

from cara_crm.audit import services as audit
from cara_crm.contacts.choices import Said, choose_kinds, choose_rhythm
from cara_crm.contacts.models import MORNING, ChoiceSource, Contact, MailPreference, News, Rhythm
from cara_crm.core.actor import Actor


def set_preferences(
    contact: Contact,
    *,
    preference: MailPreference,
    language: str,
    rhythms: Mapping[News, Rhythm | None] | None = None,
    digest_hour: int = MORNING,
    by: Actor,
) -> None:
    """Keep what the person chose. Who reads here only gets no mail but to sign in and to be asked for its yes."""
    said = Said(ChoiceSource.PORTAL)
    choose_rhythm(contact, preference, said, by=by)
    choose_kinds(contact, rhythms or {}, said, by=by)
    contact.language, contact.digest_hour = language, digest_hour
    audit.record(
        "contact.preferences", contact, by=by, preference=preference.value, language=language, hour=digest_hour
    )
