"""E-mail addresses as people and their mail programs write them into a cell. Pure.

Read here and not by `email.utils.getaddresses`, which makes one address of two with a blank between them and reads
nothing of "Inventée, Ana <ana@forge.example>" without quotation marks; cells of lists hold both.
"""

import re

LONGEST = 2000  # characters; beyond it a cell is a text
PLAIN = re.compile(r"[^\s<>;,:/|()\"'@]+@[^\s<>;,:/|()\"'@]*[^\s<>;,:/|()\"'@.]")
ONE = re.compile(
    r"(?P<name>[^<>@;|\n]*)<\s*(?:mailto:)?(?P<angled>[^<>\s@]+@[^<>\s@]+)\s*>"
    r"|(?P<bare>[^\s<>;,:/|()\"'@]+@[^\s<>;,:/|()\"'@]+)",
    re.IGNORECASE,
)
#: An address hidden from machines; in brackets only, for "at" and "a" are words.
HIDDEN = re.compile(r"\s*[(\[{]\s*(?:at|a|à|arobase|arobas)\s*[)\]}]\s*", re.IGNORECASE)


def addresses(text: str) -> list[tuple[str, str]]:
    """(name, address) of each in a cell, the name "" where none stands with it; what holds none is one as written."""
    plain = text.strip()
    if not plain or PLAIN.fullmatch(plain):
        return [("", plain)] if plain else []
    if len(plain) > LONGEST:
        return [("", plain)]
    if "@" not in plain:
        plain = HIDDEN.sub("@", plain)
    found = [
        (" ".join((one["name"] or "").split()).strip(" ,/\"'"), (one["angled"] or one["bare"]).partition("?")[0])
        for one in ONE.finditer(plain)
    ]
    told = {address.rstrip(".").lower(): (name, address.rstrip(".")) for name, address in reversed(found)}
    return list(reversed(told.values())) or [("", " ".join(text.split()))]
