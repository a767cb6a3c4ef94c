"""Automotive and industrial vehicle."""

from cara_crm.demonstration.themes import Ending, Reply, Theme

RETROFIT = Theme(
    "PFA", "VI", "ECO", "problem", 16, Ending.ANSWERED,
    title="Homologation des véhicules industriels convertis à l’électrique",
    statement=(
        "L’homologation à titre isolé d’un véhicule industriel converti prend de neuf à quatorze mois. "
        "Chaque variante d’empattement relance le dossier complet, alors que la chaîne de traction est identique."
    ),
    why="Les séries sont courtes : le coût du dossier dépasse souvent la marge du véhicule, et les clients renoncent.",
    request="Une homologation par famille de véhicules, avec un délai d’instruction plafonné à quatre mois.",
    examples=(
        "Un carrossier a immobilisé trois véhicules terminés pendant près d’un an dans l’attente du procès-verbal.",
        "Une petite entreprise a renoncé à un marché public parce que le délai dépassait celui de l’appel d’offres.",
    ),
    titles=(
        "Délai d’homologation du rétrofit", "Un dossier complet pour chaque empattement",
        "Nos véhicules convertis attendent l’homologation", "Coût de l’homologation en petite série",
        "Rétrofit : le procès-verbal arrive trop tard", "Trois véhicules finis, aucun livrable",
    ),
    happens=(
        "Nous attendons le procès-verbal depuis onze mois pour un porteur converti ; il est terminé et ne peut pas rouler.",
        "Chaque changement d’empattement oblige à repasser tous les essais, même si la chaîne de traction ne change pas.",
        "Le dossier nous coûte plus que la marge du véhicule. Nous ne faisons plus d’offre en dessous de dix unités.",
        "Les interlocuteurs changent, et chaque nouveau lecteur demande d’autres pièces que le précédent.",
        "Le créneau d’essais le plus proche est dans cinq mois ; entre-temps le client a acheté un véhicule thermique.",
    ),
    cases=(
        "Un marché de bennes électriques a été perdu au printemps faute de date d’homologation.",
        "Trois châssis sont stockés depuis l’automne, l’assurance court.",
        "Le même dossier a été refusé puis accepté sans changement, à deux mois d’écart.",
        "Le laboratoire nous a proposé une date pour l’année suivante.",
    ),
    wishes=(
        "Homologuer une famille de véhicules plutôt que chaque variante.", "Un délai maximal, connu d’avance.",
        "Un guichet unique et une liste de pièces stable.", "Reconnaître les essais déjà faits sur la même chaîne de traction.",
    ),
    measure="days", amounts=(90, 120, 180, 270, 330),
    reply=Reply(
        "taken_up",
        "Le sujet est inscrit au groupe de travail réglementation. Une homologation par famille est proposée au ministère ; "
        "un premier retour est attendu au prochain trimestre.",
        "Merci de proposer deux entreprises volontaires pour témoigner devant le groupe de travail.",
    ),
)  # fmt: skip
ENERGY = Theme(
    "PFA", "AUTO", "ECO", "need", 15, Ending.RELAYED,
    title="Raccordement électrique des ateliers qui s’électrifient",
    statement=(
        "Augmenter la puissance d’un site industriel demande de douze à vingt mois. Les presses, fours et bornes "
        "commandés arrivent avant le courant qui doit les alimenter."
    ),
    why="Les aides à la décarbonation ont une date de fin d’exécution que le délai de raccordement fait dépasser.",
    request="Faire courir le délai des aides à partir du raccordement, et publier les capacités disponibles par poste.",
    examples=(
        "Un four électrique est resté huit mois sous bâche faute de puissance.",
        "Une subvention a dû être prolongée par avenant pour un retard qui ne dépendait pas de l’entreprise.",
    ),
    titles=(
        "Pas de puissance avant l’an prochain", "Le four électrique attend le courant", "Raccordement : délais et devis changeants",
        "Aide à la décarbonation et retard du réseau", "Bornes livrées, poste non renforcé",
    ),
    happens=(
        "Le devis de raccordement a doublé entre la première étude et la convention.",
        "On nous annonce dix-huit mois pour passer au palier de puissance supérieur.",
        "Nous avons remplacé deux fours à gaz ; le second n’a jamais démarré, faute de puissance disponible.",
        "La subvention expire avant la date de raccordement, et personne ne peut la prolonger sans dossier nouveau.",
        "Personne ne sait nous dire quelle puissance reste sur le poste de notre zone.",
    ),
    cases=(
        "Nous louons un groupe électrogène pour tenir la cadence.", "Une presse neuve tourne la nuit seulement.",
        "Le voisin a obtenu la dernière tranche, nous passons après 2028.", "Le calendrier a glissé trois fois en un an.",
    ),
    wishes=(
        "Une carte publique des capacités.", "Un délai d’aide qui court à partir du raccordement.",
        "Un devis ferme pendant un an.", "Une priorité pour les sites qui quittent le gaz.",
    ),
)  # fmt: skip
STEEL = Theme(
    "PFA", "AUTO", "RELATIONS", "problem", 8, Ending.OLD_ANSWERED,
    title="Indexation des prix dans les contrats de sous-traitance",
    statement=(
        "Les hausses d’énergie et de matière sont répercutées avec six à neuf mois de retard dans les contrats "
        "de sous-traitance, quand elles le sont. La trésorerie des petites entreprises porte l’écart."
    ),
    why="Plusieurs entreprises financent leurs clients : elles repoussent l’investissement de la transition.",
    request="Une clause type d’indexation, trimestrielle et réciproque, dans la charte de la filière.",
    examples=("Une entreprise a porté pendant trois trimestres une hausse qu’aucune clause ne permettait de discuter.",),
    titles=("Hausse d’énergie non répercutée", "Nos prix sont fixés pour trois ans", "Neuf mois pour une révision de prix",
            "Aucune clause d’indexation"),
    happens=(
        "La révision demandée en janvier a été examinée en septembre, sans effet rétroactif.",
        "Le contrat pluriannuel ne prévoit aucune indexation sur l’énergie.",
        "On nous répond que la hausse doit être absorbée par la productivité.",
    ),
    cases=("Nous avons suspendu l’achat d’une machine.", "La banque a demandé une garantie supplémentaire."),
    wishes=("Une clause type dans la charte.", "Une révision trimestrielle dans les deux sens."),
    reply=Reply(
        "already_covered",
        "Une clause type a été publiée avec la charte des relations de la filière ; elle est proposée pour tous les nouveaux contrats.",
        "L’application reste inégale, un point est prévu à mi-année.",
    ),
)  # fmt: skip
SOFTWARE = Theme(
    "PFA", "AUTO", "NUM", "expectation", 2, Ending.DRAFT,
    title="Accès aux données du véhicule pour les petits acteurs",
    statement="Les données utiles à la maintenance ne sont accessibles que par des portails propres à chaque constructeur.",
    why="Le coût d’entrée écarte les plus petits.",
    request="Un accès commun, à un tarif connu, pour les données de maintenance.",
    examples=(),
    titles=("Données de maintenance fermées", "Un abonnement par constructeur"),
    happens=("Il faut autant d’abonnements que de marques, et chacun change de format chaque année.",
             "Nous ne pouvons plus diagnostiquer une batterie sans passer par le réseau de la marque."),
    cases=("Un client a attendu neuf jours une simple remise à zéro.",),
    wishes=("Un portail commun.", "Un tarif public."),
)  # fmt: skip
THEMES = (RETROFIT, ENERGY, STEEL, SOFTWARE)
