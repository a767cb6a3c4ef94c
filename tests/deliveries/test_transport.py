"""Mail over a real SMTP server, and what is done with each of its answers."""

import ssl
import subprocess

import pytest

from cara_crm.core.actor import Actor
from cara_crm.deliveries import mime, proof, services, transport
from cara_crm.deliveries.models import Delivery, DeliveryAttachment
from cara_crm.files import services as files
from tests import factories, smtp

SENDER = "CARA <nepasrepondre@cara.example>"


@pytest.fixture(scope="module")
def server():
    with smtp.running() as (server, mailboxes):
        yield server, mailboxes


@pytest.fixture
def way(server):
    """way(url) → a transport, closed at the end of the test."""
    made = []

    def _way(url: str = "", folder=None):
        made.append(transport.from_url(url, SENDER, folder))
        return made[-1]

    yield _way
    for one in made:
        one.close()


@pytest.fixture
def sent(server, way):
    """send(envelope) → what arrived."""

    def _send(envelope: mime.Envelope):
        way(server[0].url).send(envelope)
        return server[1].messages[-1]

    return _send


def delivery(**kwargs) -> Delivery:
    values = {
        "recipient": "ana@atelier.example",
        "recipient_name": "Ana Fictive",
        "subject": "Bonjour",
        "body_text": "Texte\n",
        "body_html": "<p>Texte</p>",
        "message_id": services.new_message_id(),
        "reply_to": "",
        "unsubscribe_url": "",
    }
    return Delivery(**(values | kwargs))


def to(local: str) -> mime.Envelope:
    return mime.build(delivery(recipient=f"{local}@atelier.example"), SENDER)


def test_a_mail_has_plain_text_first_and_html_of_the_same(sent):
    message = sent(mime.build(delivery(), SENDER))
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert message.get_body(("plain",)).get_content().strip() == "Texte"


@pytest.mark.parametrize(
    "subject",
    [
        "Réponse à votre remontée : Été, Ελληνικά, " + "très " * 30 + "long",
        "Réunion à Évreux : l’électrification accélérée des véhicules industriels, étape décisive",
        "Appel à projets — « petites séries » 🚲 " + "très " * 20 + "long",
    ],
)
def test_names_and_subjects_in_any_script_arrive_whole(sent, subject):
    message = sent(mime.build(delivery(subject=subject, recipient_name="Žofia Œuvrard, Dr."), SENDER))
    assert message["Subject"] == subject
    assert message["To"].addresses[0].display_name == "Žofia Œuvrard, Dr."


def test_the_message_id_is_the_deliverys(sent):
    one = delivery()
    assert sent(mime.build(one, SENDER))["Message-ID"] == one.message_id


def test_a_machine_says_that_it_is_one_and_a_person_gets_the_reply(sent):
    message = sent(mime.build(delivery(reply_to="Zoé Invente <zoe@cluster.example>"), SENDER))
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Reply-To"].addresses[0].addr_spec == "zoe@cluster.example"


def test_a_newsletter_offers_one_click(sent):
    url = "https://crm.example/unsubscribe/" + "x" * 120
    message = sent(mime.build(delivery(unsubscribe_url=url), SENDER))
    assert message["List-Unsubscribe"] == f"<{url}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_other_mails_offer_no_unsubscription(sent):
    assert sent(mime.build(delivery(), SENDER))["List-Unsubscribe"] is None


@pytest.mark.usefixtures("request_context")
def test_attachments_arrive_under_their_names(sent):
    one = services.queue(
        "trial",
        to=factories.contact(),
        dedupe_key="with a file",
        context={},
        attachments=[files.store("Rapport été.pdf", "application/pdf", b"%PDF-1.7")],
        by=Actor.system("test"),
    )
    attachment = next(iter(sent(mime.build(one, SENDER)).iter_attachments()))
    assert (attachment.get_filename(), attachment.get_content()) == ("Rapport été.pdf", b"%PDF-1.7")


ICS = "BEGIN:VCALENDAR\r\nMETHOD:{}\r\nBEGIN:VTIMEZONE\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT\r\nSUMMARY:Été\r\n METHOD:X\r\n"


@pytest.mark.usefixtures("request_context")
@pytest.mark.parametrize(
    ("name", "media", "content", "told"),
    [
        ("event.ics", "text/calendar", ICS.format("CANCEL").encode(), ["utf-8", "CANCEL", "VEVENT"]),
        ("event.ics", "text/calendar", ICS.format("PUBLISH").encode(), ["utf-8", "PUBLISH", "VEVENT"]),
        ("notes.txt", "text/plain", "Été".encode(), ["utf-8", None, None]),
        ("notes.txt", "text/plain", "Été".encode("cp1252"), [None, None, None]),
        ("rapport.pdf", "application/pdf", b"%PDF", [None, None, None]),
    ],
)
def test_a_text_says_its_charset_and_a_calendar_what_it_is_for(sent, name, media, content, told):
    """RFC 2046, 4.1.2; RFC 5545, 8.1; RFC 6047, 2.4."""
    one = delivery(attachments=[DeliveryAttachment(file=files.store(name, media, content))])
    [part] = sent(mime.build(one, SENDER)).iter_attachments()
    assert part.get_content_type() == media
    assert [part.get_param(key) for key in ("charset", "method", "component")] == told
    assert part.get_payload(decode=True) == content


def test_a_text_without_a_page_and_with_files_is_read_first(sent, request_context):
    one = delivery(body_html="", attachments=[])
    assert sent(mime.build(one, SENDER)).get_content_type() == "text/plain"
    one = delivery(
        body_html="", attachments=[DeliveryAttachment(file=files.store("a.pdf", "application/pdf", b"%PDF"))]
    )
    message = sent(mime.build(one, SENDER))
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "application/pdf"]


@pytest.mark.parametrize(
    "recipient", ["andré@atelier.example", "ana", "ana@", "a na@atelier.example", "ana@x\r\nBcc: b@c"]
)
def test_what_no_mail_can_go_to_is_not_written(recipient):
    with pytest.raises(ValueError):  # noqa: PT011
        mime.build(delivery(recipient=recipient), SENDER)


@pytest.mark.parametrize("where", ["subject", "recipient_name", "reply_to", "unsubscribe_url"])
def test_no_header_can_be_smuggled_in(where):
    evil = "x\r\nBcc: thief@elsewhere.example"
    try:
        content = mime.build(delivery(**{where: evil}), SENDER).content
    except ValueError:
        return
    assert b"\nBcc:" not in content


@pytest.mark.parametrize(
    ("local", "answer"),
    [
        ("unknown", transport.Bounced),
        ("later", transport.Deferred),
        ("busy", transport.Unreachable),
        ("spam", transport.Refused),
        ("full", transport.Deferred),
        ("nobody", transport.Bounced),
        ("drop", transport.Deferred),
    ],
)
def test_every_answer_has_its_meaning(sent, local, answer):
    with pytest.raises(transport.NotSent) as raised:
        sent(to(local))
    assert raised.type is answer


@pytest.mark.slow
def test_a_server_that_hangs_is_left(sent):
    with pytest.raises(transport.Deferred):
        sent(to("hang"))


def test_nobody_there(way):
    with pytest.raises(transport.Unreachable):
        way(f"smtp://127.0.0.1:{smtp.free_port()}").send(to("ana"))


def test_one_connection_carries_many_mails(server, way):
    before, out = server[1].connections, way(server[0].url)
    for n in range(5):
        out.send(to(f"ana{n}"))
    assert server[1].connections == before + 1


def test_a_refusal_leaves_the_connection_usable(server, way):
    out = way(server[0].url)
    with pytest.raises(transport.Bounced):
        out.send(to("unknown"))
    out.send(to("ana"))


def test_a_connection_that_was_closed_meanwhile_is_opened_again(server, way):
    out = way(server[0].url)
    out.send(to("ana"))
    out.connection.sock.shutdown(2)
    out.send(to("bea"))
    assert server[1].messages[-1]["To"].addresses[0].username == "bea"


def test_a_password_may_hold_any_character(way):
    with smtp.running(auth_require_tls=False) as (server, mailboxes):
        way(f"smtp://user%40cara:p%40ss%2Fword@127.0.0.1:{server.port}").send(to("ana"))
        assert mailboxes.logins == ["user@cara"]


def test_a_wrong_password_condemns_no_message(way):
    with smtp.running(auth_require_tls=False) as (server, _mailboxes), pytest.raises(transport.Unreachable):
        way(f"smtp://user:wrong@127.0.0.1:{server.port}?timeout=1").send(to("ana"))


def test_no_encryption_no_mail(server, way):
    with pytest.raises(transport.Unreachable):
        way(f"smtp+starttls://127.0.0.1:{server[0].port}").send(to("ana"))


def test_without_a_server_mail_goes_to_a_folder(tmp_path, way):
    out, envelope = way(folder=tmp_path / "outbox"), to("ana")
    out.send(envelope)
    out.send(envelope)
    assert [f.name for f in (tmp_path / "outbox").iterdir()] == [f"{envelope.key}.eml"]


def test_an_unwritable_folder_condemns_no_message(tmp_path, way):
    (tmp_path / "file").touch()
    with pytest.raises(transport.Unreachable):
        way(f"file://{tmp_path}/file/outbox").send(to("ana"))


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate of localhost that this test run trusts, and its key."""
    folder = tmp_path_factory.mktemp("tls")
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    files = ["-keyout", f"{folder}/key.pem", "-out", f"{folder}/certificate.pem"]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *names, *files]
    subprocess.run(command, check=True, capture_output=True)
    return folder


@pytest.fixture
def tls(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "certificate.pem", certificate / "key.pem")
    return context


def test_starttls_is_used_when_it_is_asked_for(tls, certificate, way, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate / "certificate.pem"))
    with smtp.running(tls_context=tls, require_starttls=True) as (server, mailboxes):
        out = way(f"smtp+starttls://localhost:{server.port}?timeout=5")
        out.send(to("ana"))
        out.close()
        assert len(mailboxes.messages) == 1


def test_a_certificate_that_nobody_knows_is_not_talked_to(tls, way):
    with smtp.running(tls_context=tls) as (server, mailboxes):
        with pytest.raises(transport.Unreachable, match="certificate"):
            way(f"smtp+starttls://localhost:{server.port}?timeout=5").send(to("ana"))
        assert mailboxes.messages == []


def test_smtps_is_encrypted_from_the_first_byte(tls, certificate, way, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate / "certificate.pem"))
    with smtp.running(ssl_context=tls) as (server, mailboxes):
        out = way(f"smtps://localhost:{server.port}?timeout=5")
        out.send(to("ana"))
        out.close()
        assert len(mailboxes.messages) == 1


def test_a_server_that_closes_after_each_mail_gets_them_all(server, way):
    out = way(server[0].url)
    for name in ("ana", "bea", "cleo"):
        out.send(to(name))
        out.connection.sock.shutdown(2)
    assert [m["To"].addresses[0].username for m in server[1].messages[-3:]] == ["ana", "bea", "cleo"]


@pytest.fixture
def mailbox(app, monkeypatch):
    monkeypatch.setitem(app.config, "MAILBOX_ADDRESS", "crm@cluster.example")


def test_each_mail_has_an_address_of_its_own_for_reports_on_it(server, way, mailbox):
    first, second = (delivery(id=n) for n in (7, 8))
    one_way = way(server[0].url)
    for one in (first, second):
        one_way.send(mime.build(one, SENDER))
    assert server[1].senders[-2:] == [proof.return_path(one.id, one.message_id) for one in (first, second)]
    message = server[1].messages[-1]
    assert message[proof.HEADER] == proof.mark_of(second.message_id)
    assert message[proof.HEADER] not in str(message["Message-ID"])


def test_a_server_that_takes_our_own_address_only_gets_that(way, mailbox):
    with smtp.running() as (server, mailboxes):
        mailboxes.own_only = "nepasrepondre@cara.example"
        one_way = way(server.url)
        for n in (1, 2):
            one_way.send(mime.build(delivery(id=n), SENDER))
        assert (mailboxes.senders, one_way.is_tagged) == (["nepasrepondre@cara.example"] * 2, False)


def test_who_is_unknown_is_unknown_whoever_sends(server, way, mailbox):
    one_way, before = way(server[0].url), len(server[1].asked)
    with pytest.raises(transport.Bounced):
        one_way.send(mime.build(delivery(id=1, recipient="unknown@atelier.example"), SENDER))
    assert one_way.is_tagged
    assert server[1].asked[before:] == ["unknown@atelier.example"]


def test_after_an_hour_it_is_asked_again_whether_it_takes_a_tagged_sender(way, mailbox, monkeypatch):
    with smtp.running() as (server, mailboxes):
        mailboxes.own_only = "nepasrepondre@cara.example"
        one_way = way(server.url)
        one_way.send(mime.build(delivery(id=1), SENDER))
        mailboxes.own_only = ""
        monkeypatch.setattr(one_way, "plain_until", one_way.plain_until - transport.PLAIN_SECONDS)
        one_way.send(mime.build(delivery(id=2), SENDER))
        assert "+report-2-" in mailboxes.senders[-1]


@pytest.mark.parametrize(
    ("said", "meaning"),
    [
        ("554 5.7.1 Service unavailable; Client host [192.0.2.7] blocked using zen.spamhaus.org", transport.Barred),
        ("554 5.7.1 <ana@atelier.example>: Relay access denied", transport.Barred),
        ("530 5.7.0 Authentication required", transport.Barred),
        ("552 5.3.4 Message size exceeds fixed limit", transport.Refused),
        ("550 rejected", transport.Refused),
    ],
)
def test_what_is_ours_to_mend_is_no_matter_of_the_address(way, said, meaning):
    with smtp.running() as (server, mailboxes):
        mailboxes.refuses = said
        with pytest.raises(transport.NotSent) as raised:
            way(server.url).send(to("ana"))
    assert raised.type is meaning


def test_lines_that_begin_with_from_or_a_dot_arrive_as_they_were_written(server, way, tmp_path):
    """mbox's ">From" has no place in a mail; the folder shows what goes over the wire."""
    text = "From PFA, the platform of the sector:\n\nFrom now on\n.\n..two\n"
    envelope = mime.build(delivery(body_text=text, body_html="<p>\nFrom PFA\n</p>\n"), SENDER)
    way(server[0].url).send(envelope)
    raw, message = server[1].raw[-1], server[1].messages[-1]
    plain = message.get_body(("plain",)).get_content()
    assert (plain.replace("\r\n", "\n"), b">From" in raw) == (text, False)
    way(folder=tmp_path / "outbox").send(envelope)
    assert (tmp_path / "outbox" / f"{envelope.key}.eml").read_bytes() == envelope.content == raw


LONG = "Électrification des véhicules utilitaires légers : où en êtes-vous, et qu’est-ce qui vous manque ? " * 2
ADDRESS = "https://crm.example/information/" + "a" * 300


def test_what_goes_over_the_wire_is_plain_ascii_in_lines_of_mail(server, way, app):
    """RFC 5322, 2.1.1: 998 octets a line at most, 78 where it can be; RFC 2045: 76 in what is encoded."""
    text, page = f"Œuvre à l’été\n{LONG}\n{ADDRESS}\n.\nfin\n", f"<p>{LONG}<a href='{ADDRESS}'>ici</a></p>\n"
    url = f"https://crm.example/unsubscribe/{'t' * 120}"
    one = delivery(
        id=5, subject=LONG[:200], recipient_name="Žofia Œuvrard-" + "L" * 90, body_text=text, body_html=page,
        unsubscribe_url=url, reply_to='"Zoé, de l’équipe" <zoe@cluster.example>',
    )  # fmt: skip
    way(server[0].url).send(mime.build(one, SENDER))
    raw, message = server[1].raw[-1], server[1].messages[-1]
    raw.decode("ascii")
    head, _blank, body = raw.partition(b"\r\n\r\n")
    assert all(line.endswith(b"\r") or not line for line in raw.split(b"\n")[:-1])
    unfolded = (b"Message-ID", b"List-Unsubscribe")
    assert max(len(line) for line in head.split(b"\r\n") if not line.startswith(unfolded)) <= 78
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998
    assert max(len(line) for line in body.split(b"\r\n")) <= 78
    plain, html = (message.get_body((kind,)).get_content().replace("\r\n", "\n") for kind in ("plain", "html"))
    assert (message["Subject"], plain, html) == (one.subject, text, page)
    assert message["Auto-Submitted"] == "auto-generated"
    assert (message["List-Unsubscribe"], message["List-Unsubscribe-Post"]) == (f"<{url}>", "List-Unsubscribe=One-Click")
    assert message["Precedence"] == "bulk"
    assert str(message["List-Id"]) == "CARA <information.cara.example>"
    assert message["Reply-To"].addresses[0].display_name == "Zoé, de l’équipe"


def test_a_letter_to_one_person_is_no_list(sent, request_context):
    message = sent(mime.build(delivery(), SENDER))
    assert [message[name] for name in ("List-Id", "List-Unsubscribe", "Precedence")] == [None] * 3
