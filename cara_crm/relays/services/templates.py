"""What is written again and again, kept to begin from."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from cara_crm.audit import services as audit
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError
from cara_crm.extensions import db
from cara_crm.relays.models import QuestionKind, Relay, RelayTemplate
from cara_crm.relays.queries.consulting import questions_of
from cara_crm.relays.services.consulting import Asked, ask
from cara_crm.relays.services.writing import EXCEPTIONS, WRITTEN, within_charge

WORDS = (
    "title",
    "body",
    "title_en",
    "body_en",
    "link",
    "place",
    "places",
    "federation_id",
    "priority_id",
    "programme_id",
)
QUESTION = ("words", "words_en", "options", "options_en")


class NameTaken(DomainError):
    """One name, one template."""

    field = "name"


class NotWritten(DomainError):
    """What was recorded or went up is no pattern for what goes down."""

    field = "name"


def keep_template(relay: Relay, name: str, *, by: Actor) -> RelayTemplate:
    """Keep words, questions and audience of a relay (not its people, days or files) under a name, for the team.

    Raises NameTaken, NotWritten.
    """
    if relay.kind not in WRITTEN:
        raise NotWritten(_("Only what one writes to the members can be kept to begin from."))
    if db.session.scalar(sa.select(RelayTemplate.id).where(RelayTemplate.name == name)):
        raise NameTaken(_("There is one of this name: choose another."))
    asked = [{"kind": one.kind, **{key: getattr(one, key) for key in QUESTION}} for one in questions_of(relay)]
    kept = RelayTemplate(name=name, kind=relay.kind, created_by_id=by.user_id)
    kept.words = {key: getattr(relay, key) for key in WORDS} | {"questions": asked}
    kept.audience = {key: values for key, values in relay.audience.items() if key not in EXCEPTIONS}
    db.session.add(kept)
    db.session.flush()
    audit.record("relay_template.kept", kept, by=by)
    return kept


def ask_as_in(template: RelayTemplate, relay: Relay, *, by: Actor) -> None:
    """The questions of a template, for the draft of a consultation that was begun from it."""
    questions = template.words.get("questions", [])
    if questions and relay.kind is template.kind:
        db.session.flush()
        ask(
            relay, [Asked(QuestionKind(one["kind"]), **{key: one[key] for key in QUESTION}) for one in questions], by=by
        )


def drop_template(template: RelayTemplate, *, by: Actor) -> None:
    """Nobody begins from it any more; what was written from it stays."""
    audit.record("relay_template.dropped", template, by=by)
    db.session.delete(template)


def audience_from(template: RelayTemplate, *, by: Actor) -> Mapping[str, Any]:
    """Its rule, within what this person may write to."""
    return within_charge(template.audience, by)
