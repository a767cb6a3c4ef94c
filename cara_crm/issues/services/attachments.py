"""Files that go with an issue: few, small, of known kinds; only its member and the managers open them."""

from collections.abc import Iterable

from flask_babel import gettext as _

from cara_crm.audit import services as audit
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError
from cara_crm.files import services as files
from cara_crm.issues.models import Issue, IssueAttachment

MOST, LARGEST = 5, 5 * 1024 * 1024
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "heic": "image/heic",
    "txt": "text/plain",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}


class FileRefused(DomainError):
    """Too many, too large, empty, or of a kind that is not kept."""

    field = "files"


def attach(issue: Issue, uploads: Iterable[tuple[str, bytes]], *, by: Actor) -> None:
    """Keep files, as (name, content), with the issue. The type follows from the name's end. Raises FileRefused."""
    given = [(name, content) for name, content in uploads if name]
    if len(issue.attachments) + len(given) > MOST:
        raise FileRefused(_("At most %(n)s files can go with an issue.", n=MOST))
    for name, content in given:
        kind = name.rpartition(".")[2].lower()
        if kind not in MEDIA_TYPES:
            raise FileRefused(
                _("“%(name)s” is of a kind that we do not keep: send a PDF or a picture.", name=name[:80])
            )
        if not content or len(content) > LARGEST:
            raise FileRefused(_("“%(name)s” is empty or larger than 5 MB.", name=name[:80]))
        issue.attachments.append(IssueAttachment(file=files.store(name, MEDIA_TYPES[kind], content)))
    if given:
        audit.record("issue.attached", issue, by=by, files=len(given))


def detach(issue: Issue, attachment: IssueAttachment, *, by: Actor) -> None:
    """Take a file away again."""
    issue.attachments.remove(attachment)
    audit.record("issue.detached", issue, by=by)
