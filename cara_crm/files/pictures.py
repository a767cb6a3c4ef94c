"""Pictures without the place where they were taken. Pure."""

from io import BytesIO
from typing import Any

from PIL import Image, UnidentifiedImageError

MOST_PIXELS = 60_000_000  # a large camera; beyond, opening it costs more memory than a web process should give
MOST_BASELINE = 85_000_000  # of a JPEG that is read at a fraction of its size: its pixels are never all in memory
ORIENTATION = 0x0112  # Exif 2.3, the one tag without which a photograph lies on its side
SAVED: dict[str, dict[str, Any]] = {"JPEG": {"quality": "keep"}, "WEBP": {"quality": 90}}
SMALLER: dict[str, dict[str, Any]] = {"JPEG": {"quality": 85}}


class NotAPicture(ValueError):
    """It says that it is one, and cannot be opened, or is larger than anybody's camera makes."""


def without_origin(content: bytes, longest_side: int | None = None) -> bytes:
    """A JPEG, PNG, WebP or GIF without place, device, author and comments; its orientation and colours stay.

    One with a longer side than `longest_side` (pixels) is made smaller.

    Raises NotAPicture.
    """
    try:
        with Image.open(BytesIO(content)) as picture:
            if picture.width * picture.height > _most_pixels(picture, longest_side):
                raise NotAPicture
            return _bare(picture, longest_side)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as error:
        raise NotAPicture from error


def _most_pixels(picture: Image.Image, longest_side: int | None) -> int:
    """A progressive JPEG keeps the coefficients of all pixels in memory, at whatever size it is read."""
    is_baseline = _form(picture) == "JPEG" and not picture.info.get("progressive")
    return MOST_BASELINE if longest_side and is_baseline else MOST_PIXELS


def _form(picture: Image.Image) -> str:
    """What it is written as: of several in one JPEG (MPO, as telephones make them) the first, as a JPEG."""
    return "JPEG" if picture.format == "MPO" else picture.format or ""


def _bare(picture: Image.Image, longest_side: int | None) -> bytes:
    """What an image is made of; of an animation the first frame."""
    turned = picture.getexif().get(ORIENTATION)
    colours = picture.info.get("icc_profile")
    form = _form(picture)
    kept: dict[str, Any] = dict(SAVED.get(form, {}) if picture.format == form else SMALLER[form])
    if longest_side and max(picture.size) > longest_side:
        share = 2 * longest_side / max(picture.size)
        if share < 1:  # a JPEG is read at a fraction of its size: not all of its pixels are ever in memory
            picture.draft(None, (round(picture.width * share), round(picture.height * share)))
        picture.thumbnail((longest_side, longest_side))
        kept.update(SMALLER.get(form, {}))
    picture.load()
    if turned:
        exif = Image.Exif()
        exif[ORIENTATION] = turned
        kept["exif"] = exif
    if colours:
        kept["icc_profile"] = colours
    for name in ("exif", "xmp", "comment", "photoshop", "XML:com.adobe.xmp"):
        picture.info.pop(name, None)
    made = BytesIO()
    picture.save(made, format=form, **kept)
    return made.getvalue()
