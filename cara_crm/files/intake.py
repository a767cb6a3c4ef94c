"""What somebody hands in is looked at before it is kept."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from flask_babel import gettext as _

from cara_crm.core.errors import DomainError
from cara_crm.files.kinds import PDF, PICTURES, is_apple_photo, kind_of, named_for
from cara_crm.files.pdfs import is_whole
from cara_crm.files.pictures import NotAPicture, without_origin
from cara_crm.files.services import safe_name

PHOTO_MB = 25  # one of 50 million pixels, as a telephone writes it


class FileRefused(DomainError):
    """Empty, too large, or of a kind that is not kept."""

    field = "file"


class Upload(Protocol):
    """A file of a form, still on its way."""

    filename: str | None
    stream: BinaryIO


@dataclass(frozen=True)
class Checked:
    """A file that may be kept: its content is what `media_type` says, without the place where a picture was taken."""

    name: str
    media_type: str
    content: bytes


def uploads(given: Iterable[Upload]) -> Iterator[tuple[str, bytes]]:
    """The files of a form as (name, content), one after the other: only one is in memory.

    Of each one byte more than the largest photograph is read: enough to refuse it.
    """
    for one in given:
        if one.filename:
            yield one.filename, one.stream.read(PHOTO_MB * 1024 * 1024 + 1)


def check(name: str, content: bytes, *, most_mb: int, longest_side: int | None = None) -> Checked:
    """Is it a file to keep? With `longest_side` (pixels) pictures are made smaller, and may have been `PHOTO_MB`.

    Slow for pictures: to be called before the write transaction. Raises FileRefused.
    """
    name = safe_name(name)
    if not content:
        raise FileRefused(_("“%(name)s” is empty.", name=name))
    kind = kind_of(content)
    is_picture = kind is not None and kind.media_type in PICTURES
    _refuse_larger(name, content, PHOTO_MB if is_picture and longest_side else most_mb)
    if kind is None:
        raise FileRefused(_why_not(content) % {"name": name})
    if kind is PDF and not is_whole(content):
        said = _("“%(name)s” is no whole PDF: it was cut off, or is something else. Save or download it again.")
        raise FileRefused(said % {"name": name})
    if is_picture:
        try:
            content = without_origin(content, longest_side)
        except NotAPicture:
            raise FileRefused(_("“%(name)s” is damaged, or larger than a camera makes.", name=name)) from None
        _refuse_larger(name, content, most_mb)
    return Checked(named_for(name, kind), kind.media_type, content)


def check_several(
    given: Iterable[tuple[str, bytes]], *, most: int, most_mb: int, longest_side: int, refused: type[DomainError]
) -> list[Checked] | None:
    """Files as (name, content), looked at one by one and not one more than can be kept; None when there are more.

    Before the write transaction. Raises `refused` for one that is not kept.
    """
    kept: list[Checked] = []
    for name, content in given:
        if len(kept) == most:
            return None
        try:
            kept.append(check(name, content, most_mb=most_mb, longest_side=longest_side))
        except FileRefused as error:
            raise refused(str(error)) from error
    return kept


def _refuse_larger(name: str, content: bytes, most_mb: int) -> None:
    if len(content) > most_mb * 1024 * 1024:
        raise FileRefused(_("“%(name)s” is larger than %(n)s MB.", name=name, n=most_mb))


def _why_not(content: bytes) -> str:
    said: str = _("“%(name)s” is not kept: a PDF, a picture, an Office or OpenDocument file without macros, or text.")
    if is_apple_photo(content):
        said = _(
            "“%(name)s” is a HEIC photo, which many computers cannot open. Send it as JPEG: on an iPhone, Settings, "
            "Camera, Formats, “Most Compatible”, or take a screenshot of it."
        )
    return said
