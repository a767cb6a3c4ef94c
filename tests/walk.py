"""Everything that somebody reaches by following links, pages and files alike, as the words that stand there."""

import io
import re
import zipfile
from collections.abc import Iterator
from html import unescape
from typing import Any

import pikepdf
from flask.testing import FlaskClient

KEPT_OUT = ("/static", "/sign-out", "/help")


def words_from(client: FlaskClient, start: str, *more: str) -> dict[str, str]:
    """What stands on every page and in every file that links lead to, by address."""
    found: dict[str, str] = {}
    waiting = [start, *more]
    while waiting:
        address = waiting.pop().split("#")[0]
        if address in found or not address.startswith("/") or address.startswith(KEPT_OUT):
            continue
        answer = client.get(address)
        found[address] = f"{answer.headers.get('Content-Disposition', '')} {words_in(answer.data, answer.mimetype)}"
        if answer.mimetype == "text/html":
            waiting += [unescape(link) for link in re.findall(r'(?:href|src)="([^"]+)"', answer.text)]
    return found


def words_in(content: bytes, mimetype: str) -> str:
    """The words of a file: of a PDF its text and its metadata, of a workbook all of its parts."""
    if mimetype == "application/pdf":
        return printed(content)
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            return " ".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())
    return content.decode("utf-8", "replace")


def printed(content: bytes) -> str:
    """The text of a PDF, read back through its fonts' ToUnicode maps (ISO 32000-1, 9.10), and its metadata."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        said = [str(pdf.docinfo), pdf.Root.Metadata.read_bytes().decode("utf-8", "replace")]
        said += [text for one in pdf.objects for text in _strings(one)]
        said += [_text_of(page) for page in pdf.pages]
        said += [words_in(one.get_file().read_bytes(), "") for one in pdf.attachments.values()]
    return " ".join(said)


def _strings(held: Any) -> Iterator[str]:
    """What an object holds beside drawing: titles, bookmarks, alternative texts, names of files."""
    if isinstance(held, pikepdf.String):
        yield str(held)
    elif isinstance(held, pikepdf.Array):
        yield from (text for one in held if not getattr(one, "is_indirect", False) for text in _strings(one))
    elif isinstance(held, pikepdf.Dictionary | pikepdf.Stream):
        inside = (one for _name, one in held.items() if not getattr(one, "is_indirect", False))
        yield from (text for one in inside for text in _strings(one))


def _text_of(page: Any) -> str:
    fonts = {name: _letters(font) for name, font in page.Resources.get("/Font", {}).items()}
    said: list[str] = []
    letters: dict[bytes, str] = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            letters = fonts[str(operands[0])]
        elif str(operator) in ("Tj", "TJ"):
            pieces = operands[0] if str(operator) == "TJ" else operands
            codes = b"".join(bytes(one) for one in pieces if isinstance(one, pikepdf.String))
            said += [letters.get(codes[at : at + 2], "?") for at in range(0, len(codes), 2)]
        elif str(operator) == "ET":
            said.append(" ")
    return "".join(said)


def _letters(font: Any) -> dict[bytes, str]:
    """What each code of two bytes stands for."""
    known: dict[bytes, str] = {}
    table = font.ToUnicode.read_bytes().decode("latin-1")
    for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.S):
        for code, text in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            known[bytes.fromhex(code)] = bytes.fromhex(text).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", table, re.S):
        for first, last, text in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            begins = int(text, 16)
            for step in range(int(last, 16) - int(first, 16) + 1):
                known[(int(first, 16) + step).to_bytes(2, "big")] = chr(begins + step)
    return known
