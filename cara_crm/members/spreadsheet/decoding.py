"""Bytes into text: which encoding a file of somebody else's program was written in."""

import codecs
import re
from dataclasses import dataclass

from flask_babel import gettext as _

from cara_crm.members.spreadsheet.grid import Unreadable

MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
ONE_BYTE = ("cp1252", "mac-roman", "cp850")
EXPECTED = frozenset("éèêëàâäçîïôöùûüÿœæÉÈÊËÀÂÇÎÏÔÖÙÛÜŒ’‘«»°€–—…²³·")
SAMPLE = 200_000  # bytes are enough to tell one encoding from another
NO_TEXT = re.compile(r"[\x01-\x08\x0e-\x19\x1c-\x1f]")  # no program writes these into a list; DOS ends one with 1A
MOST_NO_TEXT = 0.01
ENCODINGS = ("utf-8", "utf-16", "cp1252", "iso-8859-15", "mac-roman", "cp850")


@dataclass(frozen=True)
class Decoded:
    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def decode(data: bytes, encoding: str | None = None) -> Decoded:
    """The text of `data` and the encoding it was in; `encoding` (one of ENCODINGS) overrules the recognition.

    Raises Unreadable when the chosen encoding does not fit or the bytes are no text.
    """
    decoded = _as_told(data, encoding) if encoding else _recognised(data)
    sample = decoded.text[:SAMPLE]
    if len(NO_TEXT.findall(sample)) > MOST_NO_TEXT * len(sample):
        raise Unreadable(_("This file is no text: save the list as CSV or XLSX."))
    return decoded


def _recognised(data: bytes) -> Decoded:
    for mark, name in MARKS:
        if data.startswith(mark):
            return _marked(data, name, mark)
    wide = _wide(data)
    if wide:
        return Decoded(data.decode(wide, errors="replace"), wide)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _one_byte_or_mixed(data)


def _as_told(data: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(data.decode(encoding).removeprefix("\ufeff"), encoding)
    except (UnicodeError, LookupError) as error:
        raise Unreadable(
            _("This file is not in the encoding %(encoding)s. Leave the encoding to be recognised.", encoding=encoding)
        ) from error


def _marked(data: bytes, name: str, mark: bytes) -> Decoded:
    """A byte order mark says it, unless a program wrote the mark before text of another encoding."""
    try:
        return Decoded(data.decode(name), name.removesuffix("-sig"))
    except UnicodeDecodeError:
        rest = data[len(mark) :]
        if name == "utf-8-sig":
            return _one_byte_or_mixed(rest)
        return Decoded(data.decode(name, errors="replace"), name, (_("Some characters could not be read."),))


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: in European text every second byte is zero."""
    sample = data[:4000]
    half = len(sample) // 2
    if half < 2:
        return None
    if sample[1::2].count(0) > 0.6 * half and sample[0::2].count(0) < 0.1 * half:
        return "utf-16-le"
    if sample[0::2].count(0) > 0.6 * half and sample[1::2].count(0) < 0.1 * half:
        return "utf-16-be"
    return None


def _one_byte_or_mixed(data: bytes) -> Decoded:
    """No other encoding gives letters that happen to be UTF-8: a single such line beside Windows-1252 is one."""
    lines = [line for line in data.split(b"\n") if not line.isascii()]
    valid = sum(_is_utf8(line) for line in lines)
    best = max(ONE_BYTE, key=lambda name: (_plausible(data[:SAMPLE], name), -ONE_BYTE.index(name)))
    if valid > len(lines) / 2 or (valid and best == "cp1252"):
        text = "\n".join(_line(line) for line in data.split(b"\n"))
        return Decoded(text, "utf-8", (_("Some lines are in another encoding than the rest (read as Windows-1252)."),))
    return Decoded(data.decode(best, errors="replace"), best)


def _line(line: bytes) -> str:
    return line.decode("utf-8") if _is_utf8(line) else line.decode("cp1252", errors="replace")


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _plausible(sample: bytes, encoding: str) -> float:
    """How much like French the text looks when read so: accented letters count for it, symbols inside words against."""
    text = sample.decode(encoding, errors="replace")
    score = 0.0
    for match in re.finditer(r"([A-Za-z]?)([^\x00-\x7f])([A-Za-z]?)", text):
        before, char, after = match.groups()
        good = char in EXPECTED and not (char.isupper() and before.islower())
        score += 1 if good else -1
        if not char.isalpha() and char not in "’‘" and before and after:
            score -= 1
    return score
