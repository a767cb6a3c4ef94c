"""What resembles what, in French and English as people type them, without network."""

import pytest

from cara_crm.core.fold import fold
from cara_crm.issues.likeness import CLOSE, Alike, Candidate, Comparison, alike
from cara_crm.issues.roots import cut, root_of, roots

SAID = {
    "steel": ("Retard de livraison de l’acier", "Nos aciers laminés arrivent avec des semaines de retard."),
    "welders": ("Recrutement des soudeurs", "Nous ne trouvons pas de soudeurs qualifiés, les postes restent ouverts."),
    "power": ("Prix de l’électricité", "La facture d’électricité a doublé."),
    "brakes": ("Certification trop lente", "La certification d’un organe de frein prend onze mois."),
    "theft": ("Vol de vélos en gare", "Les vélos de nos clients sont volés devant les gares, faute d’abris."),
    "training": ("Formation aux batteries", "Aucun organisme ne forme nos techniciens à la haute tension."),
    "chips": ("Pénurie de semi-conducteurs", "On attend les puces, la ligne est à l’arrêt."),
    "depot": ("Bornes de recharge pour bus", "Le raccordement électrique du dépôt attend deux ans."),
}


def found(title: str, text: str, *, among=SAID) -> list[str]:
    candidates = [Candidate(fold(t), fold(f"{t} {w}"), name) for name, (t, w) in among.items()]
    return [one.record for one in alike(fold(title), fold(f"{title} {text}"), candidates)]


@pytest.mark.parametrize(
    ("title", "text", "meant"),
    [
        ("livraisons en retards, lassié", "on attend lassié depuis 3 mois", "steel"),
        ("Steel delivery takes too long", "Rolled steel arrives fourteen weeks late.", "steel"),
        ("soudeur introuvable", "impossible de recruter un soudeur qualifier ds la region", "welders"),
        ("We cannot hire welders", "No skilled welder answers our job offers.", "welders"),
        ("facture élec", "l'electricitée nous coute 2 fois plus cher quavant", "power"),
        ("Electricity price", "Our power bill has doubled.", "power"),
        ("certif frein", "la sertification des freins prend un temp fou", "brakes"),
        ("velo volé", "nos client se font volé leur velos a la gare", "theft"),
        ("Bike theft", "Bicycles are stolen because there are no secure shelters.", "theft"),
        ("formation haute tention", "pas de formations pour nos technicien sur les baterie", "training"),
        ("manque de semi conducteur", "pu de puces electronique, ligne arreté", "chips"),
        ("borne recharges", "le racordement du depot de bus prend 2 ans", "depot"),
    ],
)
def test_typos_plurals_other_words_and_the_other_language_are_heard(title, text, meant):
    assert found(title, text)[:1] == [meant]


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Cantine fermée", "La cantine du site a fermé en août."),
        ("Quatorze semaines", "Nous demandons quatorze semaines de plus."),
        ("Moving house", "We move to another building next year."),
    ],
)
def test_what_shares_no_subject_is_not_alike(title, text):
    assert found(title, text) == []


def test_the_reason_names_the_words_and_what_they_mean_in_the_other_text():
    candidates = [Candidate(fold(t), fold(f"{t} {w}"), name) for name, (t, w) in SAID.items()]
    text = "steel delivery late"
    (best, *_rest) = alike("", text, candidates)
    assert set(best.words) == {"steel = acier", "delivery = livraison", "late = retard"}


def test_one_shared_word_is_no_likeness():
    assert found("Acier", "Une phrase sur autre chose.", among={"steel": ("Stocks", "L’acier dort au hangar.")}) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [("recrutement", "recruter"), ("livraisons", "livrer"), ("soudeurs", "soudure"), ("certifications", "certifie")],
)
def test_words_of_one_family_have_one_root(one, other):
    assert cut(one)[:7] == cut(other)[:7] or root_of(one).key == root_of(other).key


def test_small_words_and_numbers_tell_nothing():
    assert roots(fold("Nous avons pris sur 14 semaines, car il faut quatorze jours")) == {}


def crowd(**said):
    """The texts of before among twenty that speak of other things, so that rare words are known to be rare."""
    others = {
        f"other {n}": (f"Sujet {n}", f"La réunion numéro {n} parlait d’archives et de photographies.")
        for n in range(20)
    }
    return SAID | others | said


def test_one_subject_of_which_few_speak_is_enough_where_many_were_heard():
    text = "on arive pas a trouvé de soudeur pour latelier du fond"
    assert found("", text, among=crowd()) == ["welders"]


def test_how_it_is_says_not_what_it_is_about():
    said = {"canteen": ("Cantine", "La cantine du port a fermé, le café y était froid.")}
    assert found("", "Le guichet a fermé pour toujours, personne ne repond", among=crowd(**said)) == []


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("Les acheteurs repoussent leur venue", "Les réponses des acheteurs sont polies"),
        ("La ZFE de la métropole gêne le dépanneur", "Le poste de la zone alimente le dépanneur"),
        ("Une câbleuse part en retraite au printemps", "Le câble du téléphérique se change au printemps"),
        ("A short story of the pressroom", "A shortage in the pressroom"),
    ],
)
def test_words_that_look_alike_mean_different_things(text, other):
    shared = [word for one in alike("", fold(text), [Candidate("", fold(other), 1)] * 3, least=0) for word in one.words]
    assert [word for word in shared if "=" in word] == []


def test_of_two_that_share_as_much_that_of_the_same_sector_comes_first():
    title, text = SAID["steel"]
    far, near = (Candidate("", fold(text), name, is_near=name == "near") for name in ("far", "near"))
    assert [one.record for one in alike(fold(title), fold(text), [far, near])] == ["near", "far"]


def test_a_title_of_one_word_is_not_the_title_of_whatever_holds_it():
    (one,) = alike("acier", "acier retard", [Candidate("acier jete au hangar", "acier retard hangar", 1)])
    assert not one.by_title


CARRIED = {
    "homologation": (
        "Homologation des véhicules industriels convertis à l’électrique",
        "L’homologation à titre isolé d’un véhicule converti prend de neuf à quatorze mois. Chaque variante"
        " d’empattement relance le dossier complet, alors que la chaîne de traction est identique.",
    ),
    "raccordement": (
        "Raccordement électrique des ateliers qui s’électrifient",
        "Augmenter la puissance d’un site demande de douze à vingt mois. Les presses et fours commandés arrivent"
        " avant le courant. Les aides à la décarbonation ont une date de fin.",
    ),
    "zones": (
        "Un calendrier lisible des restrictions de circulation",
        "Les règles d’accès aux centres-villes changent d’une métropole à l’autre et d’une année à l’autre.",
    ),
    "contrats": (
        "Indexation dans les contrats de sous-traitance",
        "Les hausses d’énergie et de matière sont répercutées avec six à neuf mois de retard dans les contrats.",
    ),
    "soudeurs": ("Soudeurs qualifiés pour le ferroviaire", "Les qualifications s’obtiennent dans trop peu de centres."),
    "capteurs": ("Voies d’essai pour les capteurs", "Les petites entreprises n’ont pas accès à une voie d’essai."),
}


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        (
            "on atend l'homologassion de notre camion électrik depuis 11 mois, la DREAL demende 2 foi le même dossier "
            "pour chaque empatement",
            "homologation",
        ),
        ("le branchement elec de l'atelié prend un an et la subvension expire", "raccordement"),
        ("grid connection for our furnaces takes fourteen months", "raccordement"),
        ("les ZFE chaque ville a ses regles et ses dates, on peut pas prévoir", "zones"),
    ],
)
def test_a_carried_subject_is_found_as_people_type_it_where_a_wrong_one_would_annoy(text, meant):
    assert [one.record for one in carried(text)][:1] == [meant]


@pytest.mark.parametrize(
    "text",
    [
        "le prix de la cantine augmente",
        "on cherche un comptable",
        "nos bureaux sont mal chauffés",
        "la poste perd nos colis",
        "the canteen is too expensive",
        "le parking de nos salariés est trop petit",
    ],
)
def test_no_carried_subject_is_proposed_where_none_is_meant(text):
    assert carried(text) == []


def carried(text: str) -> list[Alike]:
    candidates = [Candidate(fold(t), fold(f"{t} {w}"), name) for name, (t, w) in CARRIED.items()]
    return alike("", fold(text), candidates, least=CLOSE)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("appelé", "marché"),
        ("appelé", "offre"),
        ("contenait", "conteneur"),
        ("demende", "dépendait"),
        ("donné", "commandes"),
        ("maintenant", "maintenance"),
        ("élevé", "apprenti"),
        ("chauffage", "conducteur"),
        ("importante", "douane"),
        ("traitement", "sous-traitance"),
        ("vacances", "emploi"),
        ("partage", "pièces"),
        ("match", "marché"),
        ("comptable", "compatible"),
        ("toll", "tôle"),
        ("country", "counts"),
    ],
)
def test_two_words_that_are_not_related_are_no_reason(one, other):
    """Beside words that are shared, so that the text is found at all."""
    shared = "ligne ferroviaire de montagne"
    (found,) = alike("", fold(f"{one} {shared}"), [Candidate("", fold(f"{other} {shared}"), "it")])
    assert [word for word in found.words if " = " in word] == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("homologassion", "agréments"), ("électrik", "électricité"), ("subvension", "aides"), ("atelié", "atelier")],
)
def test_an_ending_as_it_sounds_is_read_as_it_is_written(typed, meant):
    assert {root_of(fold(meant)).key} == set(Comparison("", fold(typed), [Candidate("", fold(meant), 1)])._own)
