"""Who may enter the journal's pages, and the member's information."""

READERS = "administrator director manager observer reviewer"
ENDPOINTS = {
    "relays.acknowledge": "member",
    "relays.call_back": "manager",
    "relays.chain": READERS,
    "relays.discard": "manager",
    "relays.edit": "manager",
    "relays.export": READERS,
    "relays.index": READERS,
    "relays.information": "member",
    "relays.interested": "member",
    "relays.leave_out": "manager",
    "relays.new": "manager",
    "relays.own_chain": "member",
    "relays.print": READERS,
    "relays.received": "member",
    "relays.record": "manager",
    "relays.schedule": "manager",
    "relays.send": "manager",
    "relays.send_test": "manager",
    "relays.show": READERS,
}
