"""The evidence that a manager sees beside a position: the report's own figures, and raw breakdowns of its sectors."""

import pytest

from cara_crm.confidentiality.threshold import SumRefusal, largest_share
from cara_crm.core.permissions import Role
from cara_crm.issues.models import IssueImpact, Measure
from cara_crm.members.models import MemberCategory, MemberStatus
from cara_crm.positions.models import Stance
from cara_crm.reports.queries.evidence import Row, evidence_of
from cara_crm.sectors.models import ValueChainRole
from tests import factories as f
from tests.reports.cast import drafted, manager, six_voices, worded

pytestmark = pytest.mark.usefixtures("request_context")


def of(position, by=None):
    return evidence_of(by or manager(), position, "en")


def rows(found, by):
    return next(one.rows for one in found.breakdowns if one.by == by)


def declared(*amounts):
    """Issues of members of their own groups, with that many jobs."""
    made = six_voices()
    for issue, amount in zip(made, amounts, strict=False):
        issue.impacts.append(IssueImpact(measure=Measure.JOBS, amount=amount))
    f.db.session.flush()
    return made


def test_rows_count_groups_of_members_out_of_all_and_others_apart():
    group = f.group()
    firms = [f.member(f"Forge {n}", group_id=group.id, category=MemberCategory.LARGE) for n in range(2)]
    f.member("Silencieuse", category=MemberCategory.LARGE)
    prospect = f.member("Curieuse", category=MemberCategory.LARGE, status=MemberStatus.PROSPECT)
    found = of(f.position(*(f.issue(one) for one in (*firms, prospect))))
    assert rows(found, "category") == (Row("Large company", 1, 2, 1),)


def test_regions_and_roles_have_their_rows():
    member, _other = f.member(), f.member()
    role = f.add(ValueChainRole(code="TRIAL", name_fr="Carrossier", name_en="Bodybuilder"))
    member.assignments[0].role = role
    f.db.session.flush()
    found = of(f.position(f.issue(member)))
    assert [(row.members, row.population) for row in rows(found, "region")] == [(1, 2)]
    assert rows(found, "role") == (Row("Bodybuilder", 1, 1, 0),)


def test_a_sum_that_one_group_dominates_is_said_to_be_withheld():
    (total,) = of(f.position(*declared(900, 10, 10, 10, 10, 10))).sums
    assert (total.value, total.groups, total.largest, total.refusal) == (950, 6, 94, SumRefusal.DOMINATED)


def test_a_sum_of_few_is_withheld_and_one_of_enough_is_shown():
    few, enough = of(f.position(*declared(10, 10))), of(f.position(*declared(10, 10, 10, 10, 10, 10)))
    assert few.sums[0].refusal is SumRefusal.FEW
    assert enough.sums[0].refusal is None


def test_who_stands_against_is_counted_apart():
    position = f.position(*six_voices())
    position.links[0].stance = Stance.AGAINST
    found = of(position)
    assert found.against == 1
    assert sum(row.members for row in rows(found, "category")) == 5


def test_issues_of_other_sectors_stand_in_no_row_and_no_sum():
    issues = declared(10, 10, 10, 10, 10, 400)
    issues[5].sectors[:] = [f.sector("VELO")]
    f.db.session.flush()
    position = f.position(*issues)
    found = of(position, f.actor(Role.MANAGER, sector_ids=frozenset({f.sector("RAIL").id})))
    assert found.unread == 1
    assert sum(row.members for row in rows(found, "category")) == 5
    assert (found.sums[0].value, found.sums[0].largest) == (50, 20)


def test_it_says_what_the_draft_in_which_it_stands_says():
    by = manager()
    position = worded(by, *six_voices())
    report = drafted(by)
    found = of(position, by)
    assert found.report is report
    assert found.assembled.document.position(found.code).figures[0].value == 6


def test_a_draft_of_other_sectors_is_not_shown():
    by = manager()
    position = worded(by, *six_voices())
    position.sectors.append(f.sector("VELO"))
    drafted(by)
    assert of(position, f.actor(Role.MANAGER, sector_ids=frozenset({f.sector("VELO").id}))).report is None


def test_below_the_threshold_it_says_why_it_waits():
    found = of(f.position(f.issue()))
    assert found.assembled.document.positions == ()
    assert found.how.value == "few"


@pytest.mark.parametrize(("amounts", "share"), [((), 0), ((0, 0), 0), ((86, 14), 86), ((-50, 50), 50), ((2, 1), 66)])
def test_the_largest_share_is_rounded_down(amounts, share):
    assert largest_share(amounts) == share
