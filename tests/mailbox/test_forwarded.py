"""What mail programs write above a forwarded message, in French and English."""

from datetime import UTC, datetime

import pytest

from cara_crm.mailbox.forwarded import first_head, moment_in
from cara_crm.mailbox.people import Person
from cara_crm.mailbox.words import text_of_html

TEN = datetime(2026, 11, 16, 9, 12, tzinfo=UTC)
CLAIRE = Person("claire@forge.example", "Claire Martin")
OUTLOOK_FR = """Voir ci-dessous, je la rappelle.

De : Claire Martin <claire@forge.example>
Envoyé : lundi 16 novembre 2026 10:12
À : Jean Ours <jean@cluster.example>
Objet : Certification

Bonjour"""
OUTLOOK_EN = """-----Original Message-----
From: Claire Martin [mailto:claire@forge.example]
Sent: Monday, November 16, 2026 10:12 AM
To: Jean Ours
Subject: Certification

Hello"""
GMAIL_FR = """---------- Forwarded message ---------
De : Claire Martin <claire@forge.example>
Date: lun. 16 nov. 2026 à 10:12
Subject: Certification
To: Jean Ours <jean@cluster.example>


Bonjour"""
GMAIL_EN = """---------- Forwarded message ---------
From: *Claire Martin* <claire@forge.example>
Date: Mon, Nov 16, 2026 at 10:12 AM
Subject: Certification
To: <jean@cluster.example>"""
THUNDERBIRD_FR = """-------- Message transféré --------
Sujet : \tCertification
Date : \tMon, 16 Nov 2026 10:12:00 +0100
De : \tClaire Martin <claire@forge.example>
Pour : \tJean Ours <jean@cluster.example>



Bonjour"""
THUNDERBIRD_EN = THUNDERBIRD_FR.replace("Sujet", "Subject").replace("De :", "From:").replace("Pour", "To")
APPLE_FR = """Début du message réexpédié :

> De: Claire Martin <claire@forge.example>
> Objet: Certification
> Date: 16 novembre 2026 à 10:12:00 UTC+1
> À: Jean Ours <jean@cluster.example>
>
> Bonjour"""
APPLE_EN = """Begin forwarded message:

From: Claire Martin <claire@forge.example>
Subject: Certification
Date: 16 November 2026 at 10:12:00 CET
To: Jean Ours <jean@cluster.example>"""
PROGRAMS = {name: text for name, text in list(globals().items()) if name.endswith(("_FR", "_EN"))}


@pytest.mark.parametrize("text", PROGRAMS.values(), ids=PROGRAMS)
def test_who_wrote_when_and_about_what_is_read(text: str) -> None:
    head = first_head(text)
    assert head is not None
    assert (head.sender, head.subject, head.sent_at) == (CLAIRE, "Certification", TEN)


FROM = "Claire Martin &lt;<a href='mailto:claire@forge.example'>claire@forge.example</a>&gt;"
PAGES = {
    "gmail": """<div>Pour suite<br><div class="gmail_quote">
        <div class="gmail_attr">---------- Forwarded message ---------
        <br>De : <strong>Claire Martin</strong> <span>&lt;<a href="#">claire@forge.example</a>&gt;</span><br>
        Date: lun. 16 nov. 2026 à 10:12<br>Subject: Certification<br>
        To: Jean &lt;jean@cluster.example&gt;<br></div></div></div>""",
    "outlook": f"""<p class=MsoNormal><o:p>&nbsp;</o:p></p><p><b><span lang=FR>De&nbsp;:</span></b><span> {FROM} <br>
        <b>Envoyé&nbsp;:</b> lundi 16 novembre 2026 10:12<br><b>À&nbsp;:</b> Jean &lt;jean@cluster.example&gt;<br>
        <b>Objet&nbsp;:</b> Certification<o:p></o:p></span></p>""",
    "outlook on the web": f"""<hr><div id="divRplyFwdMsg"><font><b>De :</b> {FROM}<br>
        <b>Envoyé :</b> 16/11/2026 10:12<br>
        <b>À :</b> Jean &lt;jean@cluster.example&gt;<br><b>Objet :</b> Certification</font></div><div>Bonjour</div>""",
    "thunderbird": f"""<div>-------- Message transféré --------<table><tbody><tr><th>Sujet : </th>
        <td>Certification</td></tr>
        <tr><th>Date : </th><td>Mon, 16 Nov 2026 10:12:00 +0100</td></tr><tr><th>De : </th><td>{FROM}</td></tr>
        <tr><th>Pour : </th><td>Jean &lt;jean@cluster.example&gt;</td></tr></tbody></table><br>Bonjour</div>""",
    "apple": f"""<blockquote type="cite"><div>Début du message réexpédié :</div><br>
        <div><b>De: </b><span>{FROM}<br></span></div>
        <div><span><b>Objet: </b></span><span><b>Certification</b><br></span></div>
        <div><b>Date: </b><span>16 novembre 2026 à 10:12:00 UTC+1<br></span></div>
        <div><span><b>À: </b></span><span>Jean &lt;jean@cluster.example&gt;<br></span></div><br>
        <div>Bonjour</div></blockquote>""",
}


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_of_a_page_too(page: str) -> None:
    head = first_head(text_of_html(page))
    assert head is not None
    assert (head.sender, head.subject, head.sent_at) == (CLAIRE, "Certification", TEN)
    assert [one.address for one in head.to] == ["jean@cluster.example"]


def test_several_addressees_are_read() -> None:
    head = first_head(OUTLOOK_FR.replace("À : ", "À : Paul <paul@rail.example>; "))
    assert head is not None
    assert [one.address for one in head.to] == ["paul@rail.example", "jean@cluster.example"]


def test_of_one_that_was_forwarded_twice_the_last_time() -> None:
    inner = OUTLOOK_FR.replace("Claire Martin <claire@forge.example>", "Paul <paul@rail.example>")
    head = first_head(f"{GMAIL_FR}\n\n{inner}")
    assert head is not None
    assert head.sender == CLAIRE


@pytest.mark.parametrize(
    "text",
    [
        "Bonjour,\nDe : la part de tous\nmerci",
        "Objet : rien d’autre\n\nDe : loin",
        "",
        "From: a@b.example\n\n\n\nTo: c@d.example\nSubject: too far",
    ],
)
def test_words_that_look_like_it_are_none(text: str) -> None:
    assert first_head(text) is None


def test_a_page_of_such_lines_takes_no_time() -> None:
    assert first_head("De : x\n" * 100_000 + "À : " * 20_000) is None


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("1er août 2026 09h05", (2026, 8, 1, 7, 5)),
        ("Wednesday, July 1, 2026 3:05 PM", (2026, 7, 1, 13, 5)),
        ("le 5 févr. 2026", (2026, 2, 5, 11, 0)),
        ("2026-11-16 10:12", (2026, 11, 16, 9, 12)),
        ("12/25/2026, 12:30 AM", (2026, 12, 24, 23, 30)),
    ],
)
def test_a_moment_as_people_write_it(said: str, day: tuple[int, ...]) -> None:
    assert moment_in(said) == datetime(*day, tzinfo=UTC)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize("said", ["", "hier", "31/31/2026", "45 novembre 2026", "1 mai 0001", "Mon, 16 Nov 99999 1:1"])
def test_what_is_no_moment_is_none(said: str) -> None:
    assert moment_in(said) is None
