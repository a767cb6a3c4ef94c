"""Records around relays, whole and valid."""

from datetime import timedelta
from typing import Any

from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.extensions import db
from cara_crm.issues.models import Issue
from cara_crm.positions.models import Outcome, Position, PositionState
from cara_crm.relays.models import Direction, Relay, RelayKind, RelayState
from cara_crm.relays.queries import author_contacts
from cara_crm.relays.services import address_answer, draft_relay, seen, send_when_due
from cara_crm.reports.document import DocumentPosition, Figure, Period, ReportDocument
from cara_crm.reports.layout import GROUPS
from cara_crm.reports.models import Answer, AnswerState, Report, ReportPosition, ReportState
from cara_crm.reports.reading.queries import code_of
from tests import factories


def recorded(title: str = "Réunion", *, kind: RelayKind = RelayKind.MEETING, days_ago: int = 1, **kwargs: Any) -> Relay:
    """A meeting with a federation, in the rail sector."""
    values = {"direction": Direction.UP, "state": RelayState.RECORDED, "body": "Mots bruts."} | kwargs
    made = Relay(kind=kind, title=title, happened_at=clock.now() - timedelta(days=days_ago), **values)
    made.sectors.append(factories.sector("RAIL"))
    return factories.add(made)


def draft(by: Actor, *, kind: RelayKind = RelayKind.INFORMATION, **kwargs: Any) -> Relay:
    """An information for the rail sector's members, not sent yet."""
    values = {
        "title": "Appel à projets",
        "body": "Un **appel** ouvre.",
        "audience": {"sectors": [factories.sector("RAIL").id], "statuses": ["active"]},
    } | kwargs
    return draft_relay(kind, **values, by=by)


def looked_at(relay: Relay) -> dict[str, str]:
    """What the page of a draft posts with "Send"."""
    return {"seen": seen(relay)}


def leave(relay: Relay) -> None:
    """Its minute is over, and a worker does its job."""
    relay.send_at = clock.now()
    db.session.flush()
    send_when_due(relay.id, by=Actor.system("worker"), checkpoint=lambda _done, _total: db.session.flush())


def relayed(*issues: Issue, **kwargs: Any) -> Position:
    """A position that went up, with these issues behind it."""
    sent = clock.now() - timedelta(days=5)
    made = factories.position(*issues, state=PositionState.RELAYED, relayed_at=sent, approved_at=sent, **kwargs)
    for link in made.links:
        link.relayed_at = sent
    db.session.flush()
    return made


def document_about(*positions: Position) -> ReportDocument:
    """What a report about these positions said: a statement each, and that five groups stand behind it."""
    today = clock.today()
    groups = (Figure(GROUPS, "groups", 5, "", n=5),)
    said = [DocumentPosition(code_of(p.id), "", p.title, p.statement, p.request, figures=groups) for p in positions]
    return ReportDocument(
        number="CARA-1",
        version=1,
        title="Rail",
        language="fr",
        cluster="CARA",
        federation="FIF",
        federation_name="Fédération",
        sectors=("RAIL",),
        sector_names=("Ferroviaire",),
        period=Period(today - timedelta(days=95), today),
        dated=today,
        threshold=5,
        draft=False,
        demonstration=False,
        positions=tuple(said),
    )


def sent_report(*positions: Position, **kwargs: Any) -> Report:
    """A report that its federation has, frozen."""
    sent, today = clock.now() - timedelta(days=5), clock.today()
    number = f"CARA-{today.year}-{next(factories.NUMBERS)}"
    values = {"number": number, "state": ReportState.SENT, "sent_at": sent} | kwargs
    made = Report(
        federation_id=positions[0].federation_id,
        period_from=today - timedelta(days=95),
        period_until=today - timedelta(days=6),
        document=document_about(*positions).to_json().decode(),
        document_sha256="0" * 64,
        **values,
    )
    made.entries = [
        ReportPosition(position=one, ordinal=n, issues=[link.issue for link in one.links if link.relayed_at])
        for n, one in enumerate(positions)
    ]
    made.sectors.append(factories.sector("RAIL"))
    return factories.add(made)


def answered(position: Position, by: Actor) -> Relay:
    """The answer to a position, passed on to the authors behind it."""
    issues = [link.issue for link in position.links]
    relay = Relay(
        direction=Direction.DOWN,
        kind=RelayKind.ANSWER,
        state=RelayState.DRAFT,
        title=position.title,
        body="Le sujet est pris en compte.",
        federation_id=position.federation_id,
        positions=[position],
        issues=issues,
        sectors=list(position.sectors),
        audience={"wording": {"outcome": Outcome.TAKEN_UP}},
    )
    given = {"outcome": Outcome.TAKEN_UP, "given_at": clock.now(), "state": AnswerState.RELAYED}
    factories.add(Answer(report=sent_report(position), position=position, relay=relay, **given))
    people = author_contacts([(issue.member_id, issue.contact_id) for issue in issues])
    address_answer(relay, [p for some in people.values() for p in some], outcome=Outcome.TAKEN_UP, by=by)
    db.session.flush()
    return relay
