"""Mails from anybody: read where they can be, harmless where they cannot."""

import base64
import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cara_crm.mailbox import letters, parts
from cara_crm.mailbox.letters import Letter, Unreadable, read
from cara_crm.mailbox.people import Person, people_in
from cara_crm.mailbox.words import text_of_html
from tests.letters import mail

HEAD = b"From: Claire <claire@forge.example>\r\nSubject: Essais\r\n"


def multipart(*inner: bytes, kind: bytes = b"mixed", boundary: bytes = b"b") -> bytes:
    head = HEAD + b"Content-Type: multipart/" + kind + b"; boundary=" + boundary + b"\r\n\r\n"
    return head + b"".join(b"--" + boundary + b"\r\n" + one + b"\r\n" for one in inner) + b"--" + boundary + b"--\r\n"


def text(said: bytes, *, kind: bytes = b"plain", charset: bytes = b"utf-8", more: bytes = b"") -> bytes:
    return b"Content-Type: text/" + kind + b"; charset=" + charset + b"\r\n" + more + b"\r\n" + said


def test_names_in_any_writing_are_read() -> None:
    raw = b"From: =?utf-8?q?Ren=C3=A9e?= =?iso-8859-1?q?_H=E9ron?= <Renee@Forge.example>\r\n"
    raw += b'To: "Martin, Claire" <c@x.example>\r\n'
    letter = read(raw + b"Subject: =?utf-8?b?w4l0w6k=?=\r\n\r\n")
    assert (letter.sender, letter.subject) == (Person("renee@forge.example", "Renée Héron"), "Été")
    assert letter.to == (Person("c@x.example", "Claire Martin"),)


@pytest.mark.parametrize(
    ("said", "charset"),
    [
        ("Été €".encode(), b"utf-8"),
        ("Été €".encode("cp1252"), b"windows-1252"),
        ("Été €".encode("cp1252"), b"us-ascii"),
        ("Été €".encode("cp1252"), b"x-unknown"),
        ("Été €".encode(), b"us-ascii"),
        ("Été €".encode("iso8859-15"), b"iso-8859-15"),
        (b"\x00\xc9t\xe9 \x80\x07", b"utf-8"),
    ],
)
def test_words_are_read_whatever_their_charset(said: bytes, charset: bytes) -> None:
    assert read(HEAD + text(said, charset=charset)).text == "Été €"


def test_of_alternatives_the_plain_one_is_read_and_a_page_where_it_is_empty() -> None:
    page = text(b"<p>Riche</p>", kind=b"html")
    assert read(multipart(text(b"Simple"), page, kind=b"alternative")).text == "Simple"
    assert read(multipart(text(b"  \r\n"), page, kind=b"alternative")).text == "Riche"


def test_a_page_is_words_without_what_runs_or_is_fetched() -> None:
    page = """<html><head><title>T</title><style>p{color:red}</style></head><body><!-- secret -->
    <p>Bonjour&nbsp;Jean,</p>
    <div>1 &lt; 2<br>suite</div><img src="https://pixel.example/x.png"><script>alert(1)</script>
    <table><tr><td>a</td><td>b</td></tr></table></body></html>"""
    assert text_of_html(page) == "Bonjour Jean,\n1 < 2\nsuite\n\na b"


@pytest.mark.parametrize(
    "page", ["<div>" * 300_000, "<br" * 600_000, "<!--" * 400_000, "<script>" * 200_000, "&" * 10**6]
)
def test_a_page_that_was_made_to_take_long_does_not(page: str) -> None:
    begun = time.monotonic()
    text_of_html(page)
    assert time.monotonic() - begun < 5


def test_files_come_with_their_names_and_logos_of_a_signature_do_not() -> None:
    logo = b"Content-Type: image/png\r\nContent-ID: <logo@x>\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    logo += base64.b64encode(b"x" * 900)
    photo = logo.replace(b"logo@x", b"photo@x").replace(b"image/png", b'image/png; name="atelier.png"')
    plan = b"Content-Disposition: attachment; filename*=utf-8''%C3%A9t%C3%A9.pdf\r\n\r\n%PDF"
    plan = b"Content-Type: application/pdf\r\n" + plan
    page = text(b'<p>Bonjour</p><img src="cid:logo@x">', kind=b"html")
    letter = read(multipart(page, logo, photo, plan))
    assert [one.name for one in letter.pieces] == ["été.pdf", "atelier.png"]
    assert letter.text == "Bonjour"


def test_a_text_that_is_attached_is_a_file() -> None:
    more = b"Content-Disposition: attachment; filename=notes.txt\r\n"
    letter = read(multipart(text(b"Bonjour"), text(b"Notes", more=more)))
    assert (letter.text, [one.name for one in letter.pieces]) == ("Bonjour", ["notes.txt"])


def test_a_signature_of_the_mail_is_no_file() -> None:
    signed = multipart(
        text(b"Bonjour"), b"Content-Type: application/pkcs7-signature; name=smime.p7s\r\n\r\nx", kind=b"signed"
    )
    assert read(signed).pieces == ()


def test_it_is_known_for_whom_it_arrived_in_blind_copy() -> None:
    raw = b"Delivered-To: crm+a@cluster.example\r\nReceived: from x by y for <crm+b@cluster.example>; Mon\r\n"
    assert read(raw + HEAD + b"\r\n").arrived_for == ("crm+a@cluster.example", "crm+b@cluster.example")


def test_a_message_is_the_same_wherever_it_comes_from_and_another_is_another() -> None:
    first, again = mail(message_id="<1@x>"), mail("Autre", message_id="<1@x>", delivered_to="a@b.example")
    assert read(first.as_bytes()).key == read(again.as_bytes()).key
    assert read(HEAD + b"\r\nun").key != read(HEAD + b"\r\ndeux").key


@pytest.mark.parametrize(
    ("head", "told"),
    [
        (b"Auto-Submitted: auto-replied\r\n", (True, False)),
        (b"Auto-Submitted: no\r\n", (False, False)),
        (b"Return-Path: <>\r\n", (True, True)),
        (b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n", (True, True)),
        (b"Return-Path: <jean@cluster.example>\r\n", (False, False)),
    ],
)
def test_what_machines_write_is_known(head: bytes, told: tuple[bool, bool]) -> None:
    letter = read(head + HEAD + b"\r\nx")
    assert (letter.is_automatic, letter.is_bounce) == told


def nested(depth: int) -> bytes:
    return b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(depth))


def enclosed(depth: int) -> bytes:
    return b"Content-Type: message/rfc822\r\n\r\n" * depth + HEAD


@pytest.mark.parametrize("raw", [nested(500), enclosed(500), b"x\n" * (letters.MOST_LINES + 1)])
def test_a_bomb_is_not_opened(raw: bytes) -> None:
    with pytest.raises(Unreadable):
        read(raw)


@pytest.mark.parametrize("make", [nested, enclosed])
def test_what_is_nested_deeper_than_anybody_does_is_left_out(make: Callable[[int], bytes]) -> None:
    assert isinstance(read(make(letters.MOST_NESTED) + b"\r\nx"), Letter)


def test_so_many_parts_and_files_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "MOST_FILES", 3)
    one = b"Content-Type: application/pdf; name=a.pdf\r\n\r\n%PDF"
    assert len(read(multipart(*[one] * 500)).pieces) == 3


def test_a_long_text_is_cut_and_says_so() -> None:
    letter = read(HEAD + text(b"mot " * 20_000))
    assert (letter.is_cut, len(letter.text)) == (True, letters.LONGEST_TEXT)


def test_people_are_read_out_of_whatever_programs_write() -> None:
    said = "MARTIN Claire [mailto:c@x.example]; 'p@x.example'; <q@x.example>, Paul (r@x.example), c@x.example"
    assert people_in(said) == (
        Person("c@x.example", "MARTIN Claire"),
        Person("p@x.example"),
        Person("q@x.example"),
        Person("r@x.example", "Paul"),
    )


def test_a_name_holds_nothing_that_a_database_does_not() -> None:
    assert people_in('"Cl\x00ai\u202ere\udc80" <c@x.example>') == (Person("c@x.example", "Claire"),)


PIECES = st.sampled_from(
    [
        b"Content-Type: ",
        b"multipart/mixed",
        b"; boundary=",
        b"b",
        b"\r\n",
        b"\r\n\r\n",
        b"--b",
        b"--",
        b"text/html",
        b"=",
    ]
    + [
        b"From: ",
        b"=?utf-8?b?",
        b"?=",
        b"\xff",
        b"\x00",
        b"<",
        b">",
        b"@",
        b"Content-Transfer-Encoding: base64",
        b"message/rfc822",
    ]
    + [b"Date: ", b"Received: for ", b"filename*0*=", b"''%", b"charset=", b"utf-7", b"quoted-printable", b"%"]
)


@given(st.lists(PIECES, max_size=40))
@settings(max_examples=300)
def test_whatever_comes_is_a_letter_or_unreadable(pieces: list[bytes]) -> None:
    try:
        letter = read(b"".join(pieces))
    except Unreadable:
        return
    letter.text.encode()
    letter.subject.encode()
    assert "\x00" not in letter.text + letter.subject
