"""Letters to a manager's own address become drafts."""

from collections.abc import Collection
from datetime import timedelta

from flask import current_app

from cara_crm.accounts.guards import actor_of
from cara_crm.accounts.models import User
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.correspondence import queries, services
from cara_crm.correspondence.origin import Original, addresses_in, original
from cara_crm.correspondence.services import Received
from cara_crm.documents import services as documents
from cara_crm.files.intake import Checked, FileRefused
from cara_crm.jobs.registry import every
from cara_crm.mailbox.letters import Letter
from cara_crm.mailbox.models import LetterOutcome
from cara_crm.mailbox.parts import Piece
from cara_crm.mailbox.registry import Take, addressee


@every(timedelta(days=1), "correspondence.forget")
def forget() -> None:
    """Words of members are not kept where nobody needs them."""
    services.forget_old_drafts(by=Actor.system("worker"))


@addressee("journal")
def look(letter: Letter) -> Take | None:
    """A draft for each owner of an address that it arrived for; what a machine wrote makes none."""
    owners = queries.owners_of(letter.arrived_for)
    if not owners:
        return None
    if letter.is_automatic:
        return lambda: LetterOutcome.AUTOMATIC
    mail = original(letter, _ours(letter))
    files, left_out = _files(mail.pieces)
    received = [_received(letter, mail, owner, files, left_out) for owner in owners]

    def take() -> LetterOutcome:
        by = Actor.system("worker")
        made = [services.receive(one, by=by) for one in received]
        return LetterOutcome.TAKEN if any(made) else LetterOutcome.REPEATED

    return take


def _ours(letter: Letter) -> set[str]:
    """Addresses of the house, of the mailbox and of the product's own mails."""
    local, _at, domain = str(current_app.config["MAILBOX_ADDRESS"]).partition("@")
    every = addresses_in(letter)
    box = {one for one in every if one.endswith(f"@{domain}") and one.partition("@")[0].partition("+")[0] == local}
    return queries.of_the_house(every) | box


def _received(letter: Letter, mail: Original, owner: User, files: list[Checked], left_out: list[str]) -> Received:
    sender = letter.sender.address if letter.sender else "?"
    is_own = sender == owner.email and not letter.is_disputed
    return Received(
        user_id=owner.id,
        key=letter.key,
        original=mail,
        came_from="" if is_own else sender,
        is_cut=letter.is_cut,
        member_id=_only_member(owner, mail),
        files=files,
        left_out=left_out,
    )


def _only_member(owner: User, mail: Original) -> int | None:
    """The one member whose people the addresses name; None where there are several or none."""
    day = (mail.sent_at or clock.now()).astimezone(clock.PARIS).date()
    named: Collection[str] = [person.address for person in mail.people]
    found = {one.member_id for one in queries.functions_of(actor_of(owner), named, day)}
    return found.pop() if len(found) == 1 else None


def _files(pieces: tuple[Piece, ...]) -> tuple[list[Checked], list[str]]:
    """Files that are kept, and the names of those that are not."""
    kept, left_out = [], []
    for piece in pieces:
        try:
            kept.append(documents.check(piece.name, piece.content))
        except FileRefused:
            left_out.append(piece.name)
    return kept, left_out
