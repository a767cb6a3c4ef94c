"""The filters beside the list: what each offers, with how many members it would show, and what is chosen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from flask import request
from flask_babel import gettext as _

from cara_crm.core.actor import Actor
from cara_crm.members import queries
from cara_crm.members.queries import Filters
from cara_crm.members.views import asking, beyond
from cara_crm.members.views.columns import Words


class Choice(NamedTuple):
    """`n` members would be shown by this value alone, the other filters standing."""

    value: Any
    word: str
    n: int


@dataclass(frozen=True)
class Facet:
    """One filter; of one that `is_many` several values may be chosen together."""

    name: str
    label: str
    choices: list[Choice]
    chosen: tuple[Any, ...] = ()
    is_many: bool = True

    @property
    def picked(self) -> list[Choice]:
        """What is chosen, in the order of what is offered."""
        return [one for one in self.choices if one.value in self.chosen]

    def without(self, value: Any) -> list[Any]:
        """The values that stay when one is taken away."""
        return [one for one in self.chosen if one != value]


def facets(asked: Filters, counted: queries.Facets, words: Words) -> list[Facet]:
    """The usual four."""
    of = asking.chosen(asked)
    places = {id: " ".join(place) for id, place in words.departments.items()}
    categories = {one.value: word for one, word in words.categories.items()}
    statuses = {one.value: word for one, word in words.statuses.items()}
    return [
        _facet("sector", _("Main sector"), _counted(words.sectors, counted.sectors), of),
        _facet("category", _("Category"), _met(categories, counted.categories, of["category"]), of),
        _facet("department", _("Department"), _met(places, counted.departments, of["department"]), of),
        _facet("status", _("Status"), _met(statuses, counted.statuses, of["status"]), of),
    ]


def more_facets(actor: Actor, asked: Filters, words: Words) -> list[Facet]:
    """Filters that are asked for less often, and counted only where they are; one without values is left out."""
    rare = (asked.managers, asked.tags, asked.within, asked.beyond)
    if "more" not in request.args and not any(rare):
        return []
    of, met = asking.chosen(asked), queries.met(actor, asked)
    found = [
        _facet("manager", _("Looked after by"), [Choice(*one) for one in met.managers], of),
        _facet("tag", _("Tag"), [Choice(*one) for one in met.tags], of),
        _facet("within", _("Sector, main or not"), _counted(words.sectors, met.sectors), of),
        *(
            Facet(name, label, [Choice(*one) for one in choices], of.get(name, ()), name in beyond.MANY)
            for name, label, choices in beyond.choices(actor, asked)
        ),
    ]
    return [one for one in found if one.choices]


def _counted(words: Mapping[Any, str], counts: Mapping[Any, int]) -> list[Choice]:
    return [Choice(value, word, counts.get(value, 0)) for value, word in words.items()]


def _met(words: Mapping[Any, str], counts: Mapping[Any, int], chosen: Iterable[Any]) -> list[Choice]:
    """Those that would show somebody, and those that are chosen."""
    return [one for one in _counted(words, counts) if one.n or one.value in chosen]


def _facet(name: str, label: str, choices: list[Choice], of: Mapping[str, tuple[Any, ...]]) -> Facet:
    """A value that nobody knows is said, for the list is narrowed to it."""
    known = {one.value for one in choices}
    unknown = [Choice(value, _("Unknown (%(value)s)", value=value), 0) for value in of[name] if value not in known]
    return Facet(name, label, [*choices, *unknown], of[name])
