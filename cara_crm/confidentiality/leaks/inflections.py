"""A trade in its forms: one who does it, man or woman, one or several, and the house where it is done."""

from functools import lru_cache

#: A fondeur, a fondeuse, a fonderie; a carrossier, a carrossière, a carrosserie; a transformateur, a transformatrice.
_TRADES = ("erie", "iere", "euse", "rice", "ienne", "ier", "eur", "ien")
_SHORTEST = 3
_FEMININE = ("te", "de", "se", "ne", "le", "re")
_SHORTEST_FEMININE = 7
_IN_AUX = ("ail", "al")  # one canal, two canaux; one vitrail, two vitraux
_SHORTEST_IN_AUX = 4


@lru_cache(maxsize=4096)  # the same words come again and again
def root(word: str) -> str:
    """What a folded word has in common with its plural, its other gender and its trade; compared, never shown."""
    one = word[:-1] if len(word) > 3 and word[-1] in "sx" else word
    for ending in _TRADES:
        if one.endswith(ending) and len(one) >= len(ending) + _SHORTEST:
            return f"{one[: -len(ending)]}~"  # "fond" is no "fondeur"
    if len(one) >= _SHORTEST_FEMININE and one.endswith(_FEMININE):
        one = one[:-1].removesuffix("s")  # dromoise, dromois
    for ending in _IN_AUX:
        if one.endswith(ending) and len(one) >= _SHORTEST_IN_AUX:
            return f"{one[: -len(ending)]}au"
    return one
