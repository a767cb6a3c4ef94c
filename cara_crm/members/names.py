"""Names of organisations compared: legal forms, spellings and punctuation do not make another company."""

import re
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
        "association",
        "ste",
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


@lru_cache(maxsize=50_000)
def name_key(name: str) -> str:
    """What two spellings of one name share: "S.A.S. Béraud & Fils", "BERAUD FILS (SAS)" → "beraud"."""
    words = re.sub(r"\b(\w) (?=\w\b)", r"\1", fold(name)).split()
    kept = [word for word in words if word not in LEGAL_FORMS]
    return " ".join(kept or words)


def tells_something(key: str) -> bool:
    """Does a key name a company? A legal form alone does not."""
    return any(word not in LEGAL_FORMS for word in key.split())


def spellings(names: list[str] | tuple[str, ...]) -> tuple[str, ...]:
    """Distinct spellings in order, exact duplicates and blanks left out."""
    return tuple(dict.fromkeys(" ".join(name.split()) for name in names if name.strip()))
