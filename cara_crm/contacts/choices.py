"""What a person chose about being written to: now, and who said so when, on which occasion. Each decides for itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time

from flask_babel import gettext as _

from cara_crm.audit import services as audit
from cara_crm.contacts.models import ChoiceSource, ChoiceTopic, Contact, ContactChoice, MailPreference, News, Rhythm
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError
from cara_crm.extensions import db

YES, NO = "yes", "no"
ACTIONS = {YES: "contact.subscribed", NO: "contact.unsubscribed"}
OWN = (ChoiceSource.PORTAL, ChoiceSource.LINK)


class DayToCome(DomainError):
    field = "on"


class ReasonMissing(DomainError):
    """Who left by itself comes back by its own word only."""

    field = "note"


@dataclass(frozen=True)
class Said:
    """On which day it was said, on which occasion, and in which words or where that is kept."""

    source: ChoiceSource
    on: date = field(default_factory=clock.today)
    note: str = ""


def choose_rhythm(contact: Contact, rhythm: MailPreference, said: Said, *, by: Actor) -> None:
    """When information reaches this person; what stands already is not noted twice. Raises DayToCome."""
    _must_be_past(said)
    if rhythm is not contact.preference:
        contact.preference = rhythm
        _note(contact, ChoiceTopic.RHYTHM, rhythm.value, said, by)


def choose_kinds(contact: Contact, rhythms: Mapping[News, Rhythm | None], said: Said, *, by: Actor) -> None:
    """The same for kinds of news; None: as all others. Raises DayToCome."""
    _must_be_past(said)
    for news, rhythm in rhythms.items():
        value = rhythm.value if rhythm else ""
        if value != contact.rhythms.get(news.value, ""):
            rest = {kind: chosen for kind, chosen in contact.rhythms.items() if kind != news.value}
            contact.rhythms = {**rest, **({news.value: value} if value else {})}
            _note(contact, ChoiceTopic.RHYTHM, value, said, by, news=news.value)


def choose_newsletters(contact: Contact, said: Said, *, agrees: bool, by: Actor) -> None:
    """Does this person want newsletters? Answers to its own issues are none. What waits is decided when it is its turn.

    Raises DayToCome, ReasonMissing.
    """
    _must_be_past(said)
    if agrees == (contact.newsletter_opt_out_at is None):
        return
    if agrees and said.source not in OWN and not said.note:
        raise ReasonMissing(_("This person left the newsletters: say how it asked for them again."))
    left = clock.now() if said.on == clock.today() else clock.moment(said.on, time(12))
    contact.newsletter_opt_out_at = None if agrees else left
    _note(contact, ChoiceTopic.NEWSLETTERS, YES if agrees else NO, said, by)


def _must_be_past(said: Said) -> None:
    if said.on > clock.today():
        raise DayToCome(_("This day has not come yet."))


def _note(contact: Contact, topic: ChoiceTopic, value: str, said: Said, by: Actor, *, news: str = "") -> None:
    choice = ContactChoice(contact_id=contact.id, topic=topic, news=news, value=value, recorded_by_id=by.user_id)
    choice.decided_on, choice.source, choice.note = said.on, said.source, said.note
    db.session.add(choice)
    told = {"topic": topic.value, "value": value, "source": said.source.value, **({"news": news} if news else {})}
    audit.record(ACTIONS.get(value, "contact.chose"), contact, by=by, **told)
