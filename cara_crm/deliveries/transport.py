"""The way out: SMTP by MAIL_URL, or a folder of .eml files."""

import os
import smtplib
import ssl
import time
from collections.abc import Sequence
from email.utils import parseaddr
from pathlib import Path
from typing import Protocol
from urllib.parse import parse_qs, unquote, urlsplit

from cara_crm.deliveries.mime import Envelope
from cara_crm.mailbox.refusals import Fate, fate_of

TIMEOUT_SECONDS = 20.0
PLAIN_SECONDS = 3600.0  # how long our own address is the sender after the server took nothing else
MOST_PER_CONNECTION = 100
PORTS = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}


class NotSent(Exception):
    """Base of what can go wrong; `str()` is what the other side said."""


class Deferred(NotSent):
    """Not now: this message is tried again later."""


class Unreachable(Deferred):
    """The server cannot be talked to at all: no message needs to be tried for a while."""


class Barred(Deferred):
    """Not from us: once that is mended, this message is tried again."""


class Refused(NotSent):
    """Never: this message is not tried again."""


class Bounced(Refused):
    """Never, because of the recipient's address."""


VERDICTS: dict[Fate, type[NotSent]] = {Fate.GONE: Bounced, Fate.LATER: Deferred, Fate.BARRED: Barred}
VERDICTS_ON_US: dict[Fate, type[NotSent]] = {**VERDICTS, Fate.GONE: Barred}


class Transport(Protocol):
    def send(self, envelope: Envelope) -> None:
        """Return when the other side has taken the message. Raises NotSent."""

    def close(self) -> None:
        """Nothing more for now."""


def from_url(url: str, sender: str, folder: Path) -> "Transport":
    """The transport of MAIL_URL: smtp://, smtps:// or smtp+starttls://[user:password@]host[:port][?timeout=seconds],
    file:///folder; without a URL, `folder`."""
    parts = urlsplit(url)
    if parts.scheme in PORTS:
        return SmtpTransport(url, parseaddr(sender)[1])
    return FolderTransport(Path(parts.netloc + unquote(parts.path)) if parts.scheme == "file" else folder)


def folder_of(url: str, instance: Path) -> Path | None:
    """Where messages are written as files, or None when they go out by SMTP."""
    transport = from_url(url, "", instance / "outbox")
    return transport.folder if isinstance(transport, FolderTransport) else None


class FolderTransport:
    """One .eml file per message, named after its Message-ID: a message that is written twice is one file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, envelope: Envelope) -> None:
        partial = self.folder / f".{envelope.key}.{os.getpid()}"
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with open(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.write(envelope.content)
                file.flush()
                os.fsync(file.fileno())
            partial.replace(self.folder / f"{envelope.key}.eml")
        except OSError as error:
            raise Unreachable(f"{self.folder}: {error.strerror}") from error

    def close(self) -> None:
        """Nothing is open."""


class HungUp(Exception):
    """The server had closed the connection before the message began: nothing was said, it can be said again."""


class _Polite:
    """What SMTP and SMTP_SSL do, but that a connection which is gone is noticed when the next message begins."""

    def mail(self, sender: str, options: Sequence[str] = ()) -> tuple[int, bytes]:
        try:
            code, said = super().mail(sender, options)  # type: ignore[misc]
        except (smtplib.SMTPServerDisconnected, OSError) as error:
            raise HungUp(_said(error)) from error
        if code == 421:  # RFC 5321, 3.8: the service closes the connection
            raise HungUp(f"{code} {said.decode(errors='replace')}")
        return code, said


class _Plain(_Polite, smtplib.SMTP):
    pass


class _Secure(_Polite, smtplib.SMTP_SSL):
    pass


class SmtpTransport:
    """One connection for many messages; opened when needed, and again when the server has closed it meanwhile."""

    def __init__(self, url: str, sender: str) -> None:
        parts = urlsplit(url)
        self.scheme = parts.scheme
        self.host, self.port = parts.hostname or "localhost", parts.port or PORTS[parts.scheme]
        self.user, self.password = unquote(parts.username or ""), unquote(parts.password or "")
        self.timeout = float(parse_qs(parts.query).get("timeout", [TIMEOUT_SECONDS])[0])
        self.sender = sender
        self.connection: smtplib.SMTP | None = None
        self.used = 0
        self.plain_until = 0.0  # the server took a message from the plain sender only

    def send(self, envelope: Envelope) -> None:
        try:
            self._say(envelope)
        except HungUp as error:
            raise Unreachable(str(error)) from error

    @property
    def is_tagged(self) -> bool:
        return time.monotonic() >= self.plain_until

    def _say(self, envelope: Envelope) -> None:
        """From the address that reports on this message come to; a server that lets us send from our own address only
        (553, 5.7.x) may say so of the sender or of the recipient: then from that. Who is unknown is not asked for
        twice."""
        tagged = envelope.return_path if self.is_tagged else ""
        try:
            self._say_from(tagged or self.sender, envelope)
        except (Refused, Barred) as error:
            if not tagged or isinstance(error, Bounced):
                raise
            self._say_from(self.sender, envelope)
            self.plain_until = time.monotonic() + PLAIN_SECONDS

    def _say_from(self, sender: str, envelope: Envelope) -> None:
        connection = self._ready()
        is_new = self.used == 0
        self.used += 1
        try:
            connection.sendmail(sender, [envelope.recipient], envelope.content)
        except HungUp:
            self._drop()
            if is_new:
                raise
            self._say_from(sender, envelope)
        except smtplib.SMTPRecipientsRefused as error:
            raise self._verdict(*error.recipients[envelope.recipient]) from error
        except smtplib.SMTPResponseException as error:
            is_of_us = isinstance(error, smtplib.SMTPSenderRefused)
            raise self._verdict(error.smtp_code, error.smtp_error, is_of_us=is_of_us) from error
        except smtplib.SMTPNotSupportedError as error:
            raise Refused(str(error)) from error
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            raise Deferred(_said(error)) from error

    def _verdict(self, code: int, text: bytes | str, *, is_of_us: bool = False) -> NotSent:
        """What an answer means, whenever it came: some servers know their people at RCPT, others after DATA.

        `is_of_us`: it was said before anybody was named.
        """
        said = f"{code} {text.decode(errors='replace') if isinstance(text, bytes) else text}"
        if code == 421:  # RFC 5321, 3.8: the service closes the connection
            self._drop()
            return Unreachable(said)
        if not 500 <= code < 600:
            return Deferred(said)
        fate = fate_of(said) or Fate.REFUSED
        return (VERDICTS_ON_US if is_of_us else VERDICTS).get(fate, Refused)(said)

    def _ready(self) -> smtplib.SMTP:
        """An open connection, after MOST_PER_CONNECTION messages a new one."""
        if self.used >= MOST_PER_CONNECTION:
            self.close()
        if self.connection is None:
            self.used = 0
            try:
                self.connection = self._connect()
            except (smtplib.SMTPException, OSError) as error:
                raise Unreachable(_said(error)) from error
        return self.connection

    def _connect(self) -> smtplib.SMTP:
        """Signed in and encrypted as the URL says; a server that does not offer it is not talked to."""
        if self.scheme == "smtps":
            secure = ssl.create_default_context()
            connection: smtplib.SMTP = _Secure(self.host, self.port, timeout=self.timeout, context=secure)
        else:
            connection = _Plain(self.host, self.port, timeout=self.timeout)
        try:
            if self.scheme == "smtp+starttls":
                connection.starttls(context=ssl.create_default_context())
            if self.user:
                connection.login(self.user, self.password)
        except (smtplib.SMTPException, OSError):
            connection.close()
            raise
        return connection

    def close(self) -> None:
        if self.connection is not None:
            try:
                self.connection.quit()
            except (smtplib.SMTPException, OSError):
                self.connection.close()
            self.connection = None

    def _drop(self) -> None:
        """Hang up without a word: the other side does not listen any more."""
        if self.connection is not None:
            self.connection.close()
            self.connection = None


def _said(error: Exception) -> str:
    """An error as one line, its kind first when it says nothing else."""
    if isinstance(error, smtplib.SMTPResponseException):
        text = error.smtp_error.decode(errors="replace") if isinstance(error.smtp_error, bytes) else error.smtp_error
        return f"{error.smtp_code} {text}"
    return f"{type(error).__name__}: {error}".rstrip(": ")
