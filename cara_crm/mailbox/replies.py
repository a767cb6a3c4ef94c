"""What somebody wrote in a mail, without the mail that it answers and without what stands below every mail. Pure."""

import re

from cara_crm.mailbox.forwarded import head_at

MOST_LINES = 4000
SIGNATURE = re.compile(r"^(?:--|__{4,}|—)\s{0,3}$")
SENT_FROM = re.compile(
    r"^(?:sent from|get outlook|envoyé (?:de|depuis|à partir)|télécharger outlook)\b.{0,80}$", re.IGNORECASE
)
DIVIDER = re.compile(
    r"^[\s>*_-]{0,20}(?:original message|message d.origine|message transféré|forwarded message)\b.{0,40}$",
    re.IGNORECASE,
)
ATTRIBUTION = re.compile(r"^\s{0,4}(?:le|on|am)\b.{4,300}\b(?:a écrit|wrote|schrieb)\s?:\s{0,4}$", re.IGNORECASE)
GREETING = re.compile(
    r"^(?:(?:bien |très )?cordialement|bien à vous|(?:sincères )?salutations.{0,20}|(?:kind |best )?regards)\s?[,.!]?$",
    re.IGNORECASE,
)
ANSWERS = re.compile(r"^(?:\s{0,5}(?:re|réf?|rép|aw|fwd?|tr|wg|i)\s{0,3}:){1,8}\s{0,5}", re.IGNORECASE)
LONGEST_SIGNATURE = 12  # lines below a greeting: a name, a function, an address, a telephone


def title_of(subject: str) -> str:
    """What a mail is about, without "Re:" and "TR:"."""
    return ANSWERS.sub("", subject).strip()


def own_words(text: str) -> str:
    """What stands above a mail that is answered, without signature; of a mail that says nothing itself, all of it.

    "Le 16 nov. 2026 à 10:12, Claire Martin <claire@forge.example> a écrit :", "-----Message d'origine-----", the head
    that Outlook writes, lines that begin with ">".
    """
    lines = text.split("\n")[:MOST_LINES]
    own = _without_signature(_above(lines))
    return "\n".join(own).strip() or text.strip()


def _above(lines: list[str]) -> list[str]:
    for number, line in enumerate(lines):
        two = f"{line} {lines[number + 1]}" if number + 1 < len(lines) else line
        if DIVIDER.match(line) or ATTRIBUTION.match(line) or ATTRIBUTION.match(two):
            return lines[:number]
        if line.startswith(">") or head_at(lines, number):
            return lines[:number]
    return lines


def _without_signature(lines: list[str]) -> list[str]:
    for number, line in enumerate(lines):
        if SIGNATURE.match(line):
            return lines[:number]
    kept = [line for line in lines if not SENT_FROM.match(line.strip())]
    for number, line in enumerate(kept):
        if number and GREETING.match(line.strip()) and len(kept) - number <= LONGEST_SIGNATURE:
            return kept[:number]
    return kept
