"""Numbers of employees and turnovers told in a sentence: "7 000 salariés", "une entreprise de 412 personnes",
"effectif : 412", "un CA de 1,4 milliard d'euros"."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from cara_crm.confidentiality.leaks.nouns import KIND_OF, ONE, ORGANISATION, PEOPLE, SEVERAL, STAFF
from cara_crm.confidentiality.leaks.quantities import Quantity, seen

_BACK = 70
_JOINED = r"[\s-]*(?:d[e']\s*)?"
_EMPLOYER = rf"(?:{ONE}|bureau d'etudes|cabinet|equipe|team|workforce)"
_WHO_EMPLOYS = rf"(?<!\w){_EMPLOYER}(?:\s+[\w']+){{0,3}}?"
_STAFF = re.compile(rf"{_JOINED}{STAFF}")
_PEOPLE = re.compile(rf"{_JOINED}{PEOPLE}")
_PERSON_FIRM = re.compile(rf"[\s-]+(?:person|man|strong)[\s-]+{KIND_OF}(?:{ORGANISATION}|team|workforce)")
#: Before the people of an employer: "une entreprise de", "qui emploie", "l'usine fait travailler".
_EMPLOYING = re.compile(
    rf"(?:{_WHO_EMPLOYS}\s*[(,]?\s*(?:(?:forte? )?d[e']|a|of|with|employing|employant|occupant|comptant|having)?\s*"
    r"|(?<!\w)(?:emploi\w*|employ\w*|occup\w*|compt(?:e|ent|ait|ant)|fai(?:t|re|sant) travailler|travaill\w+|fait vivre"
    r"|has)\s+)(?:les?\s+|d[e']\s*)?$"
)
_COMPANY_OF = re.compile(rf"(?<!\w){ONE}\s+of\s+$")
_NOTHING_COUNTED = re.compile(
    r"\s*(?:[.,;:)]|$)|\s+(?:that|which|who|waits?|is|are|has|in|near|cannot|stopp?\w*)(?!\w)"
)
#: "Nous sommes 412 dans l'entreprise", "we are four hundred at the plant"; not "nous sommes 12 à attendre".
_WE_ARE = re.compile(r"(?<!\w)(?:nous sommes|on est|we are)\s+$")
_AT_HOME = re.compile(
    rf"\s*(?:[.,;:)]|$)|\s+(?:en tout|au total|in all|(?:dans|chez|a|at|in)\s+(?:l'|la |le |notre |nos |the |our )?"
    rf"(?:{ORGANISATION}|nous))"
)
_HEADCOUNT = re.compile(
    r"(?<!\w)(?:effectifs?|headcount|workforce|staff)(?:\s+(?:total|moyen|actuel|annuel|salarie))?"
    r"(?:\s*[:=(]|\s+(?:de|d'|of|est de|est d'|atteint|depasse|compte|is|reaches|exceeds|passe a))?\s*$"
)
_NO_PEOPLE = re.compile(r"\s*(?:%|€|euros?|k€|m€|pour|percent)")
#: How many are wanted, trained or lost says nothing of how many there are.
_CHANGE = re.compile(
    r"(?<!\w)(?:recrut|embauch|cherch|manqu|form(?:er|e|ons|ation)|licenci|supprim|perd|perte|gagn|hir|recruit|lack|need"
    r"|train|lay|lost|los)\w*(?:\s+[\w']+){0,2}\s*$"
)
#: "Les entreprises de plus de 250 salariés", "le seuil de 250 salariés" are of a law.
_OF_MANY = re.compile(
    rf"(?<!\w)(?:les|des|aux|the|all|toutes?)\s+{KIND_OF}{SEVERAL}(?:\s+\w+){{0,2}}?\s+(?:d[e']|a|of|with|employing)?\s*$"
)
_THRESHOLD = re.compile(r"(?<!\w)(?:seuils?|plafonds?|limites?|thresholds?|ceilings?|caps?)(?:\s+\w+){0,2}\s+$")

_SCALES = {"k": 1e3, "mille": 1e3, "m": 1e6, "mio": 1e6, "million": 1e6}
_SCALES |= dict.fromkeys(("bn", "md", "milliard", "billion"), 1e9)
_MONEY = re.compile(
    r"\s*(?P<scale>milliards?|millions?|billions?|mille|mio|bn|mds?|m|k)?(?P<euros>\s*(?:d'|de\s|of\s)?\s*(?:euros?|eur|€))?"
    r"(?!\w)"
)
_TURNOVER = r"(?:chiffres? d'affaires?|ca|ventes|turnover|revenues?|sales)(?!\w)"
_MADE_OF = re.compile(
    rf"(?:\s+(?:par an|a year|annuels?))?\s*(?:de\s|d'|en\s|of\s|in\s)?\s*(?:son\s|annual\s)?{_TURNOVER}"
)
_TURNOVER_OF = re.compile(
    rf"(?<!\w){_TURNOVER}(?:\s+(?:annuel|consolide|total|net|ht|global|\d{{4}}))?(?:\s*[:=(]"
    r"|\s+(?:de|d'|of|est de|atteint|depasse|avoisine|s'eleve a|at|is|reaches|exceeds|is about))?\s*[€$]?\s*$"
)
_WEIGHING = re.compile(
    rf"(?<!\w){ONE}(?:\s+\w+){{0,2}}?\s+(?:qui\s+)?(?:pese|realise|facture|invoices|turns over|grosses)\s+[€$]?$"
)
_IN_BILLIONS = re.compile(rf"\s+{KIND_OF}{ONE}")
_DIFFERENCE = re.compile(
    r"(?<!\w)(?:perd|perte|baiss|recul|hausse|gagn|manque a gagner|report|surcout|impact|moins|lost|loss|drop|f[ae]ll"
    r"|rise|increase|miss)\w*[^,.;:]{0,30}$"
)
_ROUNDED = 0.05  # "2 M€" may be 1,95


class Size(NamedTuple):
    """Between two places of the text: from `least` to `most`, None for no upper end. `kind`: of "employees" or of
    "turnovers", in euros; `value`: the number itself."""

    start: int
    end: int
    kind: str
    value: float
    least: int
    most: int | None


def sizes(text: str) -> Iterator[Size]:
    """Every size of an organisation that the text tells by a number."""
    read = seen(text)
    for one in read.quantities:
        before, after = read.text[max(0, one.start - _BACK) : one.start], read.text[one.end : one.end + _BACK]
        length = _employed(one, before, after)
        if length is not None:
            most = None if one.most is None else int(one.most)
            yield Size(*read.place(one.start, one.end + length), "employees", one.value, int(one.least), most)
        elif money := _earned(before, after):
            scale = _SCALES.get((money["scale"] or "").rstrip("s"), 1)
            least, highest = int(one.least * scale * (1 - _ROUNDED)), _above(one.most, scale)
            yield Size(*read.place(one.start, one.end + money.end()), "turnovers", one.value * scale, least, highest)


def _above(most: float | None, scale: float) -> int | None:
    return None if most is None else int(most * scale * (1 + _ROUNDED))


def _employed(one: Quantity, before: str, after: str) -> int | None:
    """How many letters after the number belong to it where it is one of employees; None where it is not."""
    if one.value != int(one.value) or _CHANGE.search(before) or _THRESHOLD.search(before):
        return None
    if one.least != one.most and _OF_MANY.search(before):
        return None
    if staff := _STAFF.match(after) or _PERSON_FIRM.match(after):
        return staff.end()
    people = _PEOPLE.match(after)
    if people and _EMPLOYING.search(before):
        return people.end()
    if _HEADCOUNT.search(before) and (people or not _NO_PEOPLE.match(after)):
        return people.end() if people else 0
    if _WE_ARE.search(before) and _AT_HOME.match(after):
        return 0
    if _COMPANY_OF.search(before) and _NOTHING_COUNTED.match(after):
        return 0
    return None


def _earned(before: str, after: str) -> re.Match[str] | None:
    """What follows a number that is a turnover: its scale and currency."""
    money = _MONEY.match(after)
    is_money = money and (money["euros"] or before.rstrip().endswith("€"))
    if money is None or not (is_money or money["scale"]) or _DIFFERENCE.search(before):
        return None
    rest = after[money.end() :]
    if _MADE_OF.match(rest) or _TURNOVER_OF.search(before):
        return money
    return money if is_money and (_WEIGHING.search(before) or _IN_BILLIONS.match(rest)) else None


_STEPS = ((5, 10), (2, 5), (1, 2))


def turnover_band(euros: int | None) -> tuple[int, int] | None:
    """From a turnover to the band that is told of it: 1, 2 or 5 times a power of ten to below the next; None for none.

    Few organisations share an exact turnover; those of its order of size may be taken for each other.
    """
    if not euros or euros < 0:
        return None
    power = 10 ** (len(str(euros)) - 1)
    least, most = next((one, other) for one, other in _STEPS if one * power <= euros)
    return least * power, most * power - 1
