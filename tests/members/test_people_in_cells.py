"""What one cell says of people: each with its name, function, phone and e-mail; nobody is made of anything else."""

import pytest

from cara_crm.members.spreadsheet import Draft, read_list
from cara_crm.members.spreadsheet.naming import read_cell
from cara_crm.members.spreadsheet.people import name_of_mail
from cara_crm.members.spreadsheet.row import Parsed
from tests.members.lists import A


@pytest.fixture(autouse=True)
def _words(request_context: None) -> None:
    """Problems are sentences in a language."""


def read(headers: str, *rows: str) -> tuple[Parsed, Draft]:
    _listing, parsed, drafts = read_list("\n".join([headers, *rows, ""]).encode(), {})
    return parsed, drafts[0]


ANA, TOM = ("Ana", "ROUX", "Directrice générale"), ("Tom", "Rond", "DG")


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Mme Ana ROUX, Directrice générale", [ANA]),
        ("Ana ROUX - Directrice générale", [ANA]),
        ("ROUX Ana / Directrice générale", [ANA]),
        ("Ana ROUX (Directrice générale)", [ANA]),
        ("Ana ROUX Directrice générale", [ANA]),
        ("Directrice générale : Mme Ana ROUX", [ANA]),
        ("Ana ROUX\nDirectrice générale", [ANA]),
        ("Tom Rond, DG", [TOM]),
        ("M. Tom Rond DG", [TOM]),
        ("DG Tom Rond", [TOM]),
        ("Ana ROUX (Directrice générale)\nTom Rond (DG)", [ANA, TOM]),
        ("Ana ROUX, Directrice générale / M. Tom Rond, DG", [ANA, TOM]),
        ("Jean-Paul Petit et Anne Petit", [("Jean-Paul", "Petit", ""), ("Anne", "Petit", "")]),
        ("Jean et Anne Petit", [("Jean", "Petit", ""), ("Anne", "Petit", "")]),
        ("Li Wei, Léa Gros et Tom Rond", [("Li", "Wei", ""), ("Léa", "Gros", ""), ("Tom", "Rond", "")]),
        ("M. Dupré, Mme Roux", [("", "Dupré", ""), ("", "Roux", "")]),
        ("Dupont, Jean", [("Jean", "Dupont", "")]),
        ("de La Tour, Odile", [("Odile", "de La Tour", "")]),
        ("M. Tom Rond (DG) et Mme Ana ROUX (Directrice générale)", [TOM, ANA]),
        ("Tom Rond, DG, et Ana ROUX, Directrice générale", [TOM, ANA]),
        ("M.Rond", [("", "Rond", "")]),
        ("Pdt : Tom Rond", [("Tom", "Rond", "Pdt")]),
        ("Tom Rond\nZingueuse", [("Tom", "Rond", "")]),
        ("Jean Maire", [("Jean", "Maire", "")]),
        ("Anne Petit, Responsable RH et QSE", [("Anne", "Petit", "Responsable RH et QSE")]),
        ("Anne Petit, pilote ligne 3", [("Anne", "Petit", "pilote ligne 3")]),
    ],
)
def test_names_functions_and_several_people_of_a_cell_are_told_apart(
    text: str, people: list[tuple[str, str, str]]
) -> None:
    assert [(one.first_name, one.last_name, one.function) for one in read_cell(text).people] == people


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Mme de Rastignac", [("", "de Rastignac")]),
        ("M. de La Fontaine", [("", "de La Fontaine")]),
        ("Le Goff", [("", "Le Goff")]),
        ("Mme Le Gall Anne", [("Anne", "Le Gall")]),
        ("Du Plessis Jean-Marc", [("Jean-Marc", "Du Plessis")]),
        ("M. Du Bois (DG)", [("", "Du Bois")]),
        ("Mme DE LA TOUR", [("", "DE LA TOUR")]),
        ("LE GUENNEC YANN", [("YANN", "LE GUENNEC")]),
        ("Van den Berghe Jan", [("Jan", "Van den Berghe")]),
        ("M. d’Ornessan", [("", "d’Ornessan")]),
        ("d'Ornessan Claire", [("Claire", "d'Ornessan")]),
        ("M. D. Rond", [("D.", "Rond")]),
        ("Mme Di Marzio", [("", "Di Marzio")]),
        ("M. Ben Salah", [("", "Ben Salah")]),
        ("Ben Hardwick", [("Ben", "Hardwick")]),
        ("Mme de Saint Laurent", [("", "de Saint Laurent")]),
        ("Mme de La Roche Noire", [("", "de La Roche Noire")]),
        ("Anne Marie Le Guennec", [("Anne Marie", "Le Guennec")]),
        ("Odile de La Tour", [("Odile", "de La Tour")]),
        ("M. et Mme de La Fontaine", [("", "de La Fontaine")]),
        ("Le Bihan Marie / Du Bois Paul", [("Marie", "Le Bihan"), ("Paul", "Du Bois")]),
        ("Directeur : M. Le Bihan", [("", "Le Bihan")]),
        ("Le gérant", []),
        ("Les associés", []),
    ],
)
def test_a_particle_begins_a_family_name_and_is_nobodys_first_name(text: str, people: list[tuple[str, str]]) -> None:
    assert [(one.first_name, one.last_name) for one in read_cell(text).people] == people


@pytest.mark.parametrize(
    ("mail", "named"),
    [("anne.le.goff@x.example", ("Anne", "Le Goff")), ("de.rastignac@x.example", ("", "De Rastignac"))],
)
def test_a_particle_of_an_address_is_nobodys_first_name(mail: str, named: tuple[str, str]) -> None:
    assert name_of_mail(mail) == named


@pytest.mark.parametrize(
    "text", ["Mme", "M.", "DG", "Service achats", "TOTAL", "idem", "Standard", "RAS", "2 personnes"]
)
def test_what_is_nobodys_name_is_nobody(text: str) -> None:
    assert read_cell(text).people == []


@pytest.mark.parametrize("text", ["DG", "Service achats", "idem", "voir siège", "2 personnes"])
@pytest.mark.parametrize("column", ["Contact", "Dirigeant"])
def test_what_names_nobody_is_said_where_it_stands(text: str, column: str) -> None:
    parsed, draft = read(f"Société;SIREN;{column}", f"Forge;{A};{text}")
    assert draft.beside.people == ()
    assert [(one.row, one.column, text in one.reason) for one in parsed.warnings] == [(2, column, True)]


def test_phones_and_mails_of_a_cell_are_those_of_who_stands_before_them() -> None:
    _parsed, draft = read(
        "Société;SIREN;Contacts",
        f'Forge;{A};"Tom Rond (DG) 06 11 22 33 44\nMarie Curat (RH) marie@forge.example\nStandard : 04 78 00 00 00"',
    )
    told = [(one.last_name, one.function, one.phone, one.email) for one in draft.beside.people]
    assert told == [("Rond", "DG", "06 11 22 33 44", ""), ("Curat", "RH", "", "marie@forge.example")]
    assert draft.phone.replace(" ", "").endswith("478000000")


@pytest.mark.parametrize(
    ("headers", "cells", "lost"),
    [
        ("Prénom;Nom;Fonction", "Ana;;", "Ana"),
        ("Prénom;Nom;Fonction", ";;Gérante", "Gérante"),
        ("Contact;Fonction", ";Gérante", "Gérante"),
        ("Contact;Fonction", "Ana Roux / Tom Rond;DG / DAF / RH", "RH"),
        ("Contact;Tél;Tél 2;Tél 3", "Ana Roux;0478000001;0478000002;0478000003", "0478000003"),
    ],
)
def test_nothing_of_a_person_is_left_out_without_a_word(headers: str, cells: str, lost: str) -> None:
    parsed, _draft = read(f"Société;SIREN;{headers}", f"Forge;{A};{cells}")
    assert [lost in one.reason for one in parsed.warnings] == [True]


def test_a_mail_behind_two_phones_is_still_that_persons() -> None:
    parsed, draft = read(
        "Société;SIREN;Nom;Prénom;Tél;Portable;Mail", f"Forge;{A};Roux;Ana;0478000001;0601020304;ana@forge.example"
    )
    [ana] = draft.beside.people
    assert (ana.phone, ana.second_phone, ana.email) == ("0478000001", "0601020304", "ana@forge.example")
    assert parsed.warnings == ()


@pytest.mark.parametrize("last", ["DUPRÉ (PDG)", "M. DUPRÉ, PDG", "DUPRÉ - PDG"])
def test_a_function_in_the_cell_of_the_last_name_is_none_of_it(last: str) -> None:
    _parsed, draft = read("Société;SIREN;Nom;Prénom", f"Forge;{A};{last};Mme Colombe")
    [one] = draft.beside.people
    assert (one.first_name, one.last_name, one.function) == ("Colombe", "DUPRÉ", "PDG")


def test_whose_mail_it_is_of_two_people_is_told_by_its_name() -> None:
    _parsed, draft = read("Société;SIREN;Contact;Mail", f"Forge;{A};Ana Roux / Tom Rond;t.rond@forge.example")
    assert [one.email for one in draft.beside.people] == ["", "t.rond@forge.example"]


def test_who_was_there_until_a_year_is_no_contact_and_is_said() -> None:
    parsed, draft = read("Société;SIREN;Contact", f"Forge;{A};Ana Roux (jusqu’en 2024)")
    assert draft.beside.people == ()
    assert ["jusqu’en 2024" in one.reason for one in parsed.warnings] == [True]


def test_a_number_in_brackets_is_no_function() -> None:
    assert [one.function for one in read_cell("Ana Roux (2e)").people] == [""]
