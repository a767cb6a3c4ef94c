"""Names of nobody: companies and people that plainly do not exist. Mail domains are reserved ones (RFC 2606)."""

from dataclasses import dataclass
from random import Random

from cara_crm.core.fold import fold

PLAYFUL = (
    "Roulebille", "Pédalune", "Belleroue", "Tournevire", "Courtejante", "Cliquefin", "Boulondor", "Ventdebout", "Filgris",
    "Traverseau", "Aiguillonet", "Boguet", "Chamberaine", "Tamponnet", "Wagonneau", "Grandessieu", "Ressorbleu",
    "Platinette", "Volandieu", "Cardanel", "Guidolin", "Freinault", "Moyeuvert", "Pignonet", "Quatressieux", "Soupapeau",
    "Bielletière", "Culbutin", "Radoubert", "Goupillard", "Clavettin", "Amortillon", "Chassirond", "Longeronnet",
    "Bavolet", "Pare-Brisot", "Huilebelle", "Tôlivet", "Rivetin", "Soudabert",
)  # fmt: skip


@dataclass(frozen=True)
class Trade:
    """What a company does: the first word of its name, its role in the value chain, its activity (NAF rev. 2)."""

    name: str
    role: str
    activity: str
    description: str


TRADES = {
    "AUTO": (
        Trade("Mécanique", "SUBCONTRACTOR", "25.62B", "Usinage de précision en petites et moyennes séries."),
        Trade("Fonderie", "SUBCONTRACTOR", "24.53Z", "Fonderie d’aluminium, du prototype à la série."),
        Trade("Découpage", "SUBCONTRACTOR", "25.50B", "Découpe et emboutissage, outillage intégré."),
        Trade("Plasturgie", "EQUIPMENT", "22.29A", "Injection de pièces techniques, matières recyclées comprises."),
        Trade("Outillage", "SUBCONTRACTOR", "25.73A", "Moules et outils de presse, maintenance sur site."),
        Trade("Électronique", "EQUIPMENT", "29.31Z", "Cartes et faisceaux, contrôle en fin de ligne."),
        Trade("Équipements", "EQUIPMENT", "29.32Z", "Sous-ensembles de train roulant et de freinage."),
    ),
    "VI": (
        Trade("Carrosserie", "BODY", "29.20Z", "Conversion et carrossage de porteurs."),
        Trade("Carrosserie industrielle", "BODY", "29.20Z", "Caisses, plateaux et aménagements de véhicules lourds."),
        Trade("Châssis", "MANUFACTURER", "29.20Z", "Châssis spéciaux et séries courtes."),
        Trade("Bennes", "BODY", "28.22Z", "Bennes, bras et polybennes, montage et entretien."),
        Trade("Hydraulique", "EQUIPMENT", "28.12Z", "Vérins et groupes électro-hydrauliques."),
        Trade("Aménagements", "BODY", "29.20Z", "Aménagement d’utilitaires pour artisans et services."),
    ),
    "RAIL": (
        Trade("Ferroviaire", "EQUIPMENT", "30.20Z", "Ensembles mécaniques pour rames et wagons."),
        Trade("Composants ferroviaires", "EQUIPMENT", "30.20Z", "Charnières, serrures et poignées de matériel roulant."),
        Trade("Signalisation", "EQUIPMENT", "27.90Z", "Coffrets et capteurs de voie."),
        Trade("Câblage", "SUBCONTRACTOR", "27.32Z", "Faisceaux et armoires embarqués."),
        Trade("Sièges", "EQUIPMENT", "30.20Z", "Sièges et garnitures, remise à neuf comprise."),
        Trade("Maintenance", "MAINTENANCE", "33.17Z", "Maintenance de matériel roulant et d’organes."),
    ),
    "VELO": (
        Trade("Cycles", "MANUFACTURER", "30.92Z", "Assemblage de vélos à assistance, en petites séries."),
        Trade("Atelier vélo", "MAINTENANCE", "95.29Z", "Réparation et reconditionnement, flottes comprises."),
        Trade("Cadres", "SUBCONTRACTOR", "30.92Z", "Soudage et peinture de cadres."),
        Trade("Vélos-cargos", "MANUFACTURER", "30.92Z", "Triporteurs et biporteurs pour professionnels."),
        Trade("Batteries", "EQUIPMENT", "27.20Z", "Batteries de vélos : assemblage, diagnostic, réparation."),
        Trade("Location de cycles", "RETAIL", "77.21Z", "Location longue durée et flottes d’entreprises."),
    ),
    "CABLE": (
        Trade("Télécabines", "MANUFACTURER", "28.22Z", "Installations à câble, neuves et rénovées."),
        Trade("Câbles", "EQUIPMENT", "25.93Z", "Câbles porteurs, épissures et contrôles."),
    ),
    "FLUV": (
        Trade("Chantier fluvial", "MAINTENANCE", "33.15Z", "Entretien et conversion de bateaux."),
        Trade("Bateaux", "MANUFACTURER", "30.11Z", "Bateaux de promenade à propulsion électrique."),
    ),
}  # fmt: skip
OTHERS = {
    "laboratory": Trade("Laboratoire", "RESEARCH", "72.19Z", "Essais et recherche partenariale."),
    "education": Trade("École", "TRAINING", "85.42Z", "Formation initiale, apprentissage et formation continue."),
    "authority": Trade("Agglomération", "AUTHORITY", "84.11Z", "Autorité organisatrice des mobilités."),
}
FIRST = (
    "Camille", "Dominique", "Claude", "Maxime", "Sacha", "Alix", "Andrea", "Lou", "Charlie", "Morgan", "Noa", "Eden",
    "Robin", "Swann", "Yaël", "Ange", "Loïs", "Céleste", "Marin", "Thaïs", "Joanne", "Basile", "Colombe", "Félicie", "Gaspard",
    "Hortense", "Isidore", "Léonie", "Octave", "Perrine",
)  # fmt: skip
LAST = (
    "Berlingot", "Tartempion", "Dupneu", "Pamplemousse", "Cabriole", "Hirondelot", "Marmotton", "Noisetain", "Papillote",
    "Ribambel", "Saperlot", "Trompinet", "Balivot", "Cornemuse", "Dentellier", "Escarpin", "Fanfaron", "Grelottin", "Museraigne",
    "Ouistitin", "Piquenotte", "Rossignoles", "Sautriot", "Toupinel", "Vaguelin", "Zinzolin", "Coquillon", "Farfadel", "Mirlifor",
    "Pistachier", "Tilleulon",
)  # fmt: skip
TOWNS = {
    "69": ("69008", "Lyon"), "42": ("42000", "Saint-Étienne"), "38": ("38000", "Grenoble"),
    "63": ("63000", "Clermont-Ferrand"), "01": ("01100", "Oyonnax"), "74": ("74300", "Cluses"),
    "26": ("26000", "Valence"), "03": ("03100", "Montluçon"), "73": ("73000", "Chambéry"), "45": ("45000", "Orléans"),
    "37": ("37000", "Tours"), "41": ("41000", "Blois"), "18": ("18000", "Bourges"), "28": ("28000", "Chartres"),
    "36": ("36000", "Châteauroux"), "07": ("07100", "Annonay"), "43": ("43000", "Le Puy-en-Velay"),
    "15": ("15000", "Aurillac"),
}  # fmt: skip
CROWDS = {  # how many of a hundred members are there
    "69": 9, "42": 6, "38": 6, "63": 4, "01": 4, "74": 5, "26": 3, "03": 2, "73": 3, "45": 4, "37": 3, "41": 2, "18": 2, "28": 2, "36": 2, "07": 2, "43": 1, "15": 1,
}  # fmt: skip
FORMS = ("SAS", "SARL", "SAS", "SA", "SCOP", "SAS")


def trade_of(sector: str, category: str, place: int) -> Trade:
    """What the organisation at this place of its sector does."""
    return OTHERS.get(category) or TRADES[sector][place % len(TRADES[sector])]


def company(sector: str, place: int, trade: Trade | None = None) -> str:
    """What the organisation at this place of its sector is called: "Cycles Pédalune"."""
    offset = sorted(TRADES).index(sector) * 7
    trade = trade or TRADES[sector][place % len(TRADES[sector])]
    return f"{trade.name} {PLAYFUL[(place + offset) % len(PLAYFUL)]}"


class Named:
    """Gives each organisation a name that no other has: "Cycles Pédalune", then "Cycles Pédalune 2"."""

    def __init__(self) -> None:
        self.taken: dict[str, int] = {}

    def name(self, trade: Trade, sector: str, place: int) -> str:
        name = company(sector, place, trade)
        self.taken[name] = self.taken.get(name, 0) + 1
        return name if self.taken[name] == 1 else f"{name} {self.taken[name]}"


def people(chance: Random, count: int) -> list[tuple[str, str]]:
    """So many first and last names; nobody is met twice before every pair was used (an even number: two a member)."""
    pairs = [(first, last) for first in FIRST for last in LAST]
    found: list[tuple[str, str]] = []
    while len(found) < count:
        found += chance.sample(pairs, len(pairs))
    return found[:count]


def domain(name: str) -> str:
    return fold(name).replace(" ", "-") + ".example"


def address(first: str, last: str, company_name: str) -> str:
    return f"{fold(first)}.{fold(last).replace(' ', '')}@{domain(company_name)}"


def _check_digit(body: str) -> str:
    """The last digit that makes the number pass Luhn's test, as INSEE computes it."""
    doubled = (int(d) * (2 if i % 2 == 0 else 1) for i, d in enumerate(reversed(body)))
    return str(-sum(sum(divmod(d, 10)) for d in doubled) % 10)


def siren(n: int) -> str:
    """A SIREN of nobody: prefix 000, then n, then the check digit."""
    body = f"000{n:05d}"
    return body + _check_digit(body)


def siret(siren_: str, place: int) -> str:
    """The SIRET of one place of it, from 1."""
    body = f"{siren_}{place:04d}"
    return body + _check_digit(body)
