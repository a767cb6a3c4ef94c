"""What a relay sets off: the issues that members raise on reading it, for whom they are shown, and the way from both
ends."""

import pytest

from cara_crm.core.permissions import Role
from cara_crm.extensions import db
from cara_crm.issues.models import IssueState
from cara_crm.relays import queries, services
from cara_crm.relays.models import RelayKind
from tests import factories
from tests.relays import cast

K = 5
RAISED = "raised an issue on reading it."


def gone(*, kind: RelayKind = RelayKind.INFORMATION, members: int = 1, **kwargs):
    """A relay that went to so many members of rail."""
    for n in range(members):
        factories.contact(factories.member(f"Atelier {n}"))
    relay = cast.draft(factories.actor(), kind=kind, **kwargs)
    services.send_relay(relay, by=factories.actor())
    return relay


def raised_on(relay, *members, **kwargs):
    found = [factories.issue(one, raised_by_relay_id=relay.id, **kwargs) for one in members]
    db.session.commit()
    return found


def asked(relay):
    return [one.member for one in relay.recipients]


@pytest.mark.parametrize("kind", [RelayKind.INFORMATION, RelayKind.OPPORTUNITY, RelayKind.CONSULTATION])
def test_the_relay_shows_what_it_raised_and_both_ways_lead_to_each_other(sign_in, browse, kind) -> None:
    relay = gone(kind=RelayKind.INFORMATION)
    relay.kind = kind
    (issue,) = raised_on(relay, *asked(relay), title="Délai trop court")
    sign_in(factories.user())
    assert "Délai trop court" in browse(f"/relays/{relay.id}", budget=14)
    assert f'href="/relays/{relay.id}"' in browse(f"/issues/{issue.id}", budget=20)
    assert f"/issues/{issue.id}" in browse(f"/chain/relay/{relay.id}", budget=14)
    assert f"/chain/relay/{relay.id}" in browse(f"/chain/issue/{issue.id}", budget=14)
    assert "1 issue came of it." in browse("/journal", budget=14)


def test_the_way_of_a_relay_goes_on_to_the_position_and_the_report(sign_in, browse) -> None:
    relay = gone()
    issues = raised_on(relay, *asked(relay))
    position = cast.relayed(*issues)
    report = cast.sent_report(position)
    db.session.commit()
    sign_in(factories.user())
    html = browse(f"/chain/relay/{relay.id}", budget=16)
    assert "chain from-above" in html
    assert report.number in html
    assert f"/chain/position/{position.id}" in html


def test_nothing_raised_yet_says_so(sign_in, browse) -> None:
    relay = gone()
    sign_in(factories.user())
    assert "Nobody has said so far" in browse(f"/relays/{relay.id}", budget=14)
    assert "Nothing has come back yet" in browse(f"/chain/relay/{relay.id}", budget=14)


def test_a_draft_is_its_authors_alone(sign_in, browse) -> None:
    relay = gone()
    raised_on(relay, *asked(relay), title="Pas encore dit", state=IssueState.DRAFT)
    sign_in(factories.user())
    assert "Pas encore dit" not in browse(f"/relays/{relay.id}", budget=14)
    assert queries.issues_raised([relay.id]) == {}


def test_a_manager_of_some_sectors_reads_theirs_and_how_many_more_there_are(sign_in, browse) -> None:
    relay = gone(members=2)
    relay.sectors = [factories.sector("RAIL"), factories.sector("AUTO")]
    first, second = asked(relay)
    raised_on(relay, first, title="Le ferroviaire parle")
    (other,) = raised_on(relay, second, title="Le voisin parle")
    other.sectors = [factories.sector("AUTO")]
    sign_in(factories.user(sectors=[factories.sector("RAIL")]))
    html = browse(f"/relays/{relay.id}", budget=16)
    assert "Le ferroviaire parle" in html
    assert "Le voisin parle" not in html
    assert "1 issue of a sector that is not in your charge" in html


@pytest.mark.parametrize(
    ("members", "raising", "told"),
    [(12, 4, None), (12, 5, 5), (12, 8, None), (12, 12, 12), (12, 0, 0), (4, 0, None)],
)
def test_others_are_told_groups_where_neither_they_nor_the_rest_are_few(members, raising, told) -> None:
    relay = gone(members=members)
    raised_on(relay, *asked(relay)[:raising])
    assert queries.groups_raising([relay.id], K) == {relay.id: told}


def test_five_members_of_one_group_are_one() -> None:
    relay = gone(members=12)
    group = factories.group()
    for member in asked(relay)[:5]:
        member.group_id = group.id
    raised_on(relay, *asked(relay)[:5])
    assert queries.groups_raising([relay.id], K) == {relay.id: None}


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.OBSERVER, Role.REVIEWER, Role.ADMINISTRATOR])
def test_others_read_no_words_and_no_names(sign_in, browse, role) -> None:
    relay = gone(members=12)
    issues = raised_on(relay, *asked(relay)[:6], title="Mots bruts")
    cast.relayed(*issues)
    sign_in(factories.user(role))
    page, chain = browse(f"/relays/{relay.id}", budget=14), browse(f"/chain/relay/{relay.id}", budget=14)
    assert f"6 groups {RAISED}" in page
    assert "6 groups" in chain
    assert "issue came of it" not in browse("/journal", budget=14)
    for secret in ("Mots bruts", "Atelier", "Certification"):
        assert secret not in page + chain


def test_the_member_reads_what_its_issue_was_raised_on_where_it_got_that(sign_in, browse) -> None:
    relay = gone()
    recipient = relay.recipients[0]
    account = factories.user(Role.MEMBER, member_id=recipient.member_id, contact_id=recipient.contact_id)
    elsewhere = factories.member("Ailleurs")
    theirs = factories.contact(elsewhere)
    (mine,) = raised_on(relay, recipient.member, contact=recipient.contact)
    (other,) = raised_on(relay, elsewhere, contact=theirs)
    sign_in(account)
    assert f"/information/{relay.id}" in browse(f"/my/issues/{mine.id}", budget=20)
    assert f"/information/{relay.id}" in browse(f"/information/chain/{mine.id}", budget=16)
    sign_in(factories.user(Role.MEMBER, member_id=elsewhere.id, contact_id=theirs.id))
    assert f"/information/{relay.id}" not in browse(f"/my/issues/{other.id}", budget=20)


def test_a_recorded_meeting_has_its_way_too(sign_in, browse) -> None:
    relay = cast.recorded("Point avec la fédération")
    sign_in(factories.user())
    html = browse(f"/chain/relay/{relay.id}", budget=14)
    assert "Point avec la fédération" in html
    assert "Recorded by hand" in html


def test_the_way_of_a_draft_is_the_managers(sign_in, client) -> None:
    relay = cast.draft(factories.actor())
    db.session.commit()
    sign_in(factories.user(Role.OBSERVER))
    assert client.get(f"/chain/relay/{relay.id}").status_code == 404
