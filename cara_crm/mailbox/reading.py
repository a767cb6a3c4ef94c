"""Read the mailbox: each message is opened, given to whom it is for, noted, and then moved away.

What a message becomes and that it was dealt with are one transaction; only then it is moved. A worker that dies before
finds it again and does it anew; one that dies after finds it noted and moves it.
"""

import logging
from collections.abc import Callable

from cara_crm.core.logs import where
from cara_crm.extensions import db, reading
from cara_crm.mailbox import letters, services
from cara_crm.mailbox.models import SET_ASIDE, LetterOutcome
from cara_crm.mailbox.registry import ADDRESSEES, Take
from cara_crm.mailbox.sources import MailboxTrouble, Source, Waiting, from_url

log = logging.getLogger(__name__)
LARGEST = 30 * 1024 * 1024  # of a message: files are a third longer in it
Checkpoint = Callable[[int, int], None]


def read_mailbox(url: str, checkpoint: Checkpoint) -> dict[str, int]:
    """Everything that waits, as counts by outcome. `checkpoint(done, total)` commits. Obstacle is noted, not raised."""
    counts: dict[str, int] = {}
    try:
        source = from_url(url)
        try:
            waiting = source.waiting()
            for done, one in enumerate(waiting, start=1):
                outcome = _deal_with(source, one, lambda done=done: checkpoint(done, len(waiting)))  # type: ignore[misc]
                counts[outcome.value if outcome else "later"] = counts.get(outcome.value if outcome else "later", 0) + 1
        finally:
            source.close()
    except MailboxTrouble as error:
        db.session.rollback()
        services.note_read(error.trouble)
    else:
        services.note_read()
    return counts


def _deal_with(source: Source, one: Waiting, commit: Callable[[], None]) -> LetterOutcome | None:
    """One message, from opening to moving; None when it has to wait for another try."""
    known = services.begin(one)
    outcome, tries = known.outcome, known.tries
    commit()
    if outcome is None:
        outcome = _take(source, one, commit, is_last=tries >= services.MOST_TRIES, is_over=tries > services.MOST_TRIES)
    if outcome is not None:
        source.settle(one, aside=outcome in SET_ASIDE)
    return outcome


def _take(
    source: Source, one: Waiting, commit: Callable[[], None], *, is_last: bool, is_over: bool
) -> LetterOutcome | None:
    if is_over:
        return _noted(one, LetterOutcome.UNREADABLE, "", commit)
    too_large = one.size > LARGEST
    try:
        raw = source.content(one, head_only=too_large)
    except MailboxTrouble:
        services.not_tried(one.key)
        commit()
        raise
    if raw is None:
        return _noted(one, LetterOutcome.REPEATED, "", commit)
    try:
        letter = letters.read(raw)
        name, take = _addressed(letters.without_files(letter) if too_large else letter)
        outcome = take() if take else LetterOutcome.NOBODY
    except letters.Unreadable:
        db.session.rollback()
        return _noted(one, LetterOutcome.UNREADABLE, "", commit)
    except Exception as error:  # of one message; the others do not wait for it
        db.session.rollback()
        log.error("incoming message %s\n%s", one.key, where(error))
        return _noted(one, LetterOutcome.UNREADABLE, "", commit) if is_last else None
    return _noted(one, outcome, name, commit)


def _addressed(letter: letters.Letter) -> tuple[str, Take | None]:
    """Who takes it. Looking is for reading only: pictures and matching hold no lock."""
    with reading():
        for name, look in ADDRESSEES.items():
            if take := look(letter):
                return name, take
    return "", None


def _noted(one: Waiting, outcome: LetterOutcome, addressee: str, commit: Callable[[], None]) -> LetterOutcome:
    services.settle(one.key, outcome, addressee=addressee)
    commit()
    return outcome
