"""Who makes what: "un fabricant de hayons élévateurs" is somebody, "le contrôle des hayons élévateurs" nobody."""

import re
from collections.abc import Sequence

from cara_crm.confidentiality.leaks.folding import Token, listed
from cara_crm.confidentiality.leaks.nouns import ORGANISATION

_BETWEEN = frozenset(listed("de des d du le la les l un une en dans of the in a"))
_OTHER_MAKERS = (
    r"fournisseurs?|suppliers?|specialistes?|specialisee?s?|specialists?|specialized|specialised|lignes?|productions?"
    r"|fabrications?|metiers?(?: est)?"
)
_MAKING = (
    r"(?:fabriqu|produi|assembl|concoi|concev|construi|vend|livr|pos|mont|propos|developp|commercialis)"
    r"(?:e|ent|ons|t|s|sent|sons|ant|vent|ez)|make|makes|making|builds?|building|produces?|producing|sells?|selling"
)
_MAKER = re.compile(rf"{ORGANISATION}|(?:{_OTHER_MAKERS}|{_MAKING})(?!\w)")
_MADE = re.compile(
    r"(?:manufacturer|maker|builder|producer|supplier|installer|workshop|company|firm|line|plant|specialist)s?"
)
_SENTENCE_ENDS = re.compile(r"[.!?…;:\n]")
_FARTHEST = 4


def is_made(text: str, words: Sequence[Token], first: int, after: int) -> bool:
    """Do the words from `first` to before `after`, a product, stand behind a word for who makes it, or before one?"""
    if after < len(words) and _MADE.fullmatch(words[after].text):
        return True
    for back in range(1, min(_FARTHEST, first) + 1):
        if _SENTENCE_ENDS.search(text[words[first - back].end : words[first].start]):
            return False
        word = words[first - back].text
        if _MAKER.fullmatch(word):
            return True
        if word not in _BETWEEN and not (back == 1 and word == "est"):
            return False
    return False
