"""What a file is, by its content: its name may say anything. Pure, but for reading the bytes."""

import zipfile
from dataclasses import dataclass
from io import BytesIO

import filetype

from cara_crm.files.archives import DAMAGED

OPEN_XML = "application/vnd.openxmlformats-officedocument."
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
MOST_MEMBERS = 5000  # of an archive: a document has some dozens
NEVER_TYPED = bytes(byte for byte in range(32) if byte not in (9, 10, 12, 13))
MACROS = ("vbaproject.bin", "basic/script-lc.xml")  # ECMA-376 and ODF keep them under these names


@dataclass(frozen=True)
class Kind:
    """`endings` are those that a name of this kind may have; the first is given to a name that has none of them."""

    media_type: str
    endings: tuple[str, ...]


PDF = Kind("application/pdf", ("pdf",))
PLAIN = Kind("text/plain", ("txt", "csv", "md", "log"))
PICTURES = {
    "image/jpeg": Kind("image/jpeg", ("jpg", "jpeg", "jpe", "jfif")),
    "image/png": Kind("image/png", ("png",)),
    "image/webp": Kind("image/webp", ("webp",)),
    "image/gif": Kind("image/gif", ("gif",)),
}
OFFICE = {
    "word/document.xml": Kind(f"{OPEN_XML}wordprocessingml.document", ("docx",)),
    "xl/workbook.xml": Kind(f"{OPEN_XML}spreadsheetml.sheet", ("xlsx",)),
    "ppt/presentation.xml": Kind(f"{OPEN_XML}presentationml.presentation", ("pptx",)),
}
ODF = {
    f"{OPEN_DOCUMENT}{name}": Kind(f"{OPEN_DOCUMENT}{name}", (ending,))
    for name, ending in (("text", "odt"), ("spreadsheet", "ods"), ("presentation", "odp"), ("graphics", "odg"))
}


def kind_of(content: bytes) -> Kind | None:
    """PDF, a picture, an Office or OpenDocument file without macros, or plain text; None for anything else."""
    guessed = filetype.guess(content)
    if guessed is None:
        return PLAIN if _is_text(content) else None
    if guessed.mime == PDF.media_type:
        return PDF
    if guessed.mime in PICTURES:
        return PICTURES[guessed.mime]
    return _in_archive(content) if content.startswith(b"PK\x03\x04") else None


def is_apple_photo(content: bytes) -> bool:
    """HEIC or HEIF (ISO/IEC 23008-12), as a telephone keeps its photographs; it is not read here."""
    guessed = filetype.guess(content)
    return guessed is not None and guessed.mime in ("image/heic", "image/heif")


def named_for(name: str, kind: Kind) -> str:
    """The name with an ending that its content has: "plan.exe" of a PDF is "plan.exe.pdf"."""
    return name if name.rpartition(".")[2].lower() in kind.endings else f"{name}.{kind.endings[0]}"


def _in_archive(content: bytes) -> Kind | None:
    """What an Office or OpenDocument package says of itself. Nothing is unpacked but a name of 100 characters."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            names = {one.filename.lower(): one.filename for one in package.infolist()[:MOST_MEMBERS]}
            if any(name.endswith(MACROS) for name in names):
                return None
            if "mimetype" in names:
                with package.open(names["mimetype"]) as said:
                    return ODF.get(said.read(100).decode("ascii", "replace").strip())
    except (*DAMAGED, RuntimeError):  # a password is asked for
        return None
    return next((kind for main, kind in OFFICE.items() if main in names), None)


def _is_text(content: bytes) -> bool:
    """Letters of UTF-8 or of Western Europe, and no mark of a page: that would be run by who opens it."""
    head = content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not content.strip() or head.startswith((b"<", b"%!", b"#!", b"{\\rtf")):
        return False
    return len(content.translate(None, NEVER_TYPED)) == len(content)
