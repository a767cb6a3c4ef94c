"""Bring the reference data that every new database starts with.

Sources: Code officiel géographique (INSEE, 2026) for regions and departments; the cluster's public pages and its
federations' published agendas for the rest. All of it is edited in Settings afterwards.
"""

from datetime import UTC, date, datetime

import sqlalchemy as sa
from alembic import op

revision = "5c1d0a7e9b32"
down_revision = "92431a5ea681"
branch_labels = None
depends_on = None

COVERED = {"84", "24"}
REGIONS = {
    "84": ("Auvergne-Rhône-Alpes", "01 Ain|03 Allier|07 Ardèche|15 Cantal|26 Drôme|38 Isère|42 Loire|43 Haute-Loire|63 Puy-de-Dôme|69 Rhône|73 Savoie|74 Haute-Savoie"),
    "24": ("Centre-Val de Loire", "18 Cher|28 Eure-et-Loir|36 Indre|37 Indre-et-Loire|41 Loir-et-Cher|45 Loiret"),
    "11": ("Île-de-France", "75 Paris|77 Seine-et-Marne|78 Yvelines|91 Essonne|92 Hauts-de-Seine|93 Seine-Saint-Denis|94 Val-de-Marne|95 Val-d’Oise"),
    "27": ("Bourgogne-Franche-Comté", "21 Côte-d’Or|25 Doubs|39 Jura|58 Nièvre|70 Haute-Saône|71 Saône-et-Loire|89 Yonne|90 Territoire de Belfort"),
    "28": ("Normandie", "14 Calvados|27 Eure|50 Manche|61 Orne|76 Seine-Maritime"),
    "32": ("Hauts-de-France", "02 Aisne|59 Nord|60 Oise|62 Pas-de-Calais|80 Somme"),
    "44": ("Grand Est", "08 Ardennes|10 Aube|51 Marne|52 Haute-Marne|54 Meurthe-et-Moselle|55 Meuse|57 Moselle|67 Bas-Rhin|68 Haut-Rhin|88 Vosges"),
    "52": ("Pays de la Loire", "44 Loire-Atlantique|49 Maine-et-Loire|53 Mayenne|72 Sarthe|85 Vendée"),
    "53": ("Bretagne", "22 Côtes-d’Armor|29 Finistère|35 Ille-et-Vilaine|56 Morbihan"),
    "75": ("Nouvelle-Aquitaine", "16 Charente|17 Charente-Maritime|19 Corrèze|23 Creuse|24 Dordogne|33 Gironde|40 Landes|47 Lot-et-Garonne|64 Pyrénées-Atlantiques|79 Deux-Sèvres|86 Vienne|87 Haute-Vienne"),
    "76": ("Occitanie", "09 Ariège|11 Aude|12 Aveyron|30 Gard|31 Haute-Garonne|32 Gers|34 Hérault|46 Lot|48 Lozère|65 Hautes-Pyrénées|66 Pyrénées-Orientales|81 Tarn|82 Tarn-et-Garonne"),
    "93": ("Provence-Alpes-Côte d’Azur", "04 Alpes-de-Haute-Provence|05 Hautes-Alpes|06 Alpes-Maritimes|13 Bouches-du-Rhône|83 Var|84 Vaucluse"),
    "94": ("Corse", "2A Corse-du-Sud|2B Haute-Corse"),
    "01": ("Guadeloupe", "971 Guadeloupe"),
    "02": ("Martinique", "972 Martinique"),
    "03": ("Guyane", "973 Guyane"),
    "04": ("La Réunion", "974 La Réunion"),
    "06": ("Mayotte", "976 Mayotte"),
}
SECTORS = [
    ("AUTO", "Automobile", "Automotive"),
    ("VI", "Véhicule industriel", "Industrial vehicle"),
    ("RAIL", "Ferroviaire", "Rail"),
    ("VELO", "Vélo et micromobilité", "Bike and micromobility"),
    ("CABLE", "Transport par câble", "Cable transport"),
    ("FLUV", "Fluvial", "Inland waterway"),
]
ROLES = [
    ("MANUFACTURER", "Constructeur", "Manufacturer"),
    ("EQUIPMENT", "Équipementier", "Equipment supplier"),
    ("SUBCONTRACTOR", "Sous-traitant", "Subcontractor"),
    ("BODY", "Carrossier, aménageur", "Bodybuilder, converter"),
    ("ENGINEERING", "Ingénierie, bureau d’études", "Engineering, design office"),
    ("SOFTWARE", "Logiciel, données", "Software, data"),
    ("ENERGY", "Énergie, recharge", "Energy, charging"),
    ("MAINTENANCE", "Maintenance, réparation", "Maintenance, repair"),
    ("OPERATOR", "Opérateur de transport", "Transport operator"),
    ("RETAIL", "Distribution, location", "Retail, rental"),
    ("RECYCLING", "Recyclage, réemploi", "Recycling, reuse"),
    ("RESEARCH", "Recherche", "Research"),
    ("TRAINING", "Formation", "Training"),
    ("AUTHORITY", "Autorité, gestionnaire d’infrastructure", "Authority, infrastructure manager"),
]
FEDERATIONS = [
    (
        "PFA", "PFA", "Plateforme automobile (PFA)", "Automotive platform (PFA)",
        "Rassemble la filière automobile en France : constructeurs, équipementiers, sous-traitants et acteurs de la mobilité.",
        "Brings the automotive industry in France together: manufacturers, equipment suppliers, subcontractors and mobility players.",
        [
            ("ECO", "Transition écologique", "Ecological transition"),
            ("NUM", "Transition numérique", "Digital transition"),
            ("EMPLOI", "Emploi et compétences", "Employment and skills"),
            ("PME", "Développement des PME à potentiel", "Development of high-potential SMEs"),
            ("RELATIONS", "Relations entre donneurs d’ordre et sous-traitants", "Relations between order givers and subcontractors"),
        ],
        [("CSF_2024", "Contrat stratégique de filière 2024-2027", "Strategic sector contract 2024-2027", "Signé le 6 mai 2024.", "Signed on 6 May 2024.")],
        ["AUTO", "VI"],
    ),
    (
        "FIF", "FIF", "Fédération des industries ferroviaires (FIF)", "Federation of railway industries (FIF)",
        "Représente, promeut et accompagne les entreprises et les acteurs de l’industrie ferroviaire.",
        "Represents, promotes and supports the companies and players of the railway industry.",
        [
            ("INTERETS", "Représentation des intérêts", "Representation of interests"),
            ("PROMOTION", "Promotion de l’industrie", "Promotion of the industry"),
            ("INNOVATION", "Veille technologique et innovation", "Technological monitoring and innovation"),
            ("FORMATION", "Formation et développement des compétences", "Training and skills development"),
            ("NORMES", "Normalisation et réglementation", "Standardisation and regulation"),
        ],
        [
            ("CORIFER", "CORIFER", "CORIFER", "Comité d’orientation de la recherche et de l’innovation de la filière ferroviaire : feuille de route et appels à projets.", "Steering committee for research and innovation of the rail industry: roadmap and calls for projects."),
            ("EDEC", "EDEC", "EDEC", "Engagement de développement de l’emploi et des compétences : attractivité des métiers et formations.", "Commitment to develop employment and skills: attractiveness of careers and training."),
            ("CARE", "CARE", "CARE", "Compétitivité, Accompagnement, Rail, Emploi : performance des PME.", "Competitiveness, support, rail, employment: performance of SMEs."),
        ],
        ["RAIL"],
    ),
    (
        "FRANCE_VELO", "France Vélo", "France Vélo", "France Vélo",
        "Rassemble les représentants de l’économie du vélo autour d’une vision et d’actions communes dans tous les territoires.",
        "Brings the representatives of the cycling economy together around a common vision and actions in all territories.",
        [
            ("INDUSTRIE", "Réindustrialisation et innovation", "Reindustrialisation and innovation"),
            ("ECO", "Transition écologique", "Ecological transition"),
            ("COMPETENCES", "Attractivité et compétences", "Attractiveness and skills"),
            ("EVALUATION", "Évaluation et communication", "Evaluation and communication"),
        ],
        [("CSF_2024", "Contrat de la filière vélo 2024-2027", "Cycling sector contract 2024-2027", "Signé en juin 2024 : 22 projets, dont 16 prioritaires.", "Signed in June 2024: 22 projects, 16 of them with priority.")],
        ["VELO"],
    ),
]
NETWORKS = [("CARA", "CARA"), ("LUTB", "LUTB"), ("RAAC", "RAAC"), ("AUTOMAC", "Automac")]
COLLEGES = [
    ("LARGE", "Grandes entreprises et ETI", "Large and mid-cap companies"),
    ("SME", "PME et microentreprises", "Small companies"),
    ("ACADEMIC", "Recherche et formation", "Research and education"),
    ("PUBLIC", "Collectivités et institutions", "Public authorities and institutions"),
]
MILESTONES = [
    (2005, "Le cluster automobile régional", "The regional automotive cluster", "La Région Rhône-Alpes crée le Rhône-Alpes Automotive Cluster (RAAC) pour développer ses entreprises par l’innovation.", "The Rhône-Alpes Region creates the Rhône-Alpes Automotive Cluster (RAAC) to develop its companies through innovation."),
    (2006, "Le pôle de compétitivité LUTB", "The LUTB competitiveness cluster", "Industriels, recherche et collectivités fondent Lyon Urban Trucks & Bus : le transport urbain de personnes et de marchandises.", "Industry, research and authorities found Lyon Urban Trucks & Bus: urban transport of people and goods."),
    (2012, "Un pôle « performant »", "A “high-performance” cluster", "LUTB devient LUTB Transport & Mobility Systems et compte parmi les vingt premiers pôles français.", "LUTB becomes LUTB Transport & Mobility Systems, among the top twenty French clusters."),
    (2014, "Label européen Or", "European Gold label", "L’initiative européenne pour l’excellence des clusters lui décerne son label Or.", "The European Cluster Excellence Initiative awards its Gold label."),
    (2015, "Une seule association", "A single association", "LUTB et le RAAC se réunissent : la première alliance de ce type en France.", "LUTB and RAAC join together: the first alliance of this type in France."),
    (2016, "L’Auvergne rejoint l’association", "Auvergne joins the association", "Avec la fusion des régions, Automac, qui représente la PFA en Auvergne, rejoint LUTB-RAAC.", "With the merger of the regions, Automac, which represents the PFA in Auvergne, joins LUTB-RAAC."),
    (2017, "CARA", "CARA", "Le 21 novembre, l’association devient CARA, European Cluster for Mobility Solutions.", "On 21 November the association becomes CARA, European Cluster for Mobility Solutions."),
    (2021, "Six filières", "Six sectors", "Le ferroviaire et les mobilités actives rejoignent l’automobile, le véhicule industriel, le câble et le fluvial.", "Rail and active mobility join automotive, industrial vehicle, cable and inland waterway."),
]
KEY_FIGURES = [
    ("430", "adhérents environ", "members or so", "cara.eu"),
    ("2", "régions et 18 départements", "regions and 18 departments", "cara.eu"),
    ("6", "filières animées, dont 4 représentées", "sectors, 4 of them represented", "cara.eu"),
    ("3", "fédérations nationales", "national federations", "cara.eu"),
    ("100", "projets accompagnés par an, et plus", "projects supported a year, and more", "2025"),
]
SETTINGS = {
    "cluster.name": "CARA",
    "cluster.long_name": "CARA – European Cluster for Mobility Solutions",
    "cluster.definition_fr": "Un cluster réunit, dans un territoire défini et autour d’un thème, des entreprises petites et grandes, des laboratoires et des établissements d’enseignement. Les collectivités y sont étroitement associées. CARA travaille sur la mobilité en Auvergne-Rhône-Alpes et en Centre-Val de Loire.",
    "cluster.definition_en": "A cluster gathers, in a defined territory and around a theme, small and large companies, laboratories and educational institutions. Public authorities are closely involved. CARA works on mobility in Auvergne-Rhône-Alpes and Centre-Val de Loire.",
    "confidentiality.k": 5,
    "review.self_review": False,
    "demonstration": False,
}


def _rows(table: str, columns: str, rows: list[tuple[object, ...]]) -> None:
    names = columns.split()
    op.bulk_insert(_table(table), [dict(zip(names, row, strict=True)) for row in rows])


def _table(name: str) -> sa.Table:
    return sa.Table(name, sa.MetaData(), autoload_with=op.get_bind())


def _ids(table: str) -> dict[str, int]:
    return {code: key for key, code in op.get_bind().execute(sa.text(f"SELECT id, code FROM {table}"))}


def _territory() -> None:
    _rows("region", "code name is_covered", [(code, name, code in COVERED) for code, (name, _) in REGIONS.items()])
    regions = _ids("region")
    departments = [(d.split(" ", 1)[0], d.split(" ", 1)[1], regions[code]) for code, (_, ds) in REGIONS.items() for d in ds.split("|")]
    _rows("department", "code name region_id", departments)


def _federations() -> None:
    for n, (code, short, fr, en, about_fr, about_en, *_) in enumerate(FEDERATIONS):
        _rows("federation", "code short_name name_fr name_en description_fr description_en ordinal", [(code, short, fr, en, about_fr, about_en, n)])
    federations, sectors, regions = _ids("federation"), _ids("sector"), _ids("region")
    for code, *_, priorities, programmes, mandated in FEDERATIONS:
        key = federations[code]
        _rows("priority", "federation_id code name_fr name_en ordinal", [(key, *p, n) for n, p in enumerate(priorities)])
        _rows("programme", "federation_id code name_fr name_en description_fr description_en ordinal", [(key, *p, n) for n, p in enumerate(programmes)])
        since = date(2017, 11, 21) if code == "PFA" else date(2021, 6, 18)
        _rows("mandate", "federation_id sector_id from_on", [(key, sectors[s], since) for s in mandated])
    mandates = [key for (key,) in op.get_bind().execute(sa.text("SELECT id FROM mandate ORDER BY id"))]
    _rows("mandate_region", "mandate_id region_id", [(m, regions[r]) for m in mandates for r in sorted(COVERED)])


def upgrade() -> None:
    _territory()
    _rows("sector", "code name_fr name_en ordinal", [(*row, n) for n, row in enumerate(SECTORS)])
    _rows("value_chain_role", "code name_fr name_en ordinal", [(*row, n) for n, row in enumerate(ROLES)])
    _federations()
    _rows("network", "code name_fr name_en ordinal", [(code, name, name, n) for n, (code, name) in enumerate(NETWORKS)])
    _rows("college", "code name_fr name_en ordinal", [(*row, n) for n, row in enumerate(COLLEGES)])
    _rows("milestone", "year name_fr name_en text_fr text_en ordinal", [(*row, n) for n, row in enumerate(MILESTONES)])
    _rows("key_figure", "value name_fr name_en source ordinal", [(*row, n) for n, row in enumerate(KEY_FIGURES)])
    now = datetime(2026, 11, 22, tzinfo=UTC)
    op.bulk_insert(
        sa.table("setting", sa.column("key", sa.Text), sa.column("value", sa.JSON), sa.column("created_at", sa.DateTime(timezone=True)), sa.column("updated_at", sa.DateTime(timezone=True))),
        [{"key": key, "value": value, "created_at": now, "updated_at": now} for key, value in SETTINGS.items()],
    )


def downgrade() -> None:
    for table in (
        "setting key_figure milestone college network mandate_region mandate programme priority federation "
        "value_chain_role sector department region"
    ).split():
        op.execute(sa.text(f"DELETE FROM {table}"))
