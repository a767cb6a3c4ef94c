"""Files that go with an issue: few, small, of known kinds; only its member and the managers open them."""

from collections.abc import Iterable, Sequence

from flask_babel import gettext as _

from cara_crm.audit import services as audit
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError
from cara_crm.extensions import db
from cara_crm.files import intake
from cara_crm.files import services as files
from cara_crm.files.intake import Checked
from cara_crm.issues.models import Issue, IssueAttachment

MOST, MOST_MB = 5, 5
LONGEST_SIDE = 2000  # pixels: what is written on a label of a photograph can be read


class FileRefused(DomainError):
    """Too many, too large, empty, or of a kind that is not kept."""

    field = "files"


def check_files(uploads: Iterable[tuple[str, bytes]]) -> list[Checked]:
    """Files as (name, content), looked at one by one; photographs smaller and without their place.

    To be called before the write transaction. Raises FileRefused.
    """
    kept = intake.check_several(uploads, most=MOST, most_mb=MOST_MB, longest_side=LONGEST_SIDE, refused=FileRefused)
    if kept is None:
        raise _too_many()
    return kept


def attach(issue: Issue, given: Sequence[Checked], *, by: Actor) -> None:
    """Keep checked files with the issue. Raises FileRefused when they are too many."""
    if len(issue.attachments) + len(given) > MOST:
        raise _too_many()
    for one in given:
        issue.attachments.append(IssueAttachment(file=files.store(one.name, one.media_type, one.content)))
    if given:
        audit.record("issue.attached", issue, by=by, files=len(given))


def detach(issue: Issue, attachment: IssueAttachment, *, by: Actor) -> None:
    """Take a file away again; nothing else refers to it."""
    issue.attachments.remove(attachment)
    db.session.flush()
    db.session.delete(attachment.file)
    audit.record("issue.detached", issue, by=by)


def _too_many() -> FileRefused:
    return FileRefused(_("At most %(n)s files can go with an issue.", n=MOST))
