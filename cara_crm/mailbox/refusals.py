"""What a mail server means when it refuses a mail, in the dialogue or in a later report: one judgement. Pure.

The codes are those of RFC 3463, with what Exchange Online makes of some of them; a word that says plainly whom the
refusal is about outweighs a code that may mean many things.
"""

import re
from enum import StrEnum

from cara_crm.core.fold import fold

STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
REPLY = re.compile(r"(?<![\d.])([45])\d\d(?=[ \-])")


class Fate(StrEnum):
    """`gone`: nobody is at this address. `later`: it may be tried again. `refused`: this mail, by a rule of the other
    side. `barred`: whatever comes from us, which is ours to mend. `waits`: the servers still try, or it arrived."""

    GONE = "gone"
    LATER = "later"
    REFUSED = "refused"
    BARRED = "barred"
    WAITS = "waits"


GONE = {"5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1", "5.4.4", "5.4.310"}
LATER = {"5.2.2", "5.4.1", "5.4.7", "5.4.316", "5.4.317"}
BARRED = {"5.1.7", "5.1.8"} | {f"5.7.{n}" for n in (3, 8, 9, 11, 14, 20, 21, 22, 23, 25, 26, 27, 54, 57, 60, 64)}
VAGUE = {"5.0.0", "5.2.0", "5.3.0", "5.5.0", "5.4.0", "5.4.1", "5.7.0", "5.7.1"}
SECURITY = {"5.7.0", "5.7.1"}  # a rule of any kind; without a telling word, of this mail
SENDERS = {"530", "535", "538"}  # RFC 4954: who sends has not signed in
ADDRESS = re.compile(r"<?\S{1,100}@\S{1,200}")  # its words say nothing
RELAYING = (
    "relay access denied",
    "relaying denied",
    "relay not permitted",
    "relay denied",
    "relaying not allowed",
    "unable to relay",
    "not permitted to relay",
    "sender address rejected",
    "sender rejected",
    "sender denied",
    "sender verify",
    "send as this sender",
    "authentication required",
    "must be authenticated",
    "not authenticated",
    "unauthenticated",
)
OF_THE_SENDER = (
    *RELAYING,
    "client host",
    "block",
    "blacklist",
    "listed by",
    "listed at",
    "spamhaus",
    "dnsbl",
    "reputation",
    "dmarc",
    "spf",
)
OF_THE_MAIL = ("spam", "policy", "too large", "too big", "size limit", "virus", "content rejected")
OF_THE_MOMENT = (
    "mailbox full",
    "mailbox is full",
    "inbox is full",
    "over quota",
    "quota",
    "storage",
    "pleine",
    "temporar",
    "try again",
    "timed out",
    "expired",
    "timeout",
)
NOBODY = (
    "user unknown",
    "unknown user",
    "unknown recipient",
    "recipient unknown",
    "unknown address",
    "address unknown",
    "unknown mailbox",
    "no such user",
    "no such recipient",
    "no mailbox",
    "no such address",
    "no such mailbox",
    "user not found",
    "recipient not found",
    "does not exist",
    "doesn t exist",
    "doesn t have a",
    "n existe pas",
    "inconnu",
    "account disabled",
    "account is disabled",
    "mailbox disabled",
    "mailbox is disabled",
    "not listed in",
    "archivee",
    "archived recipient",
)
PERHAPS_NOBODY = (
    "not found",
    "mailbox unavailable",
    "invalid recipient",
    "recipient address rejected",
    "unrouteable",
    "inactive",
)
WORDS = (
    (Fate.BARRED, OF_THE_SENDER),
    (Fate.REFUSED, OF_THE_MAIL),
    (Fate.LATER, OF_THE_MOMENT),
    (Fate.GONE, NOBODY + PERHAPS_NOBODY),
)


def fate_of(said: str) -> Fate | None:
    """By words of the sender, by the most telling code, else by other words, else by the kind of the code; None where
    there is neither code nor word."""
    codes = [match[0] for match in STATUS.finditer(said)]
    by_code = _by_code(next((code for code in codes if code not in VAGUE), ""))
    reply = REPLY.search(said)
    if (reply and reply[0][:3] in SENDERS) or (by_code in (None, Fate.GONE) and _says(said, RELAYING)):
        return Fate.BARRED
    if by_code:
        return by_code
    if SECURITY.intersection(codes):
        return by_words(said, but=PERHAPS_NOBODY) or Fate.REFUSED
    is_late = bool(reply and reply[1] == "4") and not codes
    if (worded := by_words(said)) and not (is_late and worded is Fate.GONE):
        return worded
    if codes:
        return Fate.LATER if codes[0] in LATER else Fate.REFUSED
    return (Fate.LATER if is_late else Fate.REFUSED) if reply else None


def _by_code(code: str) -> Fate | None:
    if code in GONE:
        return Fate.GONE
    if code in LATER or code.startswith("4."):
        return Fate.LATER
    if code in BARRED:
        return Fate.BARRED
    return Fate.REFUSED if code.startswith("5.") else None


def by_words(said: str, *, but: tuple[str, ...] = ()) -> Fate | None:
    """The first fate of which a word stands there; words of `but` do not count."""
    return next((fate for fate, words in WORDS if _says(said, tuple(w for w in words if w not in but))), None)


def _says(said: str, words: tuple[str, ...]) -> bool:
    folded = f" {fold(ADDRESS.sub(' ', said))}"
    return any(f" {word}" in folded for word in words)
