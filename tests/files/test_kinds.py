"""What a file is, by its content."""

import io
import zipfile

import pytest

from cara_crm.files.kinds import kind_of, named_for


def packed(*members: tuple[str, str]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for name, content in members:
            package.writestr(name, content)
    return made.getvalue()


def torn(content: bytes) -> bytes:
    """The same archive, whose first part does not inflate any more."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package, zipfile.ZipFile(io.BytesIO(content)) as whole:
        for name in whole.namelist():
            package.writestr(name, whole.read(name) * 3)
    start = 30 + len("mimetype")
    return made.getvalue()[:start] + b"\xff" * 8 + made.getvalue()[start + 8 :]


TYPES = ("[Content_Types].xml", "<Types/>")
DOCX = packed(TYPES, ("word/document.xml", "<d/>"))
ODT = packed(("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", "<d/>"))


@pytest.mark.parametrize(
    ("content", "ending"),
    [
        (b"%PDF-1.7\n", "pdf"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "jpg"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "png"),
        (DOCX, "docx"),
        (packed(TYPES, ("xl/workbook.xml", "<d/>")), "xlsx"),
        (packed(TYPES, ("ppt/presentation.xml", "<d/>")), "pptx"),
        (ODT, "odt"),
        ("Été, 12 €\r\n".encode(), "txt"),
        ("Été\r\n".encode("cp1252"), "txt"),
    ],
)
def test_what_is_kept(content: bytes, ending: str) -> None:
    found = kind_of(content)
    assert found is not None
    assert found.endings[0] == ending


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"   \n",
        b"MZ\x90\x00" + b"\x00" * 60,
        b"<!doctype html><script>1</script>",
        b"\xef\xbb\xbf <svg xmlns='http://www.w3.org/2000/svg' onload='1'/>",
        b"#!/bin/sh\nrm",
        b"{\\rtf1 x}",
        "Été".encode("utf-16"),
        bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 600,
        packed(("setup.exe", "MZ")),
        packed(TYPES, ("word/document.xml", "<d/>"), ("word/vbaProject.bin", "x")),
        packed(("mimetype", "application/vnd.oasis.opendocument.text"), ("Basic/script-lc.xml", "x")),
        packed(("mimetype", "application/epub+zip")),
        DOCX[:-30],
        torn(ODT),
        b"PK\x03\x04 nothing",
    ],
)
def test_what_is_not(content: bytes) -> None:
    assert kind_of(content) is None


@pytest.mark.parametrize(
    ("name", "given"), [("plan.PDF", "plan.PDF"), ("plan.exe", "plan.exe.pdf"), ("plan", "plan.pdf")]
)
def test_a_name_ends_as_its_content_does(name: str, given: str) -> None:
    kind = kind_of(b"%PDF-1.7\n")
    assert kind is not None
    assert named_for(name, kind) == given
