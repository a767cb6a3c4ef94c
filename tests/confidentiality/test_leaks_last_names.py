"""Last names of several words, with or without title and first name."""

import pytest

from cara_crm.confidentiality.leaks import LeakIndex, LeakKind, RegisterEntry, find_leaks

PEOPLE = {
    "Mohamed Ben Achourine": "Ben Achourine|Achourine|BEN ACHOURINE|ben achourine|BenAchourine|Mohamed B.",
    "Karim El Khatibou": "El Khatibou|Khatibou|K. El Khatibou|monsieur el khatibou|EL-KHATIBOU",
    "Joke Van der Meerschaut": "Van der Meerschaut|J. Van der Meerschaut|Meerschaut|VAN DER MEERSCHAUT|v.d. Meerschaut",
    "Rosa Garcia Lopezo": "Garcia Lopezo|Lopezo|Garcia|GARCIA-LOPEZO|R. Garcia Lopezo",
    "Paulo Da Silvestro": "Da Silvestro|Silvestro|da Silvestro|P. Da Silvestro",
    "Luc Saint Marcelin": "Saint Marcelin|Saint-Marcelin|Marcelin|L. Saint-Marcelin",
    "Anne Dupontel-Aignant": "Dupontel|Aignant|Dupontel Aignant|A. Dupontel-A.",
    "Ana Maria Pires Nogueirol": "Pires Nogueirol|Nogueirol|Ana Nogueirol|A. Pires Nogueirol|Ana N.",
    "Guy Le Guennecou": "Le Guennecou|Guennecou|LeGuennecou",
    "Thi Ngo": "Ngo|Mme Ngo|Thi N.",
    "Luc Petit Bon": "dit Petit Bon|Luc Petit Bon|M. Petit Bon|L. Petit Bon",
    "Luc De La Cour": "M. de La Cour|Delacour|L. de la Cour|Luc de la Cour",
}
ORDINARY = """
    un petit bon|la cour d’appel|La Cour de cassation|à la fin de la Cour|Le petit bonheur|Luc est là|bon an, mal an
    Saint-Étienne|Van neuf|la fontaine|El Niño|Anas|Lucas|Anna Dupré|Le Mans
"""
INDEX = LeakIndex(RegisterEntry(id=person, people=(person,)) for person in PEOPLE)


@pytest.mark.parametrize(("person", "said"), [(who, said) for who, all_ in PEOPLE.items() for said in all_.split("|")])
def test_a_person_is_found_by_the_last_name_in_every_writing(person, said):
    found = find_leaks(f"Hier encore, {said} a dû arrêter.", INDEX)
    assert any(leak.kind is LeakKind.PERSON and person in leak.owners for leak in found), found


@pytest.mark.parametrize("said", [said.strip() for said in ORDINARY.replace("\n", "|").split("|") if said.strip()])
def test_words_of_a_last_name_alone_are_nobodys(said):
    assert find_leaks(said, INDEX) == ()
