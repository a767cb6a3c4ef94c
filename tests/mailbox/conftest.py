"""Both kinds of mailbox: a Maildir, and a folder of a real IMAP server."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import imap


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return imap.certificate(tmp_path_factory.mktemp("imap"))


@pytest.fixture(scope="session")
def _server(keys: Path) -> Iterator[imap.Mailbox]:
    with imap.running(keys) as mailbox:
        yield mailbox


@pytest.fixture
def trusted(keys: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if an authority that this machine knows had signed it."""
    monkeypatch.setenv("SSL_CERT_FILE", str(keys / "certificate.pem"))


@pytest.fixture
def server(_server: imap.Mailbox, trusted: None) -> imap.Mailbox:
    return imap.emptied(_server)
