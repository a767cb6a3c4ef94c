"""Words that give nobody away by themselves, and the parts of a firm's name that are not its own."""

from collections.abc import Callable, Iterable
from functools import cache
from importlib.resources import files

from cara_crm.confidentiality.leaks.folding import fold, listed

LEGAL_FORMS = frozenset(
    listed(
        "sa sas sasu sarl eurl snc sci gie scop scic selarl cie co corp inc ltd limited llc plc gmbh ag kg srl spa bv"
        " nv ab oy sl se eirl sca scea sem sprl bvba ohg ug aps asbl"
    )
)
#: What may be left out before a name; and what makes a name of an ordinary word with a capital ("chez Avenir").
KINDS_OF_FIRM = frozenset(listed("societe ste soc etablissements ets entreprise entreprises compagnie maison firme"))
CALLING = KINDS_OF_FIRM | frozenset(
    listed(
        "chez company firm fournisseur client traitant supplier customer adherent adherente constructeur equipementier"
        " fabricant transporteur carrossier fondeur usine fonderie cabinet marque filiale concurrent concurrente"
        " partenaire groupe pme eti tpe startup"
    )
)
#: Who has people, works or things of its own: "le patron d’Avenir", "les ateliers d’Avenir".
PEOPLE_OF = frozenset(
    listed(
        "patron patronne dirigeant dirigeante directeur directrice gerant gerante president presidente salarie salaries"
        " equipe equipes usine usines atelier ateliers site sites client clients fournisseur fournisseurs ceo head"
        " employees plant"
    )
)
ARTICLES = frozenset(listed("le la les l the"))
GLUE = frozenset(listed("de du des d le la les l un une et en a au aux and of the for by pour par sur s"))
TITLES = frozenset(listed("m mr mrs ms mme mlle monsieur madame mademoiselle dr docteur pr professeur me maitre"))
SAYING = frozenset(listed("dit selon explique precise ajoute raconte temoigne indique resume says"))
#: Between a first and a last name, in small letters or not.
PARTICLES = GLUE - {"et", "and", "un", "une"} | frozenset(
    listed("van von vom der den ten ter zu zum di da del della dos do das el al ben bin ibn ibnou abou abu ould ait")
)
#: What a letter with a figure tells which of: "le lot B2", "la norme R4".
NUMBERED = frozenset(
    listed(
        "article annexe lot norme classe categorie niveau type rang format point permis phase zone tableau figure page"
        " alinea partie chapitre version etape option groupe ligne section salle quai voie porte batiment euro stage"
        " autoroute class level category route"
    )
)
PUBLIC_MAIL = frozenset(
    listed(
        "gmail.com googlemail.com orange.fr wanadoo.fr free.fr sfr.fr neuf.fr laposte.net outlook.com outlook.fr"
        " hotmail.com hotmail.fr live.fr live.com yahoo.com yahoo.fr icloud.com me.com proton.me protonmail.com bbox.fr"
        " gmx.fr gmx.com"
    )
)
_ENDINGS = frozenset(
    listed(
        "issements issement ations ation itions ition ements ement ments ment ites ite ances ance ences ence eurs eur"
        " euses euse ives ive ifs if elles elle els el ques que ees ee es er ez ent ant ante antes ants ait aient ions"
        " ons e s x ings ing ed ly ies y"
    )
)
_SHORTEST_STEM = 4
_LONGEST_ENDING = max(map(len, _ENDINGS))


def stem(word: str) -> str:
    """Cut the longest common French or English ending that leaves four letters. To recognise ordinary words only."""
    for length in range(min(_LONGEST_ENDING, len(word) - _SHORTEST_STEM), 0, -1):
        if word[-length:] in _ENDINGS:
            return word[:-length]
    return word


class _Ordinary(dict[str, bool]):
    """Which words are no sign of anybody, each found out when it is first asked for."""

    def __init__(self, words: frozenset[str], stems: frozenset[str]) -> None:
        super().__init__()
        self.words, self.stems = words, stems

    def __missing__(self, word: str) -> bool:
        known = self[word] = len(word) < 2 or word.isdecimal() or word in self.words or stem(word) in self.stems
        return known


class Vocabulary:
    """The ordinary words, with those that the caller adds (names of federations, regions, programmes).

    `is_ordinary(word)`: is this folded word no sign of anybody? Numbers and single letters are not either.
    """

    def __init__(self, added: Iterable[str] = ()) -> None:
        phrases = [fold(phrase) for phrase in added]
        base_words, base_stems = _base()
        self.words = base_words | {word for phrase in phrases for word in phrase.split()}
        self.phrases = frozenset("".join(phrase.split()) for phrase in phrases)
        self.is_ordinary: Callable[[str], bool] = _Ordinary(self.words, base_stems).__getitem__

    def is_common(self, word: str) -> bool:
        """Is this folded word one of the language, whatever the caller added?"""
        return word in _base()[0]


@cache
def _base() -> tuple[frozenset[str], frozenset[str]]:
    text = files(__package__).joinpath("ordinary_words.txt").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    found = frozenset(word for line in lines for word in fold(line).split())
    return found, frozenset(stem(word) for word in found if len(word) >= 4)
