"""Who gets, changes or loses a group, or is merged into another, is the same behind the figures of two reports."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from cara_crm.confidentiality.sameness import Sameness
from cara_crm.extensions import db
from cara_crm.issues.models import Consent
from cara_crm.members.models import Member
from cara_crm.merging import services as merging
from cara_crm.merging.models import Merge
from cara_crm.positions import services as positions
from cara_crm.reports.assemble import Assembled, assemble
from cara_crm.reports.material import Released
from tests import factories as f
from tests.merging.cast import merge
from tests.reports.cast import drafted, manager, sent, stands
from tests.reports.raw import HEAD, material, organisation, voice, wording
from tests.reports.test_told import patient

K, MEMBERS = 3, 9
Grouping = dict[int, int]
Tidy = Callable[[list[Member]], None]
groupings = st.dictionaries(st.integers(0, MEMBERS - 1), st.integers(0, 2), max_size=6)
speakers = st.dictionaries(st.integers(0, MEMBERS - 1), st.integers(1, 3))


def under(n: int, grouping: Grouping) -> str:
    return f"g{grouping[n]}" if n in grouping else f"m{n}"


def document(
    said: dict[int, int], grouping: Grouping, past: Iterable[Grouping] = (), before: Iterable[Assembled] = ()
) -> Assembled:
    """A report on one position: who spoke with the euros that it declared, under the groups of its day."""
    everybody = tuple(organisation(n, group=under(n, grouping)) for n in range(MEMBERS))
    voices = tuple(voice(n, organisation=everybody[n], impacts=(("euros", said[n]),)) for n in sorted(said))
    same = Sameness.of((f"m{n}", under(n, one)) for one in (*past, grouping) for n in one)
    given_before: dict[str, tuple[Released, ...]] = {}
    for number, one in enumerate(before, 1):
        for cell in one.cells:
            earlier = Released(cell.value, same.apart(cell.groups), cell.on or date(2026, 1, number))
            given_before[cell.key] = (*given_before.get(cell.key, ()), earlier)
    raw = material(wording(0, voices=voices), head=replace(HEAD, threshold=K), released=tuple(given_before.items()))
    return assemble(replace(raw, same=same, heard=voices, population=everybody))


def companies(past: Iterable[Grouping]) -> list[set[int]]:
    """Members that were ever in one group with another, directly or by others."""
    found = [{n} for n in range(MEMBERS)]
    for one in [{n for n in grouping if grouping[n] == group} for grouping in past for group in range(3)]:
        touched = [company for company in found if company & one]
        found = [company for company in found if company not in touched]
        found += [set[int]().union(*touched)] if touched else []
    return found


def shown(made: Assembled) -> dict[str, int | None]:
    figures = {figure.id: figure.value for one in made.document.positions for figure in one.figures}
    table = next(table for table in made.document.tables if table.id == "heard-category")
    return figures | {"heard": table.column("total")["total"]}


@patient
@given(st.lists(st.tuples(speakers, groupings), min_size=2, max_size=3))
def test_no_figure_tells_of_a_few_however_members_are_grouped_meanwhile(reports):
    made: list[Assembled] = []
    for n, (said, grouping) in enumerate(reports):
        past = [one for _, one in reports[:n]]
        made.append(document(said, grouping, past, made))
        everyone = companies([*past, grouping])
        for before, (earlier, _) in zip(made[:-1], reports, strict=False):
            came_or_went = [one for one in everyone if bool(one & earlier.keys()) != bool(one & said.keys())]
            repeated = {cell.value for one in made[:-1] for cell in one.cells}
            for name, value in shown(made[-1]).items():
                was = shown(before).get(name)
                if None not in (was, value) and was != value and value not in repeated:
                    assert len(came_or_went) >= K


def test_one_firm_that_got_a_group_is_no_difference():
    nine = {n: 1 + n for n in range(9)}
    before = document(nine, {})
    eight = {n: euros for n, euros in nine.items() if n}
    after = document(eight, {1: 0, 2: 1}, before=[before])
    assert shown(after) == shown(before) == {"groups": 9, "euros": 45, "heard": 9}


def test_as_many_firms_as_a_threshold_that_became_one_group_are_none_either():
    nine = {n: 1 + n for n in range(9)}
    before = document(nine, {})
    assert shown(document(nine, dict.fromkeys(range(6), 0), before=[before])) == shown(before)


def into_groups(some: list[Member]) -> None:
    for n, member in enumerate(some):
        member.group_id = f.group(f"Holding {n}").id


def merged(some: list[Member]) -> None:
    for member in some:
        merge(f.member(f"{member.legal_name} (import)"), member)


def out_of_their_groups(some: list[Member]) -> None:
    for member in some:
        member.group_id = None


def two_again(_some: list[Member]) -> None:
    for one in db.session.scalars(sa.select(Merge)).all():
        merging.undo(one, by=f.actor())


def nothing(_some: list[Member]) -> None:
    """As they are."""


CHANGES = [(nothing, into_groups), (nothing, merged), (into_groups, out_of_their_groups), (merged, two_again)]


@pytest.mark.parametrize(("earlier", "since"), CHANGES, ids=lambda one: one.__name__)
def test_tidying_the_register_lets_no_figure_move(request_context, earlier: Tidy, since: Tidy):
    by = manager()
    nine = [f.issue(f.member(f"Atelier {n} Fictif")) for n in range(9)]
    some = [issue.member for issue in nine[1:3]]
    earlier(some)
    report, _ = sent(by, issues=nine)
    position = report.entries[0].position
    positions.take_up_again(position, by=by)
    nine[0].consents[0].consent = Consent.NONE
    draft = drafted(by)
    since(some)
    db.session.flush()
    db.session.expire_all()
    figures = {figure.id: figure for figure in stands(draft).document.positions[0].figures}
    assert (figures["groups"].value, figures["groups"].as_of is None) == (9, False)
