"""Visits to members, and meetings with the federations that are recorded by hand."""

from cara_crm.interactions.models import InteractionKind
from cara_crm.relays.models import Direction

VISITS = (
    (InteractionKind.VISIT, "Visite d’atelier. Investissement en cours, deux recrutements prévus.", ""),
    (InteractionKind.CALL, "Appel de suivi. Intéressé par la prochaine journée de la filière.", "Envoyer le programme"),
    (InteractionKind.VISIT, "Visite de courtoisie avec un élu. Rien à transmettre.", ""),
    (InteractionKind.CALL, "Question sur une aide régionale, orientée vers le bon guichet.", ""),
    (InteractionKind.EMAIL, "Échange de courriels sur les statuts du groupement.", "Mettre en relation"),
)
MEETINGS = (
    ("FIF", Direction.DOWN, "Point mensuel avec la fédération : calendrier des programmes"),
    ("PFA", Direction.UP, "Réunion des représentants régionaux : raccordement électrique"),
    ("FRANCE_VELO", Direction.DOWN, "Appel : suites données au rapport"),
    ("PFA", Direction.DOWN, "Comité des régions : feuille de route"),
    ("FIF", Direction.UP, "Appel : exemples d’agréments à double"),
)
