"""Where mail waits: a Maildir, or an IMAP server's INBOX. What was dealt with is moved to a folder beside it."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import parse_qs, unquote, urlsplit

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError, LoginError

DONE, ASIDE = "crm-done", "crm-aside"
TIMEOUT_SECONDS = 20.0
PORTS = {"imap": 143, "imaps": 993}
MOST_AT_ONCE = 200
LONGEST_HEAD = 256 * 1024


class Obstacle(StrEnum):
    """Why a mailbox cannot be read. Of what the other side says nothing is kept: it may name the account."""

    UNREACHABLE = "unreachable"
    CERTIFICATE = "certificate"
    SIGN_IN = "sign_in"
    FOLDERS = "folders"
    BROKEN = "broken"


class MailboxTrouble(Exception):
    def __init__(self, trouble: Obstacle) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


@dataclass(frozen=True)
class Waiting:
    """A message in the mailbox. `key` names it there for ever; `size` in bytes."""

    key: str
    uid: Any
    size: int


class Source(Protocol):
    def waiting(self) -> list[Waiting]:
        """What is there, the oldest first, at most 200. Raises MailboxTrouble, as all of these."""

    def content(self, one: Waiting, *, head_only: bool = False) -> bytes | None:
        """Its bytes, or those of its head; None when it is gone. Leaves it unread."""

    def settle(self, one: Waiting, *, aside: bool) -> None:
        """Move it away; nothing happens when it is gone already."""

    def close(self) -> None:
        """Nothing more for now."""


def from_url(url: str) -> Source:
    """The mailbox of MAILBOX_URL: maildir:/folder, imaps:// or imap://user:password@host[:port]/INBOX[?timeout=seconds].

    imap:// is encrypted by STARTTLS before anything else is said. Raises MailboxTrouble.
    """
    if url.startswith("maildir:"):
        return Folder(Path(unquote(urlsplit(url).path)))
    return Server(url)


class Folder:
    """A Maildir, as mail servers deliver into it. What was dealt with is in its folders .crm-done and .crm-aside."""

    def __init__(self, path: Path) -> None:
        self.path = path
        if not (path / "new").is_dir():
            raise MailboxTrouble(Obstacle.UNREACHABLE)

    def waiting(self) -> list[Waiting]:
        with _spoken():
            told = [(file.stat(), _unique(file)) for file in self._files()]
        told.sort(key=lambda one: (one[0].st_mtime, one[1]))
        return [Waiting(f"maildir/{name}", name, stat.st_size) for stat, name in told[:MOST_AT_ONCE]]

    def content(self, one: Waiting, *, head_only: bool = False) -> bytes | None:
        with _spoken():
            file = self._file(one)
            if file is None:
                return None
            with file.open("rb") as message:
                return message.read(LONGEST_HEAD).partition(b"\n\n")[0] if head_only else message.read()

    def settle(self, one: Waiting, *, aside: bool) -> None:
        with _spoken(Obstacle.FOLDERS):
            place = self.path / f".{ASIDE if aside else DONE}"
            for part in ("new", "cur", "tmp"):
                (place / part).mkdir(mode=0o700, parents=True, exist_ok=True)
            (place / "maildirfolder").touch()
            if file := self._file(one):
                file.rename(place / "cur" / f"{one.uid}:2,S")

    def close(self) -> None:
        """Nothing is open."""

    def _files(self) -> list[Path]:
        places = (self.path / part for part in ("new", "cur"))
        return [file for place in places if place.is_dir() for file in place.iterdir() if not file.name.startswith(".")]

    def _file(self, one: Waiting) -> Path | None:
        """Where it is now: a mail program that looked at it has moved it from `new` to `cur`."""
        return next((file for file in self._files() if _unique(file) == one.uid), None)


def _unique(file: Path) -> str:
    return file.name.partition(":")[0]


class Server:
    """An IMAP server's folder. What was dealt with is in the folders crm-done and crm-aside beside it."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        timeout = float(parse_qs(parts.query).get("timeout", [TIMEOUT_SECONDS])[0])
        with _spoken():
            context, secure = ssl.create_default_context(), parts.scheme == "imaps"
            port = parts.port or PORTS[parts.scheme]
            self.client = IMAPClient(
                parts.hostname, port, ssl=secure, ssl_context=context if secure else None, timeout=timeout
            )
        try:
            with _spoken():
                if not secure:
                    self.client.starttls(context)
                self.client.login(unquote(parts.username or ""), unquote(parts.password or ""))
            with _spoken(Obstacle.FOLDERS):
                told = self.client.select_folder(unquote(parts.path.strip("/")) or "INBOX")
                self.place = f"imap/{told.get(b'UIDVALIDITY', 0)}"
                self.names: dict[str, str] = {}
        except MailboxTrouble:
            self.close()
            raise

    def waiting(self) -> list[Waiting]:
        with _spoken():
            uids = sorted(self.client.search(["NOT", "DELETED"]))[:MOST_AT_ONCE]
            told = self.client.fetch(uids, ["RFC822.SIZE"]) if uids else {}
            return [Waiting(f"{self.place}/{uid}", uid, int(told[uid][b"RFC822.SIZE"])) for uid in uids if uid in told]

    def content(self, one: Waiting, *, head_only: bool = False) -> bytes | None:
        part = "HEADER" if head_only else ""
        with _spoken():
            told = self.client.fetch([one.uid], [f"BODY.PEEK[{part}]"]).get(one.uid)
        content = told.get(f"BODY[{part}]".encode()) if told else None
        return content if isinstance(content, bytes) else None

    def settle(self, one: Waiting, *, aside: bool) -> None:
        with _spoken(Obstacle.FOLDERS):
            name = self._folder(ASIDE if aside else DONE)
            if self.client.has_capability("MOVE"):
                self.client.move([one.uid], name)
                return
            self.client.copy([one.uid], name)
            self.client.delete_messages([one.uid], silent=True)
            if self.client.has_capability("UIDPLUS"):
                self.client.uid_expunge([one.uid])

    def close(self) -> None:
        try:
            self.client.logout()
        except (IMAPClientError, OSError):
            with suppress(IMAPClientError, OSError):  # after a certificate that was refused nothing is left to close
                self.client.shutdown()

    def _folder(self, name: str) -> str:
        """Its name as this server wants it, made when it is not there."""
        if name not in self.names:
            prefix = ""
            if self.client.has_capability("NAMESPACE"):
                personal = self.client.namespace().personal
                prefix = personal[0][0] if personal else ""
            if not self.client.folder_exists(f"{prefix}{name}"):
                self.client.create_folder(f"{prefix}{name}")
            self.names[name] = f"{prefix}{name}"
        return self.names[name]


@contextmanager
def _spoken(refused: Obstacle = Obstacle.BROKEN) -> Iterator[None]:
    """Whatever goes wrong between us and a mailbox, as one of five troubles, without the words of the other side."""
    try:
        yield
    except LoginError:
        raise MailboxTrouble(Obstacle.SIGN_IN) from None
    except ssl.SSLCertVerificationError:
        raise MailboxTrouble(Obstacle.CERTIFICATE) from None
    except OSError:
        raise MailboxTrouble(Obstacle.UNREACHABLE) from None
    except (IMAPClientError, ValueError, LookupError, TypeError):
        raise MailboxTrouble(refused) from None
