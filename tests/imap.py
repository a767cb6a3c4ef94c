"""A real IMAP server on this machine, with one account and its mailbox empty."""

import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from imapclient import IMAPClient

from tests.smtp import free_port

USER, PASSWORD = "crm@cluster.example", "p@ss/w:rd"


class Mailbox:
    """`url` is its MAILBOX_URL; `client()` looks into it as a mail program does."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.url = self.url_with(PASSWORD)

    def url_with(self, password: str, *, scheme: str = "imap", port: int | None = None) -> str:
        account = f"{quote(USER, safe='')}:{quote(password, safe='')}"
        return f"{scheme}://{account}@localhost:{port or self.port}/INBOX?timeout=5"

    @contextmanager
    def client(self) -> Iterator[IMAPClient]:
        with IMAPClient("localhost", self.port, ssl=False, timeout=5) as client:
            client.starttls(ssl.create_default_context())
            client.login(USER, PASSWORD)
            client.select_folder("INBOX")
            yield client

    def deliver(self, content: bytes) -> None:
        with self.client() as client:
            client.append("INBOX", content)

    def count(self, folder: str) -> int:
        with self.client() as client:
            return int(client.select_folder(folder)[b"EXISTS"]) if client.folder_exists(folder) else 0


def certificate(folder: Path) -> Path:
    """A certificate of localhost with its key, for a test run that trusts it."""
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    files = ["-keyout", f"{folder}/key.pem", "-out", f"{folder}/certificate.pem"]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *names, *files]
    subprocess.run(command, check=True, capture_output=True)
    return folder


@contextmanager
def running(keys: Path) -> Iterator[Mailbox]:
    """A server that listens until the end of the block."""
    port = free_port()
    command = [Path(sys.executable).with_name("pymap"), "--host", "127.0.0.1", "--port", str(port)]
    command += ["--cert", keys / "certificate.pem", "--key", keys / "key.pem", "dict", "--demo-data"]
    command += ["--demo-user", USER, "--demo-password", PASSWORD]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield Mailbox(port)
    finally:
        server.terminate()
        server.wait(10)


def emptied(mailbox: Mailbox) -> Mailbox:
    """Without the messages that are there when it starts, or that another test left."""
    with mailbox.client() as client:
        client.delete_messages(client.search())
        client.expunge()
        for name in ("crm-done", "crm-aside"):
            if client.folder_exists(name):
                client.delete_folder(name)
    return mailbox


def _wait_for(port: int) -> None:
    for _try in range(100):
        with suppress(OSError), socket.create_connection(("localhost", port), 1):
            return
        time.sleep(0.1)
    raise TimeoutError("the IMAP server does not listen")


@contextmanager
def encrypted(plain_port: int, keys: Path) -> Iterator[int]:
    """A port that is encrypted from the first byte, before a server that is not."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(keys / "certificate.pem", keys / "key.pem")
    with socket.create_server(("localhost", 0)) as listening:
        listening.settimeout(10)
        serving = threading.Thread(target=_serve_one, args=(listening, context, plain_port))
        serving.start()
        try:
            yield int(listening.getsockname()[1])
        finally:
            serving.join(10)


def _serve_one(listening: socket.socket, context: ssl.SSLContext, plain_port: int) -> None:
    with suppress(OSError):
        caller, _address = listening.accept()
        inside = socket.create_connection(("localhost", plain_port), 5)
        with inside, context.wrap_socket(caller, server_side=True) as outside:
            back = threading.Thread(target=_pass_on, args=(inside, outside))
            back.start()
            _pass_on(outside, inside)
            inside.shutdown(socket.SHUT_RDWR)
            back.join(5)


def _pass_on(one: socket.socket, other: socket.socket) -> None:
    with suppress(OSError):
        while content := one.recv(65536):
            other.sendall(content)
