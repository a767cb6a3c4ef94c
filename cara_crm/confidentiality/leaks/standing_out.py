"""Who is told as the only one, the largest, the first of its kind: one organisation, whoever it is."""

import re
from collections.abc import Iterator

from cara_crm.confidentiality.leaks.nouns import KIND_OF, ONE, ORGANISATION, SEVERAL

_ITS = r"(?:les?|la|l'|du|au|notre|votre|nos|the|our|a|\w+'s)"
_ALONE = r"(?:seule?s?|uniques?|only|sole|single)"
_FEW = r"(?:(?:deux|trois|quatre|two|three|four|[2-4])\s+)"
_MOST = (
    r"(?:largest|biggest|smallest|oldest|youngest|greatest|newest|strongest|leading|foremost|most\s+\w+|main|last|first"
    r"|second|third|top)"
)
_RANKED = r"(?:premiere?|deuxieme|second|seconde|troisieme|principale?|derniere?|meilleure?)"
_OTHERS = r"(?:fournisseurs?|suppliers?|employeurs?|ateliers?)"  # beside the organisations of every rule
_SOMEBODY = rf"(?:{ORGANISATION}|{_OTHERS}(?!\w))"
_LOCAL = r"(?:de la filiere|du secteur|du departement|de la region|en france|in (?:the|france)|here|ici)"
_WORD = r"(?:[\w-]+\s+)?"
_WAYS = (
    rf"{_ITS}\s*{_FEW}?{_ALONE}\s+{_WORD}{_SOMEBODY}",
    rf"(?:(?:le|la)\s+{_ALONE}|the\s+only\s+one)\s+{_LOCAL}(?!\w)",
    rf"n'\w*[^.;\n]{{0,20}}?\s+qu'une?\s+{_ALONE}?\s*{KIND_OF}{ONE}",
    rf"(?:seule?|only)\s+(?:une?|one)\s+{KIND_OF}{ONE}",
    rf"{_ITS}\s+plus\s+(?!tot|souvent)\w+\s+(?:des|de\s+nos|de\s+tous\s+nos|of\s+our)\s+{KIND_OF}{SEVERAL}",
    rf"{_ITS}\s+plus\s+\w+\s+{_WORD}{ONE}",
    rf"{_ITS}\s+{_FEW}plus\s+\w+\s+{SEVERAL}",
    rf"{_ITS}\s+{_RANKED}\s+{_WORD}{ONE}(?!\s+venue?)",
    rf"{_ITS}\s+{_FEW}?{_MOST}\s+{_WORD}{ONE}",
    rf"the\s+{_MOST}\s+{_LOCAL}(?!\w)",
    rf"(?:{_ITS}|un|une)\s+(?:\w+\s+)?(?:leader|champion|championne|doyen|doyenne)(?!\w)(?!\s+(?:mondia|world))",
    rf"{_ITS}\s+(?:numero|number)\s+(?:un|deux|trois|one|two|three|[1-3])(?!\w)",
)
_SAID = re.compile(rf"(?<![\w'])(?:{'|'.join(_WAYS)})")


def standing_out(letters: str) -> Iterator[tuple[int, int]]:
    """The places of a text as it is shown that single somebody out."""
    for match in _SAID.finditer(letters):
        yield match.span()
