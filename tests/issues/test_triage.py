"""Many issues at once, one after the other by keyboard, and pauses that say whose turn it is."""

import re
from datetime import timedelta

import pytest

from cara_crm.core import clock
from cara_crm.deliveries.models import Delivery
from cara_crm.desk.queries import waiting
from cara_crm.desk.queries.waits import Wait
from cara_crm.issues import services
from cara_crm.issues.models import IssueState, WaitsFor
from tests import factories


@pytest.fixture
def manager(sign_in):
    return sign_in(factories.user())


def new(title: str, *, days: int = 1, **kwargs):
    member = factories.member()
    values = {"state": IssueState.SUBMITTED, "contact": factories.contact(member)} | kwargs
    return factories.issue(member, title=title, submitted_at=clock.now() - timedelta(days=days), **values)


def address(*issues) -> str:
    return "/issues/together?" + "&".join(f"ids={one.id}" for one in issues)


def take(post, *issues, **values):
    return post(address(*issues), "/issues/together", {"ids": [one.id for one in issues]} | values)


def test_several_are_declined_with_one_reason_that_each_author_reads(manager, browse, post, db):
    one, other = new("Acier"), new("Cuivre")
    html = browse(address(one, other))
    assert "Acier" in html
    assert "Cuivre" in html
    assert take(post, one, other, step="decline", reason="Hors de notre champ.").status_code == 303
    assert {one.state, other.state} == {IssueState.DECLINED}
    assert [mail.kind for mail in db.session.query(Delivery)] == ["issue_closed"] * 2
    assert one.transitions[-1].reason == "Hors de notre champ."


def test_a_reason_is_needed_for_several_too(manager, post):
    issue = new("Acier")
    answer = take(post, issue, step="close", reason=" ")
    assert answer.status_code == 422
    assert issue.state is IssueState.SUBMITTED


def test_those_for_which_it_is_too_late_stay_and_are_counted(manager, browse, post):
    issue, ended = new("Acier"), new("Cuivre", state=IssueState.WITHDRAWN, closed_at=clock.now())
    assert "Solved here (1 / 2)" in browse(address(issue, ended))
    take(post, issue, ended, step="solve", reason="Prêt d’une machine.")
    assert (issue.state, ended.state) == (IssueState.SOLVED, IssueState.WITHDRAWN)
    assert "One stays as it was." in browse("/issues")


def test_new_ones_are_filed_together_and_keep_their_sectors(manager, post):
    issues, priority = [new("Acier"), new("Cuivre")], factories.priority()
    take(post, *issues, step="file", priority_id=priority.id)
    assert [(one.state, one.priority_id) for one in issues] == [(IssueState.QUALIFIED, priority.id)] * 2
    assert issues[0].sectors == [factories.sector("RAIL")]


def test_several_are_paused_for_somebody_until_a_day(manager, post):
    issue, until = new("Acier"), clock.today() + timedelta(days=30)
    take(post, issue, step="pause", reason="Décret attendu.", waits_for="federation", until=until.isoformat())
    assert (issue.paused_for, issue.paused_until) == (WaitsFor.FEDERATION, until)


def test_several_are_not_paused_without_saying_for_whom(manager, post):
    issue = new("Acier")
    assert take(post, issue, step="pause", reason="Décret attendu.").status_code == 422
    assert issue.paused_on is None


@pytest.mark.parametrize(
    ("step", "back", "state"),
    [("decline", "reopen", IssueState.QUALIFIED), ("pause", "resume", IssueState.SUBMITTED)],
)
def test_a_slip_is_gone_back_on_for_those_alone_that_it_met(manager, browse, post, step, back, state):
    issue, other = new("Acier"), new("Cuivre", state=IssueState.WITHDRAWN, closed_at=clock.now())
    take(post, issue, other, step=step, reason="Par erreur.", waits_for="partner")
    page = browse("/issues")
    way = re.search(r'href="(/issues/together[^"]+)"[^>]*>A slip', page)[1].replace("&amp;", "&")
    assert f"ids={issue.id}&step={back}" in way
    assert f"ids={other.id}&" not in way
    html = browse(way)
    assert re.search(rf'value="{back}"[^>]*checked|checked[^>]*value="{back}"', html)
    post(way, "/issues/together", {"ids": [issue.id], "step": back, "reason": "C’était une erreur."})
    assert (issue.state, issue.paused_on, issue.closed_at) == (state, None, None)


def test_what_was_filed_together_has_no_way_back(manager, browse, post):
    take(post, new("Acier"), step="file", priority_id=factories.priority().id)
    assert "A slip" not in browse("/issues")


def test_nothing_chosen_says_so(manager, client, browse):
    assert client.get("/issues/together").status_code == 303
    assert "Choose at least one issue." in browse("/issues")


def test_issues_of_other_sectors_are_left_alone(sign_in, client, post):
    sign_in(factories.user(sectors=[factories.sector("VELO")]))
    theirs, mine = new("Acier"), new("Vélo")
    mine.sectors = [factories.sector("VELO")]
    take(post, theirs, mine, step="decline", reason="Hors de notre champ.")
    assert (theirs.state, mine.state) == (IssueState.SUBMITTED, IssueState.DECLINED)
    assert client.get(address(theirs)).status_code == 303


def test_all_that_are_shown_are_chosen_without_script(manager, browse):
    new("Acier")
    assert "checked" not in browse("/issues")
    assert "checked" in browse("/issues?all=1")


def test_who_files_one_of_what_waits_comes_to_the_next(manager, post):
    oldest, newest = new("Vieille", days=9), new("Neuve", days=1)
    page, sector = f"/issues/{oldest.id}", factories.sector("RAIL").id
    filed = {"sector_ids": [sector], "priority_id": 0, "kind": "need", "urgency": "normal"}
    assert f"/issues/{newest.id}?" in post(page, f"{page}/qualify?view=submitted", filed).location
    last = f"/issues/{newest.id}"
    assert post(last, f"{last}/qualify?view=submitted", filed).location.startswith(last)


def test_without_a_list_of_what_waits_one_stays_with_the_issue(manager, post):
    issue = new("Acier")
    new("Cuivre")
    page = f"/issues/{issue.id}"
    assert post(page, f"{page}/end", {"step": "decline", "reason": "Hors champ."}).location.endswith(page)


def test_a_pause_says_whose_turn_it_is(manager, post, browse):
    issue = new("Acier")
    page = f"/issues/{issue.id}"
    assert post(page, f"{page}/end", {"step": "pause", "reason": "Décret."}).status_code == 422
    post(page, f"{page}/end", {"step": "pause", "reason": "Décret.", "waits_for": "federation"})
    assert "Waits for the federation" in browse(page)


def test_a_pause_cannot_have_ended_already(manager, post):
    issue = new("Acier")
    told = {"step": "pause", "reason": "Décret.", "waits_for": "cluster", "until": clock.today().isoformat()}
    answer = post(f"/issues/{issue.id}", f"/issues/{issue.id}/end", told)
    assert answer.status_code == 422
    assert "Choose a day that is to come." in answer.text


def test_a_pause_whose_last_day_has_come_waits_for_the_team(request_context):
    issue = new("Acier", state=IssueState.QUALIFIED)
    by = factories.actor()
    services.pause(issue, reason="Décret.", waits_for=WaitsFor.PARTNER, until=clock.today() + timedelta(days=3), by=by)
    assert waiting(by) == []
    with clock.at(clock.now() + timedelta(days=3)):
        assert [(one.kind, one.target) for one in waiting(by)] == [(Wait.PAUSE, issue.id)]
    services.resume(issue, by=by)
    assert (issue.paused_for, issue.paused_until) == (None, None)
