"""What somebody hands in is looked at before it is kept."""

from dataclasses import dataclass

from flask_babel import gettext as _

from cara_crm.core.errors import DomainError
from cara_crm.files.kinds import PICTURES, kind_of, named_for
from cara_crm.files.pictures import NotAPicture, without_origin
from cara_crm.files.services import safe_name


class FileRefused(DomainError):
    """Empty, too large, or of a kind that is not kept."""

    field = "file"


@dataclass(frozen=True)
class Checked:
    """A file that may be kept: its content is what `media_type` says, without the place where a picture was taken."""

    name: str
    media_type: str
    content: bytes


def check(name: str, content: bytes, *, most_mb: int, longest_side: int | None = None) -> Checked:
    """Is it a file to keep? Pictures are made smaller when `longest_side` (pixels) is given.

    Slow for pictures: to be called before the write transaction. Raises FileRefused.
    """
    name = safe_name(name)
    if not content:
        raise FileRefused(_("“%(name)s” is empty.", name=name))
    if len(content) > most_mb * 1024 * 1024:
        raise FileRefused(_("“%(name)s” is larger than %(n)s MB.", name=name, n=most_mb))
    kind = kind_of(content)
    if kind is None:
        said = _("“%(name)s” is not kept: a PDF, a picture, an Office or OpenDocument file without macros, or text.")
        raise FileRefused(said % {"name": name})
    if kind.media_type in PICTURES:
        try:
            content = without_origin(content, longest_side)
        except NotAPicture:
            raise FileRefused(_("“%(name)s” is damaged, or larger than a camera makes.", name=name)) from None
    return Checked(named_for(name, kind), kind.media_type, content)
