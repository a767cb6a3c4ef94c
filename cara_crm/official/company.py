"""One company as the API Recherche d'entreprises writes it (its open-api.yml), read into plain facts. Pure.

Partly published units (`statut_diffusion` "P") carry a mask instead of a value; a business of one person has that
person's name. Neither is a fact. Officers ("dirigeants") are not asked for, and not read where they come all the same.
"""

import re
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from typing import Any

from cara_crm.core.forms import in_one_line, strip
from cara_crm.members.spreadsheet import values

MASKS = frozenset({"[NON-DIFFUSIBLE]", "[ND]"})
CATEGORIES = {"PME": "sme", "ETI": "midcap", "GE": "large"}
CLOSED = {"C", "F"}
ONE_PERSON = "1"  # INSEE, catégories juridiques: 1xxx is a business without a legal person of its own
LONGEST, LONGEST_WORD = 200, 80  # letters; INSEE writes a name in 120 at most
MOST = 25  # the API's own limit of a page


class NotUnderstood(ValueError):
    """The answer has not the shape that its specification gives."""


@dataclass(frozen=True)
class Company:
    """Facts of a company and its head office; "" and None are unknown.

    `activities` are the codes of both nomenclatures, the one in force first; `masked` names the facts (`models.Fact`)
    that are not published; `as_of` is the register's own last change.
    """

    siren: str
    name: str = ""
    is_one_person: bool = False
    is_closed: bool = False
    closed_on: str = ""
    category: str = ""
    category_year: int | None = None
    band: str = ""
    band_year: int | None = None
    activities: tuple[str, ...] = ()
    siret: str = ""
    street: str = ""
    postal_code: str = ""
    town: str = ""
    commune: str = ""
    department: str = ""
    latitude: float | None = None
    longitude: float | None = None
    is_abroad: bool = False
    masked: tuple[str, ...] = field(default=())
    as_of: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @staticmethod
    def from_json(said: dict[str, Any]) -> "Company":
        """What `as_json` wrote, also by a version that knew other facts."""
        known = {one.name for one in fields(Company)}
        lists = {name: tuple(said.get(name) or ()) for name in ("activities", "masked")}
        return Company(**({name: value for name, value in said.items() if name in known} | lists))


def companies_in(answer: object) -> list[Company]:
    """The companies of one page of results, in the register's order. Raises NotUnderstood."""
    results = answer.get("results") if isinstance(answer, dict) else None
    if not isinstance(results, list):
        raise NotUnderstood("no list of results")
    return [_company(one) for one in results[:MOST]]


def _company(said: object) -> Company:
    if not isinstance(said, dict):
        raise NotUnderstood("a result is no record")
    siren, head = _text(said, "siren"), said.get("siege")
    if not re.fullmatch(r"[0-9]{9}", siren):
        raise NotUnderstood("a company without its number")
    head = head if isinstance(head, dict) else {}
    is_one_person = _text(said, "nature_juridique").startswith(ONE_PERSON) or _is_sole(said)
    band = _text(said, "tranche_effectif_salarie")
    band = band if band in values.BAND_CODES else ""
    is_closed = _text(said, "etat_administratif") in CLOSED
    return Company(
        siren=siren,
        name="" if is_one_person else _text(said, "nom_raison_sociale") or _text(said, "nom_complet"),
        is_one_person=is_one_person,
        is_closed=is_closed,
        closed_on=_day(said, "date_fermeture") if is_closed else "",
        category=_category(_text(said, "categorie_entreprise"), band),
        category_year=values.year_of(_text(said, "annee_categorie_entreprise")),
        band=band,
        band_year=values.year_of(_text(said, "annee_tranche_effectif_salarie")),
        activities=_activities(said),
        as_of=_day(said, "date_mise_a_jour_insee") or _day(said, "date_mise_a_jour"),
        masked=_masked(said, head),
        **_head_office(siren, head),
    )


def _is_sole(said: dict[str, Any]) -> bool:
    more = said.get("complements")
    return isinstance(more, dict) and more.get("est_entrepreneur_individuel") is True


def _category(said: str, band: str) -> str:
    """INSEE counts micro-enterprises among the PME; the band of headcount tells them apart."""
    category = CATEGORIES.get(said, "")
    return "micro" if category == "sme" and band in values.MICRO_BANDS else category


def _activities(said: dict[str, Any]) -> tuple[str, ...]:
    written = (_text(said, name) for name in ("activite_principale", "activite_principale_naf25"))
    found = (values.activity_of(text) for text in written if text)
    return tuple(dict.fromkeys(one.code for one in found if one))


def _head_office(siren: str, head: dict[str, Any]) -> dict[str, Any]:
    """The parts of the address: the line that the API makes of them begins with anything."""
    siret, is_abroad = _text(head, "siret"), bool(_text(head, "code_pays_etranger"))
    commune, latitude, longitude = _text(head, "commune"), _number(head, "latitude"), _number(head, "longitude")
    on_earth = latitude is not None and longitude is not None and abs(latitude) <= 90 and abs(longitude) <= 180
    return {
        "siret": siret if re.fullmatch(siren + r"[0-9]{5}", siret) else "",
        "street": _street(head),
        "postal_code": _text(head, "code_postal") or _text(head, "cedex"),
        "town": _text(head, "libelle_commune_etranger") if is_abroad else _town(head),
        "commune": commune,
        "department": "" if is_abroad else _text(head, "departement") or _department(commune),
        "latitude": latitude if on_earth else None,
        "longitude": longitude if on_earth else None,
        "is_abroad": is_abroad,
    }


def _street(head: dict[str, Any]) -> str:
    first, last = _text(head, "numero_voie"), _text(head, "dernier_numero_voie")
    number = f"{first}-{last}" if first and last and last != first else first or last
    parts = (number, *(_text(head, name) for name in ("indice_repetition", "type_voie", "libelle_voie")))
    return " ".join(part for part in parts if part) or _text(head, "distribution_speciale")


def _town(head: dict[str, Any]) -> str:
    return _text(head, "libelle_commune") or _text(head, "libelle_cedex")


def _department(commune: str) -> str:
    """INSEE's code of a commune begins with its department's: two characters, three overseas."""
    return commune[:3] if commune.startswith("97") else commune[:2]


MASKABLE = {"name": "nom_raison_sociale"}
MASKABLE_HEAD = {"address": "libelle_voie", "postal_code": "code_postal", "coordinates": "latitude"}


def _masked(said: dict[str, Any], head: dict[str, Any]) -> tuple[str, ...]:
    of_company = [fact for fact, key in MASKABLE.items() if said.get(key) in MASKS]
    return tuple(of_company + [fact for fact, key in MASKABLE_HEAD.items() if head.get(key) in MASKS])


def _text(said: dict[str, Any], name: str) -> str:
    """One line that a database can hold; a mask says nothing. Raises NotUnderstood for what no register writes."""
    found = said.get(name)
    if not isinstance(found, str):
        return ""
    line = str(in_one_line(strip(found.replace("\x00", "")))).encode(errors="ignore").decode()
    if len(line) > LONGEST or any(len(word) > LONGEST_WORD for word in line.split()):
        raise NotUnderstood(f"{name} is no text of a register")
    return "" if any(mask in line for mask in MASKS) else line


def _number(said: dict[str, Any], name: str) -> float | None:
    """The API writes latitudes as text."""
    written = _text(said, name)
    return float(written) if re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]{1,20})?", written) else None


def _day(said: dict[str, Any], name: str) -> str:
    """A day, or the day of a moment, in ISO 8601; "" when it is none."""
    try:
        return date.fromisoformat(_text(said, name)[:10]).isoformat()
    except ValueError:
        return ""
