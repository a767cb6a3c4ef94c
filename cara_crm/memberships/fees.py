"""What a member pays by the grid: pure rules over values, without a database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cara_crm.members.models import MemberCategory
from cara_crm.members.spreadsheet.values import BANDS

UNKNOWN = -1
ORDER = {"": UNKNOWN, "NN": 0} | {code: place for place, (code, _least, _most) in enumerate(BANDS, start=1)}


@dataclass(frozen=True)
class Rate:
    """A line of the grid: `euros` a year for a category from INSEE's band `from_band` on ("": whatever the band)."""

    college_id: int
    category: MemberCategory
    from_band: str
    euros: int


@dataclass(frozen=True)
class Proposal:
    college_id: int
    euros: int


def rank(band: str) -> int:
    """The place of INSEE's band by headcount; below all others for one that is not known."""
    return ORDER.get(band, UNKNOWN)


def propose(
    rates: Iterable[Rate],
    *,
    category: MemberCategory,
    band: str,
    college_id: int | None = None,
    flat: Mapping[int, int] | None = None,
) -> Proposal | None:
    """College and euros for a member, or None when the grid says nothing of it.

    `rates` are a year's lines in the order of colleges, `college_id` the member's college of the year before: its
    lines come first. Of those for the category the highest band that the member reaches counts. `flat` (college →
    euros) holds where the member's college has no line that fits. Without a known headcount only lines that ask for
    none fit.
    """
    fitting = [one for one in rates if one.category is category and rank(one.from_band) <= rank(band)]
    own = [one for one in fitting if one.college_id == college_id]
    if found := max(own or fitting, key=lambda one: rank(one.from_band), default=None):
        return Proposal(found.college_id, found.euros)
    if college_id is not None and flat and college_id in flat:
        return Proposal(college_id, flat[college_id])
    return None
