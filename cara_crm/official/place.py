"""Where an address lies, as the national geocoder answers (IGN, Géoplateforme, index "address" of the BAN). Pure."""

from dataclasses import asdict, dataclass, fields
from typing import Any

from cara_crm.official.company import NotUnderstood

CERTAIN = 0.6  # below, the geocoder guesses: nothing is proposed silently
WELL_WRITTEN = 0.8  # from here on, its spelling of the address stands for the register's capitals
KINDS = {"housenumber", "street", "locality", "municipality"}
LONGEST = 200
#: Of the cities that have districts with codes of their own: what these begin with, and the city's own code (INSEE).
CITIES = {"751": "75056", "132": "13055", "6938": "69123"}


@dataclass(frozen=True)
class Place:
    """A point (WGS 84) with the geocoder's own score (0 to 1) and how exact it is: `kind` is one of KINDS."""

    latitude: float
    longitude: float
    score: float
    kind: str = ""
    name: str = ""
    postal_code: str = ""
    commune: str = ""
    town: str = ""

    @property
    def is_certain(self) -> bool:
        return self.score >= CERTAIN

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @staticmethod
    def from_json(said: dict[str, Any]) -> "Place":
        known = {one.name for one in fields(Place)}
        return Place(**{name: value for name, value in said.items() if name in known})


def place_in(answer: object) -> Place | None:
    """The best match of a search, or None when there is none. Raises NotUnderstood."""
    features = answer.get("features") if isinstance(answer, dict) else None
    if not isinstance(features, list):
        raise NotUnderstood("no list of features")
    return _place(features[0]) if features else None


def is_in(place: Place, commune: str) -> bool:
    """Does it lie in this commune (INSEE's code)? Unknown on one side: nothing says the contrary."""
    return not (place.commune and commune) or _city(place.commune) == _city(commune)


def _city(commune: str) -> str:
    return next((city for start, city in CITIES.items() if commune.startswith(start)), commune)


def _place(feature: object) -> Place:
    try:
        point, said = feature["geometry"]["coordinates"], feature["properties"]  # type: ignore[index]
        longitude, latitude, score = (float(one) for one in (point[0], point[1], said["score"]))
    except (TypeError, KeyError, IndexError, ValueError) as error:
        raise NotUnderstood("a feature without its point") from error
    if not (abs(latitude) <= 90 and abs(longitude) <= 180 and 0 <= score <= 1.01):
        raise NotUnderstood("a point that is nowhere")
    words = {
        name: str(said.get(key) or "").replace("\x00", "")[:LONGEST]
        for name, key in {"name": "name", "postal_code": "postcode", "commune": "citycode", "town": "city"}.items()
    }
    kind = str(said.get("type"))
    return Place(latitude, longitude, min(score, 1.0), kind if kind in KINDS else "", **words)
