"""What the list can show of a member, column by column; who may see which; and the columns that somebody chooses."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from flask import request
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict

from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.languages import current_language, euros, label, named, short_day
from cara_crm.core.permissions import Permission
from cara_crm.core.reaching import dialled
from cara_crm.interactions.queries import last_contact
from cara_crm.issues.queries import open_count
from cara_crm.lists.columns import FIELD, arranged, chosen, told
from cara_crm.members import foreign, queries
from cara_crm.members.bands import band_label
from cara_crm.members.models import MemberCategory, MemberStatus
from cara_crm.members.queries.details import values
from cara_crm.members.siren import spaced
from cara_crm.members.views.beyond import payment
from cara_crm.memberships.queries import fee_of_year
from cara_crm.memberships.standing import FeeState


@dataclass(frozen=True)
class Words:
    """How codes and numbers are read in the present language."""

    sectors: dict[int, str]
    departments: dict[int, tuple[str, str]]
    categories: dict[MemberCategory, str]
    statuses: dict[MemberStatus, str]


#: Of a line of the list and what else is known of it: what stands in the cell. A state is its enum, a day a date.
Read = Callable[[Any, Any, Words], Any]


@dataclass(frozen=True)
class Column:
    """`kind` says how the cell is drawn and written: "", "state", "day", "number", "siren", "phone", "euros" or
    "issues".

    `is_beyond`: the line alone does not say it. `needs`: who may see it.
    """

    label: Any
    read: Read
    kind: str = ""
    is_beyond: bool = False
    needs: Permission | None = None


def _more(name: str) -> Read:
    return lambda _line, more, _words: getattr(more, name)


def _beyond(label: Any, name: str, kind: str = "", needs: Permission | None = None) -> Column:
    return Column(label, _more(name), kind, is_beyond=True, needs=needs)


def _band(_line: Any, more: Any, _words: Words) -> str:
    return band_label(more.headcount_band) if more.headcount_band else ""


def _abroad(_line: Any, more: Any, _words: Words) -> str:
    return foreign.shown(more.foreign_number)


def _phone(_line: Any, more: Any, _words: Words) -> str:
    return dialled(more.phone)


def _department(line: Any, _more: Any, words: Words) -> str:
    return " ".join(words.departments.get(line.department_id, ()))


def _fee(_line: Any, more: Any, _words: Words) -> FeeState | None:
    return FeeState(more.fee) if more.fee else None


#: In the order in which they are offered.
COLUMNS: dict[str, Column] = {
    "category": Column(_l("Category"), lambda line, _more, words: words.categories[line.category]),
    "sector": Column(_l("Main sector"), lambda line, _more, words: words.sectors.get(line.main_sector_id)),
    "status": Column(_l("Status"), lambda line, _more, _words: line.status, "state"),
    "siren": Column(_l("SIREN"), lambda line, _more, _words: line.siren, "siren"),
    "sectors": _beyond(_l("Sectors"), "sectors"),
    "role": _beyond(_l("Role in the value chain"), "role"),
    "headcount_band": Column(_l("Headcount band"), _band, is_beyond=True),
    "department": Column(_l("Department"), _department),
    "town": Column(_l("Town"), lambda line, _more, _words: line.town),
    "manager": _beyond(_l("Looked after by"), "manager"),
    "tags": _beyond(_l("Tags"), "tags"),
    "since": _beyond(_l("Status since"), "since", "day"),
    "last_contact": _beyond(_l("Last contact"), "last_contact", "day", Permission.INTERACTION_READ),
    "open_issues": _beyond(_l("Open issues"), "open_issues", "issues", Permission.ISSUE_READ),
    "fee": Column(_l("Fee of the year"), _fee, "state", is_beyond=True, needs=Permission.MEMBERSHIP_READ),
    "group": _beyond(_l("Group"), "group"),
    "network": _beyond(_l("Network of origin"), "network"),
    "legal_name": _beyond(_l("Legal name"), "legal_name"),
    "other_names": _beyond(_l("Other names"), "other_names"),
    "brands": _beyond(_l("Brands"), "brands"),
    "siret": _beyond(_l("SIRET"), "siret", "siren"),
    "address": _beyond(_l("Address"), "address"),
    "postal_code": _beyond(_l("Postal code"), "postal_code"),
    "activity_code": _beyond(_l("Activity code"), "activity_code"),
    "turnover": _beyond(_l("Turnover"), "turnover", "euros"),
    "foreign_number": Column(_l("Number abroad"), _abroad, is_beyond=True),
    "phone": Column(_l("Main phone"), _phone, "phone", is_beyond=True),
    "email": _beyond(_l("General e-mail"), "email"),
    "website": _beyond(_l("Website"), "website"),
    "changed": _beyond(_l("Last changed"), "changed", "day"),
}
USUAL = ("category", "sector", "status", "siren")


def offered(actor: Actor) -> list[str]:
    """The columns that this person may choose from."""
    return [name for name, one in COLUMNS.items() if one.needs is None or actor.can(one.needs)]


def named_in_address(actor: Actor) -> tuple[str, ...]:
    return arranged(request.args.get(FIELD), offered(actor))


def shown(actor: Actor, habit: str) -> tuple[str, ...]:
    """The columns of the list: as the address says, else as the person chose, else the usual ones."""
    return named_in_address(actor) or arranged(habit, offered(actor)) or USUAL


def asked(actor: Actor, form: MultiDict[str, str]) -> tuple[str, ...]:
    """What somebody ticked, in its order, after the move of one ("up:town"); nothing is as usual."""
    return () if "usual" in form else chosen(form.getlist(FIELD), form.get("move", ""), offered(actor))


def words_of(known: queries.Reference) -> Words:
    return Words(
        known.sectors,
        {one.id: (one.code, one.name) for one in known.departments},
        {one: label(one) for one in MemberCategory},
        {one: label(one) for one in MemberStatus},
    )


#: How a value that is known is written in a cell; others as they are.
DRAWN: dict[str, Callable[[Any], str]] = {"siren": spaced, "day": short_day, "euros": euros}
NUMBERS = ("siren", "euros", "issues")


@dataclass(frozen=True)
class Head:
    """A column as the table shows it: its heading in the present language, the class of its cells."""

    label: str
    of: str


class Line(NamedTuple):
    """A member in the table. `cells`: number of the column, its kind and what it says ("" for nothing known)."""

    id: int
    name: str
    place: str
    is_to_confirm: bool
    cells: list[tuple[int, str, Any]]


def table(actor: Actor, habit: str, lines: Sequence[Any], known: Words) -> dict[str, Any]:
    """What the template is told: the columns, and what each line says of them."""
    names = shown(actor, habit)
    of = [COLUMNS[name] for name in names]
    return {
        "columns": [Head(str(one.label), _class(name, one, names)) for name, one in zip(names, of, strict=True)],
        "in_address": bool(named_in_address(actor)),
        "is_usual": names == USUAL,
        "told": told(names),
        "states": [*MemberStatus, *(FeeState if "fee" in names else ())],
        "rows": [
            Line(
                line.id,
                line.usual_name or line.legal_name,
                _place(line, names, known),
                line.name_to_confirm,
                [(i, of[i].kind, _drawn(of[i], value)) for i, value in enumerate(row)],
            )
            for line, row in zip(lines, cells(actor, names, lines, known), strict=True)
        ],
    }


def _drawn(column: Column, value: Any) -> Any:
    if value is None:
        return ""
    draw = DRAWN.get(column.kind)
    return draw(value) if draw else value


def _place(line: Any, names: Sequence[str], known: Words) -> str:
    """Town and department under the name, as far as no column says them."""
    town = "" if "town" in names else line.town
    code = "" if "department" in names else known.departments.get(line.department_id, ("",))[0]
    return ", ".join(filter(None, (town, code)))


def _class(name: str, column: Column, names: Sequence[str]) -> str:
    """On a phone the number is left out where nobody asked for it."""
    shape = "num" if column.kind in NUMBERS else "nowrap" if column.kind in ("day", "phone") else ""
    return f"wide-only {shape}" if name == "siren" and names == USUAL else shape


def cells(actor: Actor, names: Sequence[str], lines: Sequence[Any], known: Words) -> list[list[Any]]:
    """For each line what its columns say, in their order; at most one statement more, whatever is shown."""
    more = _details(actor, names, lines)
    reads = [COLUMNS[name].read for name in names]
    return [[read(line, more.get(line.id), known) for read in reads] for line in lines]


def _details(actor: Actor, names: Sequence[str], lines: Sequence[Any]) -> dict[int, Any]:
    wanted = [name for name in names if COLUMNS[name].is_beyond]
    if not wanted:
        return {}
    known: dict[str, Any] = values(current_language()) | {
        "last_contact": last_contact(),
        "open_issues": open_count(actor),
    }
    if "fee" in wanted:
        known["fee"] = fee_of_year(payment(), clock.today())
    return queries.details([line.id for line in lines], {name: known[name] for name in wanted})


def headings(names: Sequence[str]) -> dict[str, str]:
    return {name: str(COLUMNS[name].label) for name in names}


def exported(
    actor: Actor, filters: queries.Filters, names: Sequence[str], *, descending: bool
) -> Iterator[Sequence[Any]]:
    """The name and these columns for each member of the list, in its order."""
    known = words_of(queries.reference(current_language()))
    for lines in queries.lines(actor, filters, descending=descending):
        for line, row in zip(lines, cells(actor, names, lines, known), strict=True):
            yield [line.usual_name or line.legal_name, *map(written, row)]


def written(value: Any) -> Any:
    """The cell for a file: words, numbers, days as ISO 8601; None is unknown."""
    match value:
        case MemberStatus() | FeeState():
            return label(value)
        case datetime():
            return value.astimezone(clock.PARIS).date().isoformat()
        case date():
            return value.isoformat()
    return None if value == "" else value


def in_words(rows: Iterator[Sequence[Any]]) -> Iterator[Sequence[Any]]:
    """Rows of `queries.COLUMNS` as people read them: words instead of the register's codes."""
    sectors = {one.code: named(one) for one in queries.sectors()}
    read: dict[str, Callable[[Any], str]] = {
        "sectors": lambda codes: "; ".join(sectors.get(code, code) for code in codes.split("; ")),
        "category": lambda code: label(MemberCategory(code)),
        "status": lambda code: label(MemberStatus(code)),
        "headcount_band": band_label,
    }
    places = [(queries.COLUMNS.index(name), say) for name, say in read.items()]
    for row in rows:
        cells = list(row)
        for place, say in places:
            cells[place] = say(cells[place]) if cells[place] else None
        yield cells
