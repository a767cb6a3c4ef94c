"""Two members become one, and two again."""

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from cara_crm.audit.models import AuditEvent
from cara_crm.core import clock
from cara_crm.core.errors import EditedMeanwhile
from cara_crm.interactions.models import interaction_member
from cara_crm.members import services as members
from cara_crm.members.imports.snapshot import known_members
from cara_crm.members.matching import Register
from cara_crm.members.models import AccountManager, Member, MemberStatus, SectorAssignment, Site
from cara_crm.memberships.models import Membership
from cara_crm.merging import services
from cara_crm.merging.moving import REFERENCES, references
from cara_crm.reports.queries.voices import organisations
from cara_crm.tasks.models import Task
from tests import factories
from tests.merging.cast import merge, now_at, row_for

MOVING = sorted(name for name in REFERENCES if name.endswith("member_id") and not name.startswith("status_period"))
pytestmark = pytest.mark.usefixtures("request_context")


@pytest.fixture
def two() -> tuple[Member, Member]:
    return factories.member("Forge Églantine"), bare(factories.member("Forges de l’Églantine", in_sector="VELO"))


def bare(member: Member) -> Member:
    """Without the rows that the factory gives every member."""
    member.sites, member.assignments, member.main_sector_id = [], [], None
    return member


def fresh(db: Any, member: Member) -> Member:
    db.session.flush()
    db.session.expire_all()
    return db.session.get_one(Member, member.id)


@pytest.mark.parametrize("name", MOVING)
def test_every_relation_moves_and_comes_back(db: Any, two: tuple[Member, Member], name: str) -> None:
    kept, other = two
    kept.assignments = []
    reference = next(one for one in references("member") if one.name == name)
    db.session.flush()
    row = row_for(reference, other.id)
    done = merge(kept, other)
    assert now_at(reference, row) == kept.id
    services.undo(done, by=factories.actor())
    assert (now_at(reference, row), done.left) == (other.id, [])


def test_a_link_that_both_have_is_kept_once_and_given_back(db: Any, two: tuple[Member, Member]) -> None:
    kept, other = two
    call = row_for(next(r for r in references("member") if r.name == "interaction_member.member_id"), other.id)
    db.session.execute(sa.insert(interaction_member).values(interaction_id=call["interaction_id"], member_id=kept.id))
    done = merge(kept, other)
    who = sa.select(interaction_member.c.member_id).where(interaction_member.c.interaction_id == call["interaction_id"])
    assert set(db.session.scalars(who)) == {kept.id}
    services.undo(done, by=factories.actor())
    assert set(db.session.scalars(who)) == {kept.id, other.id}


def test_a_year_that_both_have_stays_with_the_old_one_and_is_told(db: Any, two: tuple[Member, Member]) -> None:
    kept, other = two
    for member, year in ((kept, 2025), (other, 2025), (other, 2024)):
        factories.add(Membership(member_id=member.id, year=year))
    done = merge(kept, other)
    assert done.stayed["membership.member_id"] == 1
    years = sa.select(Membership.year).where(Membership.member_id == kept.id)
    assert set(db.session.scalars(years)) == {2024, 2025}


def test_a_sector_that_is_held_already_does_not_come_twice_and_no_second_main_one(db: Any) -> None:
    kept, other = factories.member("Forge A"), factories.member("Forge B")
    other.assignments.append(SectorAssignment(sector=factories.sector("VELO"), is_main=True, from_on=date(2023, 1, 1)))
    merge(kept, other)
    held = [(line.sector.code, line.is_main) for line in fresh(db, kept).assignments]
    assert sorted(held) == [("RAIL", True), ("VELO", False)]


def test_what_had_no_sector_takes_the_others_main_one(db: Any, two: tuple[Member, Member]) -> None:
    other, kept = two
    merge(kept, other)
    assert fresh(db, kept).main_sector_id == factories.sector("RAIL").id


@pytest.mark.parametrize(("mine", "expected"), [(True, 1), (False, 1)])
def test_who_looks_after_it_moves_only_where_nobody_does(
    db: Any, two: tuple[Member, Member], mine: bool, expected: int
) -> None:
    kept, other = two
    somebody = factories.user()
    for member in (kept, other) if mine else (other,):
        member.managers.append(AccountManager(user_id=somebody.id, from_on=date(2024, 1, 1)))
    merge(kept, other)
    assert len(fresh(db, kept).managers) == expected


def test_one_head_office_only(db: Any) -> None:
    kept, other = factories.member("Forge A", at="69"), factories.member("Forge B", at="42")
    merge(kept, other)
    assert sorted((s.postal_code, s.is_head) for s in fresh(db, kept).sites) == [("42000", False), ("69000", True)]


def test_the_chosen_head_office_brings_its_department_and_goes_back(db: Any) -> None:
    kept, other = factories.member("Forge A", at="69"), factories.member("Forge B", at="42")
    done = merge(kept, other, place="merged")
    assert fresh(db, kept).department.code == "42"
    assert [s.postal_code for s in kept.sites if s.is_head] == ["42000"]
    services.undo(done, by=factories.actor())
    assert (fresh(db, kept).department.code, [s.is_head for s in kept.sites]) == ("69", [True])


def test_chosen_fields_are_taken_with_their_source_and_year(db: Any, two: tuple[Member, Member]) -> None:
    kept, other = two
    other.headcount_band, other.headcount_source, other.headcount_year = "10", "INSEE", 2024
    merge(kept, other, headcount="merged", legal_name="merged")
    assert (kept.headcount_band, kept.headcount_source, kept.headcount_year) == ("10", "INSEE", 2024)
    assert kept.legal_name == "Forges de l’Églantine"


def test_the_empty_is_filled_without_a_choice(db: Any, two: tuple[Member, Member]) -> None:
    kept, other = two
    other.website = "https://eglantine.example"
    merge(kept, other)
    assert fresh(db, kept).website == "https://eglantine.example"


def test_names_stay_searchable_also_the_one_that_was_given_up(db: Any, two: tuple[Member, Member]) -> None:
    kept, other = two
    merge(kept, other, legal_name="merged")
    assert {one.name for one in fresh(db, kept).other_names} == {"Forge Églantine"}
    assert "forges" in kept.folded
    assert "forge" in kept.folded.split()


def test_the_others_number_is_taken_away_there_first_and_given_back(db: Any, two: tuple[Member, Member]) -> None:
    kept, other = two
    number = other.siren
    done = merge(kept, other, siren="merged")
    assert (fresh(db, kept).siren, fresh(db, other).siren) == (number, None)
    services.undo(done, by=factories.actor())
    assert fresh(db, other).siren == number


def test_the_old_one_leaves_the_lists_with_a_pointer(db: Any, two: tuple[Member, Member]) -> None:
    kept, other = two
    merge(kept, other)
    assert (other.merged_into_id, other.archived_on is not None) == (kept.id, True)
    assert "Forge Églantine" in (other.archived_reason or "")


def test_a_chain_of_merges_leads_to_the_last(db: Any, two: tuple[Member, Member]) -> None:
    middle, first = two
    last = factories.member("Églantine Industries")
    merge(middle, first)
    merge(last, middle)
    assert fresh(db, first).merged_into_id == last.id


def test_a_list_with_the_old_number_or_name_finds_the_kept_one(db: Any, two: tuple[Member, Member]) -> None:
    kept, other = two
    old = other.siren
    merge(kept, other)
    register = Register(known_members({factories.department().id: "69"}))
    assert register.find(old, [], None).id == kept.id  # type: ignore[union-attr]
    assert register.find(None, ["Forges de l'Eglantine"], "69").id == kept.id  # type: ignore[union-attr]


def test_its_tasks_are_about_the_kept_one(db: Any, two: tuple[Member, Member]) -> None:
    kept, other = two
    task = factories.add(Task(title="Rappeler", subject_type="member", subject_id=other.id))
    done = merge(kept, other)
    assert db.session.get_one(Task, task.id).subject_id == kept.id
    services.undo(done, by=factories.actor())
    db.session.expire_all()
    assert db.session.get_one(Task, task.id).subject_id == other.id


def test_undoing_leaves_what_somebody_changed_since_and_says_so(db: Any, two: tuple[Member, Member]) -> None:
    kept, other = two
    other.website = "https://eglantine.example"
    issue = factories.issue(other)
    done = merge(kept, other)
    fresh(db, kept).website = "https://neuf.example"
    issue.member_id = factories.member("Forge C").id
    services.undo(done, by=factories.actor())
    assert fresh(db, kept).website == "https://neuf.example"
    assert {(one["table"], one["what"]) for one in done.left} == {("member", "changed"), ("issue.member_id", "moved")}


def test_undoing_gives_back_everything_of_both(db: Any, two: tuple[Member, Member]) -> None:
    kept, other = two
    db.session.flush()
    before = [row(db, kept), row(db, other)]
    done = merge(kept, other, legal_name="merged", siren="merged")
    services.undo(done, by=factories.actor())
    assert [row(db, kept), row(db, other)] == [
        {**one, "folded": now["folded"], "sort_key": now["sort_key"]}
        for one, now in zip(before, [row(db, kept), row(db, other)], strict=True)
    ]


def row(db: Any, member: Member) -> dict[str, Any]:
    """Its columns, but for those that every save changes."""
    found = db.session.execute(sa.select(Member.__table__).where(Member.id == member.id)).mappings().one()
    return {name: value for name, value in found.items() if name not in ("version", "updated_at")}


def test_an_earlier_merge_is_undone_after_the_later_one(db: Any, two: tuple[Member, Member]) -> None:
    middle, first = two
    last = factories.member("Églantine Industries")
    early, late = merge(middle, first), merge(last, middle)
    with pytest.raises(services.UndoRefused, match="later"):
        services.undo(early, by=factories.actor())
    services.undo(late, by=factories.actor())
    services.undo(early, by=factories.actor())
    assert (fresh(db, first).merged_into_id, early.left) == (None, [])


def test_undoing_twice_is_refused(two: tuple[Member, Member]) -> None:
    done = merge(*two)
    services.undo(done, by=factories.actor())
    with pytest.raises(services.UndoRefused, match="already"):
        services.undo(done, by=factories.actor())


def test_who_saw_an_older_version_is_refused(two: tuple[Member, Member]) -> None:
    kept, other = two
    with pytest.raises(EditedMeanwhile):
        services.merge_members(kept, other, choices={}, versions=(kept.version, 99), by=factories.actor())


def test_a_merged_one_is_not_merged_again(two: tuple[Member, Member]) -> None:
    kept, other = two
    merge(kept, other)
    with pytest.raises(services.NotMergeable, match="already"):
        merge(factories.member("Forge C"), other)


def test_nobody_keeps_an_archived_one(two: tuple[Member, Member]) -> None:
    kept, other = two
    members.archive_member(kept, reason="closed", by=factories.actor())
    with pytest.raises(services.NotMergeable, match="archived"):
        merge(kept, other)


def test_its_status_stays_with_the_old_one(db: Any, two: tuple[Member, Member]) -> None:
    kept, other = two
    other.status = MemberStatus.FORMER
    done = merge(kept, other)
    assert (fresh(db, kept).status, done.stayed["status_period.member_id"]) == (MemberStatus.ACTIVE, 1)


def test_both_histories_tell_of_it(db: Any, two: tuple[Member, Member]) -> None:
    kept, other = two
    merge(kept, other)
    told = db.session.execute(sa.select(AuditEvent.action, AuditEvent.subject_id)).all()
    assert {("member.merged", kept.id), ("member.merged_into", other.id)} <= {tuple(one) for one in told}


def test_a_place_that_both_have_is_not_doubled(db: Any) -> None:
    kept, other = factories.member("Forge A"), factories.member("Forge B")
    merge(kept, other)
    assert db.session.scalar(sa.select(sa.func.count()).where(Site.member_id == kept.id)) == 1


def test_what_both_had_the_kept_one_has_had_since_the_earlier_day(db: Any) -> None:
    kept, other = factories.member("Forge A"), factories.member("Forge B")
    for line in (*kept.assignments, *kept.status_periods):
        line.from_on = date(2024, 1, 1)
    done = merge(kept, other)
    assert [one.from_on for one in fresh(db, kept).assignments] == [factories.LONG_AGO]
    assert [one.from_on for one in kept.status_periods] == [factories.LONG_AGO]
    services.undo(done, by=factories.actor())
    assert [one.from_on for one in fresh(db, kept).assignments] == [date(2024, 1, 1)]


def test_two_that_are_one_count_once_in_a_report(db: Any) -> None:
    kept, other = factories.member("Forge A"), factories.member("Forge B")
    line = frozenset([factories.sector().id])
    before = organisations(factories.federation().id, line, clock.today())
    merge(kept, other)
    after = organisations(factories.federation().id, line, clock.today())
    assert set(before) - set(after) == {other.id}


MARCH = date(2025, 3, 1)


@pytest.mark.parametrize(
    ("mine", "theirs", "told"),
    [
        ((None, False), (MARCH, False), (MARCH, False)),
        ((None, False), (None, True), (None, True)),
        ((None, True), (MARCH, False), (MARCH, False)),
        ((MARCH, False), (None, True), (MARCH, False)),
    ],
)
def test_a_fee_paid_under_the_other_name_is_paid(
    mine: Any, theirs: Any, told: Any, db: Any, two: tuple[Member, Member]
) -> None:
    years = [
        factories.add(Membership(member_id=one.id, year=2025, paid_on=day, paid_undated=undated))
        for one, (day, undated) in zip(two, (mine, theirs), strict=True)
    ]
    done = merge(*two)
    db.session.refresh(years[0])
    assert (years[0].paid_on, years[0].paid_undated) == told
    services.undo(done, by=factories.actor())
    db.session.refresh(years[0])
    assert (years[0].paid_on, years[0].paid_undated) == mine
