"""Names of nobody: companies and people that plainly do not exist. Mail domains are reserved ones (RFC 2606)."""

from cara_crm.core.fold import fold

PLAYFUL = (
    "Roulebille", "Pédalune", "Belleroue", "Tournevire", "Courtejante", "Cliquefin", "Boulondor", "Ventdebout", "Filgris",
    "Traverseau", "Aiguillon-les-Bains", "Boguet", "Chamberaine", "Tamponnet", "Wagonneau", "Grandessieu", "Ressorbleu",
    "Platinette", "Volandieu", "Cardanel", "Guidolin", "Freinault", "Moyeuvert", "Pignonet", "Quatressieux", "Soupapeau",
    "Bielletière", "Culbutin", "Radoubert", "Goupillard", "Clavettin", "Amortillon", "Chassirond", "Longeron-Fils",
    "Bavolet", "Pare-Brisot", "Huilebelle", "Tôlivet", "Rivetin", "Soudabert",
)  # fmt: skip
TRADES = {
    "AUTO": ("Mécanique", "Fonderie", "Découpage", "Plasturgie", "Outillage", "Électronique", "Équipements"),
    "VI": ("Carrosserie", "Carrosserie industrielle", "Châssis", "Bennes", "Hydraulique", "Aménagements"),
    "RAIL": ("Ferroviaire", "Composants ferroviaires", "Signalisation", "Câblage", "Sièges", "Maintenance"),
    "VELO": ("Cycles", "Atelier vélo", "Cadres", "Vélos-cargos", "Batteries", "Location de cycles"),
    "CABLE": ("Télécabines", "Câbles"),
    "FLUV": ("Chantier fluvial", "Bateaux"),
}
FIRST = (
    "Camille", "Dominique", "Claude", "Maxime", "Sacha", "Alix", "Andrea", "Lou", "Charlie", "Morgan", "Noa", "Eden",
    "Robin", "Swann", "Yaël", "Ange", "Loïs", "Céleste", "Marin", "Thaïs",
)  # fmt: skip
LAST = (
    "Berlingot", "Tartempion", "Dupneu", "Pamplemousse", "Cabriole", "Farandole", "Girouette", "Hirondelot", "Jonquillet",
    "Lampion", "Marmotton", "Noisetain", "Ocarina", "Papillote", "Quignon", "Ribambel", "Saperlot", "Trompinet", "Virevolte",
    "Zigzag", "Balivot", "Cornemuse", "Dentellier", "Escarpin", "Fanfaron",
)  # fmt: skip
TOWNS = {
    "69": ("69008", "Lyon"), "42": ("42000", "Saint-Étienne"), "38": ("38000", "Grenoble"), "63": ("63000", "Clermont-Ferrand"),
    "01": ("01100", "Oyonnax"), "74": ("74300", "Cluses"), "26": ("26000", "Valence"), "03": ("03100", "Montluçon"),
    "73": ("73000", "Chambéry"), "45": ("45000", "Orléans"), "37": ("37000", "Tours"), "41": ("41000", "Blois"),
    "18": ("18000", "Bourges"), "28": ("28000", "Chartres"), "36": ("36000", "Châteauroux"), "07": ("07100", "Annonay"),
    "43": ("43000", "Le Puy-en-Velay"), "15": ("15000", "Aurillac"),
}  # fmt: skip


def company(sector: str, n: int) -> str:
    """The n-th company of a sector: "Cycles Pédalune"; numbered when the names are used up."""
    trades = TRADES[sector]
    offset = sorted(TRADES).index(sector) * 7
    name = f"{trades[n % len(trades)]} {PLAYFUL[(n + offset) % len(PLAYFUL)]}"
    lap = n // (len(PLAYFUL) * len(trades) // _shared(len(PLAYFUL), len(trades)))
    return f"{name} {lap + 1}" if lap else name


def _shared(a: int, b: int) -> int:
    while b:
        a, b = b, a % b
    return a


def domain(name: str) -> str:
    return fold(name).replace(" ", "-") + ".example"


def address(first: str, last: str, company_name: str) -> str:
    return f"{fold(first)}.{fold(last).replace(' ', '')}@{domain(company_name)}"


def siren(n: int) -> str:
    """A SIREN of nobody: prefix 000, then n, then the check digit (Luhn, as INSEE computes it)."""
    body = f"000{n:05d}"
    total = sum(sum(divmod(int(d) * (2 if i % 2 else 1), 10)) for i, d in enumerate(body))
    return body + str(-total % 10)
