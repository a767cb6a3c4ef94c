"""Members compete: what a consultation may not ask (TFEU article 101, exchange of sensitive information)."""

import re

from cara_crm.core.fold import fold

SUBJECTS: dict[str, str] = {
    "prices": r"\b(prix|tarifs?|remises?|rabais|prices?|pricing|discounts?|rebates?)\b",
    "costs": r"\b(couts?|marges?|costs?|margins?)\b",
    "capacities": r"\b(capacites?|taux d utilisation|carnets? de commandes?|capacity|capacities|order books?)\b",
    "customers": r"\b(clients?|clienteles?|parts? de marche|customers?|clients?|market shares?)\b",
}


def refused_subjects(question: str) -> list[str]:
    """Which of prices, costs, capacities and customers this text asks about; [] when none."""
    plain = fold(question)
    return [subject for subject, words in SUBJECTS.items() if re.search(words, plain)]
