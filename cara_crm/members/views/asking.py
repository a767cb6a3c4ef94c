"""What an address or a form asks of the list, and the address that asks the same."""

from collections.abc import Iterable
from typing import Any, TypeVar

from werkzeug.datastructures import MultiDict

from cara_crm.core import typed
from cara_crm.core.actor import current_actor
from cara_crm.members.models import MemberCategory, MemberStatus
from cara_crm.members.queries import Filters
from cara_crm.members.views import beyond

E = TypeVar("E", MemberCategory, MemberStatus)
PLACE = "members"
LONGEST_QUERY = 100
MOST_VALUES = 120  # of one filter: all departments
NAMES = ("sector", "category", "department", "status", "manager", "tag", "within", *beyond.NEEDS)
Args = MultiDict[str, str]


def asked_filters(args: Args) -> Filters:
    """The filters that an address or a form names, each as often as it has values; what makes no sense is left out."""
    return Filters(
        q=args.get("q", "").replace("\x00", "")[:LONGEST_QUERY].strip(),
        sectors=_numbers(args.getlist("sector")),
        categories=_ones(MemberCategory, args.getlist("category")),
        departments=_numbers(args.getlist("department")),
        statuses=_ones(MemberStatus, args.getlist("status")),
        managers=_numbers(args.getlist("manager")),
        tags=_numbers(args.getlist("tag")),
        within=_numbers(args.getlist("within")),
        beyond=beyond.asked(current_actor(), args),
        to_confirm=args.get("to_confirm") == "1",
        archived=args.get("archived") == "1",
    )


def as_query(filters: Filters) -> dict[str, Any]:
    """The same filters for an address: those that narrow, by the names that `asked_filters` reads; several values of
    one are a list."""
    told: dict[str, Any] = {"q": filters.q}
    told |= {name: list(values) for name, values in chosen(filters).items()}
    told |= {"to_confirm": int(filters.to_confirm), "archived": int(filters.archived)}
    return {name: value for name, value in told.items() if value}


def chosen(filters: Filters) -> dict[str, tuple[Any, ...]]:
    """Name in the address → the values that the list is narrowed to, as the address writes them."""
    return {
        "sector": filters.sectors,
        "category": tuple(one.value for one in filters.categories),
        "department": filters.departments,
        "status": tuple(one.value for one in filters.statuses),
        "manager": filters.managers,
        "tag": filters.tags,
        "within": filters.within,
        **{one.name: one.values for one in filters.beyond},
    }


def not_understood(args: Args, filters: Filters) -> list[str]:
    """What the address asks for and is left out, because it makes no sense or is not for this person."""
    known = {name: {str(value) for value in values} for name, values in chosen(filters).items()}
    asked = [(name, value) for name in NAMES for value in args.getlist(name) if value]
    left = dict.fromkeys(
        (name, value)
        for name, value in asked
        if _plain(value) not in known.get(name, ()) and not (known.get(name) and beyond.is_former(name, value))
    )
    return [f"{name}={value[:LONGEST_QUERY]}" for name, value in left][:MOST_VALUES]


def _plain(value: str) -> str:
    """As the address of the same would write it: "07" is 7."""
    number = typed.number(value)
    return value if number is None else str(number)


def _numbers(texts: Iterable[str]) -> tuple[int, ...]:
    found = dict.fromkeys(typed.number(text) for text in texts)
    return tuple(one for one in found if one is not None)[:MOST_VALUES]


def _ones(kind: type[E], texts: Iterable[str]) -> tuple[E, ...]:
    known = {one.value for one in kind}
    return tuple(kind(text) for text in dict.fromkeys(texts) if text in known)
