"""Names of organisations compared: legal forms, spellings and punctuation do not make another company."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from cara_crm.core.fold import fold
from cara_crm.members.writings import (
    COOPERATIVE,
    FAMILY,
    FORM_OF,
    JOINING,
    LEGAL_FORMS,
    OF_GROUPS,
    OF_PLACES,
    SHORT_FIRST,
    TRADES,
    WRITTEN,
    WRITTEN_OUT,
)

CUT = re.compile(r"\b([^\W\d_]{3,})\.(?=\s|$|\))")
PARTED = re.compile(r"[^\W_]+(?:[-.'’][^\W_]+)+")
THOUSANDS = re.compile(r"\b(\d{1,3}) 1000\b")  # "deux mille"
LONG_FORM = re.compile(rf"\b(?:{'|'.join(sorted(WRITTEN_OUT, key=len, reverse=True))})\b")
FORMERLY = re.compile(r"\b(?:ex|anciennement|formerly|ancien nom)\b")


@lru_cache(maxsize=50_000)
def matching_keys(name: str) -> tuple[str, ...]:
    """What names are compared by: `name_key` with short words in full, numbers in figures and without those that join;
    a name that tells a former one ("Rivetin (ex Carrosserie Morin)") is two."""
    parts = (name_key(part) for part in FORMERLY.split(fold(FAMILY.sub("perefils", name))) if part.strip())
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


def known_as(name: str) -> Iterator[str]:
    """Words by which a name is looked for beside those that it is written with: short ones in full, letters with points
    and what a hyphen parts in one piece ("A.T.M." → "atm", "Plasti-Velay" → "plastivelay"), its first letters."""
    for key in matching_keys(name):
        yield from key.split()
    pieces = (fold(piece).replace(" ", "") for piece in PARTED.findall(name))
    yield from (word for word in (*pieces, *sorted(acronyms(name))) if word not in LEGAL_FORMS)


def searched_as(words: Sequence[str]) -> list[str]:
    """Words of a search as names are compared: in full, without legal forms and those that join; [] where that says no
    more than they do."""
    told = [word for key in matching_keys(" ".join(words)) for word in key.split()]
    return told if told != list(words) else []


@lru_cache(maxsize=50_000)
def in_one_word(name: str) -> str:
    """The name without blanks and plurals: "Ferro-Services Beaucerons", "Ferroservices Beauceron" are one."""
    return "".join(word.rstrip("sx") for word in name_key(name).split() if word not in JOINING)


@lru_cache(maxsize=50_000)
def is_one_word(name: str) -> bool:
    """Is it written as one word, but for its legal form, and is that of no trade ("Pare-Brisot", "SARL Béraud")?"""
    words = [word for word in spelt(name.replace("-", "").replace("'", "")).split() if word not in LEGAL_FORMS]
    return len(words) == 1 and WRITTEN.get(words[0], words[0]) not in TRADES | OF_GROUPS | OF_PLACES


@lru_cache(maxsize=50_000)
def cut_words(name: str) -> tuple[str, ...]:
    """Folded words that a point cuts short: "Inst. Sup. des Mobilités" → ("inst", "sup")."""
    return tuple(map(fold, CUT.findall(name))) if "." in name else ()


@lru_cache(maxsize=50_000)
def name_key(name: str) -> str:
    """What two spellings of one name share: "S.A.S. Béraud & Fils", "BERAUD FILS (SAS)" → "beraud"."""
    words = spelt(name).split()
    kept = [word for word in words if word not in LEGAL_FORMS]
    return " ".join(kept or words)


@lru_cache(maxsize=50_000)
def spelt(name: str) -> str:
    """The whole name, folded, letters with points as one word, legal forms short: "S.A.S. Béraud", "Société par actions
    simplifiée Béraud" → "sas beraud"."""
    text = fold(FAMILY.sub("perefils", name))
    if text.startswith(("ste", "soc", "coop", "entreprise", "groupement")) or " coop" in text or " societe" in text:
        text = LONG_FORM.sub(lambda found: WRITTEN_OUT[found[0]], COOPERATIVE.sub("scop", text))
    return re.sub(r"\b(\w) (?=\w\b)", r"\1", text)


def forms(names: Iterable[str]) -> set[str]:
    """The legal forms that names tell."""
    return {FORM_OF[word] for name in names for word in spelt(name).split() if word in FORM_OF}


def tells_something(key: str) -> bool:
    """Does a key name a company? A legal form alone does not."""
    return any(word not in LEGAL_FORMS for word in key.split())


def spellings(names: list[str] | tuple[str, ...]) -> tuple[str, ...]:
    """Distinct spellings in order, exact duplicates and blanks left out."""
    return tuple(dict.fromkeys(" ".join(name.split()) for name in names if name.strip()))
