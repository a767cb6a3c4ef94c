"""Pairs are looked for by the worker: every day, after a list came in, and when somebody asks."""

from datetime import timedelta
from typing import Any

from cara_crm.core.actor import Actor
from cara_crm.extensions import reading
from cara_crm.jobs.registry import Work, every, job
from cara_crm.merging import likeness, queries, services
from cara_crm.merging.models import MergeKind


@job(services.LOOK_JOB)
def look(work: Work) -> dict[str, Any]:
    """Compare everybody with everybody, outside any transaction that writes; then write what was found."""
    with reading():
        members, contacts, rules = queries.member_sides(), queries.contact_sides(), queries.matching_rules()
    found = {
        MergeKind.MEMBER: likeness.alike_members(members, rules),
        MergeKind.CONTACT: likeness.alike_contacts(contacts),
    }
    return {kind.value: services.look(kind, pairs) for kind, pairs in found.items()}


@every(timedelta(days=1), "merging.look")
def look_daily() -> None:
    services.ask_to_look(by=Actor.system("clock"))
