"""A real SMTP server on this machine that keeps what it takes, and can refuse, hang and drop."""

import asyncio
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

HANG_SECONDS = 60


class Mailboxes:
    """Answers by the recipient's local part: unknown 550, later 451, busy 421, full 552, spam 554 at the end, and
    nobody 550 at the end; hang, drop do. `refuses`: what it says of everybody; `bars`: of everybody at a domain.

    `own_only`: the address that one may send from; it says so of the recipient, as Postfix does.
    """

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.connections = 0
        self.logins: list[str] = []
        self.seconds_a_mail = 0.0
        self.senders: list[str] = []
        self.raw: list[bytes] = []
        self.own_only = ""
        self.refuses = ""
        self.bars: dict[str, str] = {}
        self.asked: list[str] = []

    async def handle_EHLO(
        self, _server: SMTP, session: Session, _envelope: Envelope, host: str, lines: list[str]
    ) -> Any:
        self.connections += 1
        session.host_name = host
        return lines

    async def handle_RCPT(self, server: SMTP, _session: Session, envelope: Envelope, address: str, _o: Any) -> str:
        self.asked.append(address)
        if refusal := self.refuses or self.bars.get(address.rpartition("@")[2]):
            return refusal
        refusals = {
            "full": "552 5.2.2 The mailbox is full",
            "unknown": "550 5.1.1 No such user here",
            "later": "451 4.7.1 Come back later",
            "busy": "421 Too busy",
        }
        local = address.partition("@")[0]
        if self.own_only and envelope.mail_from != self.own_only:
            return f"553 5.7.1 <{envelope.mail_from}>: Sender address rejected: not owned by user"
        if local == "drop":
            server.transport.close()
        if local in refusals:
            return refusals[local]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        local = envelope.rcpt_tos[0].partition("@")[0]
        if local == "spam":
            return "554 5.7.1 Message refused"
        if local == "nobody":
            return "550 5.1.1 No such user here"
        if local == "hang":
            await asyncio.sleep(HANG_SECONDS)
        await asyncio.sleep(self.seconds_a_mail)
        self.raw.append(envelope.original_content or b"")
        self.senders.append(envelope.mail_from or "")
        self.messages.append(message_from_bytes(envelope.content or b"", policy=policy.default))  # type: ignore[arg-type]
        return "250 OK"

    def authenticate(
        self, _server: SMTP, _s: Session, _e: Envelope, _mechanism: str, data: LoginPassword
    ) -> AuthResult:
        self.logins.append(data.login.decode())
        return AuthResult(success=data.password == b"p@ss/word")


class Server(Controller):
    """`url` is its MAIL_URL."""

    def __init__(self, handler: Mailboxes, **kwargs: Any) -> None:
        super().__init__(handler, hostname="127.0.0.1", port=free_port(), authenticator=handler.authenticate, **kwargs)

    def _trigger_server(self) -> None:
        """Say hello once, so that the server is there; aiosmtpd's own way cannot do it over TLS."""
        client = ssl.create_default_context()
        client.check_hostname, client.verify_mode = False, ssl.CERT_NONE
        with socket.create_connection((self.hostname, self.port), 5) as plain:
            if self.ssl_context:
                client.wrap_socket(plain).close()
            else:
                plain.recv(100)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}?timeout=1"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(**kwargs: Any) -> Iterator[tuple[Server, Mailboxes]]:
    """A server that listens until the end of the block, and what it received."""
    mailboxes = Mailboxes()
    server = Server(mailboxes, **kwargs)
    server.start()
    try:
        yield server, mailboxes
    finally:
        server.stop()
