"""What a mail server means when it refuses a mail, in the dialogue or in a later report: one judgement. Pure.

The codes are those of RFC 3463, 7293 and 7505, with what Exchange Online and Google make of some of them. Servers put
one code on several things, so plain words win over a code when they say more: of a full mailbox, of too many mails, of
us. An address that is given up in error is worse than a mail that is tried again in vain.
"""

import re
from enum import StrEnum

from cara_crm.core.fold import fold
from cara_crm.mailbox import refusal_words as words

STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
REPLY = re.compile(r"(?<![\d.])([45])\d\d(?=[ \-])")
NAMES = re.compile(r"<?\S{1,100}@\S{1,200}|(?i:\bhost) [\w.-]{1,200}\[[\da-f.:]{2,40}\]")  # their words say nothing
CODE = re.compile(r"(?<![\d.])[245](?:\d\d-?|\.\d{1,3}\.\d{1,3})(?![\d.])")  # stands between the words of two lines


class Fate(StrEnum):
    """`gone`: nobody is at this address. `later`: it may be tried again. `refused`: this mail, by a rule of the other
    side. `barred`: whatever comes from us, which is ours to mend. `waits`: the servers still try, or it arrived."""

    GONE = "gone"
    LATER = "later"
    REFUSED = "refused"
    BARRED = "barred"
    WAITS = "waits"


def _codes(prefix: str, *numbers: int | range) -> set[str]:
    return {f"{prefix}.{n}" for one in numbers for n in (one if isinstance(one, range) else (one,))}


GONE = _codes("5.1", 1, 2, 3, 6, 10, 350, 351) | _codes("5.2", 1) | _codes("5.4", 4, 310) | _codes("5.7", 17, 18, 505)
LATER = _codes("5.1", 90) | _codes("5.2", 2, 121, 122) | _codes("5.3", 1) | {"5.4.1", "5.4.5", "5.4.7"}
LATER |= _codes("5.4", 300, range(312, 320))
BARRED = _codes("5.1", 7, 8)
BARRED |= _codes("5.7", 3, 8, 9, 11, 14, *range(20, 31), 32, 54, 57, 60, 64, range(501, 504), range(506, 512), 513, 515)
BARRED |= _codes("5.7", range(606, 650), range(700, 751))
REFUSED = _codes("5.2", 3) | _codes("5.3", 4) | _codes("5.4", 6, 14) | _codes("5.6", *range(12))
REFUSED |= _codes("5.7", 12, 13, 124, range(133, 137), 512, range(900, 1000))
BY_CODE = {Fate.GONE: GONE, Fate.LATER: LATER, Fate.BARRED: BARRED, Fate.REFUSED: REFUSED}
VAGUE = {"5.4.1"}  # RFC 3463: no answer from the host; Exchange Online: nobody there, by its words
SECURITY = "5.7."  # rules of any kind: of a word that may mean a rule nobody is taken for gone
SENDERS = {"530", "535", "538"}  # RFC 4954: who sends has not signed in

FRENCH_POST = re.compile(r"(?i)\b(?:OFR|LPN|OUK)\d{0,3}[_-]?(\d{3})\b")  # Orange, La Poste: one gateway, one list
OF_FRENCH_POST = {
    **dict.fromkeys(("416", "418", "420", "426"), Fate.GONE),
    **dict.fromkeys(("103", "104", "105", "108", "109", "201", "417", "423", "424", "505"), Fate.LATER),
    **dict.fromkeys(("102", "305", "401", "402", "403", "405", "415", "421", "510", "999"), Fate.BARRED),
    **dict.fromkeys(("506", "513", "514"), Fate.REFUSED),
}


def _any_of(*some: str) -> re.Pattern[str]:
    """One of these, each a pattern of whole words, in folded text."""
    return re.compile(rf"(?<!\S)(?:{'|'.join(some)})(?!\S)")


FULL, PASSING = _any_of(*words.FULL, *words.RATE), _any_of(*words.PASSING)
RELAYING, LISTED = _any_of(*words.RELAYING), _any_of(*words.LISTED)
PERHAPS_NOBODY = _any_of(*words.PERHAPS_NOBODY)
WORDS = (
    (Fate.LATER, FULL),
    (Fate.BARRED, RELAYING),
    (Fate.BARRED, LISTED),
    (Fate.LATER, PASSING),
    (Fate.GONE, _any_of(*words.CLOSED)),
    (Fate.GONE, _any_of(*words.NOBODY)),
    (Fate.LATER, _any_of(*words.PERHAPS_PASSING)),
    (Fate.REFUSED, _any_of(*words.OF_THE_MAIL)),
    (Fate.BARRED, _any_of(*words.BLOCKED)),
    (Fate.GONE, PERHAPS_NOBODY),
)


def fate_of(said: str) -> Fate | None:
    """By what the provider's own number says, by plain words about a full mailbox or us, by the most telling code, else
    by other words, else by the kind of the code; None where there is neither code nor word."""
    codes = [match[0] for match in STATUS.finditer(said)]
    reply = REPLY.search(said)
    known = [fate for code in codes if (fate := _by_code(code))]
    by_code = next((fate for fate in known if fate is not Fate.GONE), known[0] if known else None)
    if (own := _of_french_post(said)) or (own := _outweighing(said, by_code, reply)):
        return own
    if by_code:
        return by_code
    if any(code.startswith(SECURITY) for code in codes):
        return by_words(said, but=PERHAPS_NOBODY) or Fate.REFUSED
    is_late = bool(reply and reply[1] == "4") and not codes
    if (worded := by_words(said)) and not (is_late and worded is Fate.GONE):
        return worded
    if codes:
        return Fate.LATER if codes[0] in LATER else Fate.REFUSED
    return (Fate.LATER if is_late else Fate.REFUSED) if reply else None


def _by_code(code: str) -> Fate | None:
    if code.startswith("4."):
        return Fate.LATER
    return None if code in VAGUE else next((fate for fate, codes in BY_CODE.items() if code in codes), None)


def _of_french_post(said: str) -> Fate | None:
    number = FRENCH_POST.search(said)
    return OF_FRENCH_POST.get(number[1]) if number else None


def _outweighing(said: str, by_code: Fate | None, reply: re.Match[str] | None) -> Fate | None:
    """What words say against a code that gives an address up, or says nothing."""
    if reply and reply[0][:3] in SENDERS:
        return Fate.BARRED
    if by_code not in (None, Fate.GONE):
        return None
    own = _folded(said)
    if RELAYING.search(own) or (by_code and LISTED.search(own)):
        return Fate.BARRED
    return Fate.LATER if by_code and (FULL.search(own) or PASSING.search(own)) else None


def by_words(said: str, *, but: re.Pattern[str] | None = None) -> Fate | None:
    """The first fate of which a word stands there; words of `but` do not count."""
    own = _folded(said)
    return next((fate for fate, some in WORDS if some is not but and some.search(own)), None)


def _folded(said: str) -> str:
    return fold(CODE.sub(" ", NAMES.sub(" ", said)))
