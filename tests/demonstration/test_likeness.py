"""What resembles an issue is mostly of the same position, also as people type it: `python -m benchmarks.likeness`."""

from typing import Any

import pytest

from benchmarks.likeness import Voice, measured, voice_of, with_slips
from cara_crm.issues.models import Issue
from cara_crm.positions.models import PositionIssue


@pytest.fixture(scope="module")
def voices(told: Any) -> list[Voice]:
    """Without their sectors: by their words alone."""
    inside: dict[int, set[int]] = {}
    for link in told.of(PositionIssue):
        inside.setdefault(link.issue_id, set()).add(link.position_id)
    return [voice_of(one, inside.get(one.id, ())) for one in told.of(Issue) if one.submitted_at]


@pytest.mark.parametrize(("words", "first", "five"), [(str, 0.27, 0.70), (with_slips, 0.25, 0.62)])
def test_among_the_first_five_is_one_of_the_same_position(voices: list[Voice], words: Any, first: float, five: float):
    found = measured(voices, voices, words)
    assert found.asked > 100
    assert found.first / found.asked >= first
    assert found.five / found.asked >= five
