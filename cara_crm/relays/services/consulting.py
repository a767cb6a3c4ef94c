"""A consultation: its questions, what a member answers, and the aggregates once it is closed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from flask_babel import gettext as _

from cara_crm.audit import services as audit
from cara_crm.confidentiality.suppression import suppress
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError
from cara_crm.extensions import db
from cara_crm.relays.models import Question, QuestionKind, Recipient, Relay, RelayKind, RelayState, Response
from cara_crm.relays.queries.consulting import questions_of, tables_of
from cara_crm.relays.services.competing import refuse_customers, refuse_secrets
from cara_crm.relays.services.receiving import acknowledge
from cara_crm.relays.services.writing import NotADraft
from cara_crm.settings.queries import threshold

Value = str | int


class NothingToChoose(DomainError):
    """A choice has two answers at least, and as many in English."""


class NothingAnswered(DomainError):
    """An answer says something."""


class AskedElsewhere(DomainError):
    """Who changed employer does not answer for the former one."""


class ConsultationClosed(DomainError):
    """Its last day is over."""


@dataclass(frozen=True)
class Asked:
    """One question as it is written, `place` among the form's; `options` of a choice, in English as many or none."""

    kind: QuestionKind
    words: str
    words_en: str = ""
    options: Sequence[str] = ()
    options_en: Sequence[str] = ()
    place: int = 0

    @property
    def texts(self) -> dict[str, str]:
        """What it says, by the form's fields."""
        lines = {"options": "\n".join(self.options), "options_en": "\n".join(self.options_en)}
        said = {"words": self.words, "words_en": self.words_en, **lines}
        return {f"questions-{self.place}-{name}": text for name, text in said.items()}


def ask(relay: Relay, questions: Sequence[Asked], *, by: Actor) -> None:
    """The questions of a draft, in this order, instead of those that it had.

    Raises NotADraft, AskedByMembersOnly, NothingToChoose.
    """
    if relay.state is not RelayState.DRAFT or relay.kind is not RelayKind.CONSULTATION:
        raise NotADraft(_("Questions are changed while a consultation is a draft."))
    for one in questions:
        _refuse(one)
    db.session.execute(sa.delete(Question).where(Question.relay_id == relay.id))
    for n, one in enumerate(questions):
        options = {"options": list(one.options), "options_en": list(one.options_en)}
        db.session.add(
            Question(relay_id=relay.id, ordinal=n, kind=one.kind, words=one.words, words_en=one.words_en, **options)
        )
    audit.record("relay.questions_changed", relay, by=by, questions=len(questions))


def _refuse(question: Asked) -> None:
    refuse_secrets(question.texts)
    if question.kind is not QuestionKind.CHOICE:
        return
    for words, options, name in (
        (question.words, question.options, "options"),
        (question.words_en, question.options_en, "options_en"),
    ):
        refuse_customers(words, options, field=f"questions-{question.place}-{name}")
    distinct = len(set(question.options)) == len(question.options) >= 2
    if not distinct or len(question.options_en) not in (0, len(question.options)):
        raise NothingToChoose(
            _("A choice has two different answers at least, and as many in English or none."),
            field=f"questions-{question.place}-options",
        )


def respond(recipient: Recipient, values: Mapping[int, Value], *, by: Actor) -> None:
    """What the member answers, by the questions' ids; until the last day it can answer anew. Also says that it was
    read. Raises ConsultationClosed, AskedElsewhere."""
    relay = recipient.relay
    if relay.kind is not RelayKind.CONSULTATION or not relay.is_open:
        raise ConsultationClosed(_("This consultation is closed."))
    if recipient.member_id is None or recipient.member_id != by.member_id:
        raise AskedElsewhere(_("This was asked of an organisation that is no longer yours: it answers itself."))
    colleagues = sa.select(Recipient.id).filter_by(relay_id=relay.id, member_id=recipient.member_id)
    db.session.execute(colleagues.order_by(Recipient.id).with_for_update())  # two of them at once: one answer
    acknowledge(recipient, by=by)
    mine = sa.select(Response).filter_by(relay_id=relay.id, member_id=recipient.member_id)
    response = db.session.scalar(mine.with_for_update())
    if response is None:
        response = Response(relay_id=relay.id, member_id=recipient.member_id)
        db.session.add(response)
    response.contact_id, response.answered_at = by.contact_id, clock.now()
    response.values = {str(key): value for key, value in values.items()}
    db.session.flush()
    audit.record("relay.responded", response, by=by)


def close_consultations(*, by: Actor) -> int:
    """Work out the aggregates of those whose last day is over, once and for good; how many."""
    relays = db.session.scalars(_over()).all()
    for relay in relays:
        relay.results, relay.results_at = _results(relay), clock.now()
        audit.record("relay.results_frozen", relay, by=by)
    return len(relays)


def _over() -> sa.Select[Relay]:
    closed = (Relay.deadline_on < clock.today()) & Relay.results_at.is_(None)
    kind = (Relay.kind == RelayKind.CONSULTATION) & (Relay.state == RelayState.SENT)
    return sa.select(Relay).where(closed, kind, Relay.questions.any()).order_by(Relay.id)


def _results(relay: Relay) -> dict[str, object]:
    """By the tables' names, the figures row by row and the total last, None where one is withheld."""
    k = threshold()
    safe = suppress(tables_of(relay, questions_of(relay)), k)
    return {"k": k, "tables": {table.id: [row[-1] for row in table.cells] for table in safe}}


def lines(text: str) -> list[str]:
    """One answer a line."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def asked_of(questions: Iterable[Mapping[str, str]]) -> list[Asked]:
    """The questions of a form; a line without words is none."""
    return [
        Asked(
            kind=QuestionKind(one["kind"]),
            words=one["words"],
            words_en=one["words_en"],
            options=lines(one["options"]) if one["kind"] == QuestionKind.CHOICE else (),
            options_en=lines(one["options_en"]) if one["kind"] == QuestionKind.CHOICE else (),
            place=place,
        )
        for place, one in enumerate(questions)
        if one["words"]
    ]
