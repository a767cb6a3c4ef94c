"""Likely pairs, what would move, and merges that were done."""

from cara_crm.merging.queries.alike import CERTAIN, Alike, Typed, members_like
from cara_crm.merging.queries.counts import Hanging, foreseen, hanging
from cara_crm.merging.queries.merges import (
    both_of,
    is_merged,
    last_merge_of,
    merge_for,
    merges_in_words,
    merges_of,
    merges_read,
)
from cara_crm.merging.queries.pairs import PairLine, is_looking, last_look, open_count, page_of, pair_for, waiting
from cara_crm.merging.queries.people_alike import contacts_like
from cara_crm.merging.queries.sides import MATCHING, contact_sides, matching_rules, member_sides

__all__ = [
    "CERTAIN",
    "MATCHING",
    "Alike",
    "Hanging",
    "PairLine",
    "Typed",
    "both_of",
    "contact_sides",
    "contacts_like",
    "foreseen",
    "hanging",
    "is_looking",
    "is_merged",
    "last_look",
    "last_merge_of",
    "matching_rules",
    "member_sides",
    "members_like",
    "merge_for",
    "merges_in_words",
    "merges_of",
    "merges_read",
    "open_count",
    "page_of",
    "pair_for",
    "waiting",
]
