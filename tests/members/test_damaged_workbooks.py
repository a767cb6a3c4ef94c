"""Every way in which an archive can be damaged is said to whoever chose the file; none is an error of ours."""

import io
import re
import struct
import zipfile

import pytest

from cara_crm.members.spreadsheet import Unreadable, recognise_list
from tests.members.lists import workbook

pytestmark = pytest.mark.usefixtures("request_context")
GOOD = workbook(("Liste", [["Nom", "Ville"], ["Forge Églantine", "Unieux"]]))
ENTRY, END = b"PK\x01\x02", b"PK\x05\x06"  # in a ZIP's directory (APPNOTE 4.3.12, 4.3.16)
FLAGS, METHOD, PACKED_SIZE, FILE_OFFSET, FIRST_ENTRY = 8, 10, 20, 42, 16


def packed(method: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GOOD)) as good, zipfile.ZipFile(out, "w", method) as other:
        for part in good.infolist():
            other.writestr(part.filename, good.read(part))
    return out.getvalue()


def changed(data: bytes, mark: bytes, place: int, *numbers: int, form: str = "<H") -> bytes:
    """Every record that begins with `mark` says `numbers` at `place`."""
    found, new = data.find(mark), bytearray(data)
    while found >= 0:
        struct.pack_into(form, new, found + place, *numbers)
        found = data.find(mark, found + 1)
    return bytes(new)


def with_a_torn_sheet() -> bytes:
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        at = archive.getinfo("xl/worksheets/sheet1.xml").header_offset
    names = struct.unpack_from("<HH", GOOD, at + 26)
    stream = at + 30 + sum(names)
    return GOOD[:stream] + b"\xff" + GOOD[stream + 1 :]


DAMAGED = {
    "a part is encrypted": changed(GOOD, ENTRY, FLAGS, 1),
    "packed with bzip2": packed(zipfile.ZIP_BZIP2),
    "packed with lzma": packed(zipfile.ZIP_LZMA),
    "an unknown way of packing": changed(GOOD, ENTRY, METHOD, 99),
    "a version of the future": changed(GOOD, ENTRY, 6, 99),
    "patched data": changed(GOOD, ENTRY, FLAGS, 0x20),
    "a stream that does not inflate": with_a_torn_sheet(),
    "a part longer than its file": changed(packed(zipfile.ZIP_STORED), ENTRY, PACKED_SIZE, 10**5, 10**5, form="<II"),
    "a part before the file": changed(GOOD, END, FIRST_ENTRY, 2 * len(GOOD), form="<I"),
    "a name that is no text": changed(changed(GOOD, ENTRY, FLAGS, 0x800), ENTRY, 46, 0xFF, form="<B"),
    "another part than the directory says": changed(GOOD, ENTRY, FILE_OFFSET, 7, form="<I"),
    "half a file": GOOD[: len(GOOD) // 2],
}


def test_the_workbook_is_good_before() -> None:
    assert recognise_list(GOOD).mapping


@pytest.mark.parametrize("data", DAMAGED.values(), ids=list(DAMAGED))
def test_a_damaged_workbook_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(Unreadable, match="workbook is damaged"):
        recognise_list(data)


def with_promises(number: int) -> bytes:
    """A workbook that promises so many strings: its reader reserves memory for them before it looks."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GOOD)) as good, zipfile.ZipFile(out, "w") as other:
        for part in good.infolist():
            other.writestr(part.filename, re.sub(rb'Count="\d+"', b'Count="%d"' % number, good.read(part)))
    return out.getvalue()


def test_a_workbook_that_makes_its_reader_abort_leaves_the_server_standing() -> None:
    assert recognise_list(with_promises(4)).mapping
    with pytest.raises(Unreadable, match="workbook is damaged"):
        recognise_list(with_promises(2**32))
