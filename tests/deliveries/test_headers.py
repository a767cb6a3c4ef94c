"""A field of a mail's head says to who reads it what was written, whatever letters, blanks and lengths it has."""

import re
from base64 import b64decode
from binascii import a2b_qp
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.utils import parseaddr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cara_crm.deliveries import headers
from cara_crm.files.services import safe_name

WORD = re.compile(r"=\?([\w-]+)\?([bBqQ])\?([!-~]*?)\?=")
PRINTABLE = st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"))
FRENCH = "à À é l’électrification « » — – … : ; , déjà Évreux industriels décisive PFA 2026 🚲 trèstrès a=?b?="
PIECES = st.sampled_from([*FRENCH.split(), "\xa0", " "])
TEXTS = st.text(PRINTABLE, max_size=300) | st.lists(PIECES, max_size=60).map(" ".join)
PREFIXES = st.sampled_from(
    ["", "[Essai] ", "Information : ", "Erratum : Consultation : ", "Réponse : ", " ", "=?utf-8?q?a?="]
)
NAMES = st.sampled_from(["Subject", "X", "Content-Description", "List-Archive-Of-All"])
REAL = [
    "Réunion à Évreux : l’électrification accélérée des véhicules industriels, étape décisive",
    "Délégués régionaux : création d’un dispositif d’aide à l’électrification des ateliers – échéance décalée",
    "À lire : « Énergie », « Matériaux », « Déchets » ; échéances d’été et réponses de l’État",
    "Appel à projets — « petites séries » 🚲 " + "très " * 20 + "long",
    "A call for projects that is open to every company of the region which builds or mends vehicles of any kind",
    "x" * 300,
    "",
    "=?utf-8?q?not_ours?=",
    "two  blanks",
    " one before, one after ",
]


def value_of(field: bytes) -> str:
    """Unfolded (RFC 5322, 2.2.3), without the name."""
    assert field.endswith(b"\r\n")
    lines = field[:-2].split(b"\r\n")
    assert all(line[:1] in b" " and line.strip() for line in lines[1:])
    assert not re.search(rb"[\r\n]", b"".join(lines))
    return b"".join(lines).decode("ascii").partition(": ")[2]


def by_the_rules(value: str) -> str:
    """RFC 2047: blanks between two encoded words are ignored (6.2); each word is read alone, of 75 characters (2)."""
    read, end, after_a_word = "", 0, False
    for found in WORD.finditer(value):
        between = value[end : found.start()]
        assert between.endswith(" ") or found.start() == 0
        assert value[found.end() : found.end() + 1] in ("", " ")
        assert len(found[0]) <= 75
        read += "" if after_a_word and not between.strip() else between
        raw = b64decode(found[3]) if found[2] in "bB" else a2b_qp(found[3], header=True)
        read, end, after_a_word = read + raw.decode(found[1]), found.end(), True
    return read + value[end:]


def keeps_to_its_lines(field: bytes) -> bool:
    return field.isascii() and all(len(line) <= 76 for line in field.split(b"\r\n"))


def check_text(name: str, said: str) -> None:
    field = headers.free_text(name, said)
    value = value_of(field)
    assert keeps_to_its_lines(field)
    assert by_the_rules(value) == said
    assert str(make_header(decode_header(value))) == said
    assert str(message_from_bytes(field + b"\r\n", policy=policy.default)[name] or "") == said


@given(NAMES, PREFIXES, TEXTS)
def test_any_text_is_read_as_it_was_written(name, prefix, said):
    check_text(name, (prefix + said)[:300])


@pytest.mark.parametrize("said", REAL)
@pytest.mark.parametrize("prefix", ["", "[Essai] ", "Information : "])
def test_titles_of_a_federation_keep_their_blanks(prefix, said):
    check_text("Subject", prefix + said)


@given(st.text(PRINTABLE, max_size=200).map(str.strip), st.sampled_from(["To", "From", "Reply-To"]))
def test_any_name_is_read_as_it_was_written(said, name):
    address = "ana.fictive@atelier-de-mecanique.example"
    field = headers.mailbox(name, said, address)
    value = value_of(field)
    assert keeps_to_its_lines(field)
    if not WORD.search(value):
        assert parseaddr(value) == (said, address)
        return
    phrase, found, rest = value.rpartition(f" <{address}>")
    assert (by_the_rules(phrase), bool(found), rest) == (said, True, "")
    assert str(make_header(decode_header(phrase))) == said
    if len(WORD.findall(value)) == 1:  # of several Python's reader makes words of their own: CPython gh-128110
        [read] = message_from_bytes(field + b"\r\n", policy=policy.default)[name].addresses
        assert (read.display_name, read.addr_spec) == (said, address)


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("Ana Fictive", "To: Ana Fictive <ana@x.example>\r\n"),
        ("", "To: ana@x.example\r\n"),
        ("Fictive, Ana", 'To: "Fictive, Ana" <ana@x.example>\r\n'),
        ('Ana "la" \\ Fictive', 'To: "Ana \\"la\\" \\\\ Fictive" <ana@x.example>\r\n'),
        ("Zoé", "To: =?utf-8?q?Zo=C3=A9?= <ana@x.example>\r\n"),
        ("=?utf-8?q?Zo=C3=A9?=", None),
        ("Ana <thief@elsewhere.example>", 'To: "Ana <thief@elsewhere.example>" <ana@x.example>\r\n'),
        ("Pôle des véhicules industriels, des engins et des matériels de montagne de la région", None),
    ],
)
def test_a_name_stands_beside_its_address(said, written):
    field = headers.mailbox("To", said, "ana@x.example")
    assert written is None or field == written.encode()
    assert by_the_rules(value_of(field)).endswith("<ana@x.example>" if said else "ana@x.example")


@given(st.text(PRINTABLE, max_size=150).map(safe_name))
def test_any_name_of_a_file_is_read_as_it_was_written(said):
    field = headers.with_parameters("Content-Disposition", "attachment", {"filename": said})
    assert keeps_to_its_lines(field)
    value_of(field)
    read = message_from_bytes(b"Content-Type: application/pdf\r\n" + field + b"\r\nx")
    assert (read.get_content_disposition(), read.get_filename()) == ("attachment", said)
    new = message_from_bytes(b"Content-Type: application/pdf\r\n" + field + b"\r\nx", policy=policy.default)
    assert new.get_filename() == said


SMUGGLED = [
    f"x{line}Bcc: thief@elsewhere.example" for line in ("\r\n", "\n", "\r", "\r\n ", "\0", "\x0b", "\u2028", "\x85")
]


@pytest.mark.parametrize("said", SMUGGLED)
def test_no_text_adds_a_field(said):
    fields = [
        headers.free_text("Subject", said),
        headers.free_text("Subject", said + "é"),
        headers.mailbox("To", said, "ana@x.example"),
        headers.mailbox("To", said + "é", "ana@x.example"),
        headers.named("List-Id", said, "<information.x.example>"),
        headers.with_parameters("Content-Disposition", "attachment", {"filename": said}),
        headers.with_parameters("Content-Disposition", "attachment", {"filename": said + "é"}),
    ]
    for field in fields:
        value_of(field)
        assert len(message_from_bytes(field + b"\r\n").keys()) == 1


@pytest.mark.parametrize("said", [*SMUGGLED, "<é@x.example>", "x" * 1000])
def test_what_a_program_reads_is_one_line_or_nothing(said):
    with pytest.raises(ValueError, match="not for one line"):
        headers.token("Message-ID", said)
