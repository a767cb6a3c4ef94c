"""What else than a name tells an organisation: the domain of its addresses, the place where it is."""

import re
from functools import lru_cache

from rapidfuzz import fuzz

from cara_crm.core.fold import fold
from cara_crm.members.writings import JOINING

#: Where anybody has a mailbox.
OPEN_DOMAINS = frozenset({
    "gmail.com", "googlemail.com", "outlook.com", "outlook.fr", "hotmail.com", "hotmail.fr", "live.fr", "live.com",
    "msn.com", "yahoo.fr", "yahoo.com", "orange.fr", "wanadoo.fr", "free.fr", "sfr.fr", "laposte.net", "bbox.fr",
    "numericable.fr", "neuf.fr", "icloud.com", "me.com", "proton.me", "protonmail.com", "gmx.fr", "gmx.com",
    "aol.com",
})  # fmt: skip
#: How people shorten the word for a street.
STREETS = {
    "av": "avenue", "ave": "avenue", "bd": "boulevard", "bld": "boulevard", "boul": "boulevard", "rte": "route",
    "pl": "place", "all": "allee", "ch": "chemin", "che": "chemin", "chem": "chemin", "imp": "impasse", "r": "rue",
    "qu": "quai", "sq": "square", "crs": "cours", "fg": "faubourg", "fbg": "faubourg", "rpt": "rond point",
    "st": "saint", "ste": "sainte", "dr": "docteur", "gal": "general", "mal": "marechal",
}  # fmt: skip
#: How they shorten words of towns.
TOWNS = {"st": "saint", "ste": "sainte", "s": "sur"}
SLIP = 88  # of 100, alike enough to be one town with a wrong letter
DISTRICT = re.compile(r"\d+(er|e|eme|nd)?|arrondissement")


def domain_of(written: str) -> str:
    """The domain of a website or an e-mail address that tells a company; "" for none and for open mailboxes."""
    host = written.rpartition("@")[2].lower().partition("://")[2] or written.rpartition("@")[2].lower()
    host = host.split("/")[0].split(":")[0].split("?")[0].strip().removeprefix("www.")
    return host if "." in host and host not in OPEN_DOMAINS else ""


def place_key(address: str, postal_code: str) -> str:
    """What two writings of one address share: "12, av. du Four BP 8", "12 Avenue du Four"; "" without a street."""
    if not address or not postal_code:
        return ""
    words = re.sub(r"\b(bp|cs|tsa)\s*\d+|\bcedex\b.*", " ", fold(address)).split()
    street = " ".join(STREETS.get(word, word) for word in words)
    return f"{street} {postal_code}" if street else ""


@lru_cache(maxsize=50_000)
def town_key(name: str) -> str:
    """What two writings of one town share: "St Etienne CEDEX 2", "Saint-Étienne"; "Lyon 3e", "LYON"."""
    words = [TOWNS.get(word, word) for word in re.sub(r"\bcedex\b.*", " ", fold(name)).split()]
    told = [word for word in words if not DISTRICT.fullmatch(word)]
    return " ".join(sorted([word for word in told if word not in JOINING] or told))


def is_nearly_town(one: str, other: str) -> bool:
    """Are two keys of towns one, perhaps shortened ("puy", "puy velay") or with a wrong letter?"""
    here, there = set(one.split()), set(other.split())
    return bool(here) and bool(there) and (here <= there or there <= here or fuzz.ratio(one, other) >= SLIP)
