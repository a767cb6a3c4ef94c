"""Whether answers help: groups, nothing under k, and nobody learns what one firm thinks by looking twice."""

from datetime import timedelta

import pytest

from cara_crm.core import clock
from cara_crm.insights import queries
from cara_crm.insights.queries.published import KEY
from cara_crm.insights.services import publish
from cara_crm.issues.models import IssueState, Opinion
from cara_crm.settings.models import Setting
from tests import factories

pytestmark = pytest.mark.usefixtures("request_context")


def answered(opinion=None, *, group=None, days=10, **kwargs):
    member = factories.member(group=group) if group else factories.member()
    moment = clock.now() - timedelta(days=days)
    return factories.issue(member, state=IssueState.ANSWERED, answered_at=moment, opinion=opinion, **kwargs)


def told():
    publish()
    return queries.opinions_as_shown(queries.shown()[1])


def test_groups_are_counted_and_silence_beside():
    for _n in range(6):
        answered(Opinion.YES)
    for _n in range(5):
        answered(Opinion.NO)
    for _n in range(7):
        answered()
    found = told()
    assert (found["yes"], found["no"], found["silent"], found["total"]) == (6, 5, 7, 18)


def test_fewer_than_k_are_withheld_and_cannot_be_worked_out():
    for _n in range(9):
        answered(Opinion.YES)
    answered(Opinion.NO)
    found = told()
    assert found["no"] is None
    assert (found["total"], found["yes"]) != (10, 9)


def test_what_one_says_changes_no_figure():
    for _n in range(6):
        answered(Opinion.YES)
    silent = [answered() for _n in range(8)]
    before = told()
    silent[0].opinion = Opinion.YES
    assert told() == before


def test_old_answers_withdrawn_and_unagreed_issues_do_not_count():
    for _n in range(6):
        answered(Opinion.YES)
        answered(Opinion.YES, days=400)
    assert told()["total"] == 6


def test_the_page_shows_them_once_they_are_made(sign_in, browse):
    for _n in range(6):
        answered(Opinion.YES)
    sign_in(factories.user())
    assert "Do the answers help?" not in browse("/insights")
    publish()
    assert "say that it helps" in browse("/insights")


def test_figures_of_an_earlier_release_are_read(db):
    publish()
    setting = db.session.get(Setting, KEY)
    setting.value = {key: value for key, value in setting.value.items() if key != "opinions"}
    db.session.flush()
    assert queries.opinions_as_shown(queries.shown()[1]) is None
    publish()
    assert queries.opinions_as_shown(queries.shown()[1]) is not None
