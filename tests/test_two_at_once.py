"""Two people open one page of what all share: whoever saves second sees what the first one saved, and decides."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

import pytest
from flask.testing import FlaskClient

from cara_crm.core import clock, typed
from cara_crm.core.permissions import Role
from cara_crm.imports.models import ColumnMapping
from cara_crm.issues.models import IssueState
from cara_crm.relays.models import RelayKind
from cara_crm.reports.requests import services
from tests import factories as f
from tests.browse import filled
from tests.office import cast as office
from tests.relays import cast
from tests.relays.cast import relayed
from tests.relays.test_events import come, event

THEIRS = r"Saved meanwhile by somebody else:</b><div class=\"words\">{}</div>"


class Shared(NamedTuple):
    """A page, the address its form is sent to, and a field with what the first and the second one write."""

    page: str
    action: str
    field: str
    first: str
    second: str
    shown: str = ""  # the first one's in words
    role: Role = Role.ADMINISTRATOR


def group() -> Shared:
    made = f.group("Groupe Alpha")
    f.member(group_id=made.id)
    return Shared(f"/members/groups/{made.id}", f"/members/groups/{made.id}", "name", "Alpha SA", "Alpha Holding")


def account_manager() -> Shared:
    url = f"/members/{f.member().id}/manager"
    odile, jean = f.user(Role.MANAGER, name="Odile Frêne"), f.user(Role.MANAGER)
    return Shared(url, url, "user_id", str(odile.id), str(jean.id), "Odile Frêne")


def day_of_payment() -> Shared:
    url = f"/memberships/{f.membership().id}"
    return Shared(url, f"{url}/paid", "on", "2026-11-10", "2026-11-20", "10 November 2026")


def whom_the_calls_go_to() -> Shared:
    member = f.member()
    url = f"/memberships/of/{member.id}/recipient"
    one, other = f.contact(member, first_name="Odile", last_name="Frêne"), f.contact(member)
    return Shared(url, url, "contact_id", str(one.id), str(other.id), "Odile Frêne")


def terms_of_fees() -> Shared:
    return Shared("/settings/fees", "/settings/fees", "registration", "SIRET A", "SIRET B")


def line_of_the_grid() -> Shared:
    f.college()
    return Shared("/settings/fees/2031", "/settings/fees/2031", "euros", "900", "950")


def house() -> Shared:
    return Shared("/settings/house", "/settings/house", "definition_en", "A cluster", "Another cluster")


def clocks() -> Shared:
    return Shared("/settings/clocks", "/settings/clocks", "review", "7", "9")


def federation() -> Shared:
    url = f"/settings/federations/{f.federation().id}"
    return Shared(url, url, "name_fr", "Fédération A", "Fédération B")


def sector() -> Shared:
    url = f"/settings/sectors/{f.sector().id}"
    return Shared(url, url, "ordinal", "71", "72")


def account() -> Shared:
    url = f"/settings/people/{f.user(Role.MANAGER, name='Odile Frêne').id}"
    return Shared(url, url, "role", "observer", "director", "Observer")


def notice() -> Shared:
    return Shared("/settings/privacy", "/settings/privacy", "contact", "a@cluster.example", "b@cluster.example")


def points_of_matching() -> Shared:
    return Shared("/settings/matching", "/settings/matching", "initials", "61", "62")


def columns_of_a_list() -> Shared:
    made = f.add(ColumnMapping(name="Liste", folded="liste", signature="f"))
    return Shared(f"/members/imports/mappings/{made.id}", f"/members/imports/mappings/{made.id}", "name", "Un", "Deux")


def reports_of_an_officer() -> Shared:
    who = f.contact(of=f.federation("PFA"), receives_reports=True)
    url = f"/contacts/{who.id}/functions/{who.affiliations[0].id}/reports"
    auto, trucks = f.sector("AUTO"), f.sector("VI")
    return Shared(url, url, "sectors", str(auto.id), str(trucks.id), auto.name_en)


def how_a_person_is_written_to() -> Shared:
    url = f"/contacts/{f.contact(f.member()).id}/choices"
    return Shared(url, url, "preference", "weekly", "portal_only", "Once a week")


def places_of_an_event() -> Shared:
    url = f"/relays/{event().id}/places"
    return Shared(url, url, "places", "20", "30", role=Role.MANAGER)


def hour_of_an_event() -> Shared:
    url = f"/relays/{event().id}/move"
    return Shared(url, url, "from_time", "05:30", "06:30", role=Role.MANAGER)


def words_of_an_issue() -> Shared:
    url = f"/issues/{f.issue(member := f.member(), contact=f.contact(member)).id}/edit"
    return Shared(url, url, "asked", "Un délai", "Une aide", role=Role.MANAGER)


CASES = [
    group, account_manager, day_of_payment, whom_the_calls_go_to, terms_of_fees, house, clocks, federation, sector,
    account, notice, points_of_matching, columns_of_a_list, reports_of_an_officer, how_a_person_is_written_to,
    places_of_an_event, hour_of_an_event, words_of_an_issue,
]  # fmt: skip


@pytest.fixture(params=CASES, ids=lambda case: case.__name__)
def shared(request: pytest.FixtureRequest) -> Shared:
    made: Shared = request.param()
    return made


@pytest.fixture
def colleague(sign_in: Callable[..., FlaskClient], shared: Shared) -> FlaskClient:
    return sign_in(f.user(shared.role))


def saves(client: FlaskClient, page: str, shared: Shared, written: str) -> Any:
    """The form of this page, sent with one field changed."""
    return client.post(shared.action, data=filled(page, shared.action) | {shared.field: written})


def test_the_second_sees_what_the_first_saved_before_anything_is_overwritten(
    colleague: FlaskClient, shared: Shared
) -> None:
    page = colleague.get(shared.page).text
    assert saves(colleague, page, shared, shared.first).status_code == 303
    answer = saves(colleague, page, shared, shared.second)
    assert answer.status_code == 409
    assert re.search(THEIRS.format(re.escape(shared.shown or shared.first)), answer.text)
    assert filled(colleague.get(shared.page).text, shared.action)[shared.field] == [shared.first]
    assert saves(colleague, answer.text, shared, shared.second).status_code == 303
    assert filled(colleague.get(shared.page).text, shared.action)[shared.field] == [shared.second]


def test_the_same_thought_of_both_is_saved_without_a_question(colleague: FlaskClient, shared: Shared) -> None:
    page = colleague.get(shared.page).text
    assert saves(colleague, page, shared, shared.first).status_code == 303
    assert saves(colleague, page, shared, shared.first).status_code == 303


def test_who_writes_alone_is_asked_nothing(colleague: FlaskClient, shared: Shared) -> None:
    for written in (shared.first, shared.second):
        page = colleague.get(shared.page).text
        assert saves(colleague, page, shared, written).status_code == 303


def test_two_who_write_the_questions_of_a_consultation_see_one_another(sign_in: Callable[..., FlaskClient]) -> None:
    client = sign_in(f.user(Role.MANAGER))
    relay = cast.draft(f.actor(), kind=RelayKind.CONSULTATION, title="Aciers")
    url = f"/relays/{relay.id}/questions"
    page = client.get(url).text
    mine = {"questions-0-kind": "text"}
    first = client.post(url, data=filled(page, url) | mine | {"questions-0-words": "Depuis quand ?"})
    assert first.status_code == 303
    second = client.post(url, data=filled(page, url) | mine | {"questions-0-words": "Combien ?"})
    assert second.status_code == 409
    assert ("Depuis quand ?" in second.text, "Combien ?" in second.text) == (True, True)
    assert client.post(url, data=filled(second.text, url)).status_code == 303
    assert "Combien ?" in client.get(url).text


def test_an_author_and_the_team_who_change_the_same_words_see_one_another(sign_in: Callable[..., FlaskClient]) -> None:
    member = f.member()
    author = f.contact(member)
    issue = f.issue(member, contact=author, state=IssueState.SUBMITTED)
    url = f"/my/issues/{issue.id}/edit"
    client = sign_in(f.user(Role.MEMBER, member_id=member.id, contact_id=author.id))
    page = client.get(url).text
    issue.asked = "Une aide"
    f.add(issue)
    answer = client.post(url, data=filled(page, url) | {"asked": "Un délai court"})
    assert answer.status_code == 409
    assert re.search(THEIRS.format("Une aide"), answer.text)
    assert client.post(url, data=filled(answer.text, url)).status_code == 303


def test_two_of_a_member_who_decide_what_may_be_known_see_one_another(sign_in: Callable[..., FlaskClient]) -> None:
    member = f.member()
    author = f.contact(member)
    issue = f.issue(member, contact=author)
    field, url = f"consent_{f.federation().id}", f"/my/issues/{issue.id}/consent"
    client = sign_in(f.user(Role.MEMBER, member_id=member.id, contact_id=author.id))
    page = client.get(url).text
    assert client.post(url, data=filled(page, url) | {field: "none"}).status_code == 303
    answer = client.post(url, data=filled(page, url) | {field: "named"})
    assert answer.status_code == 409
    assert issue.consents[0].consent.value == "none"


@pytest.mark.parametrize(
    ("present", "shown", "chosen", "left"),
    [
        ({1, 2}, {1, 2}, {1}, {1}),
        ({1, 3}, {1, 2}, {1, 2}, {1, 3}),
        ({1, 3}, {1}, {1, 2}, {1, 2, 3}),
        ({3}, {1}, {1, 2}, {2, 3}),
        (set(), set(), {1}, {1}),
    ],
)
def test_of_boxes_that_two_tick_each_changes_what_it_changed(
    present: set[int], shown: set[int], chosen: set[int], left: set[int]
) -> None:
    assert typed.ticked(present, shown, chosen) == left


def test_who_came_is_noted_by_two_at_once(sign_in: Callable[..., FlaskClient]) -> None:
    relay = event()
    come(*relay.recipients)
    relay.starts_at, relay.ends_at = (clock.now() - timedelta(hours=n) for n in (3, 1))
    one, two, _three = (row.id for row in relay.recipients)
    client = sign_in(f.user(Role.MANAGER))
    page, url = client.get(f"/relays/{relay.id}").text, f"/relays/{relay.id}/attendance"
    for came in (one, two):
        assert client.post(url, data=filled(page, url) | {"came": str(came)}).status_code == 303
    assert [bool(row.attended_at) for row in relay.recipients] == [True, True, False]
    page = client.get(f"/relays/{relay.id}").text
    client.post(url, data=filled(page, url) | {"came": str(two)})
    assert [bool(row.attended_at) for row in relay.recipients] == [False, True, False]


def test_two_who_choose_the_issues_of_a_note_keep_each_other_s(
    sign_in: Callable[..., FlaskClient], post: Callable[..., Any]
) -> None:
    f.sector("RAIL")
    one, two, three = (f.issue(title=f"Retards de livraison {n}") for n in "123")
    asked = services.ask_cluster(
        federation_id=f.federation().id,
        question="Combien de retards de livraison ?",
        details="",
        due_on=clock.today() + timedelta(days=3),
        sector_ids=(),
        submission_key=None,
        by=f.actor(),
    )
    services.choose_issues(asked, [one.id], by=f.actor())
    client, url = sign_in(f.user(Role.MANAGER)), f"/reports/requests/{asked.id}/issues"
    assert f'name="shown" value="{one.id}"' in client.get(url).text
    for chosen in ([one.id, two.id], [three.id]):
        assert post(url, url, {"shown": one.id, "issue": chosen}).status_code == 303
    assert {issue.id for issue in asked.issues} == {two.id, three.id}


def test_two_who_record_one_answer_see_one_another(sign_in: Callable[..., FlaskClient]) -> None:
    position = relayed(f.issue(state=IssueState.RELAYED))
    report = office.sent(position)
    client, url = sign_in(f.user(Role.MANAGER)), f"/reports/{report.id}/positions/{position.id}/answer"
    page, text = client.get(url).text, f"p{position.id}-text_members"
    given = filled(page, url) | {f"p{position.id}-outcome": "taken_up"}
    assert client.post(url, data=given | {text: "Porté à Bruxelles"}).status_code == 303
    answer = client.post(url, data=given | {text: "Porté à Paris"})
    assert ("Porté à Bruxelles" in answer.text, "Porté à Paris" in answer.text) == (True, True)
    assert client.post(url, data=filled(answer.text, url)).status_code == 303
