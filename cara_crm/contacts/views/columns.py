"""What the list can show of a person, and the columns that somebody chooses."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l

from cara_crm.contacts import queries
from cara_crm.contacts.forms import LANGUAGES
from cara_crm.contacts.models import Contact
from cara_crm.contacts.views import blueprint
from cara_crm.core import clock
from cara_crm.core.actor import Actor, current_actor
from cara_crm.core.languages import current_language, label, named, short_day
from cara_crm.core.permissions import Permission, requires
from cara_crm.core.reaching import dialled
from cara_crm.extensions import db
from cara_crm.interactions.queries import last_seen
from cara_crm.lists import queries as lists
from cara_crm.lists import services
from cara_crm.lists.columns import FIELD, arranged, chosen, told
from cara_crm.members import queries as members
from cara_crm.members.models import Member

PLACE = "contacts"
#: Of a person, the members where it has a function today, and what else was asked for: lines of the cell.
Read = Callable[[Contact, Sequence[Member], "Known"], Sequence[str]]


@dataclass(frozen=True)
class Known:
    """How numbers are read (empty where no column needs it), and values of the persons by their ids."""

    reference: members.Reference
    details: dict[int, Any]


@dataclass(frozen=True)
class Column:
    """`of`: what has to be looked up for it, "reference" or "details". `needs`: who may see it."""

    label: Any
    read: Read
    of: str = ""
    needs: Permission | None = None


def _functions(contact: Contact, _at: Sequence[Member], _known: Known) -> list[str]:
    held = queries.current(contact, clock.today())
    return [", ".join(filter(None, (a.function, a.member.name if a.member else named(a.federation)))) for a in held]


def _sectors(_contact: Contact, at: Sequence[Member], known: Known) -> list[str]:
    return [known.reference.sectors.get(one.main_sector_id or 0, "") for one in at]


def _departments(_contact: Contact, at: Sequence[Member], known: Known) -> list[str]:
    places = {one.id: f"{one.code} {one.name}" for one in known.reference.departments}
    return [places.get(one.department_id, "") for one in at]


def _since(contact: Contact, _at: Sequence[Member], _known: Known) -> list[str]:
    return [short_day(one.from_on) for one in queries.current(contact, clock.today())]


COLUMNS: dict[str, Column] = {
    "function": Column(_l("Function"), _functions),
    "email": Column(_l("E-mail"), lambda contact, _at, _known: [contact.email or ""]),
    "phone": Column(_l("Phone"), lambda contact, _at, _known: [*map(dialled, (contact.phone, contact.second_phone))]),
    "sector": Column(_l("Main sector"), _sectors, "reference"),
    "department": Column(_l("Department"), _departments, "reference"),
    "since": Column(_l("Since"), _since),
    "last_contact": Column(
        _l("Last contact"),
        lambda contact, _at, known: [short_day(known.details[contact.id].last_contact)],
        "details",
        Permission.INTERACTION_READ,
    ),
    "language": Column(
        _l("Language"), lambda contact, _at, _known: [one.label for one in LANGUAGES if one.value == contact.language]
    ),
    "preference": Column(_l("Receives information"), lambda contact, _at, _known: [label(contact.preference)]),
    "changed": Column(_l("Last changed"), lambda contact, _at, _known: [short_day(contact.updated_at)]),
}
USUAL = ("function", "email", "phone")


def table(actor: Actor, people: Sequence[Contact]) -> dict[str, Any]:
    """What the template is told: the columns, and each person with the lines of its cells."""
    names = _shown(actor)
    known = _known(names, people)
    rows = []
    for contact in people:
        held = queries.current(contact, clock.today())
        at = [one.member for one in held if one.member is not None]
        rows.append((contact, [_lines(COLUMNS[name].read(contact, at, known)) for name in names]))
    usual = names == USUAL
    return {
        "heads": [_head(name, is_wide=usual and name in ("email", "phone")) for name in names],
        "rows": rows,
        "told": told(names) if _in_address(actor) else None,
    }


def _head(name: str, *, is_wide: bool) -> dict[str, Any]:
    """The heading of a column; `of` is the class of its cells."""
    of = ("wide-only" if is_wide else "", "nowrap" if name == "phone" else "")
    return {"label": str(COLUMNS[name].label), "wide": is_wide, "of": " ".join(filter(None, of))}


def _lines(texts: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(filter(None, texts)))


def _known(names: Sequence[str], people: Sequence[Contact]) -> Known:
    asked = {COLUMNS[name].of for name in names}
    reference = members.reference(current_language()) if "reference" in asked else members.Reference({}, [])
    wanted = {"last_contact": last_seen()} if "details" in asked else {}
    return Known(reference, queries.details([one.id for one in people], wanted))


def _offered(actor: Actor) -> list[str]:
    return [name for name, one in COLUMNS.items() if one.needs is None or actor.can(one.needs)]


def _in_address(actor: Actor) -> tuple[str, ...]:
    return arranged(request.args.get(FIELD), _offered(actor))


def _shown(actor: Actor) -> tuple[str, ...]:
    """As the address says, else as the person chose, else as usual."""
    return _in_address(actor) or arranged(lists.habit(actor, PLACE), _offered(actor)) or USUAL


def _kept() -> dict[str, Any]:
    """The list's filters as its address has them."""
    return {name: value for name in ("q", "archived") if (value := request.args.get(name))}


@blueprint.get("/columns")
@requires(Permission.CONTACT_READ)
def choose_columns() -> str:
    actor = current_actor()
    in_address = _in_address(actor)
    return render_template(
        "contacts/_columns.html" if "HX-Request" in request.headers else "contacts/choose_columns.html",
        names=_shown(actor),
        offered=_offered(actor),
        labels={name: str(one.label) for name, one in COLUMNS.items()},
        kept=_kept(),
        told=told(in_address) if in_address else None,
    )


@blueprint.post("/columns")
@requires(Permission.CONTACT_READ)
def keep_columns() -> Any:
    """As `members.keep_columns`."""
    actor, kept, form = current_actor(), _kept(), request.form
    asked = () if "usual" in form else chosen(form.getlist(FIELD), form.get("move", ""), _offered(actor))
    if request.args.get(FIELD) and "mine" not in form:
        kept |= {FIELD: told(asked)} if asked else {}
    else:
        services.keep_columns(PLACE, asked, by=actor)
        db.session.commit()
    if move := form.get("move"):
        return redirect(url_for("contacts.choose_columns", **kept, _anchor=move.replace(":", "-")), 303)
    return redirect(url_for("contacts.index", **kept), 303)
