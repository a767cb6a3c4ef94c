"""One folding of text for search, sorting and comparison, written by Python so that both databases agree."""

import re
import unicodedata
from itertools import filterfalse

LIGATURES = str.maketrans(
    {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l"}
)
BETWEEN = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Lower case, no accents, ligatures opened, punctuation as single spaces: "Œuvrard & Fils" → "oeuvrard fils"."""
    if not text.isascii():  # most words of a long list are, and need none of this
        plain = unicodedata.normalize("NFKD", text.translate(LIGATURES))
        text = "".join(filterfalse(unicodedata.combining, plain))
    return BETWEEN.sub(" ", text.lower()).strip()
