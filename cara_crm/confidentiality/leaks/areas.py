"""Parts of departments that people speak of: valleys, lands, and what is said of a town's surroundings.

The register knows departments and towns; that k groups are in a valley it cannot tell. By hand, from the names of
"pays" and of inhabitants in common use (INSEE and IGN publish no list of either).
"""

from cara_crm.confidentiality.leaks.folding import fold

#: A whole department under another name, as good as its own.
ALSO_CALLED: dict[str, str] = {
    "touraine": "indre et loire",
    "bourbonnais": "allier",
    "vivarais": "ardeche",
    "dauphine": "isere",
    "grand lyon": "rhone",
    "metropole de lyon": "rhone",
    "region lyonnaise": "rhone",
    "agglomeration lyonnaise": "rhone",
    "metropole lyonnaise": "rhone",
    "lyonnais": "rhone",
}
_LINES = (
    (
        "ain",
        "Bugey, Dombes, Bresse, Pays de Gex, Valromey, Val de Saône, plaine de l'Ain, burgien, bressan, oyonnaxien",
    ),
    ("allier", "Sologne bourbonnaise, Montagne bourbonnaise, bassin de Vichy, vichyssois, montluçonnais, moulinois"),
    ("ardèche", "Cévennes ardéchoises, Haut-Vivarais, pays d'Aubenas, bassin d'Annonay, annonéen, aubenassien"),
    ("cantal", "Planèze, Cézallier, Carladès, Châtaigneraie cantalienne, pays de Salers, aurillacois, sanflorain"),
    ("cher", "Berry, Sancerrois, Boischaut, Champagne berrichonne, Pays Fort, berruyer, vierzonnais"),
    ("drôme", "Diois, Baronnies, Tricastin, Royans, Vercors drômois, Valloire, valentinois, romanais, montilien"),
    ("eure-et-loir", "Beauce, Perche, Thymerais, Drouais, Dunois, chartrain"),
    ("haute-loire", "Velay, Brivadois, Yssingelais, ponot, brivadois"),
    (
        "haute-savoie",
        "Chablais, Faucigny, Genevois français, Aravis, vallée de l'Arve, val d'Arly, bassin annécien, annécien",
    ),
    ("indre", "Brenne, Berry, Boischaut, castelroussin, issoldunois"),
    ("indre-et-loire", "Chinonais, Lochois, Val de l'Indre, Gâtine tourangelle"),
    (
        "isère",
        "Grésivaudan, Oisans, Vercors, Trièves, Matheysine, Nord-Isère, Voironnais, Bièvre, Chartreuse,"
        " Sud Grésivaudan, Isle-Crémieu, bassin grenoblois, grenoblois, viennois, berjallien, voironnais",
    ),
    ("loir-et-cher", "Sologne, Vendômois, Val de Cher, blésois, romorantinais"),
    ("loire", "Forez, Roannais, Pilat, vallée du Gier, Ondaine, plaine du Forez, stéphanois, roannais, montbrisonnais"),
    ("loiret", "Gâtinais, Beauce, Sologne, Giennois, Puisaye, orléanais, montargois, pithiverais"),
    ("puy-de-dôme", "Limagne, Combrailles, Livradois, Sancy, Forez, Val d'Allier, clermontois, thiernois, riomois"),
    ("rhône", "Beaujolais, monts du Lyonnais, vallée de la chimie, Est lyonnais, plaine de l'Est, caladois"),
    (
        "savoie",
        "Maurienne, Tarentaise, Beaufortain, Combe de Savoie, Avant-Pays savoyard, Bauges, Val d'Arly, chambérien",
    ),
)


def _by_area() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for department, names in _LINES:
        for name in names.split(","):
            found.setdefault(fold(name), []).append(fold(department))
    return {name: tuple(dict.fromkeys(departments)) for name, departments in found.items()}


#: By folded name: the folded departments in which it lies.
AREAS: dict[str, tuple[str, ...]] = _by_area()
#: Those that are words of the language, or of something else, without a capital.
NAMES_WITH_A_CAPITAL = frozenset(
    map(fold, ("Perche", "Forez", "Chartreuse", "Bresse", "Brenne", "Berry", "Dauphiné", "Beauce", "Bièvre", "Royans"))
)
