"""A text for a federation is compared with what members wrote wherever their issues are filed."""

import pytest

from cara_crm.confidentiality.leaks import LeakKind
from cara_crm.extensions import db
from cara_crm.issues.models import Consent, Issue
from cara_crm.reports.models import Report
from tests import factories as f
from tests.reports.cast import drafted, manager, six_voices, stands, worded

pytestmark = pytest.mark.usefixtures("request_context")
OWN = "Depuis le printemps nos remorques attendent devant le banc d’essai de la gare, sans date ni explication aucune."


def elsewhere(sector: str | None, **kwargs: object) -> Issue:
    """An issue that is not filed under the report's sector."""
    issue = f.issue(f.member("Atelier Ailleurs"), what_happens=OWN, **kwargs)
    issue.sectors = [f.sector(sector)] if sector else []
    db.session.flush()
    return issue


def kinds(report: Report) -> set[LeakKind]:
    return {mark.leak.kind for mark in stands(report).marks}


def repeated(*behind: Issue) -> Report:
    """A rail report that says an author's words."""
    by = manager()
    worded(by, *six_voices(), *behind, statement=OWN)
    return drafted(by)


def test_own_words_of_who_stands_behind_it_in_another_sector() -> None:
    assert LeakKind.VERBATIM in kinds(repeated(elsewhere("AUTO")))


def test_words_that_were_withheld_of_who_stands_behind_it_in_another_sector() -> None:
    assert LeakKind.WORDS in kinds(repeated(elsewhere("AUTO", consent=Consent.NONE)))


def test_words_of_another_sector_whose_author_was_asked_about_the_federation() -> None:
    elsewhere("AUTO", consent=Consent.NONE)
    assert LeakKind.WORDS in kinds(repeated())


def test_words_of_an_issue_that_is_filed_nowhere_yet() -> None:
    elsewhere(None).consents.clear()
    assert LeakKind.WORDS in kinds(repeated())


def test_a_name_that_such_an_issue_mentions() -> None:
    issue = elsewhere("AUTO")
    issue.what_happens = "Notre client Brunavel attend."
    by = manager()
    worded(by, *six_voices(), issue, statement="Chez Brunavel on attend.")
    assert LeakKind.MENTIONED in kinds(drafted(by))


def test_words_of_a_sector_that_has_nothing_to_do_with_the_federation_are_not_read() -> None:
    elsewhere("AUTO", to="PFA")
    assert kinds(repeated()) == set()
