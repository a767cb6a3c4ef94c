"""One folding of text for search, sorting and comparison, written by Python so that both databases agree."""

import re
import unicodedata

LIGATURES = str.maketrans(
    {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l"}
)


def fold(text: str) -> str:
    """Lower case, no accents, ligatures opened, punctuation as single spaces: "Œuvrard & Fils" → "oeuvrard fils"."""
    plain = unicodedata.normalize("NFKD", text.translate(LIGATURES))
    letters = "".join(c for c in plain if not unicodedata.combining(c)).lower()
    return re.sub(r"[\W_]+", " ", letters).strip()
