"""Names of organisations compared: legal forms, spellings and punctuation do not make another company."""

import re
from collections.abc import Iterable
from functools import lru_cache

from cara_crm.core.fold import fold

#: Legal forms that people add or leave out (INSEE, catégories juridiques; abroad: the common ones).
LEGAL_FORMS = frozenset(
    [
        "sa",
        "sas",
        "sasu",
        "sarl",
        "eurl",
        "earl",
        "snc",
        "sci",
        "scs",
        "sca",
        "scop",
        "scic",
        "sc",
        "se",
        "selarl",
        "selas",
        "gie",
        "gip",
        "epic",
        "epa",
        "spl",
        "sem",
        "saem",
        "sel",
        "gmbh",
        "ag",
        "ltd",
        "limited",
        "plc",
        "inc",
        "llc",
        "bv",
        "nv",
        "spa",
        "srl",
        "oy",
        "ab",
        "kg",
        "asso",
        "assoc",
        "association",
        "ste",
        "soc",
        "societe",
        "stes",
        "ets",
        "etablissements",
        "etablissement",
        "et",
        "cie",
        "fils",
    ]
)


#: Forms that make two companies of one name, each by the one name of those that turn into one another unnoticed.
FORM_OF = {form: form for form in (
    "sa", "sas", "sarl", "snc", "sci", "scs", "sca", "scop", "scic", "gie", "gip", "epic", "selarl", "selas", "gmbh",
    "ag", "ltd", "plc", "inc", "llc", "bv", "nv", "spa", "srl", "association",
)} | {"sasu": "sas", "eurl": "sarl", "limited": "ltd", "asso": "association"}  # fmt: skip
#: Words that join others, and that people leave out.
JOINING = frozenset({"a", "and", "au", "aux", "d", "de", "des", "du", "en", "l", "la", "le", "les", "of", "the"})
#: Words that a group, its head or who took a business over adds to a name, and that others leave out: the two are
#: alike, and may yet be two.
OF_GROUPS = frozenset({
    "groupe", "group", "holding", "france", "international", "entreprise", "compagnie", "nouvelle",
})  # fmt: skip
#: How people write a trade or an institution short; never a name of its own.
SHORT = {
    "alu": "aluminium", "auto": "automobile", "automobiles": "automobile", "autos": "automobile",
    "be": "bureau etudes", "carr": "carrosserie", "chaud": "chaudronnerie", "const": "constructions",
    "constr": "constructions", "ctr": "centre", "ctre": "centre", "dept": "departement", "dev": "developpement",
    "distrib": "distribution", "elec": "electrique", "elect": "electrique", "engineering": "ingenierie",
    "ent": "entreprise", "equip": "equipement", "equipements": "equipement", "fab": "fabrication",
    "ferro": "ferroviaire", "frs": "freres", "gen": "generale", "gle": "generale", "gpe": "groupe",
    "gpt": "groupement", "grp": "groupe", "grpe": "groupe", "grpt": "groupement", "hydr": "hydraulique",
    "ind": "industrielle", "indus": "industrielle", "industrie": "industrielle", "industriel": "industrielle",
    "industrielles": "industrielle", "industriels": "industrielle", "industries": "industrielle", "inst": "institut",
    "intl": "international", "labo": "laboratoire", "maint": "maintenance", "manuf": "manufacture",
    "meca": "mecanique", "mecaniques": "mecanique", "mfg": "manufacture", "mt": "mont", "nlle": "nouvelle",
    "nvelle": "nouvelle", "serv": "service", "services": "service", "st": "saint", "synd": "syndicat",
    "syst": "systemes", "therm": "thermique", "tp": "travaux publics", "trait": "traitement", "transp": "transport",
    "univ": "universite",
}  # fmt: skip
#: Numbers that people write in letters or in figures; "neuf" is more often new than nine.
NUMBERS = {
    "deux": "2", "trois": "3", "quatre": "4", "cinq": "5", "six": "6", "sept": "7", "huit": "8", "dix": "10",
    "onze": "11", "douze": "12", "mille": "1000", "two": "2", "three": "3", "four": "4", "five": "5", "seven": "7",
    "eight": "8", "premier": "1er", "premiere": "1er", "1ere": "1er", "1re": "1er", "second": "2e", "seconde": "2e",
    "deuxieme": "2e", "2eme": "2e", "2nd": "2e", "2nde": "2e", "troisieme": "3e", "3eme": "3e",
}  # fmt: skip
#: First names that companies bear and that people shorten to their letter.
FIRST_NAMES = frozenset({
    "adrien", "alain", "albert", "alexandre", "alexis", "alfred", "andre", "anne", "antoine", "armand", "arnaud",
    "auguste", "baptiste", "benoit", "bernard", "bruno", "camille", "catherine", "charles", "christian", "christophe",
    "claude", "clement", "daniel", "david", "denis", "didier", "dominique", "edouard", "emile", "emmanuel", "eric",
    "ernest", "etienne", "eugene", "fabien", "fabrice", "felix", "fernand", "francis", "francois", "francoise",
    "frederic", "gabriel", "gaston", "georges", "gerard", "gilbert", "gilles", "guillaume", "guy", "henri", "herve",
    "hubert", "hugues", "isabelle", "jacques", "jean", "jerome", "joel", "joseph", "jules", "julien", "laurent",
    "leon", "louis", "luc", "lucien", "marc", "marcel", "marie", "martine", "mathieu", "maurice", "maxime", "michel",
    "nicolas", "noel", "olivier", "pascal", "patrice", "patrick", "paul", "philippe", "pierre", "raymond", "rene",
    "robert", "roger", "roland", "romain", "sebastien", "serge", "simon", "stephane", "sylvain", "theo", "thierry",
    "thomas", "valerie", "victor", "vincent", "xavier", "yves", "yvon",
})  # fmt: skip
WRITTEN = SHORT | NUMBERS
THOUSANDS = re.compile(r"\b(\d{1,3}) 1000\b")  # "deux mille"
#: The same at the beginning of a name only.
SHORT_FIRST = {
    "ca": "communaute agglomeration", "cc": "communaute communes", "cu": "communaute urbaine",
    "cci": "chambre commerce industrie", "cma": "chambre metiers artisanat", "eg": "entreprise generale",
    "lp": "lycee professionnel", "sm": "syndicat mixte", "sn": "nouvelle",
}  # fmt: skip
FORMERLY = re.compile(r"\b(?:ex|anciennement|formerly|ancien nom)\b")


@lru_cache(maxsize=50_000)
def matching_keys(name: str) -> tuple[str, ...]:
    """What names are compared by: `name_key` with short words in full, numbers in figures and without those that join;
    a name that tells a former one ("Rivetin (ex Carrosserie Morin)") is two."""
    parts = (name_key(part) for part in FORMERLY.split(fold(name)) if part.strip())
    return tuple(dict.fromkeys(_in_full(part) for part in parts if tells_something(part)))


def _in_full(key: str) -> str:
    first, *rest = key.split()
    words = [SHORT_FIRST.get(first, WRITTEN.get(first, first)), *(WRITTEN.get(word, word) for word in rest)]
    kept = [word for word in THOUSANDS.sub(r"\g<1>000", " ".join(words)).split() if word not in JOINING]
    return " ".join(kept) or key


@lru_cache(maxsize=50_000)
def acronyms(name: str) -> frozenset[str]:
    """The first letters of a name's words, of three at least, with and without those of its legal form."""
    words = [word for word in fold(name).split() if word not in JOINING | {"et"}]
    bare = [word for word in words if word not in LEGAL_FORMS]
    return frozenset("".join(word[0] for word in told) for told in (words, bare) if len(told) > 2)


@lru_cache(maxsize=50_000)
def name_key(name: str) -> str:
    """What two spellings of one name share: "S.A.S. Béraud & Fils", "BERAUD FILS (SAS)" → "beraud"."""
    words = spelt(name).split()
    kept = [word for word in words if word not in LEGAL_FORMS]
    return " ".join(kept or words)


@lru_cache(maxsize=50_000)
def spelt(name: str) -> str:
    """The whole name, folded, letters with points as one word: "S.A.S. Béraud" → "sas beraud"."""
    return re.sub(r"\b(\w) (?=\w\b)", r"\1", fold(name))


def forms(names: Iterable[str]) -> set[str]:
    """The legal forms that names tell."""
    return {FORM_OF[word] for name in names for word in spelt(name).split() if word in FORM_OF}


def tells_something(key: str) -> bool:
    """Does a key name a company? A legal form alone does not."""
    return any(word not in LEGAL_FORMS for word in key.split())


def spellings(names: list[str] | tuple[str, ...]) -> tuple[str, ...]:
    """Distinct spellings in order, exact duplicates and blanks left out."""
    return tuple(dict.fromkeys(" ".join(name.split()) for name in names if name.strip()))
