"""What a reader can work out of all that he was told: of one document by trying every count, and of several in a row.

The readers here know nothing of how figures are withheld; only that a withheld count is 1 to k-1 groups.
"""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cara_crm.reports.assemble import Assembled, assemble
from cara_crm.reports.assemble.given import NOTE, subject_of
from cara_crm.reports.assemble.positions import may_stand_beside
from cara_crm.reports.material import AskedQuestion, Inquiry, Poll, Released, Reply, Standing, Voice
from tests.confidentiality.oracle import distinct, possible
from tests.reports.raw import HEAD, material, organisation, voice, wording

K = 3
MEMBERS, EVERYBODY = 7, 11  # who may speak: members, then organisations that are none
SMALL = range(1, K)
patient = settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow])
someone = st.integers(0, EVERYBODY - 1)
speakers = st.dictionaries(someone, st.sets(st.sampled_from(("jobs", "euros"))), max_size=EVERYBODY)


def heard(said: dict[int, set[str]]) -> tuple[Voice, ...]:
    """One voice an organisation with what it declared."""
    found = []
    for n, measures in sorted(said.items()):
        standing = Standing.MEMBER if n < MEMBERS else Standing.PROSPECT
        impacts = tuple((measure, 10) for measure in sorted(measures))
        found.append(voice(n, organisation=organisation(n, standing=standing), impacts=impacts))
    return tuple(found)


def document(kind: str, said: dict[int, set[str]], released=()) -> Assembled:
    voices = heard(said)
    positions = (wording(0, voices=voices),) if kind == "report" else ()
    asked = None if kind == "report" else Inquiry(int(kind), "How many?", date(2026, 9, 1), voices)
    made = material(*positions, members=MEMBERS, head=replace(HEAD, threshold=K), released=released, inquiry=asked)
    return assemble(replace(made, heard=voices))


def figures(made: Assembled) -> dict:
    told = made.document.figures or [f for position in made.document.positions for f in position.figures]
    return {figure.id: figure for figure in told}


@patient
@given(st.sampled_from(("report", "1")), speakers)
def test_who_spoke_and_who_kept_silent_cannot_be_counted_where_they_are_few(kind, said):
    shown = figures(document(kind, said))
    if "groups" not in shown:
        return
    counts = [shown[name] for name in ("groups", "others") if name in shown]
    declared = [shown[name].n for name in ("jobs", "euros") if name in shown and shown[name].n is not None]
    choices = [SMALL if figure.value is None else (figure.value,) for figure in counts]
    if "others" not in shown:
        choices.append((0, *SMALL))  # too few are not mentioned, nor nobody
    fits = [one for one in product(*choices) if all(n <= sum(one) for n in declared)]
    if not declared:
        return
    for place, figure in enumerate(counts):
        assert figure.value is not None or {one[place] for one in fits} == set(SMALL)
    for n in declared:
        silent = {sum(one) - n for one in fits}
        assert len(silent) > 1 or silent.isdisjoint(SMALL)


@patient
@given(st.lists(st.tuples(st.sampled_from(("report", "1", "2")), speakers), min_size=2, max_size=4))
def test_laid_side_by_side_no_two_counts_of_reports_and_notes_tell_of_a_few(sent):
    given_before: list[tuple[str, Released]] = []
    day = date(2026, 1, 1)
    for kind, said in sent:
        history: dict[str, list[Released]] = {}
        for key, one in given_before:
            history.setdefault(key, []).append(one)
        made = document(kind, said, tuple((key, tuple(several)) for key, several in history.items()))
        new = [cell for cell in made.cells if cell.value is not None and subject_of(cell.key) == "count"]
        for cell in new:
            if cell.value not in {one.value for key, one in given_before if key == cell.key}:
                assert not any(tells(cell, key, one) for key, one in given_before)
        given_before += [(cell.key, Released(cell.value, cell.groups, day)) for cell in made.cells]
        day += timedelta(days=1)


def tells(cell, key: str, one: Released) -> bool:
    """Would the difference between a count and an earlier one say what a few did?"""
    is_note = any(name.startswith(f"{NOTE}:") for name in (key, cell.key))
    together = key == cell.key or (is_note and subject_of(key) == "count")
    few = 0 < len(cell.groups ^ one.groups) < K
    return together and few and one.value is not None and one.value != cell.value


group_of = st.lists(st.integers(0, 9), min_size=14, max_size=14)


@patient
@given(group_of, st.sets(st.integers(0, 13)), st.randoms(use_true_random=False))
def test_a_group_in_several_rows_cannot_be_counted_nor_who_of_it_spoke(groups, spoke, source):
    """Each group stands in one row, whichever of its members spoke, and the rows add up to the total."""
    members = [organisation(n, group=f"g{groups[n]}") for n in range(14)]
    others = {source.choice([m.member_id for m in members if m.group == members[n].group]) for n in spoke}
    others |= {next(n for n in range(14) if groups[n] == groups[one]) for one in spoke}
    told = []
    for who in (spoke, others):
        raw = material(head=replace(HEAD, threshold=K), population=tuple(members))
        made = assemble(replace(raw, heard=tuple(voice(n, organisation=members[n]) for n in sorted(who))))
        told.append({table.id: table.cells for table in made.document.tables})
    assert told[0] == told[1]
    for cells in told[0].values():
        column = [line[-1] for line in cells]
        assert None in column or sum(column[:-1]) == column[-1]
        for values in possible(cells, 14, adds_up).values():
            assert set(SMALL) <= values


answers = st.dictionaries(
    st.integers(0, 9), st.tuples(st.sampled_from((None, 0, 1, 2)), st.sampled_from((None, 4))), min_size=1
)


@patient
@given(answers, st.integers(4, 10))
def test_no_answer_of_a_few_to_a_consultation_can_be_worked_out(said, groups):
    asked = (AskedQuestion(1, "choice", "Which?", ("A", "B", "C")), AskedQuestion(2, "number", "How many?"))
    replies = tuple(
        Reply(f"m{n % groups}", tuple((q, value) for q, value in ((1, choice), (2, number)) if value is not None))
        for n, (choice, number) in sorted(said.items())
    )
    poll = Poll(5, asked, frozenset(f"m{n}" for n in range(groups)), replies)
    made = material(head=replace(HEAD, threshold=K), inquiry=Inquiry(1, "Which?", date(2026, 9, 1), poll=poll))
    answered = assemble(made).document
    replied = next(figure.value for figure in answered.figures if figure.id == "replied")
    for table in answered.tables:
        if table.column("total")["total"] is not None:
            for values in possible(table.cells, 12, adds_up).values():
                assert set(SMALL) <= values
        assert table.column("total")["total"] == replied
    for figure in answered.figures:
        if figure.id == "q2" and figure.n is not None and replied is not None:
            assert replied - figure.n not in SMALL


def adds_up(total: int, cells: list[int]) -> bool:
    """Every group gave one answer; a table of one column has no cells beside its total."""
    return not cells or distinct(total, cells)


@pytest.mark.parametrize(
    ("n", "counts", "may"),
    [
        (12, [12], True),
        (11, [12], False),
        (9, [12], True),
        (14, [10, 5], False),
        (15, [10, 5], True),
        (12, [10, None], False),
        (11, [10, None], True),
        (5, [None, None], False),
        (None, [12], False),
    ],
)
def test_how_many_declared_something_is_told_when_it_leaves_nobody_or_enough(n, counts, may):
    assert may_stand_beside(n, counts, 3) is may


def test_how_many_is_told_again_while_fewer_than_k_have_joined():
    """An average that stays the same would else show that one of ten days came to those of ten days."""
    few = {n: {"jobs"} for n in range(5)}
    first = document("report", few)
    assert figures(first)["jobs"].n == 5
    released = tuple((cell.key, (Released(cell.value, cell.groups, date(2026, 6, 30)),)) for cell in first.cells)
    assert figures(document("report", {**few, 5: {"jobs"}}, released))["jobs"].n == 5
