"""The way of a relay: from the federation to the members, and what they said on reading it on its way up again."""

from dataclasses import dataclass

from cara_crm.core.actor import Actor
from cara_crm.core.permissions import Permission
from cara_crm.desk.queries.chain import last_report
from cara_crm.positions.models import Position
from cara_crm.relays.models import Direction, Relay
from cara_crm.relays.queries import Ledger, Raised, Told, ledger_of, raised_by, relay_for
from cara_crm.reports.models import Report


@dataclass(frozen=True)
class RelayWay:
    """`ledger`: whom it reached, None of what happened elsewhere; `report`: the last that carried what came of it."""

    relay: Relay
    ledger: Ledger | Told | None
    raised: Raised
    positions: list[Position]
    report: Report | None
    knows_people: bool

    @property
    def goes_down(self) -> bool:
        return self.relay.direction is Direction.DOWN


def way_of_relay(actor: Actor, relay_id: int, k: int) -> RelayWay:
    """Who may not know people sees whom it reached and how many groups came back, where that may be told; never what
    they said, nor what was made of it. Raises NotVisible."""
    relay, knows = relay_for(actor, relay_id), actor.can(Permission.ISSUE_READ)
    raised = raised_by(actor, relay, k)
    positions = list({link.position_id: link.position for link in raised.links}.values())
    report = last_report([one.id for one in positions]) if positions else None
    ledger = ledger_of(relay)
    told = ledger if knows else ledger.for_outsiders(k)
    return RelayWay(relay, told if ledger.targeted else None, raised, positions, report, knows)
