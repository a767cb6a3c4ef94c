"""Those behind a position see its words first and may object until a day. Here, and only here, silence is a yes."""

from datetime import date, timedelta

from flask_babel import gettext as _

from cara_crm.audit import services as audit
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError
from cara_crm.core.languages import in_words
from cara_crm.core.links import absolute_url
from cara_crm.extensions import db
from cara_crm.issues import services as issues
from cara_crm.positions import queries
from cara_crm.positions.links import LIFETIME, wording_token
from cara_crm.positions.models import Position, PositionIssue, WordingAgreement, WordingPurpose
from cara_crm.positions.services.states import NotApprovable, lapse
from cara_crm.positions.services.ways import NobodyBehind, WordingMissing
from cara_crm.positions.services.wording import must_be_worked_on

SHORTEST = timedelta(days=3)
LONGEST = timedelta(seconds=LIFETIME)


class BadDay(DomainError):
    """People need some days to read, and the link in the mail has an end."""

    field = "until"


class WindowOpen(NotApprovable):
    """Those behind it were promised to be heard first."""


def open_window(position: Position, *, until: date, by: Actor) -> int:
    """Show the present words to each author behind the position, who may object until that day (included).

    Who was shown these words before is not written to again. Gives the number of authors told now. Raises
    WordingMissing, NobodyBehind, BadDay, NotPossibleNow once it was sent.
    """
    must_be_worked_on(position)
    if not position.statement.strip() or not position.request.strip():
        raise WordingMissing(_("Write the statement and the request first: these words are shown."))
    if not clock.today() + SHORTEST <= until <= clock.today() + LONGEST:
        days = {"least": SHORTEST.days, "most": LONGEST.days}
        raise BadDay(_("Choose a day between %(least)s and %(most)s days from today.", **days))
    links = queries.usable_links(position)
    if not links:
        raise NobodyBehind(_("No issue that may be used stands behind this position."))
    shown = {one.issue_id for one in queries.wording_agreements(position) if one.purpose is WordingPurpose.OBJECT}
    promised = position.objections_until
    if shown and promised is not None and clock.today() <= until < promised:
        raise BadDay(_("Those who were shown these words may object until %(day)s.", day=in_words(promised)))
    position.objections_until = until
    lapse(position, reason="objections asked for", by=by)
    new = [link for link in links if link.issue_id not in shown]
    for link in new:
        _show(position, link, by=by)
    audit.record("position.objections_opened", position, by=by, until=until.isoformat(), shown=len(new))
    return len(new)


def _show(position: Position, link: PositionIssue, *, by: Actor) -> None:
    question = WordingAgreement(
        position=position, issue=link.issue, purpose=WordingPurpose.OBJECT, wording_hash=position.wording_hash
    )
    db.session.add(question)
    db.session.flush()
    issues.tell(
        "wording_shown",
        issues.author_of(link.issue),
        dedupe_key=f"wording_shown:{question.id}",
        holds_token=True,
        by=by,
        url=absolute_url("positions.wording", token=wording_token(question.id)),
        title=link.issue.title,
        until=position.objections_until,
    )


def leave_window(position: Position, *, by: Actor) -> None:
    """Objections are not waited for any more; what was said stays on record."""
    position.objections_until = None
    lapse(position, reason="objections left", by=by)
    audit.record("position.objections_left", position, by=by)


def refuse_unheard(position: Position) -> None:
    """Raises WindowOpen while somebody may still object, or an objection to these words is not settled.

    An objection is settled when its issue stands against the position or is taken out, or the words are changed: then
    the new ones are shown, and the days begin again.
    """
    if position.objections_until is None:
        return
    window = queries.window_of(position, queries.wording_agreements(position), queries.links_of([position.id]))
    words = {"title": position.title, "day": in_words(position.objections_until)}
    sentence = ""
    if window.unshown:
        sentence = _("“%(title)s” has words that those behind it have not seen: show them first.", **words)
    elif window.unsettled:
        sentence = _("Somebody objects to “%(title)s”: put it against, take it out, or reword.", **words)
    elif window.silent and position.takes_objections:
        sentence = _("Those behind “%(title)s” may object until %(day)s.", **words)
    if sentence:
        raise WindowOpen(sentence, about=[position])
