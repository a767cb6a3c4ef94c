"""Who came to which meeting of a group, as rows for a spreadsheet."""

from typing import Any

from flask_babel import gettext as _

from cara_crm.core.actor import Actor
from cara_crm.core.languages import label
from cara_crm.workgroups import queries
from cara_crm.workgroups.models import Workgroup
from cara_crm.workgroups.queries import function_of, place_of


def rows_of(actor: Actor, workgroup: Workgroup) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """(rows, headings by column): a row a person who sits or sat there, a column a meeting that was held.

    A cell says "present" or "absent", and nothing where nobody expected the person that day.
    """
    seats = queries.seats_of(actor, workgroup)
    _planned, past = queries.meetings_of(actor, workgroup, seats)
    held = [one.meeting for one in reversed(past) if one.meeting.interaction_id]
    came = queries.presence([one.interaction_id for one in held if one.interaction_id])
    headers = {"name": _("Name"), "place": _("Organisation"), "function": _("Function"), "role": _("Role in the group")}
    headers |= {f"m{one.id}": one.held_on.isoformat() for one in held} | {"times": _("Times present")}
    people: dict[int, dict[str, Any]] = {}
    for seat in seats.seen:
        day = seat.until_on or max(seat.from_on, held[-1].held_on if held else seat.from_on)
        person, nothing = seat.contact, {f"m{one.id}": "" for one in held}
        told = {"name": person.name, "place": place_of(person, day), "function": function_of(person, day)}
        row = people.setdefault(person.id, told | {"role": label(seat.role)} | nothing)
        for one in held:
            if seat.contact_id in came.get(one.interaction_id or 0, set()):
                row[f"m{one.id}"] = _("present")
            elif seat.holds_on(one.held_on):
                row[f"m{one.id}"] = _("absent")
    for row in people.values():
        row["times"] = sum(row[f"m{one.id}"] == _("present") for one in held)
    return list(people.values()), headers
