"""Words of functions as cells of people hold them, beside a name or without one. Pure."""

import re

from cara_crm.core.fold import fold

#: Written in capitals they are no family name.
ACRONYMS = frozenset({
    "pdg", "dg", "dga", "dgs", "daf", "drh", "dsi", "dir", "dt", "dc", "dac", "dircom", "dirco", "rh", "raf", "raq",
    "rse", "qse", "qhse", "hse", "ceo", "cfo", "coo", "cto", "cmo", "cso", "md", "vp", "be", "adv", "rd", "dpo",
    "rssi", "resp", "dgd", "ddi", "dop", "rq", "rp", "bu", "gm", "hr", "it", "pcdg", "dcom", "srh", "rrh",
    "pdt", "pdte",
})  # fmt: skip
#: They begin a function, and are nobody's family name behind a first and a last one.
TITLES = (
    r"(?:co|ex|vice|sous)?(?:gerante?s?|presidente?s?|directeur|directrice|director|responsable|dirigeante?|comptable"
    r"|assistante?|fondateur|fondatrice|manager|founder|chairman|chairwoman|officer|treasurer|tresoriere?)"
)
#: They begin a function where they stand apart from a name, or alone.
HEADS = (
    r"(?:chef|cheffe|chargee?|secretaires?|secretariat|commerciale?|technico|ingenieure?|associee?s?|administrateur"
    r"|administratrice|acheteur|acheteuse|achats?|ventes?|comptabilite|compta|production|qualite|maintenance|methodes"
    r"|deleguee?|consultante?|animateur|animatrice|coordinateur|coordinatrice|coordonnateur|coordonnatrice|gestionnaire"
    r"|technicien|technicienne|dessinateur|dessinatrice|operateur|operatrice|mecanicien|conducteur|head|owner|partner|engineer|buyer|sales|marketing|communication|logistique|supply"
    r"|direction|services?|departement|relations|juridique|informatique|export|finances?|maire|adjointe?|referente?"
    r"|conseillere?|representante?|proprietaire|patron|patronne|exploitante?|artisan|stagiaire|alternante?|doctorante?"
    r"|chercheur|chercheuse|professeure?|proviseur|doyen|general|managing|account|business|developpement|project"
    r"|product|plant|pilote|experte?|superviseur|juriste|office|rh|r d|recherche|bureau d|ressources|personnel"
    r"|administratif|administration|facturation|planning|atelier|president|membre)"
)
APART = re.compile(rf"(?:(?:co|ex|vice|ancien|ancienne|nouveau|nouvelle|futur|future) )?(?:{TITLES}|{HEADS})\b.*")
BEHIND = re.compile(rf"(?:(?:co|vice) )?{TITLES}")
ARTICLE = re.compile(r"(?:[Ll](?:e|a|es)\s+|[Ll]['’])(?=[^\W\d_A-Z])")  # "le gérant"; "Le Maire" is somebody
DOTTED = re.compile(r"(?:[A-Z]\.){2,4}")


def is_function(text: str) -> bool:
    """Is it what somebody does, and nobody's name: "DG", "Directrice générale", "responsable QSE & achats"?"""
    words = fold(ARTICLE.sub("", text.strip()))
    first = words.split(" ")[0] if words else ""
    return bool(APART.match(words)) or first in ACRONYMS or words.replace(" ", "") in ACRONYMS


def is_like_one(text: str) -> bool:
    """Beside a name: also what begins small ("pilote ligne 3" has no capital) or is a short word in capitals."""
    plain = text.strip()
    return is_function(plain) or plain[:1].islower() or bool(DOTTED.fullmatch(plain))


def parted(words: list[str]) -> tuple[str, list[str], str]:
    """(function before, words of the name, function behind) of "DG Jean Dupré" and "Jean DUPRÉ Directrice générale"."""
    if len(words) > 2 and is_title(words[0]) and not is_function(" ".join(words[1:3])):
        before = words[0]
        words = words[1:]
    else:
        before = ""
    at = next((i for i in range(2, len(words)) if is_title(words[i])), len(words))
    return before, words[:at], " ".join(words[at:])


def is_title(word: str) -> bool:
    """Is one word a function beside a name?"""
    plain = fold(word)
    return bool(BEHIND.fullmatch(plain)) or (word.isupper() and plain.replace(" ", "") in ACRONYMS)
