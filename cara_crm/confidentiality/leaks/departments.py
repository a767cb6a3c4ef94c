"""Departments by what they are called besides their names: a number ("du 73", "dans le 42", "(2A)"), an adjective."""

import re
from collections.abc import Sequence

from cara_crm.confidentiality.leaks.folding import Token, listed

_LEADING = frozenset(listed("du le au en dans departement departements dept dpt dep"))
#: What makes of a number a day, a share, an amount or a duration.
_COUNTED = frozenset(
    listed(
        "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre jour jours semaine"
        " semaines mois an ans annee annees heure heures h minute minutes euro euros eur k ke m meur million millions"
        " milliard milliards mille pour percent km kg t tonnes salarie salaries emplois personnes entreprises groupes"
        " january february march april may june july august september october november december day days week weeks"
        " month months year years hour hours"
    )
)
_CLOSING = re.compile(r"\s*\)")
_NUMBER_GOES_ON = re.compile(r"\s?(?:[%€°/.,:\-–]\s?\d|[%€°h]|\d)")


#: What holds the name of a department and is another place: the region of before 2016.
NO_DEPARTMENT = frozenset({"rhonealpes"})
#: By folded name: who is from there. Each is found in its other gender and its plural, too.
ADJECTIVES: dict[str, tuple[str, ...]] = {
    "ain": ("aindinois",),
    "allier": ("bourbonnais",),
    "ardeche": ("ardechois",),
    "ardennes": ("ardennais",),
    "cantal": ("cantalien",),
    "cher": ("berrichon",),
    "drome": ("dromois",),
    "eure et loir": ("eurelien",),
    "gironde": ("girondin",),
    "haute loire": ("altiligerien",),
    "haute savoie": ("haut savoyard", "haute savoyarde"),
    "indre": ("indrien",),
    "indre et loire": ("tourangeau", "tourangelle", "tourangeaux"),
    "isere": ("iserois", "dauphinois"),
    "jura": ("jurassien",),
    "landes": ("landais",),
    "loir et cher": ("loir et cherien", "solognot"),
    "loire": ("ligerien", "forezien"),
    "loiret": ("loiretain",),
    "nievre": ("nivernais",),
    "puy de dome": ("puydomois",),
    "rhone": ("rhodanien",),
    "saone et loire": ("saone et loirien",),
    "sarthe": ("sarthois",),
    "savoie": ("savoyard",),
    "vendee": ("vendeen",),
    "vosges": ("vosgien",),
}


def is_department(text: str, words: Sequence[Token], place: int) -> bool:
    """Does the number at this place of the words stand for a department? In brackets, or after "du", "dans le"."""
    here = words[place]
    if _NUMBER_GOES_ON.match(text, here.end):
        return False
    if text[: here.start].rstrip().endswith("(") and _CLOSING.match(text, here.end):
        return True
    before = words[place - 1].text if place else ""
    after = words[place + 1].text if place + 1 < len(words) else ""
    return before in _LEADING and after not in _COUNTED
