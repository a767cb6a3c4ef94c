"""The journal: one time line of both directions."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from flask import render_template, request
from flask_babel import gettext as _

from cara_crm.core import clock, typed
from cara_crm.core.actor import Actor, current_actor
from cara_crm.core.languages import in_words, label, named
from cara_crm.core.pages import SIZE, Page, paginate
from cara_crm.core.permissions import Permission, requires
from cara_crm.desk.queries.chain import ChainKind
from cara_crm.extensions import db
from cara_crm.relays import queries, services
from cara_crm.relays.models import GONE_OUT, UNSENT, Direction, Recipient, Relay, RelayKind, RelayState
from cara_crm.relays.queries import Filter, Ledger, Person, Told, Who
from cara_crm.relays.text import as_html
from cara_crm.relays.views import blueprint
from cara_crm.relays.views.chain import pictures
from cara_crm.relays.views.consultation import consultation_shown
from cara_crm.relays.views.send import named_in, reach_shown, sought_in
from cara_crm.settings.queries import threshold

Kind = TypeVar("Kind", bound=StrEnum)
LONGEST_WORD = 100


@blueprint.get("/journal")
@requires(Permission.JOURNAL_READ)
def index() -> str:
    actor, narrow = current_actor(), asked()
    page = paginate(db.session, queries.journal(actor, narrow), queries.journal_key, request.args.get("after"))
    sectors, federations = queries.choose()
    return render_template(
        "relays/index.html",
        page=page,
        months=_by_month(page.items),
        ledgers=shown_ledgers(actor, page.items, threshold()),
        raised=_raised(actor, page.items),
        total=queries.count_entries(actor, narrow),
        drafts=queries.drafts(actor) if queries.knows_people(actor) else [],
        narrow=narrow,
        sectors=sectors,
        federations=federations,
        knows_people=queries.knows_people(actor),
    )


@blueprint.get("/journal/print", endpoint="print")
@requires(Permission.JOURNAL_READ)
def print_journal() -> str:
    actor, narrow = current_actor(), asked()
    relays = queries.entries(actor, narrow)
    return render_template(
        "relays/print.html",
        months=_by_month(relays),
        total=len(relays),
        ledgers=shown_ledgers(actor, relays, threshold()),
        raised=_raised(actor, relays),
        day=clock.today(),
        asks=_in_words(actor, narrow),
    )


@blueprint.get("/relays/<int:relay_id>")
@requires(Permission.JOURNAL_READ)
def show(relay_id: int) -> str:
    actor = current_actor()
    relay = queries.relay_for(actor, relay_id)
    knows, k = queries.knows_people(actor), threshold()
    who = next((one for one in Who if one.value == request.args.get("who")), Who.ALL)
    reach, q = reach_shown(actor, relay), _word(request.args.get("q"))
    listed, start = named_in(actor, reach), max(0, typed.number(request.args.get("from")) or 0)
    page, sought = _people(actor, relay, who, q) if knows and reach is None else None, sought_in(listed, q, who)
    return render_template(
        "relays/show.html",
        relay=relay,
        text=as_html(relay.body) if knows or not _is_raw(relay) else "",
        concerned=queries.concerned_by(actor, relay) if knows and relay.state is RelayState.RECORDED else [],
        carried=queries.carried_by(actor, relay) if knows and relay.state is RelayState.RECORDED else {},
        text_en=as_html(relay.body_en),
        errata=services.errata_shown(relay, relay.related_ids),
        **consultation_shown(actor, relay),
        ledger=shown_ledgers(actor, [relay], k).get(relay.id) if relay.state not in UNSENT else None,
        who=who,
        page=page,
        why=_why(relay, page, sought.people[start : start + SIZE] if sought else []),
        guests=queries.registered_for(actor, relay) if knows and relay.takes_registrations else [],
        knows_people=knows,
        raised=queries.raised_by(actor, relay, k) if relay.state in GONE_OUT else None,
        chains=pictures(actor, ChainKind.RELAY, relay.id, k),
        reach=reach,
        seen=services.seen(relay, reach) if reach else "",
        listed=listed,
        left_since=queries.left_since(relay, [one for one, _why in reach.people]) if reach and relay.corrects_id else 0,
        sought=sought,
        q=q,
        start=start,
        size=SIZE,
        progress=queries.progress_of(relay) if relay.state is RelayState.SENDING else None,
    )


def _people(actor: Actor, relay: Relay, who: Who, q: str) -> Page[Recipient]:
    found = queries.people_called(queries.recipients_of(actor, relay, who), q)
    return paginate(db.session, found, queries.recipients_key, request.args.get("after"))


def _why(relay: Relay, page: Page[Recipient] | None, shown: Sequence[tuple[Person, Any]]) -> Mapping[int, str]:
    """What of the audience each of the people on the page meets, by contact id."""
    if page is not None:
        matched = {row.contact_id: row.matched for row in page.items}
    else:
        matched = queries.matched_by(relay.audience, [person for person, _reason in shown])
    return {contact_id: queries.told(one, to_team=True) for contact_id, one in matched.items()}


def shown_ledgers(actor: Actor, relays: list[Relay], k: int) -> Mapping[int, Ledger | Told]:
    """The counts that this reader may see: of an answer, how few stood behind it is not for everybody."""
    found = queries.ledgers([relay.id for relay in relays])
    if queries.knows_people(actor):
        return found
    hidden = {r.id for r in relays if r.kind is RelayKind.ANSWER and r.id in found and found[r.id].groups < k}
    return {key: ledger.for_outsiders(k) for key, ledger in found.items() if key not in hidden}


def _raised(actor: Actor, relays: list[Relay]) -> Mapping[int, int]:
    """How many issues came of each, for who reads issues; the others read it on the relay's page, over groups."""
    return queries.issues_raised([relay.id for relay in relays]) if actor.can(Permission.ISSUE_READ) else {}


def _is_raw(relay: Relay) -> bool:
    """What was said in a meeting, or noted of a passage outside, is raw words."""
    return relay.state is RelayState.RECORDED or relay.kind in (RelayKind.MEETING, RelayKind.CALL)


def _by_month(relays: list[Relay]) -> list[tuple[date, list[Relay]]]:
    months: dict[date, list[Relay]] = {}
    for relay in relays:
        day = relay.happened_at.astimezone(clock.PARIS).date()
        months.setdefault(day.replace(day=1), []).append(relay)
    return list(months.items())


def asked() -> Filter:
    """What the address asks for; what makes no sense asks nothing."""
    arguments = request.args
    return Filter(
        sector=typed.number(arguments.get("sector")),
        federation=typed.number(arguments.get("federation")),
        direction=_value(Direction, arguments.get("direction")),
        kind=_value(RelayKind, arguments.get("kind")),
        since=typed.day(arguments.get("since")),
        until=typed.day(arguments.get("until")),
        member=_word(arguments.get("member")),
        person=_word(arguments.get("person")),
    )


def _in_words(actor: Actor, narrow: Filter) -> list[str]:
    """What the journal is narrowed to, for who reads it on paper."""
    sectors, federations = queries.choose()
    said: list[tuple[str, str]] = [
        (_("Direction"), label(narrow.direction) if narrow.direction else ""),
        (_("Kind"), label(narrow.kind) if narrow.kind else ""),
        (_("Sector"), next((named(one) for one in sectors if one.id == narrow.sector), "")),
        (_("Federation"), next((one.short_name for one in federations if one.id == narrow.federation), "")),
        (_("From"), in_words(narrow.since)),
        (_("Until"), in_words(narrow.until)),
    ]
    if queries.knows_people(actor):
        said += [(_("Member"), narrow.member), (_("Person"), narrow.person)]
    return [heading + _(": ") + value for heading, value in said if value]


def _value(kind: type[Kind], text: str | None) -> Kind | None:
    return next((value for value in kind if value.value == text), None)


def _word(text: str | None) -> str:
    return (text or "").replace("\x00", "")[:LONGEST_WORD].strip()
