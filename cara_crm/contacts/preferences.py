"""How a person wants to be written to; each decides for itself."""

from cara_crm.audit import services as audit
from cara_crm.contacts.choices import Said, choose_rhythm
from cara_crm.contacts.models import ChoiceSource, Contact, MailPreference
from cara_crm.core.actor import Actor


def set_preferences(contact: Contact, *, preference: MailPreference, language: str, by: Actor) -> None:
    """Keep what the person chose. Who reads here only gets no mail but to sign in and to be asked for its yes."""
    choose_rhythm(contact, preference, Said(ChoiceSource.PORTAL), by=by)
    contact.language = language
    audit.record("contact.preferences", contact, by=by, preference=preference.value, language=language)
