"""How finely a report may break its counts down: the fewer members, the coarser.

Product rule: in a sector of fewer than 100 members one breakdown, regions instead of departments, rolling twelve
months; cells merge before they are withheld.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from cara_crm.reports.material import Organisation

SMALL_SECTOR = 100

MERGED = {
    "micro": "micro_sme",
    "sme": "micro_sme",
    "midcap": "midcap_large",
    "large": "midcap_large",
}
OTHERS = "others"
BEYOND = "beyond_sme"
BEYOND_PARTS = ("midcap_large", OTHERS)
COARSER = MERGED | dict.fromkeys(BEYOND_PARTS, BEYOND)
NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True)
class Detail:
    """What may be shown: ``by_sector`` as columns, ``by_department`` instead of regions, a second breakdown at all.

    ``merged``: categories in three rows. ``in_two``: small firms against everybody else, because three would have to
    be withheld in part.
    """

    by_sector: bool
    by_department: bool
    by_territory: bool
    merged: bool = False
    in_two: bool = False

    @property
    def is_small(self) -> bool:
        """Whether one breakdown over twelve months is all there is."""
        return not self.by_territory

    def category(self, organisation: Organisation) -> str:
        """The row of an organisation's category, merged where the members are few."""
        if not self.merged:
            return organisation.category
        row = MERGED.get(organisation.category, OTHERS)
        return row if row == "micro_sme" or not self.in_two else BEYOND

    def place(self, organisation: Organisation) -> str:
        """The row of an organisation's territory."""
        code = organisation.department if self.by_department else organisation.region
        return code or NOWHERE


def groups_of(organisations: Iterable[Organisation]) -> frozenset[str]:
    """The distinct groups among them."""
    return frozenset(organisation.group for organisation in organisations)


def detail_for(population: Collection[Organisation], sectors: Collection[str]) -> Detail:
    """What the numbers of members allow, over all these sectors and in each of them."""
    all_large = len(groups_of(population)) >= SMALL_SECTOR
    counts = {code: len(groups_of(o for o in population if code in o.sectors)) for code in sectors}
    each_large = bool(counts) and min(counts.values()) >= SMALL_SECTOR
    return Detail(each_large and len(sectors) > 1, each_large, all_large, merged=not all_large)
