"""Names, numbers and addresses as people hide them, on purpose or not, and words that hide nobody."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cara_crm.confidentiality.leaks import LeakKind, find_leaks
from tests.confidentiality.cast import INDEX

DISGUISED = {
    LeakKind.NAME: """
        dupre|DUPRÈ|DUPRÉ-MÉCANIQUE|Méca Dupre|les Duprés|Dupré’s|(Dupré)|« Dupré »|Du**pré**|Dupr&eacute;|D.U.P.R.E.
        D u p r é|𝗗𝘂𝗽𝗿𝗲́|ＤＵＰＲＥ|Dupr\u0435|Du\u00adpré|Du\u200bp\u2060ré|Dup-\nré
        Mécanique\u00a0Dupré|Méca-\nnique Dupré
        MécaniqueDupré|@dupre_meca|https://dupre.example|Vaubrenne et Fils|vaubrenne and fils|Vaubrene|Vaubrrenne
        Vuabrenne|Vauprenne|V4ubr3nn3|V a u b r e n n e|Zephyrotek Industrie|ZéphyroTec|zephyro-tec|3W|T2Z
        Societe nouvelle d outillage vaurien|Rail SAS|La Roue|la Roue|Marvin & Fils|marvin et fils|Marvin Transports
        Cycles Elan|vélo services|VÉLO-SERVICES
    """,
    LeakKind.BRAND: "RULVO®|rulvo|RulvoBike|Rulvo2|#RulvoPro",
    LeakKind.GROUP: "Torvalon|le groupe Torvallon|TORVALON",
    LeakKind.ACRONYM: "MDX|m.d.x|M D X|SNOV",
    LeakKind.PERSON: """
        JB de La Morvannière|J.-B. Morvannière|J. de La Morvannière|Mme Morvalin|morvalin|Jeanne MORVALIN
        Morvalin, Jeanne|Jeanne\u202fMorvalin|Jeanne Morvallin|M. Roux|Paul Roux|P. Roux
    """,
    LeakKind.EMAIL: """
        jb.morvanniere@meca-dupre.example|jb [point] morvanniere [at] meca-dupre [point] example
        jb.morvanniere (arobase) meca-dupre.example|JB.MORVANNIERE＠MECA-DUPRE.EXAMPLE|jeanne.perso@gmail.com
    """,
    LeakKind.DOMAIN: "contact@vaubrenne.example|www.vaubrenne.example|meca-dupre dot example",
    LeakKind.PHONE: """
        +33 (0)4 72 00 00 17|0033472000017|04-72-00-00-17|04 72 0000 17|０４７２００００１７|04.72.00.00.17
        zéro quatre sept deux zéro zéro zéro zéro un sept
    """,
    LeakKind.SIREN: """
        000123455|000 123 455|000-123-455|000.123.455|000\u202f123\u202f455|000 123 455 00018
        00012345500026|FR 12 000123455
        FR12000123455|zéro zéro zéro un deux trois quatre cinq cinq|٠٠٠١٢٣٤٥٥
    """,
    LeakKind.TOWN: """
        Saint Ombret sur Vanne|St-Ombret-sur-Vanne|SAINT-OMBRET SUR VANNE CEDEX|Saint-\nOmbret-sur-Vanne|Tours
    """,
    LeakKind.THIRD_PARTY: "Belgarde|constructions belgarde|Ferrovia|FERROVIA",
}
CASES = [
    (kind, said.strip(" "))
    for kind, block in DISGUISED.items()
    for said in block.strip().replace("\n        ", "|").split("|")
]


@pytest.mark.parametrize(("kind", "said"), CASES)
def test_a_disguise_is_seen_through(kind, said):
    leaks = find_leaks(f"Hier encore, {said} a dû arrêter.", INDEX)
    assert kind in {leak.kind for leak in leaks}


ORDINARY = """
    Le rail manque de roues.|La roue du vélo|les fils et câbles|dans la Loire|un tour de vis, des tours
    le rail sa performance|Le transport est cher. Transport public.|l’horizon 2030|À l’horizon 2030, le rail
    une colère rouge|M. le ministre|3 w de puissance|un élan|cycles de vie|outillage nouveau|Marne a dit
    Les constructions navales|Un groupe de travail|Vélo et fils|le train de 04 72|des services de vélo
    Our suppliers need time to train welders.|Steel prices rose by 30 % within a year.
    En Auvergne-Rhône-Alpes, France Vélo et la PFA soutiennent la filière.
"""


@pytest.mark.parametrize("said", [said.strip() for said in ORDINARY.replace("\n", "|").split("|") if said.strip()])
def test_words_of_everybody_give_nobody_away(said):
    assert find_leaks(said, INDEX) == ()


@st.composite
def disguises(draw):
    """A name with marks, cases, separators and invisible characters put anywhere."""
    letters = []
    for letter in draw(st.sampled_from(["Vaubrenne", "Mécanique Dupré", "Zéphyrotec", "Torvalon"])):
        form = draw(st.sampled_from(["NFC", "NFD"]))
        letter = draw(st.sampled_from([letter.lower(), letter.upper()]))
        letters.append(unicodedata.normalize(form, letter if letter != " " else draw(st.sampled_from(" -\u00a0\n_/"))))
        letters.append(draw(st.sampled_from(["", "", "", "\u00ad", "\u200b", "\u200d", "\ufeff", "*"])))
    return "".join(letters)


@given(
    disguises(),
    st.sampled_from(["", "Chez ", "« ", "l’", "(", "ex-"]),
    st.sampled_from(["", ".", " »", "’s", ")", ", hier"]),
)
def test_no_disguise_hides_a_name(name, before, after):
    assert find_leaks(before + name + after, INDEX)


@given(st.text(max_size=200))
def test_any_text_can_be_read(text):
    for leak in find_leaks(text, INDEX):
        assert text[leak.start : leak.end] == leak.text
