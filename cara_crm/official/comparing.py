"""The register beside the member, fact by fact. Pure: what is stored comes in as `Stored`."""

import re
from dataclasses import dataclass, field
from enum import StrEnum

from cara_crm.core.fold import fold
from cara_crm.members.names import name_key
from cara_crm.official.company import Company
from cara_crm.official.models import Fact
from cara_crm.official.place import WELL_WRITTEN, Place
from cara_crm.territory.postal import town_key

OPEN, CLOSED = "open", "closed"
SIZES = frozenset({"micro", "sme", "midcap", "large"})
NOTABLE = frozenset(
    {Fact.STATE, Fact.NAME, Fact.SIRET, Fact.TOWN, Fact.DEPARTMENT, Fact.CATEGORY, Fact.HEADCOUNT}
)  # it closed, was renamed, moved, changed size
NEAR = 0.003  # degrees, some 250 m: the same place
WAYS = {
    "av": "avenue", "ave": "avenue", "bd": "boulevard", "bld": "boulevard", "blvd": "boulevard", "r": "rue",
    "ch": "chemin", "che": "chemin", "chem": "chemin", "imp": "impasse", "pl": "place", "rte": "route",
    "all": "allee", "crs": "cours", "fg": "faubourg", "sq": "square", "qu": "quai", "st": "saint", "ste": "sainte",
}  # fmt: skip


class Verdict(StrEnum):
    """`fills`: nothing was stored; `masked`: the company does not let it be published; `unsure`: a guess."""

    SAME = "same"
    DIFFERS = "differs"
    FILLS = "fills"
    MASKED = "masked"
    UNSURE = "unsure"


@dataclass(frozen=True)
class Stored:
    """What the product holds of a member and its head office; "" and None are unknown."""

    name: str
    other_names: tuple[str, ...] = ()
    siren: str = ""
    is_closed: bool = False
    is_former: bool = False
    siret: str = ""
    address: str = ""
    postal_code: str = ""
    town: str = ""
    department: str = ""
    latitude: float | None = None
    longitude: float | None = None
    activity: str = ""
    category: str = ""
    category_year: int | None = None
    band: str = ""
    band_year: int | None = None


@dataclass(frozen=True)
class Comparison:
    """One fact: `stored` and `official` as keys (a category's value, a band's code, a department's code, "lat,lon")."""

    fact: Fact
    verdict: Verdict
    stored: str
    official: str
    year: int | None = None
    is_notable: bool = False
    is_of_geocoder: bool = field(default=False)

    @property
    def is_proposal(self) -> bool:
        return self.verdict in (Verdict.DIFFERS, Verdict.FILLS)


def compare(stored: Stored, company: Company | None, place: Place | None) -> list[Comparison]:
    """Every fact that the registers speak of, in the order of `Fact`; what neither says is left out."""
    found: list[Comparison | None] = []
    if company is not None:
        found += [_state(stored, company), _name(stored, company)]
        found += [_exact(Fact.SIREN, stored.siren, company.siren), _exact(Fact.SIRET, stored.siret, company.siret)]
        found += _address(stored, company, place)
        found += [_activity(stored, company), _category(stored, company), _headcount(stored, company)]
    found.append(_coordinates(stored, company, place))
    order = {fact: number for number, fact in enumerate(Fact)}
    said = [one for one in found if one is not None]
    masked = [Comparison(Fact(fact), Verdict.MASKED, _said(stored, Fact(fact)), "") for fact in _masked(company, said)]
    return sorted(said + masked, key=lambda one: order[one.fact])


def _masked(company: Company | None, said: list[Comparison]) -> list[str]:
    return [fact for fact in company.masked if fact not in {one.fact for one in said}] if company else []


def _said(stored: Stored, fact: Fact) -> str:
    return str(getattr(stored, fact.value, "")) if fact is not Fact.COORDINATES else _point(stored)


def _one(
    fact: Fact, stored: str, official: str, *, agree: bool, year: int | None = None, loud: bool = True
) -> Comparison:
    """The verdict on one fact; a difference is notable when something was stored and the kind of fact says so."""
    verdict = Verdict.SAME if agree else Verdict.DIFFERS if stored else Verdict.FILLS
    is_notable = loud and verdict is Verdict.DIFFERS and fact in NOTABLE
    return Comparison(fact, verdict, stored, official, year, is_notable)


def _exact(fact: Fact, stored: str, official: str) -> Comparison | None:
    return _one(fact, stored, official, agree=stored == official) if official else None


def _state(stored: Stored, company: Company) -> Comparison:
    """Of a former member nobody needs to hear that it closed; that it lives on is no news either."""
    official = f"{CLOSED} {company.closed_on}".strip() if company.is_closed else OPEN
    agree = company.is_closed == stored.is_closed or (company.is_closed and stored.is_former)
    return _one(Fact.STATE, CLOSED if stored.is_closed else OPEN, official, agree=agree)


def _name(stored: Stored, company: Company) -> Comparison | None:
    """Capitals and legal forms make no other name; a name that the member is known by is no news."""
    if not company.name:
        return None
    key = name_key(company.name)
    is_known = key in {name_key(name) for name in stored.other_names}
    return _one(Fact.NAME, stored.name, company.name, agree=key == name_key(stored.name), loud=not is_known)


def _address(stored: Stored, company: Company, place: Place | None) -> list[Comparison | None]:
    street, town = _well_written(company, place)
    return [
        _one(Fact.ADDRESS, stored.address, street, agree=_same_street(stored.address, street)) if street else None,
        _exact(Fact.POSTAL_CODE, stored.postal_code, company.postal_code),
        _one(Fact.TOWN, stored.town, town, agree=same_town(stored.town, town)) if town else None,
        _exact(Fact.DEPARTMENT, stored.department, company.department),
    ]


def _well_written(company: Company, place: Place | None) -> tuple[str, str]:
    """Street and town as the geocoder spells them, where it is sure and means the same; else in capitals."""
    if place is None or place.score < WELL_WRITTEN:
        return company.street, company.town
    street = place.name if _same_street(company.street, place.name) else company.street
    return street, place.town if same_town(company.town, place.town) else company.town


def _same_street(one: str, other: str) -> bool:
    return bool(one) and _street_key(one) == _street_key(other)


def _street_key(address: str) -> str:
    return " ".join(WAYS.get(word, word) for word in fold(address).split())


def same_town(one: str, other: str) -> bool:
    """Without CEDEX and arrondissement: "PARIS 8", "Paris 08 CEDEX" and "Paris" are one town."""
    return bool(one) and _plain_town(one) == _plain_town(other)


def _plain_town(town: str) -> str:
    return re.sub(r"\s*\d+(\s?e(r|me)?)?( arrondissement)?$", "", town_key(town))


def _activity(stored: Stored, company: Company) -> Comparison | None:
    """Either nomenclature will do; the one in force is proposed."""
    if not company.activities:
        return None
    agree = stored.activity in company.activities
    return _one(Fact.ACTIVITY, stored.activity, stored.activity if agree else company.activities[0], agree=agree)


def _category(stored: Stored, company: Company) -> Comparison | None:
    """A laboratory stays what the cluster calls it; "other" is nothing yet. Older figures are no news."""
    if not company.category or (stored.category not in SIZES and stored.category != "other"):
        return None
    now = stored.category if stored.category in SIZES else ""
    is_news = (company.category_year or 0) >= (stored.category_year or 0)
    agree = now == company.category
    return _one(Fact.CATEGORY, now, company.category, agree=agree, year=company.category_year, loud=is_news)


def _headcount(stored: Stored, company: Company) -> Comparison | None:
    if not company.band:
        return None
    is_news = (company.band_year or 0) >= (stored.band_year or 0)
    agree = stored.band == company.band
    return _one(Fact.HEADCOUNT, stored.band, company.band, agree=agree, year=company.band_year, loud=is_news)


def _point(stored: Stored) -> str:
    if stored.latitude is None or stored.longitude is None:
        return ""
    return f"{stored.latitude:.6f},{stored.longitude:.6f}"


def _coordinates(stored: Stored, company: Company | None, place: Place | None) -> Comparison | None:
    """The geocoder's point, or the register's own where the geocoder says nothing; a guess is shown, not proposed."""
    if place is not None:
        latitude, longitude = place.latitude, place.longitude
    elif company is not None and company.latitude is not None and company.longitude is not None:
        latitude, longitude = company.latitude, company.longitude
    else:
        return None
    now, official = _point(stored), f"{latitude:.6f},{longitude:.6f}"
    if place is not None and not place.is_certain:
        return Comparison(Fact.COORDINATES, Verdict.UNSURE, now, official, is_of_geocoder=True)
    agree = (
        stored.latitude is not None
        and stored.longitude is not None
        and max(abs(stored.latitude - latitude), abs(stored.longitude - longitude)) <= NEAR
    )
    made = _one(Fact.COORDINATES, now, official, agree=agree)
    return Comparison(made.fact, made.verdict, now, official, is_of_geocoder=place is not None)
