"""Rail."""

from cara_crm.demonstration.themes import Ending, Reply, Theme

APPROVAL = Theme(
    "FIF", "RAIL", "NORMES", "problem", 17, Ending.RELAYED,
    title="Agrément des composants déjà éprouvés",
    statement=(
        "Un composant en service depuis des années doit repasser l’ensemble des essais lorsqu’il change de série de matériel. "
        "Le coût fixe de l’agrément écarte les petites entreprises des pièces de rechange."
    ),
    why="Les pièces manquent en maintenance, et les stocks de précaution augmentent chez tous.",
    request="Reconnaître les essais existants lorsque l’environnement d’emploi est le même, sur simple analyse d’écart.",
    examples=(
        "Un fournisseur a payé deux fois le même essai feu-fumée en dix-huit mois.",
        "Une pièce de siège identique a été agréée trois fois, pour trois séries.",
    ),
    titles=(
        "Essais feu-fumée à refaire", "Agrément : dix-huit mois pour une pièce connue", "Coût fixe des agréments",
        "La même pièce, trois agréments", "Essais reconnus ailleurs, refusés ici",
    ),
    happens=(
        "Notre composant roule depuis douze ans ; pour une nouvelle série on nous demande tout le programme d’essais.",
        "L’essai feu-fumée coûte plus que trois ans de ventes de la pièce.",
        "Les essais faits pour un autre exploitant européen ne sont pas acceptés.",
        "Le laboratoire agréé le plus proche annonce sept mois d’attente.",
        "Le dossier passe par quatre services qui ne se parlent pas.",
    ),
    cases=(
        "Deux rames sont restées garées pour une pièce à faible prix.", "Nous avons renoncé à répondre à deux consultations.",
        "Le rapport d’essai a expiré pendant l’instruction.",
    ),
    wishes=("Une analyse d’écart au lieu d’un programme complet.", "La reconnaissance des rapports européens.",
            "Un délai maximal d’instruction."),
    measure="euros", amounts=(15_000, 22_000, 35_000, 48_000, 60_000),
    reply=Reply("under_examination", "Le groupe normalisation examine une procédure d’écart ; réponse avant l’été.",
                "Besoin de deux exemples chiffrés."),
)  # fmt: skip
SKILLS = Theme(
    "FIF", "RAIL", "FORMATION", "need", 15, Ending.APPROVED,
    title="Soudeurs et câbleurs qualifiés pour le ferroviaire",
    statement=(
        "Les qualifications ferroviaires de soudage et de câblage s’obtiennent dans trop peu de centres. Les petites entreprises "
        "forment elles-mêmes et perdent les personnes formées au profit de plus grandes."
    ),
    why="Les carnets de commandes sont pleins, et le recrutement fixe la cadence.",
    request="Un parcours court certifié, ouvert à l’alternance, dans au moins un centre de chacune des deux régions.",
    examples=("Une entreprise a refusé une commande pour l’année faute de trois soudeurs qualifiés.",),
    titles=("Pas de soudeurs qualifiés", "Formation au câblage introuvable", "Nous formons, d’autres recrutent",
            "Alternance ferroviaire : aucun centre proche"),
    happens=(
        "Nous cherchons trois soudeurs qualifiés depuis un an.",
        "Le centre le plus proche est à quatre cents kilomètres et n’ouvre qu’une session par an.",
        "Deux des quatre personnes formées l’an dernier sont parties dans les six mois.",
        "Les jeunes ne connaissent pas ces métiers, et le lycée voisin a fermé la section.",
    ),
    cases=("Une commande a été décalée d’un semestre.", "Nous sous-traitons ce que nous savons faire."),
    wishes=("Un parcours court dans la région.", "Une action collective financée.", "Une clause de dédit-formation simple."),
    measure="jobs", amounts=(2, 3, 4, 6, 8),
)  # fmt: skip
FREIGHT = Theme(
    "FIF", "RAIL", "INTERETS", "expectation", 6, Ending.RELAYED,
    title="Lisibilité des commandes publiques de maintenance",
    statement="Les programmes de maintenance sont publiés trop tard pour que les petites entreprises dimensionnent leurs équipes.",
    why="Les à-coups coûtent en intérim et en stocks.",
    request="Un calendrier indicatif à trois ans, mis à jour chaque semestre.",
    examples=("Un atelier est passé du chômage partiel aux heures supplémentaires en six semaines.",),
    titles=("Commandes en dents de scie", "Aucune visibilité au-delà de trois mois", "Le programme arrive après l’été"),
    happens=(
        "Le volume annoncé a été divisé par deux, puis doublé, en un trimestre.",
        "Nous apprenons le programme de l’année en avril.",
        "Les lots sont regroupés sans préavis et deviennent trop grands pour nous.",
    ),
    cases=("Nous avons stocké huit mois de matière.", "L’intérim nous a coûté la marge de l’année."),
    wishes=("Un calendrier à trois ans.", "Des lots accessibles aux PME."),
    reply=Reply("more_detail", "Pouvez-vous préciser les familles de pièces concernées ? La demande est portée au prochain comité.",
                "Le sujet est connu des exploitants."),
)  # fmt: skip
DIGITAL = Theme(
    "FIF", "RAIL", "INNOVATION", "need", 3, Ending.DRAFT,
    title="Voies d’essai pour les capteurs embarqués",
    statement="Les petites entreprises n’ont pas accès à une voie d’essai à un coût compatible avec un prototype.",
    why="Les prototypes restent au laboratoire.",
    request="Des journées d’essai mutualisées, réservées aux PME.",
    examples=(),
    titles=("Essais en ligne inaccessibles", "Un capteur prêt, pas de voie"),
    happens=("La journée de voie d’essai coûte plus que notre prototype.", "Il faut un an pour réserver un créneau."),
    cases=("Nous avons essayé sur une voie étrangère.",),
    wishes=("Des journées mutualisées.", "Une aide au premier essai."),
)  # fmt: skip
THEMES = (APPROVAL, SKILLS, FREIGHT, DIGITAL)
