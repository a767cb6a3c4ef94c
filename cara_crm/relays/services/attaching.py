"""Files that go with a relay: few, of known kinds; with the mail while they are small, else on its page."""

from collections.abc import Iterable, Sequence

from flask_babel import gettext as _

from cara_crm.audit import services as audit
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError
from cara_crm.files import intake
from cara_crm.files import services as files
from cara_crm.files.intake import Checked
from cara_crm.files.models import StoredFile
from cara_crm.relays.models import Relay, RelayFile, RelayState
from cara_crm.relays.services.writing import NotADraft

MOST, MOST_MB = 5, 10
WITH_THE_MAIL = 2 * 1024 * 1024  # bytes together: a thousand mails of more are refused by many servers
LONGEST_SIDE = 2000  # pixels


class FileRefused(DomainError):
    """Too many, too large, empty, or of a kind that is not kept."""

    field = "files"


def check_files(uploads: Iterable[tuple[str, bytes]]) -> list[Checked]:
    """Files as (name, content), looked at by what they hold. Before the write transaction. Raises FileRefused."""
    kept = intake.check_several(uploads, most=MOST, most_mb=MOST_MB, longest_side=LONGEST_SIDE, refused=FileRefused)
    if kept is None:
        raise _too_many()
    return kept


def attach(relay: Relay, given: Sequence[Checked], *, by: Actor) -> None:
    """Keep checked files with a draft. Raises FileRefused when they are too many, and NotADraft."""
    if not given:
        return
    _must_be_draft(relay)
    if len(relay.files) + len(given) > MOST:
        raise _too_many()
    for one in given:
        relay.files.append(RelayFile(file=files.store(one.name, one.media_type, one.content)))
    audit.record("relay.attached", relay, by=by, files=len(given))


def detach(relay: Relay, file_id: int, *, by: Actor) -> None:
    """Take a file away from a draft; one that is not there any more changes nothing. Raises NotADraft."""
    _must_be_draft(relay)
    for one in [one for one in relay.files if one.file_id == file_id]:
        relay.files.remove(one)
        audit.record("relay.detached", relay, by=by)


def with_the_mail(relay: Relay) -> list[StoredFile]:
    """The files that its mail carries: all of them, or none when they are too big for that."""
    found = [one.file for one in relay.files]
    return found if sum(one.size for one in found) <= WITH_THE_MAIL else []


def _must_be_draft(relay: Relay) -> None:
    if relay.state is not RelayState.DRAFT:
        raise NotADraft(_("This relay was sent. What was sent stays as it was sent."))


def _too_many() -> FileRefused:
    return FileRefused(_("At most %(n)s files can go with it.", n=MOST))
