"""Share answered, days per stage, by federation and priority: silence and refusals are said."""

from datetime import timedelta

import pytest

from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.permissions import Role
from cara_crm.federations.models import Priority
from cara_crm.insights import queries
from cara_crm.insights.queries import Measures
from cara_crm.positions.models import Outcome
from cara_crm.reports.answers import services as answers
from cara_crm.reports.answers.carrying import carry_answers
from cara_crm.reports.models import Report
from tests import factories
from tests.office import cast
from tests.relays.cast import relayed

pytestmark = pytest.mark.usefixtures("request_context")


def report(*titles: str, **kwargs) -> Report:
    return cast.sent(*(relayed(title=title) for title in titles), **kwargs)


def total(code: str = "FIF") -> Measures:
    lines = queries.by_federation(queries.asked())
    return next(one.measures for one in lines if one.federation.code == code and one.is_total)


def recorded(found: Report, number: int, outcome: Outcome) -> None:
    cast.answered(found, found.entries[number].position, outcome=outcome)


def test_refusals_are_answers_and_silence_is_none():
    found = report("Énergie", "Soudeurs", "Acier", "Quais")
    recorded(found, 0, Outcome.TAKEN_UP)
    recorded(found, 1, Outcome.DECLINED)
    recorded(found, 2, Outcome.NO_ANSWER)
    measured = total()
    assert (measured.asked, measured.answered, measured.share) == (4, 2, 50)
    assert {key: n for key, n in measured.by.items() if n} == {
        "taken_up": 1,
        "declined": 1,
        "no_answer": 1,
        "waiting": 1,
    }


def test_a_draft_of_the_federation_is_no_answer():
    found = report("Énergie")
    cast.answered(found, found.entries[0].position, give=False)
    assert total().by["waiting"] == 1


def test_of_a_corrected_report_the_last_version_counts_from_the_day_the_first_left():
    ago = clock.now() - timedelta(days=40)
    first = report("Énergie", sent_at=ago)
    second = cast.sent(first.entries[0].position, number=first.number, edition=2)
    recorded(second, 0, Outcome.TAKEN_UP)
    measured = total()
    assert (measured.asked, measured.answering) == (1, 40)


def test_what_a_correction_leaves_out_counts_where_it_was_answered():
    first = report("Énergie", "Soudeurs", "Acier", sent_at=clock.now() - timedelta(days=40))
    recorded(first, 1, Outcome.DECLINED)
    cast.sent(first.entries[0].position, number=first.number, edition=2)
    measured = total()
    assert (measured.reports, measured.asked, measured.answered) == (1, 2, 1)


def test_who_amends_an_answer_has_not_answered_later():
    first = report("Énergie", sent_at=clock.now() - timedelta(days=40))
    position = first.entries[0].position
    recorded(first, 0, Outcome.TAKEN_UP)
    first.answers[0].given_at = clock.now() - timedelta(days=30)
    second = cast.sent(position, number=first.number, edition=2, corrects_id=first.id)
    carry_answers(second, by=Actor.system("test"))
    factories.db.session.flush()
    assert (total().answering, total().amended) == (10, 0)
    words = {"until_on": None, "text_members": "Nous avons changé d’avis.", "text_cluster": ""}
    officer, carried = cast.officer_actor(), second.answers[0]
    answers.save_answer(second, position.id, version=carried.version, outcome=Outcome.DECLINED, **words, by=officer)
    factories.db.session.flush()
    assert (total().answering, total().amended) == (10, 1)
    (row,) = queries.asked()
    assert row.amended_at == carried.given_at


def test_days_of_each_stage_and_the_longest_wait():
    found = report("Énergie", "Soudeurs", sent_at=clock.now() - timedelta(days=12))
    recorded(found, 0, Outcome.TAKEN_UP)
    answer = found.answers[0]
    answer.given_at = clock.now() - timedelta(days=3)
    answers.pass_on(answer, by=factories.actor())
    factories.db.session.flush()
    measured = total()
    assert (measured.answering, measured.passing_on, measured.longest) == (9, 3, 12)


def test_priorities_stand_under_their_federation():
    energy = factories.add(
        Priority(federation_id=factories.federation("FIF").id, code="ENERGY", name_fr="Énergie", name_en="Energy")
    )
    first, second = relayed(title="Énergie"), relayed(title="Autre")
    first.priority_id, second.priority_id = energy.id, None
    cast.sent(first, second)
    lines = [one for one in queries.by_federation(queries.asked()) if one.federation.code == "FIF"]
    assert [(one.is_total, one.priority, one.measures.asked) for one in lines] == [
        (True, None, 2),
        (False, energy, 1),
        (False, None, 1),
    ]


def test_what_is_older_than_twelve_months_is_left_out():
    report("Énergie", sent_at=clock.now() - timedelta(days=400))
    assert queries.asked() == []


class TestPages:
    def test_each_figure_opens_its_list(self, sign_in, browse):
        sign_in(factories.user(Role.OBSERVER))
        found = report("Énergie", "Soudeurs")
        recorded(found, 0, Outcome.DECLINED)
        page = browse("/insights")
        assert "50 %" in page
        link = f"/insights/answers?standing=declined&amp;federation={found.federation_id}"
        assert link in page
        html = browse(link.replace("&amp;", "&"))
        assert "Énergie" in html
        assert "Soudeurs" not in html

    def test_words_that_were_not_sent_are_not_shown(self, sign_in, browse):
        found = report("Énergie")
        found.entries[0].position.title = "Reworded since"
        sign_in(factories.user(Role.OBSERVER))
        html = browse("/insights/answers")
        assert "Énergie" in html
        assert "Reworded" not in html

    def test_a_manager_of_other_sectors_sees_how_many_and_not_which(self, sign_in, browse):
        report("Énergie")
        sign_in(factories.user(sectors=[factories.sector("AUTO")]))
        html = browse("/insights/answers")
        assert "Énergie" not in html

    @pytest.mark.parametrize("query", ["standing=nothing", "federation=x&priority=99999999999", "priority=0"])
    def test_whatever_is_asked_for_it_answers(self, sign_in, browse, query):
        sign_in(factories.user(Role.DIRECTOR))
        assert "No position" in browse(f"/insights/answers?{query}")

    def test_it_is_empty_at_first(self, sign_in, browse):
        sign_in(factories.user(Role.DIRECTOR))
        assert "No position was sent within twelve months." in browse("/insights")
        assert "No position" in browse("/insights/answers")
