"""Keep files with a member or a conversation, and remove them with a reason."""

from dataclasses import dataclass
from datetime import date

from flask import current_app

from cara_crm.audit import services as audit
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.documents.models import Document, DocumentKind
from cara_crm.extensions import db
from cara_crm.files import intake
from cara_crm.files import services as files
from cara_crm.files.intake import Checked
from cara_crm.files.models import StoredFile
from cara_crm.interactions.models import Interaction
from cara_crm.members.models import Member


@dataclass(frozen=True, kw_only=True)
class About:
    """What is said of a document."""

    title: str = ""
    kind: DocumentKind = DocumentKind.OTHER
    dated_on: date | None = None
    is_confidential: bool = False


def check(name: str, content: bytes) -> Checked:
    """Is it a file to keep? Slow for pictures: to be called before the write transaction. Raises FileRefused."""
    return intake.check(name, content, most_mb=int(current_app.config["MAX_DOCUMENT_MB"]))


def add(checked: Checked, about: About, *, to: Member | Interaction, by: Actor) -> Document:
    """Keep a checked file with a member or a conversation; what came with a conversation is confidential."""
    return keep(files.store(checked.name, checked.media_type, checked.content), about, to=to, by=by)


def keep(file: StoredFile, about: About, *, to: Member | Interaction, by: Actor) -> Document:
    """The same, of a file that was checked and stored before."""
    said = isinstance(to, Interaction)
    db.session.flush()  # a conversation that was just recorded has no number yet
    document = Document(
        member_id=None if said else to.id,
        interaction_id=to.id if said else None,
        file=file,
        title=about.title or file.name,
        kind=about.kind,
        dated_on=about.dated_on,
        is_confidential=about.is_confidential or said,
        added_by_id=by.user_id,
    )
    db.session.add(document)
    audit.record("document.added", document, by=by, kind=about.kind.value, of=type(to).__tablename__, of_id=to.id)
    return document


def edit(document: Document, about: About, *, by: Actor) -> None:
    """Say it better. What came with a conversation stays confidential."""
    document.title = about.title or document.title
    document.kind, document.dated_on = about.kind, about.dated_on
    document.is_confidential = about.is_confidential or document.interaction_id is not None
    audit.record("document.edited", document, by=by, kind=about.kind.value, is_confidential=document.is_confidential)


def remove(document: Document, *, reason: str, by: Actor) -> None:
    """The bytes are deleted; a line stays that says who removed it, when and why."""
    file = document.file
    document.removed_at, document.removed_by_id, document.removed_reason = clock.now(), by.user_id, reason
    document.file = None
    db.session.flush()
    if file is not None:
        db.session.delete(file)
    audit.record("document.removed", document, by=by)
