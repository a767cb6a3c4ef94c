"""What sizes and kinds of organisation are called in a sentence, beside the labels that a form has for them."""

from cara_crm.confidentiality.leaks.folding import fold

_SMALL = ("micro", "sme")
_BIG = ("large", "midcap")

#: Words, one a comma, and what each may mean: every line of codes is one reading, the closest first.
_LINES: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...] = (
    (
        "TPE, très petite entreprise, micro-entreprise, microentreprise, artisan, entreprise artisanale, micro,"
        " micro-enterprise, micro company, very small company, very small business, very small firm",
        (("micro",), _SMALL),
    ),
    (
        "PME, petite et moyenne entreprise, petites et moyennes entreprises, PMI, moyenne entreprise, SME,"
        " small and medium-sized enterprise, small and medium enterprise, small or medium company,"
        " medium-sized company, medium-sized firm",
        (("sme",), _SMALL),
    ),
    (
        "petite entreprise, petite société, petit atelier, petit industriel, small company, small business, small firm,"
        " start-up, start-ups, startup, jeune pousse, jeune entreprise, jeune entreprise innovante, JEI, scale-up,"
        " scale-ups, spin-off, young company, young firm",
        (_SMALL,),
    ),
    (
        "ETI, entreprise de taille intermédiaire, entreprise intermédiaire, société de taille intermédiaire, midcap,"
        " mid-cap, mid-cap company, midcap company, mid-sized company, mid-sized firm, mid-sized business,"
        " intermediate-sized company, intermediate-sized enterprise",
        (("midcap",),),
    ),
    (
        "grand groupe, grande entreprise, grande société, grand industriel, groupe international, groupe mondial,"
        " groupe industriel, groupe coté, multinationale, grande maison, grand compte, large company, large group,"
        " large enterprise, large firm, big company, big group, major group, major company, multinational, corporation",
        (("large",), _BIG),
    ),
    (
        "laboratoire, labo, laboratoire de recherche, centre de recherche, institut de recherche, organisme de"
        " recherche, unité de recherche, équipe de recherche, centre technique, institut technique, laboratory,"
        " research laboratory, lab, research centre, research center, research institute, research body,"
        " technical centre",
        (("laboratory",),),
    ),
    (
        "université, university, grande école, école d'ingénieurs, école d'ingénieur, engineering school",
        (("education",), ("education", "laboratory")),
    ),
    (
        "école, lycée, lycée professionnel, IUT, CFA, BTS, centre de formation, organisme de formation,"
        " centre d'apprentissage, établissement d'enseignement, établissement de formation, faculté, campus, school,"
        " high school, training centre, training center, training body, vocational school, faculty",
        (("education",),),
    ),
    (
        "collectivité, collectivité territoriale, collectivité locale, collectivité publique, agglomération,"
        " communauté d'agglomération, communauté de communes, communauté urbaine, intercommunalité, EPCI, métropole,"
        " municipalité, mairie, une commune, une ville, conseil départemental, conseil régional, syndicat mixte,"
        " syndicat intercommunal, syndicat de transport, syndicat des mobilités, autorité organisatrice,"
        " autorité organisatrice de la mobilité, autorité organisatrice des mobilités, AOM, établissement public,"
        " local authority, public authority, transport authority, municipality, city council, county council,"
        " metropolitan authority, conurbation, public body, a city, a town",
        (("authority",),),
    ),
    (
        "association, syndicat professionnel, organisation professionnelle, chambre de commerce, chambre consulaire,"
        " chambre de métiers, CCI, ONG, fondation, coopérative, non-profit, NGO, foundation, trade union,"
        " chamber of commerce, charity",
        (("association",),),
    ),
)

#: By folded word or words: the readings, each the codes of the sizes or kinds that it takes together.
USUAL_WORDS: dict[str, tuple[tuple[str, ...], ...]] = {
    fold(words): readings for line, readings in _LINES for words in line.split(",")
}
#: The codes themselves, which no text says; "other" is called nothing.
CODES = frozenset(code for readings in USUAL_WORDS.values() for codes in readings for code in codes) | {"other"}


def code_of(phrase: str) -> str:
    """The code of a size or kind that the register tells by its code or by one of these words ("ETI"), else the folded
    phrase."""
    folded = fold(phrase)
    if folded in CODES or folded not in USUAL_WORDS:
        return folded
    closest = USUAL_WORDS[folded][0]
    return closest[0] if len(closest) == 1 else folded
