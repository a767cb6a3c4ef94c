"""Lists of people as they come from mails, spreadsheets and minutes: who is meant, who stays a name, who was away."""

import re

import pytest

from cara_crm.core import clock
from cara_crm.interactions.attendance import is_too_long, lines_of
from cara_crm.interactions.models import Interaction
from tests import factories as f

PAGE = "/meetings/new"


@pytest.fixture(autouse=True)
def register(sign_in):
    """Four people of three companies."""
    sign_in(f.user())
    skips, works, frames = f.member("Bennes Ressorbleu"), f.member("Usinage Quatrevent"), f.member("Châssis Freinault")
    people = [
        (frames, "Perrine", "Coquillon", "perrine@freinault.example"),
        (works, "Noémie", "Gonnet", "noemie@quatrevent.example"),
        (skips, "Ange", "Escarpin", "ange@ressorbleu.example"),
        (skips, "Jean-Paul", "L’Hermine", "jp@ressorbleu.example"),
    ]
    made = [f.contact(at, first_name=one, last_name=other, email=mail) for at, one, other, mail in people]
    f.db.session.commit()
    return {one.last_name: one.affiliations[0].id for one in made}


@pytest.fixture
def found(post):
    """What the page says of a pasted text: (those who were there, who was away, names that stay names)."""

    def read(text):
        f.db.session.expunge_all()
        html = post(PAGE, PAGE, {"happened_on": clock.today().isoformat(), "attendees": text, "find": "yes"}).text
        listed = html.partition('<ul class="results panel flush"')[2].partition("</ul>")[0]
        rows = [" ".join(re.sub(r"<[^>]+>", " ", one).split()) for one in listed.split("<li>")[1:]]
        there = [name for row in re.findall(r"<b>([^<]+)</b>", listed) if (name := row.split(",")[0].split()[-1])]
        away = [row.split(",")[0].split()[-1] for row in rows if "excused or absent" in row]
        names = [row.partition(" not in the register")[0] for row in rows if "not in the register: stays" in row]
        return there, away, names

    return read


THREE = ["Coquillon", "Gonnet", "Escarpin"]
SHAPES = {
    "outlook, one without address": (
        "Perrine Coquillon; Noémie Gonnet <noemie@quatrevent.example>",
        (THREE[:2], [], []),
    ),
    "outlook": (
        "Perrine Coquillon <perrine@freinault.example>; Noémie Gonnet <noemie@quatrevent.example>; "
        "Ange Escarpin <ange@ressorbleu.example>",
        (THREE, [], []),
    ),
    "outlook, last name first": (
        "À : COQUILLON, Perrine <perrine@freinault.example>; GONNET, Noémie <noemie@quatrevent.example>",
        (THREE[:2], [], []),
    ),
    "gmail": (
        '"Coquillon, Perrine" <perrine@freinault.example>, Noémie Gonnet <noemie@quatrevent.example>',
        (THREE[:2], [], []),
    ),
    "names with a stranger between addresses": (
        "Perrine Coquillon, Firmin Inconnu, Noémie Gonnet <noemie@quatrevent.example>, ange@ressorbleu.example",
        (THREE, [], ["Firmin Inconnu"]),
    ),
    "addresses": (
        "perrine@freinault.example; noemie@quatrevent.example, ange@ressorbleu.example",
        (THREE, [], []),
    ),
    "commas and et": (
        "Perrine Coquillon, Noémie Gonnet, Ange Escarpin et Firmin Inconnu",
        (THREE, [], ["Firmin Inconnu"]),
    ),
    "and": ("Perrine Coquillon and Noémie Gonnet", (THREE[:2], [], [])),
    "semicolons": (
        "Perrine Coquillon; Noémie Gonnet; Ange Escarpin; Firmin Inconnu",
        (THREE, [], ["Firmin Inconnu"]),
    ),
    "slashes": ("Perrine Coquillon / Noémie Gonnet / Ange Escarpin", (THREE, [], [])),
    "minutes": (
        "Mme Coquillon Perrine (Châssis Freinault), M. Ange Escarpin (Bennes Ressorbleu, gérant) et "
        "Mme Noémie Gonnet (Usinage Quatrevent)",
        (["Coquillon", "Escarpin", "Gonnet"], [], []),
    ),
    "minutes, unknown ones": (
        "Mme Zoé Neuve (Société Ailleurs), M. Ange Escarpin (Bennes Ressorbleu)",
        (["Escarpin"], [], ["Mme Zoé Neuve (Société Ailleurs)"]),
    ),
    "name, place, name, place": (
        "Perrine Coquillon, Châssis Freinault, Noémie Gonnet, Usinage Quatrevent",
        (THREE[:2], [], []),
    ),
    "name, function, place": ("Perrine Coquillon, Directrice générale, Châssis Freinault", (THREE[:1], [], [])),
    "one known, one not": ("Perrine Coquillon, Firmin Inconnu", (THREE[:1], [], ["Firmin Inconnu"])),
    "a table": (
        "Nom\tPrénom\tSociété\tE-mail\tSignature\n"
        "COQUILLON\tPerrine\tChâssis Freinault\tperrine@freinault.example\t\n"
        "GONNET\tNoémie\tUsinage Quatrevent\t\t\n"
        "INCONNU\tFirmin\tSociété Ailleurs\t\t",
        (THREE[:2], [], ["INCONNU, Firmin, Société Ailleurs"]),
    ),
    "a table, place first, numbered": (
        "N°\tSociété\tNom Prénom\tFonction\n1\tBennes Ressorbleu\tESCARPIN Ange\tGérant\n"
        "2\tUsinage Quatrevent\tGONNET Noémie\tAcheteuse",
        (["Escarpin", "Gonnet"], [], []),
    ),
    "a table, first name first": (
        "First name\tLast name\tCompany\nJean-Paul\tL'Hermine\tBennes Ressorbleu",
        (["L’Hermine"], [], []),
    ),
    "a table says who came": (
        "Nom\tPrénom\tPrésent\nCoquillon\tPerrine\toui\nEscarpin\tAnge\tnon",
        (["Coquillon"], ["Escarpin"], []),
    ),
    "a row of names": ("Perrine Coquillon\tNoémie Gonnet\tAnge Escarpin", (THREE, [], [])),
    "a spreadsheet's text": (
        "Coquillon;Perrine;Châssis Freinault;perrine@freinault.example\nGonnet;Noémie;Usinage Quatrevent;",
        (THREE[:2], [], []),
    ),
    "excused in a cell": ("Ange Escarpin\tBennes Ressorbleu\texcusé", ([], ["Escarpin"], [])),
    "excused in a list": (
        "Perrine Coquillon, Noémie Gonnet (excusée), Ange Escarpin",
        (["Coquillon", "Escarpin"], ["Gonnet"], []),
    ),
    "excused under a heading": (
        "Présents :\n- Perrine Coquillon\n- Firmin Inconnu\n\nExcusés :\n- Noémie Gonnet, Ange Escarpin",
        (["Coquillon"], ["Gonnet", "Escarpin"], ["Firmin Inconnu"]),
    ),
    "excused after a heading": (
        "Étaient présents (1) : Perrine Coquillon\nAbsents excusés : Ange Escarpin et Noémie Gonnet",
        (["Coquillon"], ["Escarpin", "Gonnet"], []),
    ),
    "apologies": (
        "Attendees: Perrine Coquillon\nApologies: Ange Escarpin",
        (["Coquillon"], ["Escarpin"], []),
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_pasted_list(found, shape):
    text, expected = SHAPES[shape]
    assert found(text) == expected


def read(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.text).split())


@pytest.fixture
def record(post):
    def send(text, **values):
        f.db.session.expunge_all()
        said = {
            "happened_on": clock.today().isoformat(),
            "attendees": text,
            "minutes": "Bon débat.",
            "agreement": "ask",
        }
        return post(PAGE, PAGE, said | values)

    return send


def test_no_word_is_lost(record):
    """Whatever is no person of the register stands beside the one that it was written with."""
    assert "written: Perrine Coquillon, en visio" in read(record("Perrine Coquillon, en visio", find="yes"))


def test_who_is_excused_is_named_in_the_minutes_and_was_not_there(record, db):
    assert (
        record("Perrine Coquillon\nAnge Escarpin\tBennes Ressorbleu\texcusé\nFirmin Inconnu, excusé").status_code == 303
    )
    kept = db.session.query(Interaction).one()
    assert [one.last_name for one in kept.contacts] == ["Coquillon"]
    away = "Ange Escarpin, Direction, Bennes Ressorbleu; Firmin Inconnu, excusé"
    assert kept.minutes == f"Bon débat.\n\nExcused or absent: {away}"


@pytest.mark.parametrize(
    "text", ["Coquilon Perrine, Châssis Freinault", "Perine Coquillon", "Noémie Gonnet, Coquilllon Perrine"]
)
def test_a_name_written_nearly_so_is_proposed(record, register, text):
    html = record(text, find="yes").text
    assert f'<option value="{register["Coquillon"]}">Perrine Coquillon, Direction, Châssis Freinault' in html


def test_a_proposal_is_taken_or_left(record, register, db):
    text = "Noémie Gonnet\nCoquilon Perrine"
    field = re.search(r'name="(who-\w+)"', record(text, find="yes").text)[1]
    assert record(text, **{field: register["Coquillon"]}).status_code == 303
    assert {one.last_name for one in db.session.query(Interaction).one().contacts} == {"Gonnet", "Coquillon"}
    assert record(text).status_code == 303
    left = db.session.query(Interaction).order_by(Interaction.id.desc()).first()
    assert "not in the register: Coquilon Perrine" in left.minutes


def test_nobody_of_another_sector_is_proposed(sign_in, record):
    f.contact(f.member("Roues Ailleurs"), first_name="Odile", last_name="Marchepied")
    sign_in(f.user(sectors=[f.sector("AUTO")]))
    assert "Odile Marchepied" not in read(record("Odile Marchepiet", find="yes"))


def test_a_list_that_is_too_long_is_refused(record):
    text = "\n".join(["Perrine Coquillon", *(f"Firmin Inconnu{n}" for n in range(90))])
    assert is_too_long(text)
    assert not is_too_long("Perrine Coquillon")
    refused = record(text)
    assert refused.status_code == 422
    assert "Only 80 lines are read" in refused.text


def test_many_words_are_read_by_both_databases(record):
    words = " ".join(f"mot{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(300))
    assert record("\n".join(f"{words} n{n} y{n} z{n}" for n in range(60)), find="yes").status_code == 200


def test_headings_alone_are_nobody():
    assert lines_of("Nom\tPrénom\tSociété\tPrésent\nListe des participants :\nExcusés") == []
