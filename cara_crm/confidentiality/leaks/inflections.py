"""A trade in its forms: one who does it, man or woman, one or several, and the house where it is done."""

from functools import lru_cache

#: A fondeur, a fondeuse, a fonderie; a carrossier, a carrossière, a carrosserie; a transformateur, a transformatrice.
_TRADES = ("erie", "iere", "euse", "rice", "ienne", "ier", "eur", "ien")
_SHORTEST = 3
_FEMININE = ("te", "de", "se", "ne", "le", "re")
_SHORTEST_FEMININE = 7
_IN_AUX = ("ail", "al")  # one canal, two canaux; one vitrail, two vitraux
_SHORTEST_IN_AUX = 4
#: Who does something, French or English, man or woman: a converter, a sous-traitante; "formation" is what is done.
_AGENTS = ("ier", "iere", "eur", "euse", "rice", "ien", "ienne", "ant", "ante", "iste", "er", "or", "ist")


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


def is_agent(phrase: str) -> bool:
    """Does a folded phrase say who does something, by its first word or its last?"""
    words = [word[:-1] if word.endswith("s") else word for word in phrase.split()]
    return any(word.endswith(_AGENTS) for word in (words[0], words[-1]))
