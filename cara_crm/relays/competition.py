"""Members compete: what a consultation may not ask (TFEU article 101, exchange of sensitive information)."""

import re

from cara_crm.core.fold import fold

_SENTENCE = re.compile(r"[.?!;\n]+")
_BUYERS = r"(donneurs? d ordres?|acheteurs?|commanditaires?|fournisseurs?|sous traitants?|buyers?|suppliers?)"
_MAKE_FR = r"(produi\w*|fabriqu\w*|assembl\w*|usin\w*|livre[rz]|expedi\w*|sort(ez|ir)|mont(ez|er)|constru\w*|vend\w*)"
_MAKE_EN = r"(make|produce|build|assemble|deliver|manufacture|ship|machine|turn out)"
_ENERGY = (
    r"(energies?|electricite|gaz|carburants?|gazole|hydrogene|acier|aluminium|cuivre|matieres?( premieres?)?"
    r"|composants?|transports?|fret|logements?|formations?|certifications?|homologations?|dossiers?|raccordements?"
    r"|assurances?|credit|energy|electricity|gas|fuels?|steel|copper|raw materials?|freight|housing|training"
    r"|certification|approvals?)"
)

SUBJECTS: dict[str, tuple[str, ...]] = {
    "prices": (
        r"\b(prix|tarifs?|remises?|rabais|devis|prices?|pricing|discounts?|rebates?|quotations?)\b",
        r"\bgrilles? tarifaires?\b",
        r"\bcombien\b.{0,30}\b(vend(ez|re|ent)|factur(ez|er)|demandez vous pour|prenez vous|louez)",
        r"\b(vendez|facturez|louez) vous\b.{0,40}\bcombien\b",
        r"\bhow much\b.{0,20}\b(sell|charge|invoice|bill|quote|ask for)\b",
        r"\bwhat (do|would|did) you (charge|quote|bill)\b",
        r"\b(hourly|daily|day) rates?\b|\btaux (horaires?|journaliers?)\b",
    ),
    "costs": (
        r"\b(couts?|marges?|costs?|margins?|rentabilites?|profitability|benefices?|profits?)\b",
        r"\bcombien\b.{0,20}\b(payez|payer|depensez|coute\w*|revien\w*|achetez)\b|\bvous (coute|revient)\b",
        r"\bhow much\b.{0,20}\b(pay|spend|cost)\b|\bwhat (do|does|did) (you|it) (pay|spend|cost)\b",
        r"\b(vos|votre|quels?|your|which|what) (salaires?|remunerations?|wages?|salary|salaries|pay)\b",
    ),
    "capacities": (
        r"\b(capacites?|carnets? de commandes?|plans? de charge|capacity|capacities|order books?|backlogs?)\b",
        r"\bthroughput\b",
        r"\btaux (d utilisation|de charge|d occupation|de remplissage)\b|\butili[sz]ation rates?\b",
        r"\b(volumes?|cadences?|rythmes?|debits?) (\w+ ){0,2}(de )?(production|fabrication|vente|vendus?|produits?)\b",
        r"\b(vos|votre|your) ((niveaux?|levels?) (de|of) )?(stocks?|inventory|cadences?|volumes?|output|production)\b",
        rf"\bcombien\b.{{0,50}}\b(pouvez|pourriez|sauriez) vous {_MAKE_FR}",
        rf"\bcombien\b.{{0,50}}\b{_MAKE_FR} vous\b",
        rf"\bhow many\b.{{0,50}}\b(can|could|do|did|would|will) you {_MAKE_EN}\b",
        rf"\bquels? (volumes?|quantites?|nombres?)\b.{{0,30}}\b{_MAKE_FR} vous\b",
        r"\b(production|output|sales) (volumes?|rates?|figures?)\b",
    ),
    "customers": (
        r"\b(clients?|clienteles?|parts? de marche|customers?|market shares?)\b",
        r"\b(a|pour|avec|chez) (qui|quels? constructeurs?|quelles? entreprises?) "
        r"(vend|livr|factur|fourniss|travaill|produis|fabriqu|achet)\w*",
        rf"\b(qui|quels?|quelles?|lesquels?|who|which|what) (sont|est|are|is) "
        rf"(vos|votre|les|le|your|the)( \w+){{0,2}} {_BUYERS}",
        rf"\b(noms?|listes?|nomme[rz]|cite[rz]|indique[rz]|names?|lists?)( \w+){{0,4}} {_BUYERS}",
        rf"\b(principa(l|ux)|plus gros|premiers?|main|largest|biggest|key) {_BUYERS}",
        r"\b(quels?|quelles?) (\w+ ){0,2}(constructeurs?|entreprises?|donneurs? d ordres?) "
        r"(\w+ ){0,3}(servez|livrez|fournissez)\b",
        r"\bqui vous (achete|passe commande|commande)",
        r"\bwhom? (do|did|are|would) you (sell|deliver|suppl|work|produc|making|make|buy)\w*|\bwho buys\b",
        r"\bwhich (\w+ ){1,3}(do|did) you (supply|serve|sell|deliver|work)\b",
    ),
}
# What everybody pays is an impact when it is asked what it does: "le prix de l'énergie pèse-t-il sur vous ?"
_IMPACTS = re.compile(
    rf"\b(prix|couts?) (de l |du |des |de la |de |d ){_ENERGY}\b"
    rf"|\b(prices?|costs?) of (the )?{_ENERGY}\b|\b{_ENERGY} (prices?|costs?)\b"
    r"|\btarifs? (douaniers?|reglementes?)\b"
    r"|\bcapacites? (d accueil|du reseau|des reseaux|des ecoles|des lycees|des centres)\b"
    r"|\b(grid|network|training) capacity\b"
)
_ASKED_AFTER = re.compile(
    r"\b(quels?|quelles?|what) (est|sont|etait|is|are|was) (le|la|les|vos|votre|the|your)? ?(prix|couts?|prices?|costs?"
    r"|capacites?|capacity)|\b(a|pour) quels? (prix|couts?)|\bvos? (prix|couts?)|\b(payez|achetez|you pay|you buy)\b"
)


def refused_subjects(question: str) -> list[str]:
    """Which of prices, costs, capacities and customers this text asks about; [] when none."""
    asked = {subject for sentence in _SENTENCE.split(question) for subject in _subjects(fold(sentence))}
    return [subject for subject in SUBJECTS if subject in asked]


def _subjects(plain: str) -> set[str]:
    if not _ASKED_AFTER.search(plain):
        plain = _IMPACTS.sub("", plain)
    return {subject for subject, ways in SUBJECTS.items() if any(re.search(way, plain) for way in ways)}
