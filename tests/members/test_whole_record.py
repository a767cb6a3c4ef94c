"""A member's page with something of everything: nothing is missing, and it asks no more than a page may."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.documents.models import Document
from cara_crm.files.models import StoredFile
from cara_crm.files.services import store
from cara_crm.interactions.models import Interaction, InteractionKind
from cara_crm.members.models import (
    AccountManager,
    Member,
    MemberName,
    MemberStatus,
    SectorAssignment,
    Site,
    StatusPeriod,
    Tag,
)
from cara_crm.merging.models import Merge, MergeKind
from cara_crm.relays.models import Concerned, Direction, Relay, RelayKind, RelayState
from cara_crm.tasks import services as tasks
from cara_crm.tasks.models import TaskKind
from cara_crm.workgroups.models import Seat, SeatRole, Workgroup
from tests import factories as f

SYSTEM = Actor.system("test")


@pytest.fixture
def whole(db: Any) -> Member:
    """A member of a group, with two or three of everything that its page shows."""
    one = f.member("Forge Alpha", group_id=f.group("Groupe Alpha").id)
    f.member("Forge Beta", group_id=one.group_id)
    for n in range(3):
        one.tags.append(Tag(name=f"Salon {n}; et plus", folded=f"salon {n}"))
        one.other_names.append(MemberName(name=f"Ancienne {n}; et fils", folded=f"ancienne {n}"))
        one.sites.append(Site(town=f"Rive {n}", department=f.department("42")))
    one.managers.append(AccountManager(user=f.user(name="Lise Suit"), from_on=f.LONG_AGO))
    one.assignments.append(SectorAssignment(sector=f.sector("VELO"), from_on=f.LONG_AGO, is_main=False))
    one.status_periods.insert(
        0,
        StatusPeriod(
            status=MemberStatus.PROSPECT, from_on=f.date(2010, 1, 1), until_on=f.LONG_AGO, reason="Salon de Rive"
        ),
    )
    person = f.contact(one, last_name="Inventée")
    f.issue(one)
    spoken = f.add(Interaction(kind=InteractionKind.CALL, happened_at=clock.now(), minutes="Un mot.", members=[one]))
    for about in (one, spoken):
        tasks.add(TaskKind.NOTE, title="Rappeler", about=about, assignee_id=None, by=SYSTEM)
    told = f.add(
        Relay(
            kind=RelayKind.INFORMATION,
            direction=Direction.DOWN,
            state=RelayState.SENT,
            title="Un guide",
            happened_at=clock.now(),
            sent_at=clock.now(),
        )
    )
    f.add(Concerned(relay_id=told.id, member_id=one.id))
    kept: StoredFile = store("statuts.txt", "text/plain", b"Statuts")
    f.add(Document(member=one, title="Les statuts", file=kept, added_by=one.managers[0].user))
    group = f.add(Workgroup(name="Commission rail", folded="commission rail", sort_key="commission rail"))
    f.add(Seat(workgroup=group, contact=person, role=SeatRole.CHAIR, from_on=f.LONG_AGO))
    for year in (2025, 2026):
        f.membership(one, year=year)
    for n in (1, 2):
        f.add(Merge(kind=MergeKind.MEMBER, kept_id=one.id, merged_id=f.member(f"Forge {n}").id, at=clock.now()))
    return one


def test_everything_of_a_member_in_twelve_statements_also_when_health_is_asked(
    app: Flask, sign_in: Callable[..., Any], browse: Callable[..., str], whole: Member
) -> None:
    sign_in(f.user())
    app.extensions.pop("health", None)
    html = browse(f"/members/{whole.id}", budget=12)
    for said in (
        "Groupe Alpha", "2 members; counts once in figures", "Looked after by Lise Suit", "Salon 1; et plus",
        "Ancienne 0; et fils, Ancienne 1; et fils", "Rive 2", "Salon de Rive", "Inventée", "Un guide", "Les statuts",
        "Commission rail", "Merged into this record",
    ):  # fmt: skip
        assert said in html, said
    assert html.count("/merges/") == 2
    assert html.count("Rappeler") >= 2
    assert html.count("<b>Rive 1</b>") == 1


def test_nothing_of_a_new_member_is_no_error(
    sign_in: Callable[..., Any], browse: Callable[..., str], request_context: None
) -> None:
    bare = f.add(Member(legal_name="Atelier Nu"))
    sign_in(f.user())
    html = browse(f"/members/{bare.id}")
    assert "Atelier Nu" in html
    assert "Looked after by" not in html
