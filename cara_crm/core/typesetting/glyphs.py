"""What our documents' fonts can print. PDF/UA-1 refuses a character without a glyph, and a sentence may hold any."""

import re
import struct
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

FONTS = Path(__file__).parent / "fonts"
LONGEST = 30  # letters that fit in the narrowest column of sentences; no word of the language is as long
_TOO_LONG = re.compile(rf"\S{{{LONGEST + 1},}}")
_PIECE = re.compile(r"\S{10}(?=\S)")
DRAWN = "path"  # under which a map keeps its outlines
UNKNOWN = "\N{WHITE SQUARE}"  # stands for a letter of a script that the fonts do not have
_SILENT = {"So", "Sk", "Cf", "Cc", "Co", "Cn", "Cs", "Mn", "Me"}  # an emoji says nothing that the words do not say


def printable(value: Any) -> Any:
    """The same nested plain values, every text with only characters that the fonts have; a drawn path is no text."""
    if isinstance(value, str):
        return _breakable(unicodedata.normalize("NFC", value).translate(_Writable()))
    if isinstance(value, dict):
        return {key: item if key == DRAWN else printable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [printable(item) for item in value]
    return value


def _breakable(text: str) -> str:
    """A word that is wider than a column may be broken, or its end would stand beside the paper."""
    return _TOO_LONG.sub(lambda word: _PIECE.sub("\\g<0>\N{ZERO WIDTH SPACE}", word.group()), text)


class _Writable(dict[int, int | str]):
    """Each code point as itself, as its plain form, as a square, or as nothing."""

    def __missing__(self, point: int) -> int | str:
        kind = unicodedata.category(chr(point))
        if chr(point) in "\n\t" or (point in covered() and kind != "Cc"):
            return point
        if kind in {"Zl", "Zp"}:
            return " "
        plain = unicodedata.normalize("NFKC", chr(point))
        if all(ord(letter) in covered() for letter in plain):
            return plain
        return "" if kind in _SILENT else UNKNOWN


@cache
def covered() -> frozenset[int]:
    """The code points that every weight of the fonts has."""
    fonts = [frozenset(_points(path.read_bytes())) for path in sorted(FONTS.glob("*.ttf"))]
    return frozenset.intersection(*fonts)


def _points(font: bytes) -> Iterator[int]:
    """The code points of a TrueType font, from the character map's segments (OpenType `cmap`, format 4)."""
    start = _segments_at(font)
    count = int(struct.unpack_from(">H", font, start + 6)[0]) // 2
    lists = [struct.unpack_from(f">{count}H", font, start + 14 + at) for at in (0, 2 * count + 2, 4 * count + 2)]
    offsets_at = start + 16 + 6 * count
    offsets = struct.unpack_from(f">{count}H", font, offsets_at)
    for index, (last, first, delta) in enumerate(zip(*lists, strict=True)):
        for point in range(first, min(last, 0xFFFE) + 1):
            glyph = point + delta
            if offsets[index]:
                place = offsets_at + 2 * index + offsets[index] + 2 * (point - first)
                glyph = int(struct.unpack_from(">H", font, place)[0])
            if glyph & 0xFFFF:
                yield point


def _segments_at(font: bytes) -> int:
    """Where the format 4 table of a font's character map begins. Raises LookupError."""
    tables = struct.unpack_from(">H", font, 4)[0]
    records = (struct.unpack_from(">4s3I", font, 12 + 16 * index) for index in range(tables))
    cmap = int(next(offset for tag, _, offset, _ in records if tag == b"cmap"))
    for index in range(struct.unpack_from(">H", font, cmap + 2)[0]):
        start = cmap + int(struct.unpack_from(">HHI", font, cmap + 4 + 8 * index)[2])
        if struct.unpack_from(">H", font, start)[0] == 4:
            return start
    raise LookupError("the font has no character map of format 4")
