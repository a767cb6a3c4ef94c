"""Pictures without the place where they were taken. Pure."""

from io import BytesIO
from typing import Any

from PIL import Image, UnidentifiedImageError

MOST_PIXELS = 60_000_000  # a large camera; beyond, opening it costs more memory than a web process should give
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
            if picture.width * picture.height > MOST_PIXELS:
                raise NotAPicture
            return _bare(picture, longest_side)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as error:
        raise NotAPicture from error


def _bare(picture: Image.Image, longest_side: int | None) -> bytes:
    """What an image is made of; of an animation the first frame."""
    turned = picture.getexif().get(ORIENTATION)
    colours = picture.info.get("icc_profile")
    picture.load()
    form = picture.format or ""
    kept: dict[str, Any] = dict(SAVED.get(form, {}))
    if longest_side and max(picture.size) > longest_side:
        picture.thumbnail((longest_side, longest_side))
        kept.update(SMALLER.get(form, {}))
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
