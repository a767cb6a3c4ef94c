"""What mixed sheets bring beside the members: people with functions, years of membership, what was said and relayed
before."""

from dataclasses import replace

from cara_crm.core.actor import Actor
from cara_crm.imports.beside.adding_people import write_people
from cara_crm.imports.beside.fees import fee_extras, write_fees
from cara_crm.imports.beside.past import past_extras, write_past
from cara_crm.imports.beside.people import people_extras
from cara_crm.imports.beside.placed import Placed
from cara_crm.imports.beside.relayed import relay_extras, write_relays
from cara_crm.members.imports.ledger import Ledger
from cara_crm.members.imports.plan import Plan

__all__ = ["complete", "write"]


def complete(plan: Plan, *, by: Actor) -> Plan:
    """A plan with what its list brings beside the members."""
    entries = [(draft, None) for draft in plan.creations if draft.beside]
    entries += [(draft, member_id) for draft, member_id in plan.matched if draft.beside]  # type: ignore[misc]
    if not entries:
        return plan
    found = [people_extras(entries, by=by), fee_extras(entries), past_extras(entries, by=by)]
    found.append(relay_extras(entries, by=by))
    extras = tuple(extra for extras, _told in found for extra in extras)
    warnings = sorted((*plan.warnings, *(one for _extras, told in found for one in told)), key=lambda one: one.row)
    return replace(plan, extras=extras, warnings=tuple(warnings))


def write(plan: Plan, ledger: Ledger, *, by: Actor) -> None:
    """Write them, after the members."""
    if not plan.extras:
        return
    fresh = {draft.rows[0]: id for draft, id in zip(plan.creations, ledger.created, strict=True)}
    placed = Placed(plan.extras, fresh)
    write_people(placed, ledger, by=by)
    write_fees(placed, ledger, source=plan.source, by=by)
    write_past(placed, ledger, source=plan.source, by=by)
    write_relays(placed, ledger, by=by)
