"""Names that are no words: letters with figures, signs and full stops; and ordinary words that are used as names."""

import pytest

from cara_crm.confidentiality.leaks import LeakIndex, LeakKind, RegisterEntry, check_document, find_leaks
from cara_crm.confidentiality.leaks.masking import without_names
from cara_crm.confidentiality.leaks.speaking import without_members

WRITTEN = {
    "A2M Industries SAS": "A2M|a2m|A 2 M|A.2.M.|A-2-M|A deux M|A2M’s|«A2M»|A\u200b2M|Ａ２Ｍ|les A2M",
    "H2V CARBURES": "H2V|h2v|H 2 V",
    "C2i Soudage": "C2i|C2I|c2i",
    "3DX Fonderie": "3DX|3 DX|3dx",
    "M7 Outillage": "M7|chez M7",
    "M3 Moulage": "chez M3|la société M3|« M3 »",
    "4R Énergies": "4R|4-R",
    "Tôlerie K&B": "K&B|K & B|K et B|k&b|KB|K+B|K&amp;B|K and B|chez K B",
    "B+S Freins": "B+S|B + S|B et S|B plus S|BS",
    "S.T.M. Usinage": "S.T.M.|STM|S T M|S. T. M.|s.t.m.|S-T-M|S\u00adT\u00adM|chez stm|STM-Usinage",
    "R V L Tournage": "RVL|R.V.L.|R V L",
    "S.A.R.L. G.D.P.": "GDP|G.D.P.",
    "MECA ZBT": "ZBT|Z.B.T.",
    "E-Mo Cycles": "E-Mo|e-mo|Emo|E-MO|EMO",
    "Ateliers Quo": "Quo|QUO|chez Quo",
    "Torvalon (groupe QFR)": "Torvalon|QFR|groupe Q.F.R.",
    "RulvoBike": "Rulvo|RulvoBike|Rulvo Bike|rulvobike",
    "O’Zeb": "O'Zeb|OZeb|O ʼZeb|o’zeb",
    "Vaubrenne": "VaubrenneSAS|V A U B R E N N E|🆅🅰🆄🅱🆁🅴🅽🅽🅴|Vaubr€nne|V@ubrenne|Vaubrenne/Belgarde",
    "Cap 3000 Rail": "Cap 3000|CAP-3000|Cap3000",
    "1083": "chez 1083|la société 1083|« 1083 »",
    "3D": "chez 3D|l’entreprise 3D",
    "Wago.n": "Wago.n|wago.n|chez Wagon",
    "E.N.": "E.N.|chez E.N.|chez EN",
    "Y": "chez Y",
    "L'Atelier": "L’Atelier|chez L'Atelier",
    "Essor": "chez Essor|« Essor »|selon Essor|le patron d’Essor|Essor SAS|E S S O R|Ess.or|avec Essor, rien|(Essor)",
    "Lumière Mobilité": "chez Lumière|la société Lumière|les salariés de Lumière",
}
ORDINARY = """
    à 2 m du quai|un recul à 2 m²|2 m de large|1083 € la tonne|en 1083|le m3 de gaz|256 KB|b s|les lots B et C
    k et b|un wagon et des wagons|En 2026, on attend.|EN 15194|une impression 3D|y a-t-il|c’est-à-dire|l’essor du vélo
    L’Essor du vélo|à l’horizon 2030|L’essor : rien|Essor du vélo|Lumière sur les métiers|de la lumière|d’Essor Europe
    le cap 3000 est loin|quoi qu’il dise|l’atelier|L’atelier|mo|le plan A. S’il faut|s’y tenir|n’a pas|4 r|quo
    As a rule, we wait.|Y compris nous|Il y a deux ans|c2|la R&D|Bac+2|à vis|Les 3000 pièces|stm|rvl|les E, M, O
"""
INDEX = LeakIndex(RegisterEntry(id=name, names=(name,)) for name in WRITTEN)
CASES = [(name, said) for name, several in WRITTEN.items() for said in several.split("|")]
NAMING = {LeakKind.NAME, LeakKind.ACRONYM}


@pytest.mark.parametrize(("name", "said"), CASES)
def test_a_short_name_is_found_in_every_writing(name, said):
    found = find_leaks(f"Hier encore, {said} a dû arrêter.", INDEX)
    assert any(leak.kind in NAMING and leak.owners == {name} for leak in found), found


@pytest.mark.parametrize("said", [said.strip() for said in ORDINARY.replace("\n", "|").split("|") if said.strip()])
def test_what_only_resembles_a_short_name_is_none(said):
    assert find_leaks(said, INDEX) == ()


@pytest.mark.parametrize(("name", "said"), CASES)
def test_a_short_name_is_masked_in_every_writing(name, said):
    text = f"Hier encore, {said} a dû arrêter."
    masked = without_members(text, INDEX)
    assert "[…]" in masked
    assert without_members(masked, INDEX) == masked
    assert "[…]" in without_names(text, [name])


def test_a_short_name_that_many_have_is_nobodys():
    known = LeakIndex(RegisterEntry(id=n, names=(f"Pivoline{n} UGV",)) for n in range(5))
    assert find_leaks("La machine UGV attend.", known) == ()


def test_who_agreed_may_be_called_by_the_short_name():
    assert find_leaks("Chez A2M, on attend.", INDEX, allowed=["A2M Industries SAS"]) == ()


def test_a_short_name_torn_between_two_fields_is_found():
    assert check_document({"position/1/title": "S.T.", "position/1/text": "M. attend."}, INDEX)
