"""Who may be named in a document: nobody whose part in a position that does not name it could then be worked out."""

from collections.abc import Iterator

from cara_crm.reports.assemble.counts import group_cells
from cara_crm.reports.assemble.heard import Rows
from cara_crm.reports.assemble.positions import Treatment, behind, safely_named, treatment
from cara_crm.reports.assemble.sizes import Detail, groups_of
from cara_crm.reports.material import Material, Wording, counts_as_member


def unnameable(material: Material, detail: Detail, categories: Rows) -> frozenset[str]:
    """The groups that no position may name.

    A name tells that the group was heard. Where nearly everybody who was heard stands behind a position, it tells that
    this group does too: its name then leaves only if that position names it itself (product.md, Confidentiality 2).
    """
    counted = [one for one in material.positions if treatment(one, material.head.threshold) is Treatment.COUNTED]
    alike = [(one, _plain(material, one, detail, categories)) for one in counted]
    found, k = frozenset[str](), material.head.threshold
    while more := frozenset[str]().union(*(plain - safely_named(one, k, found) for one, plain in alike)) - found:
        found |= more  # a name that falls may let others of its position fall
    return found


def _plain(material: Material, wording: Wording, detail: Detail, categories: Rows) -> frozenset[str]:
    """Those of whom it is plain, once it is known that they were heard, that they stand behind this position or could
    hardly not."""
    plain = frozenset[str]()
    for heard, here, fewest in _told(material, wording, detail, categories):
        if len(heard - here) < fewest:
            plain |= heard
    return plain


def _told(
    material: Material, wording: Wording, detail: Detail, categories: Rows
) -> Iterator[tuple[frozenset[str], frozenset[str], int]]:
    """Counts that a reader may lay beside each other: who was heard, who of them stands behind the position, and how
    many have to be left over; where a category is told, one that is left over keeps it open who."""
    k, everybody = material.head.threshold, material.hearing
    codes = frozenset(sector.code for sector in material.head.sectors)
    ours = [voice.organisation for voice in behind(wording) if counts_as_member(voice, codes)]
    members, others = everybody.members, groups_of(voice.organisation for voice in behind(wording)) - groups_of(ours)
    for heard, here in ((members, groups_of(ours) & members), (everybody.others, others & everybody.others)):
        if min(len(heard), len(here)) >= k:
            yield heard, here, k
    if detail.is_small:
        return
    home = categories.home
    rows, standing = group_cells(everybody.members, home), group_cells(groups_of(ours), home)
    for place, heard in rows.items():
        if min(len(heard), len(standing.get(place, ()))) >= k:
            yield heard, standing[place] & heard, 1
