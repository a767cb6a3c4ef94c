"""Bike and micromobility."""

from cara_crm.demonstration.themes import Ending, Reply, Theme

BATTERIES = Theme(
    "FRANCE_VELO", "VELO", "ECO", "problem", 15, Ending.ANSWERED,
    title="Reconditionnement des batteries de vélos",
    statement=(
        "Le reconditionnement local des batteries est possible techniquement, mais les règles de transport et l’absence de "
        "documentation des fabricants l’empêchent. Des batteries réparables sont recyclées."
    ),
    why="Une batterie neuve vaut le tiers d’un vélo : le vélo entier est alors abandonné.",
    request="Un accès aux informations de réparation, et un régime de transport allégé entre ateliers déclarés.",
    examples=("Un atelier a recyclé en un an deux cents batteries dont la moitié n’avaient qu’une cellule défectueuse.",),
    titles=("Batteries réparables mises au rebut", "Transport de batteries entre ateliers", "Pas de documentation des batteries",
            "Réparer une batterie : qui est responsable ?"),
    happens=(
        "Le transporteur refuse toute batterie qui a été ouverte, même déclarée.",
        "Le fabricant verrouille la carte électronique après le remplacement d’une cellule.",
        "Notre assureur exclut le reconditionnement faute de référentiel.",
        "Nous recyclons des batteries dont une seule cellule est fautive.",
    ),
    cases=("Un client a abandonné un vélo de trois ans.", "Deux palettes attendent une solution de transport."),
    wishes=("Un référentiel de reconditionnement.", "Un accès à la documentation.", "Un transport allégé entre ateliers."),
    amounts=(2_000, 4_500, 8_000, 12_000, 20_000),
    reply=Reply(
        "taken_up",
        "Un référentiel de reconditionnement est mis en chantier avec les ateliers volontaires ; un appel à participation suivra.",
        "Le volet transport dépend d’un autre ministère : prévoir une note commune.",
    ),
)  # fmt: skip
FRAMES = Theme(
    "FRANCE_VELO", "VELO", "INDUSTRIE", "need", 16, Ending.APPROVED,
    title="Relocaliser la fabrication des cadres et composants",
    statement=(
        "Les assembleurs de la région veulent acheter des cadres et composants fabriqués près d’eux. Les volumes de chacun "
        "sont trop faibles pour qu’un industriel investisse seul."
    ),
    why="Les délais d’Asie et le fret rendent le stock coûteux, et les séries courtes impossibles.",
    request="Un groupement d’achat pluriannuel soutenu, et une aide à l’outillage partagé.",
    examples=("Trois assembleurs achètent séparément le même cadre, chacun au minimum de commande.",),
    titles=("Cadres : minimum de commande trop haut", "Six mois de stock de composants", "Acheter des cadres en région",
            "Outillage partagé pour petites séries"),
    happens=(
        "Nous devons commander neuf mois d’avance, sans connaître la saison.",
        "Le minimum de commande représente deux ans de ventes d’un modèle.",
        "Un soudeur de la région saurait faire, mais pas pour nos seuls volumes.",
        "Un retard de fret nous a fait manquer le printemps.",
    ),
    cases=("Nous avons soldé cent vélos d’un modèle.", "Un moule dort chez un confrère."),
    wishes=("Un groupement d’achat.", "Une aide à l’outillage partagé.", "Un prêt de stock garanti."),
)  # fmt: skip
THEFT = Theme(
    "FRANCE_VELO", "VELO", "EVALUATION", "expectation", 7, Ending.OLD_ANSWERED,
    title="Stationnement sûr et marquage",
    statement="Le vol freine l’achat de vélos de qualité, et les données locales manquent pour décider où stationner.",
    why="Les loueurs voient leur assurance augmenter chaque année.",
    request="Publier les données de vol à l’échelle de la commune.",
    examples=("Un loueur a perdu en un an l’équivalent d’un dixième de son parc.",),
    titles=("Vols : pas de données locales", "Assurance du parc de location", "Stationnement en gare"),
    happens=("Notre franchise a triplé.", "Personne ne peut nous dire où l’on vole le plus.", "Le parking de la gare est plein à sept heures."),
    cases=("Douze vélos volés en une nuit.", "Un client professionnel a résilié."),
    wishes=("Des données publiques.", "Des places sûres en gare."),
    reply=Reply("not_our_remit", "Les données relèvent du ministère de l’Intérieur ; la demande lui a été transmise.", ""),
)  # fmt: skip
CARGO = Theme(
    "FRANCE_VELO", "VELO", "COMPETENCES", "problem", 3, Ending.DRAFT,
    title="Mécaniciens de vélos-cargos",
    statement="Le diplôme de mécanicien cycle ne traite pas des vélos-cargos ni de leur électronique.",
    why="Les flottes professionnelles grandissent plus vite que les compétences.",
    request="Un module court, reconnu, sur les vélos-cargos.",
    examples=(),
    titles=("Pas de mécanicien pour nos cargos", "Formation cargo inexistante"),
    happens=("Nos cargos attendent deux semaines une réparation d’électronique.", "Nous formons chaque recrue six mois."),
    cases=("Un client logistique a suspendu son contrat.",),
    wishes=("Un module court.", "Une reconnaissance de l’expérience."),
)  # fmt: skip
THEMES = (BATTERIES, FRAMES, THEFT, CARGO)
