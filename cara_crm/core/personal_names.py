"""Which words of somebody's name are the first name and which the family's. Pure.

A particle begins a family name and is nobody's first name: "Mme de Rastignac", "M. Le Goff", "Van den Berghe Jan".
"""

import re
from collections.abc import Sequence

from cara_crm.core.fold import fold

#: They begin a family name wherever they stand, folded.
PARTICLES = frozenset({
    "ait", "da", "dal", "dalla", "das", "de", "degli", "dei", "del", "della", "dello", "den", "der", "des", "di",
    "do", "dos", "du", "el", "la", "las", "le", "les", "lo", "los", "ould", "saint", "sainte", "ten", "ter", "van",
    "vom", "von", "zu", "zum", "zur",
})  # fmt: skip
#: First names too, so that only behind a form of address they begin a family name.
SOMETIMES = frozenset({"abou", "abu", "al", "bel", "ben", "bou", "mac", "mc", "sidi", "st", "ste"})
ELIDED = re.compile(r"[dl]['’]", re.IGNORECASE)
INITIALS = re.compile(r"(?:[^\W\d_]{1,2}\.-?)+")  # "J.", "J.-Ch.": a first name, loud though it is
#: Usual ones in France and around it, folded: behind a family name that a particle begins they are the first name.
FORENAMES = frozenset({
    "adele", "adeline", "adrien", "agathe", "agnes", "ahmed", "aicha", "alain", "albert", "alessandro", "alex",
    "alexandra", "alexandre", "alexis", "ali", "alice", "aline", "alix", "amandine", "amelie", "amina", "ana",
    "anais", "andre", "andrea", "andree", "ange", "angela", "angelique", "anita", "ann", "anna", "anne", "annick",
    "annie", "anthony", "antoine", "antonio", "apolline", "arlette", "armand", "armelle", "arnaud", "arthur",
    "astrid", "aude", "audrey", "augustin", "aurelie", "aurelien", "aurore", "axel", "baptiste", "barbara",
    "bastien", "beatrice", "benedicte", "benjamin", "benoit", "berengere", "bernadette", "bernard", "bertrand",
    "blandine", "brice", "brigitte", "bruno", "camille", "carine", "carlos", "carmen", "carole", "caroline",
    "catherine", "cecile", "cedric", "celine", "chantal", "charlene", "charles", "charlotte", "chiara", "chloe",
    "christel", "christelle", "christian", "christiane", "christine", "christophe", "claire", "clara", "clarisse",
    "claude", "claudine", "clemence", "clement", "clotilde", "colette", "coralie", "corentin", "corinne", "cyril",
    "cyrille", "damien", "daniel", "daniele", "danielle", "david", "deborah", "delphine", "denis", "denise",
    "diane", "didier", "dimitri", "dominique", "dorothee", "edith", "edouard", "edwige", "elena", "eliane", "elias",
    "elisa", "elisabeth", "elise", "elodie", "eloise", "elsa", "emeline", "emile", "emilie", "emma", "emmanuel",
    "emmanuelle", "enzo", "eric", "erwan", "estelle", "esther", "ethan", "etienne", "eugenie", "eva", "evelyne",
    "fabien", "fabienne", "fabrice", "fanny", "farid", "fatima", "felix", "fernando", "flavie", "flora", "florence",
    "florent", "florian", "francesco", "francis", "franck", "francois", "francoise", "frank", "fred", "frederic",
    "frederique", "gabriel", "gabrielle", "gael", "gaelle", "gaetan", "genevieve", "georges", "geraldine", "gerard",
    "germain", "ghislain", "ghislaine", "gilbert", "gilles", "ginette", "giovanni", "gisele", "giulia", "goran",
    "gregoire", "gregory", "guillaume", "guy", "gwenaelle", "hakim", "hamid", "hans", "hassan", "helene", "henri",
    "herve", "hicham", "hugo", "hugues", "ibrahim", "ines", "ingrid", "irene", "isabelle", "ivan", "jacqueline",
    "jacques", "jan", "jane", "jean", "jeanne", "jennifer", "jeremie", "jeremy", "jerome", "jessica", "joel",
    "joelle", "johan", "johann", "johanna", "john", "jonathan", "jorge", "jose", "joseph", "josette", "josiane",
    "juan", "judith", "jules", "julia", "julian", "julie", "julien", "juliette", "justine", "karim", "karine",
    "karl", "kevin", "khadija", "klaus", "laetitia", "laura", "laure", "laurence", "laurent", "lea", "leila",
    "lena", "leo", "leon", "leonie", "leopold", "lila", "lina", "line", "lionel", "lise", "loic", "lola", "louis",
    "louise", "luc", "lucas", "lucie", "lucien", "lucienne", "ludovic", "luis", "lydie", "madeleine", "mael",
    "maelle", "magali", "malik", "manon", "manuel", "marc", "marcel", "marco", "margaux", "marguerite", "maria",
    "marianne", "marie", "marine", "mario", "marion", "marlene", "marta", "martha", "marthe", "martine", "mary",
    "maryse", "mathieu", "mathilde", "matteo", "matthieu", "maud", "maurice", "max", "maxime", "mehdi", "melanie",
    "michel", "michele", "micheline", "mickael", "mireille", "mohamed", "monique", "morgane", "mourad", "muriel",
    "myriam", "nadege", "nadia", "nadine", "nathalie", "nathan", "nicolas", "nicole", "noe", "noelle", "noemie",
    "nora", "oceane", "odette", "odile", "olga", "olivia", "olivier", "omar", "oscar", "pablo", "paola", "paolo",
    "pascal", "pascale", "patrice", "patricia", "patrick", "paul", "paula", "paule", "pauline", "pedro", "perrine",
    "peter", "philippe", "pierre", "pierrick", "pieter", "quentin", "rachel", "rachid", "raphael", "raphaelle",
    "raymond", "rebecca", "regine", "regis", "remi", "remy", "renaud", "rene", "renee", "robert", "robin", "roger",
    "roland", "romain", "romane", "ronan", "rosa", "rose", "sabine", "sabrina", "said", "salome", "samia", "samir",
    "samuel", "sandra", "sandrine", "sara", "sarah", "sebastien", "serge", "severine", "simon", "simone", "sofia",
    "solange", "solene", "sonia", "sophie", "stefan", "stephane", "stephanie", "steven", "suzanne", "sylvain",
    "sylvie", "tanguy", "tatiana", "theo", "theodore", "therese", "thibault", "thibaut", "thierry", "thomas",
    "timothee", "tom", "tony", "tristan", "ulrich", "valentin", "valentine", "valerie", "vanessa", "veronique",
    "victoire", "victor", "victoria", "vincent", "virginie", "viviane", "walter", "wilfried", "william", "xavier",
    "yacine", "yann", "yannick", "yasmina", "yohan", "yolande", "youssef", "yves", "yvette", "yvon", "yvonne",
    "zoe",
})  # fmt: skip


def first_and_last(text: str, *, is_addressed: bool = False) -> tuple[str, str]:
    """(first name, family name) of "DUPONT Jean", "Odile de La Tour", "Le Goff", "Van den Berghe Jan"; the first name
    is "" where none is told. `is_addressed`: a form of address stood before it."""
    words = text.split()
    if len(words) < 2:
        return "", text
    loud = [word for word in words if word.isupper() and len(word) > 1 and not INITIALS.fullmatch(word)]
    if loud and len(loud) < len(words):
        family = [word for word in words if word in loud or begins_family(word)]
        return " ".join(word for word in words if word not in family), " ".join(family)
    if begins_family(words[0]) or (is_addressed and fold(words[0]) in SOMETIMES):
        return _behind_family(words)
    at = next((i for i, word in enumerate(words) if begins_family(word)), 1)
    if not all(map(_is_forename, words[:at])):
        at = 1
    return " ".join(words[:at]), " ".join(words[at:])


def begins_family(word: str) -> bool:
    """Is it a particle, or does one stand elided in it ("d'Ornano")?"""
    return fold(word) in PARTICLES or bool(ELIDED.match(word))


def _behind_family(words: Sequence[str]) -> tuple[str, str]:
    """The first names that stand behind a family name: those that are known, and not its own last word."""
    own = next((i for i, word in enumerate(words) if fold(word) not in PARTICLES and not ELIDED.fullmatch(word)), 0)
    own += fold(words[own]) in SOMETIMES
    at = len(words)
    while at - 1 > own and _is_given(words[at - 1]) and fold(words[at - 2]) not in PARTICLES:
        at -= 1
    return " ".join(words[at:]), " ".join(words[:at])


def _is_given(word: str) -> bool:
    return _is_forename(word) or bool(INITIALS.fullmatch(word))


def _is_forename(word: str) -> bool:
    return fold(word).split(" ")[0] in FORENAMES
