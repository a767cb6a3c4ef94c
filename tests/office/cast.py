"""A report as a federation has it: frozen, with a link, and the words behind it."""

import secrets
from dataclasses import replace
from datetime import timedelta
from typing import Any

from cara_crm.contacts.models import Contact
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.permissions import Role
from cara_crm.core.tokens import token_hash
from cara_crm.files.services import store
from cara_crm.positions.models import Outcome, Position
from cara_crm.reports.answers import services
from cara_crm.reports.document import sha256
from cara_crm.reports.models import Answer, FileKind, ReadingLink, Report, ReportFile
from tests import factories
from tests.relays.cast import sent_report
from tests.reports.sample import DOCUMENT, FURNACES


def sent(*positions: Position, **kwargs: Any) -> Report:
    """A report with these positions, frozen with their words and one file."""
    report = sent_report(*positions, created_by_id=factories.user().id, **kwargs)
    words = tuple(
        replace(
            FURNACES, id=f"CARA-P{one.id}", title=one.title, statement=one.statement, request=one.request, tables=()
        )
        for one in positions
    )
    content = replace(DOCUMENT, number=report.number, positions=words).to_json()
    report.document, report.document_sha256 = content.decode(), sha256(content)
    file = store(f"{report.number}.json", "application/json", content)
    report.files.append(ReportFile(kind=FileKind.JSON, file=file))
    return factories.add(report)


def link(report: Report, to: Contact | None = None, **kwargs: Any) -> str:
    """The token of a reading link of this report."""
    token = secrets.token_urlsafe(16)
    person = to or factories.contact(of=report.federation)
    values = {"expires_at": clock.now() + timedelta(days=60)} | kwargs
    factories.add(ReadingLink(report=report, contact=person, token_hash=token_hash(token), **values))
    return token


def officer(code: str = "FIF") -> Any:
    """An account of a federation, with its contact."""
    body = factories.federation(code)
    person = factories.contact(of=body)
    return factories.user(Role.OFFICER, federation_id=body.id, contact_id=person.id)


def officer_actor(code: str = "FIF") -> Actor:
    account = officer(code)
    return Actor(account.id, Role.OFFICER, account.name, federation_id=account.federation_id)


def answered(
    report: Report, position: Position, *, give: bool = True, by: Actor | None = None, **kwargs: Any
) -> Answer:
    """The federation's answer to a position: taken up, sent."""
    values = {
        "version": 0,
        "outcome": Outcome.TAKEN_UP,
        "until_on": None,
        "text_members": "Nous le portons.",
        "text_cluster": "Entre nous.",
    } | kwargs
    answer = services.save_answer(report, position.id, **values, by=by or officer_actor())
    if give:
        services.give_answer(answer, by=officer_actor())
    return factories.add(answer)
