"""The counts that the database keeps are those of the members, whatever was done and in which order."""

import random
from typing import Any

import pytest
import sqlalchemy as sa

from cara_crm.core.actor import Actor
from cara_crm.core.permissions import Role
from cara_crm.members import queries, services
from cara_crm.members.models import Member, MemberCategory, MemberStatus, MemberTally
from cara_crm.members.queries import Filters
from cara_crm.members.services.tally import CELL
from tests import factories as f

pytestmark = pytest.mark.usefixtures("request_context")


def kept(db: Any) -> dict[tuple[Any, ...], int]:
    n = sa.func.sum(MemberTally.n)
    return {tuple(row[:-1]): row[-1] for row in db.session.execute(sa.select(*CELL, n).group_by(*CELL).having(n != 0))}


def counted(db: Any) -> dict[tuple[Any, ...], int]:
    cell = (Member.main_sector_id, Member.category, Member.department_id, Member.status)
    live = sa.select(*cell, sa.func.count()).where(Member.archived_on.is_(None)).group_by(*cell)
    return {tuple(row[:-1]): row[-1] for row in db.session.execute(live)}


def act(db: Any, dice: random.Random) -> None:
    """One of the things that happen to members, by the mapper, by a statement over many, or by hand."""
    members = list(db.session.scalars(sa.select(Member).order_by(Member.id)))
    one = dice.choice(members)
    match dice.randrange(6):
        case 0:
            f.member(f"Atelier {dice.random()}", in_sector=dice.choice(["AUTO", "RAIL"]))
        case 1:
            one.category, one.status = dice.choice(list(MemberCategory)), dice.choice(list(MemberStatus))
        case 2:
            one.archived_on, one.archived_reason = (None, None) if one.archived_on else (f.clock.today(), "Closed")
        case 3:
            change = sa.update(Member).where(Member.id % 2 == dice.randrange(2))
            db.session.execute(change.values(main_sector_id=dice.choice([None, f.sector("AUTO").id])))
        case 4:
            one.department_id = dice.choice([None, f.department("42").id])
        case _:
            services.tidy_tally()
    db.session.flush()


@pytest.mark.parametrize("seed", range(4))
def test_counts_are_those_of_the_members(db: Any, seed: int) -> None:
    dice = random.Random(seed)
    for n in range(6):
        f.member(f"Atelier {n}")
    db.session.flush()
    for _ in range(25):
        act(db, dice)
        assert kept(db) == counted(db)


def test_a_member_that_is_deleted_is_not_counted(db: Any) -> None:
    lone = Member(legal_name="Atelier seul")
    db.session.add(lone)
    db.session.flush()
    db.session.delete(lone)
    db.session.flush()
    assert kept(db) == counted(db)


def test_tidying_leaves_one_line_a_cell(db: Any) -> None:
    for n in range(4):
        f.member(f"Atelier {n}")
        db.session.flush()
    services.tidy_tally()
    lines = list(db.session.scalars(sa.select(MemberTally.n)))
    assert sorted(lines) == sorted(counted(db).values())


def test_the_register_shows_what_is_kept_and_no_empty_values(db: Any) -> None:
    members = [f.member(f"Atelier {n}") for n in range(3)]
    db.session.flush()
    members[0].status = MemberStatus.FORMER
    db.session.flush()
    members[0].status = members[1].status
    db.session.flush()
    found = queries.facets(Actor(user_id=None, role=Role.MANAGER), Filters())
    assert found.total == 3
    assert found.statuses == {members[1].status: 3}
