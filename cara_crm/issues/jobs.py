"""The periodic work of this feature: asking again, saying where issues stand; mails to the issues address."""

from datetime import timedelta

from cara_crm.accounts.services import TooManyAttempts
from cara_crm.core.actor import Actor
from cara_crm.deliveries import bounces as deliveries
from cara_crm.files.intake import Checked
from cara_crm.issues.queries import bymail as queries
from cara_crm.issues.services import bymail
from cara_crm.issues.services.agreement import remind_unanswered
from cara_crm.issues.services.attachments import MOST, FileRefused, check_files
from cara_crm.issues.services.opinion import ask_opinions
from cara_crm.issues.services.silence import tell_where_issues_stand
from cara_crm.jobs.registry import every
from cara_crm.mailbox.letters import Letter
from cara_crm.mailbox.models import LetterOutcome
from cara_crm.mailbox.parts import Piece
from cara_crm.mailbox.registry import Take, addressee
from cara_crm.mailbox.replies import own_words, title_of


@every(timedelta(days=1), "issues.agreement_reminders")
def remind() -> None:
    """Who was asked for its yes and has not answered hears of it again, twice."""
    remind_unanswered(by=Actor.system("clock"))


@every(timedelta(days=1), "issues.where_they_stand")
def tell_where_they_stand() -> None:
    """Who has heard nothing for as long as the limit learns where its issues stand."""
    tell_where_issues_stand(by=Actor.system("clock"))


@every(timedelta(days=1), "issues.opinions")
def ask_whether_answers_help() -> None:
    """Four weeks after an answer its author is asked once whether it helps."""
    ask_opinions(by=Actor.system("clock"))


@every(timedelta(days=1), "issues.forget_mails")
def forget_mails() -> None:
    """What came in somebody's name, and nobody confirmed, is thrown away."""
    bymail.forget_unconfirmed(by=Actor.system("clock"))


@addressee("issues")
def look(letter: Letter) -> Take | None:
    """A draft of the person that has the sender's address; nothing for who is unknown, a machine, a list or a forger.

    Nobody but that person hears of it, at the address that we know.
    """
    if not queries.is_for_issues(letter.arrived_for):
        return None
    if letter.is_automatic or letter.is_bulk or deliveries.is_ours(letter.message_id):
        return lambda: LetterOutcome.AUTOMATIC
    if letter.sender is None or (function := queries.function_of_writer(letter.sender.address)) is None:
        return lambda: LetterOutcome.NOBODY
    if letter.is_disputed:
        return lambda: LetterOutcome.REFUSED
    mail = bymail.Written(f"mail:{letter.key}", title_of(letter.subject), own_words(letter.text), _files(letter.pieces))

    def take() -> LetterOutcome:
        try:
            made = bymail.receive(mail, function, by=Actor.system("mailbox"))
        except TooManyAttempts:
            return LetterOutcome.REFUSED
        return LetterOutcome.TAKEN if made else LetterOutcome.REPEATED

    return take


def _files(pieces: tuple[Piece, ...]) -> list[Checked]:
    """The first that may be kept; what is none, or too large, or made to hurt, is left out."""
    kept: list[Checked] = []
    for piece in pieces:
        if len(kept) == MOST:
            break
        try:
            kept += check_files([(piece.name, piece.content)])
        except FileRefused:
            continue
    return kept
