"""The list as a map: where its members are, department by department."""

from collections.abc import Sequence
from typing import Any

from flask import url_for

from cara_crm.core.actor import Actor
from cara_crm.members import queries
from cara_crm.members.queries import Facets, Filters
from cara_crm.territory.outlines import outlines

FIELD, MAP = "view", "map"  # as the address says that it is the map


def map_of(
    actor: Actor, asked: Filters, counted: Facets, departments: Sequence[Any], kept: dict[str, Any]
) -> dict[str, Any]:
    """What the template is told: each department of the map with its members, its sites and the address that takes it
    among those that the list is narrowed to, or out of them; others where there are any, and how many members have no
    known place."""
    sites, drawn = queries.sites_by_department(actor, asked), outlines()
    places, elsewhere = [], []
    for one in departments:
        n = counted.departments.get(one.id, 0)
        others = [id for id in asked.departments if id != one.id]
        wanted = others if one.id in asked.departments else [*others, one.id]
        address = url_for("members.index", **{**kept, "department": wanted or None})
        place = (one.code, one.name, n, address, sites.get(one.id, 0))
        if one.code in drawn.paths:
            places.append(place)
        elif n or sites.get(one.id):
            elsewhere.append(place)
    return {
        "outlines": drawn,
        "places": places,
        "places_drawn": [place[:4] for place in places],
        "elsewhere": elsewhere,
        "chosen": [one.code for one in departments if one.id in asked.departments],
        "unplaced": counted.unplaced,
    }
