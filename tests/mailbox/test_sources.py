"""Mailboxes are listed, read without a trace, and emptied into folders beside them."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cara_crm.mailbox import sources
from cara_crm.mailbox.sources import MailboxTrouble, Source, from_url
from tests import imap
from tests.letters import deliver, maildir, settled
from tests.smtp import free_port

pytestmark = pytest.mark.slow
FIRST, SECOND = (b"Subject: un\n\nUn\n", b"Subject: deux\n\nDeux\n")


class Kind:
    """A mailbox of one kind, for tests that hold for both."""

    def __init__(self, url: str, put: Callable[[bytes], object], count: Callable[[str], int]) -> None:
        self.url, self.put, self.count = url, put, count
        self.opened: list[Source] = []

    def open(self) -> Source:
        self.opened.append(from_url(self.url))
        return self.opened[-1]


@pytest.fixture(params=["maildir", "imap"])
def box(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Kind]:
    if request.param == "maildir":
        folder = maildir(tmp_path / "Courrier entrant")
        kind = Kind(f"maildir:{folder}", lambda m: deliver(folder, m), lambda name: len(settled(folder, name)))
    else:
        server: imap.Mailbox = request.getfixturevalue("server")
        kind = Kind(server.url, lambda m: server.deliver(m.replace(b"\n", b"\r\n")), server.count)
    yield kind
    for source in kind.opened:
        source.close()


def plain(content: bytes | None) -> bytes:
    return (content or b"").replace(b"\r\n", b"\n")


def test_messages_are_listed_the_oldest_first_with_their_size(box: Kind) -> None:
    box.put(FIRST)
    time.sleep(0.02)
    box.put(SECOND)
    source = box.open()
    waiting = source.waiting()
    assert [plain(source.content(one)) for one in waiting] == [FIRST, SECOND]
    assert [one.size for one in waiting] == [len(source.content(one) or b"") for one in waiting]


def test_of_a_large_one_the_head_is_read(box: Kind) -> None:
    box.put(FIRST + b"x" * 1000)
    source = box.open()
    assert plain(source.content(source.waiting()[0], head_only=True)).strip() == b"Subject: un"


def test_looking_leaves_no_trace(box: Kind) -> None:
    box.put(FIRST)
    source = box.open()
    source.content(source.waiting()[0])
    first, again = source.waiting(), box.open().waiting()
    assert [one.key for one in first] == [one.key for one in again]
    assert len(first) == 1


def test_what_was_dealt_with_is_moved_and_keeps_its_words(box: Kind) -> None:
    box.put(FIRST)
    box.put(SECOND)
    source = box.open()
    one, other = source.waiting()
    source.settle(one, aside=False)
    source.settle(other, aside=True)
    assert (source.waiting(), box.count("crm-done"), box.count("crm-aside")) == ([], 1, 1)


def test_one_that_somebody_else_moved_is_gone(box: Kind) -> None:
    box.put(FIRST)
    source, other = box.open(), box.open()
    one = source.waiting()[0]
    other.settle(other.waiting()[0], aside=False)
    source.settle(one, aside=False)
    assert source.content(one) is None
    assert box.count("crm-done") == 1


def test_so_many_at_once_and_no_more(box: Kind, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "MOST_AT_ONCE", 2)
    for _n in range(3):
        box.put(FIRST)
    assert len(box.open().waiting()) == 2


def test_one_that_a_mail_program_has_seen_is_the_same(tmp_path: Path) -> None:
    folder = maildir(tmp_path)
    name = deliver(folder, FIRST)
    source = from_url(f"maildir:{folder}")
    before = source.waiting()[0]
    (folder / "new" / name).rename(folder / "cur" / f"{name}:2,S")
    assert source.waiting()[0].key == before.key
    assert source.content(before) == FIRST


def test_imaps_is_encrypted_from_the_first_byte(server: imap.Mailbox, keys: Path, tmp_path: Path) -> None:
    with imap.encrypted(server.port, keys) as port:
        source = from_url(server.url_with(imap.PASSWORD, scheme="imaps", port=port))
        assert source.waiting() == []
        source.close()


def why(url: str) -> str:
    with pytest.raises(MailboxTrouble) as caught:
        from_url(url)
    assert imap.PASSWORD not in str(caught.value)
    assert caught.value.__cause__ is None
    return caught.value.trouble.value


def test_what_is_wrong_is_told_without_the_words_of_the_other_side(server: imap.Mailbox, tmp_path: Path) -> None:
    assert why(server.url_with("wrong")) == "sign_in"
    assert why(server.url_with(imap.PASSWORD, port=free_port())) == "unreachable"
    assert why(server.url.replace("/INBOX", "/Nirgends")) == "folders"
    assert why(f"maildir:{tmp_path}/nowhere") == "unreachable"


def test_a_certificate_that_nobody_knows_is_not_talked_to(
    server: imap.Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", os.devnull)
    assert why(server.url) == "certificate"
