"""A document with everything in it: named, signal, withheld cells, charts, hostile text. Companies are invented."""

from dataclasses import replace
from datetime import date

from cara_crm.reports.document import (
    Caveat,
    Definition,
    DocumentPosition,
    Downward,
    EarlierRequest,
    Figure,
    Named,
    Period,
    ReportDocument,
    Table,
)

FURNACES = DocumentPosition(
    id="CARA-PFA-2026-3-01",
    priority="PFA-ECO",
    title="Lisser le prix de l’électricité des fours",
    statement="Les traitements thermiques du territoire paient le courant hors contrat. #let x = 1 *gras* $ <script>",
    request="Un contrat de long terme ouvert aux sites de moins de 5 GWh par an, dès 2027.",
    examples=("Une PME arrête un four sur deux la semaine.", "Une ETI a reporté l’achat d’un four de 2 M€."),
    figures=(
        Figure("groups", "groupes de la filière concernés", 17, "", n=17, population=62),
        Figure("jobs", "emplois sur les sites en cause", 1240, "emplois", n=13),
        Figure("euros", "surcoût annuel déclaré", None, "k€"),
    ),
    why="Les fours tournent en continu : un arrêt coûte une journée.\n\nLes clients n’attendent pas.",
    caveats=("Les chiffres sont déclarés, non vérifiés.",),
    diverging="Deux groupes préfèrent une aide à l’investissement.",
    named=("Forges du Val Imaginaire",),
)
SIGNAL = DocumentPosition(
    id="CARA-PFA-2026-3-02",
    priority="PFA-COMP",
    title="Un vivier d’apprentis en usinage",
    statement="Les formations en usinage n’ont plus d’apprentis.",
    request="Une campagne nationale.",
    signal=True,
)
HEARD = Table(
    id="heard-category",
    title="Groupes entendus par catégorie",
    public=False,
    rows=("micro", "sme", "midcap", "large", "total"),
    columns=("AUTO", "VI", "total"),
    row_names=("Micro-entreprise", "PME", "ETI", "Grande entreprise", "Total"),
    column_names=("Automobile", "Véhicule industriel", "Total"),
    cells=((9, 5, 14), (20, 9, 29), (None, None, None), (None, None, None), (40, 22, 62)),
    row_head="Catégorie",
    chart="Micro-entreprises : 14 groupes entendus sur 31. PME : 29 sur 58. ETI et grandes entreprises : retenu.",
    population="members-category",
)
MEMBERS = Table(
    id="members-category",
    title="Adhérents de ces filières, comptés par groupe",
    public=True,
    rows=HEARD.rows,
    columns=HEARD.columns,
    row_names=HEARD.row_names,
    column_names=HEARD.column_names,
    cells=((20, 11, 31), (40, 18, 58), (8, 6, 14), (4, 3, 7), (72, 38, 110)),
    row_head="Catégorie",
)
DOCUMENT = ReportDocument(
    number="2026-3",
    version=1,
    title="Ce que disent les fournisseurs automobiles du territoire",
    language="fr",
    cluster="CARA",
    federation="PFA",
    federation_name="Fédération de démonstration",
    sectors=("AUTO", "VI"),
    sector_names=("Automobile", "Véhicule industriel"),
    period=Period(date(2026, 7, 1), date(2026, 9, 30)),
    dated=date(2026, 10, 9),
    threshold=5,
    draft=False,
    demonstration=True,
    key_messages=("Le prix de l’électricité immobilise des fours.", "L’acier arrive en 14 semaines au lieu de 6."),
    priorities=(Named("PFA-ECO", "Transition écologique"), Named("PFA-COMP", "Emploi et compétences")),
    positions=(FURNACES, SIGNAL),
    heard=("62 groupes ont été entendus, sur 110 adhérents des deux filières.",),
    tables=(HEARD, MEMBERS),
    caveats=(Caveat("heard-category", "Les ETI sont peu représentées."),),
    earlier=(
        EarlierRequest("2026-2", "CARA-PFA-2026-2-01", "Pièces de réemploi", "Homologuer en trois mois.", "taken_up"),
    ),
    downward=(Downward("opportunity", "Appel à projets fours sobres", date(2026, 8, 3), 48, 45, None),),
    method=("Les remontées sont recueillies par les animateurs de filière.",),
    definitions=(Definition("Groupe", "une entreprise, ou plusieurs adhérents d’un même groupe économique"),),
)


def long_document(count: int) -> ReportDocument:
    """The same document with ``count`` positions."""
    ids = [f"CARA-PFA-2026-3-{rank:02}" for rank in range(1, count + 1)]
    return replace(DOCUMENT, positions=tuple(replace(FURNACES, id=name) for name in ids))
