"""Similar issues are found however old they are, beyond the newest that are all compared."""

from datetime import timedelta

import pytest

from cara_crm.core import clock
from cara_crm.issues.models import Issue, IssueState
from cara_crm.issues.queries import similar, similar_issues
from cara_crm.issues.roots import root_of, spellings
from tests import factories


@pytest.fixture(autouse=True)
def few(monkeypatch, request_context):
    """Four newer ones about other things are all that is compared."""
    monkeypatch.setattr(similar, "NEWEST", 4)
    member = factories.member()
    for n, what in enumerate(("soudeurs apprentis", "bruit riverains", "badges portail", "cantine horaires")):
        factories.issue(member, title=what, what_happens=f"{what} {n}")


def old(title: str, **kwargs) -> Issue:
    moment = clock.now() - timedelta(days=2000)
    return factories.issue(factories.member(), title=title, what_happens=title, submitted_at=moment, **kwargs)


def found(issue: Issue, actor=None) -> list[int]:
    return [one.record.id for one in similar_issues(actor or factories.actor(), issue)]


def late_steel() -> Issue:
    return factories.issue(title="L’acier arrive tard", what_happens="Les tôles laminées sont livrées en retard.")


def test_an_old_one_is_found_in_the_other_language_too():
    french, english = old("Acier laminé en retard"), old("Steel deliveries are late")
    old("Des pistes pour les vélos")
    assert set(found(late_steel())) == {french.id, english.id}


def test_what_was_taken_back_and_what_is_of_other_sectors_is_nobodys_example():
    old("Acier laminé en retard", state=IssueState.WITHDRAWN)
    elsewhere = old("Acier laminé en retard")
    elsewhere.sectors = [factories.sector("VELO")]
    factories.db.session.flush()
    rail = factories.actor(sector_ids=frozenset({factories.sector("RAIL").id}))
    steel = late_steel()
    assert found(steel, rail) == []
    assert found(steel) == [elsewhere.id]


@pytest.mark.parametrize("word", ["recrutement", "acier", "steel", "homologation"])
def test_every_word_of_a_root_holds_one_of_its_spellings(word):
    root = root_of(word)
    assert root
    assert any(piece in word for piece in spellings(root.key))
