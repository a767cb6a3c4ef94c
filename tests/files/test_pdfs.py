"""A PDF is kept when it is whole, however it was written."""

import zlib

import pikepdf
import pytest

from cara_crm.files import intake
from cara_crm.files.pdfs import is_whole
from tests.files.pdf import PLAN, pdf

STREAMS = pikepdf.ObjectStreamMode.generate
KEY = pikepdf.Encryption(owner="a", user="b")


@pytest.mark.parametrize(
    "content",
    [
        PLAN,
        pdf(object_stream_mode=STREAMS),
        pdf(linearize=True),
        pdf(encryption=KEY, static_id=False),
        b"\r\nX-Header: 1\r\n" + PLAN,
        PLAN + b"\r\n" * 400,
        PLAN.replace(b"\n", b"\r\n"),
        PLAN.replace(b"startxref\n", b"startxref\r"),
    ],
    ids=["table", "stream", "linear", "password", "preamble", "trailing", "line ends moved", "line ends mixed"],
)
def test_a_whole_one_is_kept_as_it_is(content: bytes) -> None:
    assert is_whole(content)
    assert intake.check("plan.pdf", b"%PDF-1.4\n" + content if content[:1] == b"\r" else content, most_mb=1)


@pytest.mark.parametrize(
    "content",
    [
        PLAN[: len(PLAN) // 2],
        PLAN[:-30],
        b"%PDF-1.7\n%%EOF\n",
        b"%PDF-1.7 <script>",
        b"%PDF-1.4\nstartxref\n9\n%%EOF\n",
    ],
)
@pytest.mark.usefixtures("request_context")
def test_one_that_was_cut_off_is_refused_with_a_sentence(content: bytes) -> None:
    assert not is_whole(content)
    with pytest.raises(intake.FileRefused, match="no whole PDF"):
        intake.check("plan.pdf", content, most_mb=1)


def test_nothing_is_unpacked() -> None:
    bomb = zlib.compress(bytes(20_000_000), 9)
    table = b"1 0 obj\n<</Type/XRef/Filter/FlateDecode/Length %d>>stream\n%b\nendstream endobj\n" % (len(bomb), bomb)
    assert is_whole(b"%PDF-1.7\n" + table + b"startxref\n9\n%%EOF\n")
