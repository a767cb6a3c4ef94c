"""All that happened with one member, in one order, for who may read it."""

from datetime import date, datetime, time, timedelta

import pytest

from cara_crm.core import clock
from cara_crm.core.permissions import Role
from cara_crm.desk.queries import Happening, timeline
from cara_crm.documents.models import Document
from cara_crm.interactions.models import Interaction, InteractionKind
from cara_crm.members.models import MemberStatus, StatusPeriod
from cara_crm.merging.models import Merge, MergeKind
from cara_crm.relays.models import Concerned, Direction, Recipient, Relay, RelayKind, RelayState
from tests import factories


def at(month: int, day: int, hour: int = 12) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=clock.PARIS)


@pytest.fixture
def forge():
    """A member with one line of each kind, and two of the fee and of the person who left."""
    member = factories.member("Forge")
    person = factories.contact(member, first_name="Ana", last_name="Inventée")
    person.affiliations[0].from_on, person.affiliations[0].until_on = date(2026, 1, 2), date(2026, 6, 1)
    factories.add(
        Interaction(kind=InteractionKind.CALL, happened_at=at(5, 1), minutes="L'acier tarde.", members=[member])
    )
    factories.issue(member, submitted_at=at(4, 1))
    relay(member, person)
    factories.add(Document(member=member, title="Les statuts", dated_on=date(2026, 2, 1)))
    factories.membership(member, called_on=date(2026, 1, 15), calls=1, paid_on=date(2026, 3, 3))
    member.status_periods[0].from_on = date(2026, 1, 1)
    twin = factories.member("Forge bis")
    factories.add(Merge(kind=MergeKind.MEMBER, kept_id=member.id, merged_id=twin.id, at=at(6, 2)))
    return member


def relay(member, person, state=RelayState.SENT):
    made = factories.add(
        Relay(
            kind=RelayKind.INFORMATION,
            direction=Direction.DOWN,
            state=state,
            title="Un guide",
            happened_at=at(3, 1),
            sent_at=at(3, 1),
        )
    )
    factories.add(Recipient(relay_id=made.id, contact_id=person.id, member_id=member.id))
    factories.add(Concerned(relay_id=made.id, member_id=member.id))
    return made


def lines(member, kind=None, **kwargs):
    return [(one.kind, one.part) for one in timeline(factories.actor(**kwargs), member.id, kind, None).items]


def test_everything_stands_in_one_order_the_newest_first(forge):
    assert lines(forge) == [
        ("merge", ""),
        ("contact", "left"),
        ("conversation", ""),
        ("issue", ""),
        ("fee", "paid"),
        ("relay", ""),
        ("document", ""),
        ("fee", "called"),
        ("contact", "came"),
        ("status", ""),
    ]


def test_one_kind_alone(forge):
    assert lines(forge, Happening.FEE) == [("fee", "paid"), ("fee", "called")]


def test_each_reads_what_it_may(forge):
    told = {kind for kind, _part in lines(forge, role=Role.ADMINISTRATOR)}
    assert told == {"merge", "contact", "fee", "document", "status"}
    assert {kind for kind, _part in lines(forge, role=Role.OBSERVER)} == {"status"}
    assert lines(forge, Happening.ISSUE, role=Role.OBSERVER) == []


def test_what_another_sector_heard_stays_there(forge):
    other = frozenset({factories.sector("AUTO").id})
    told = {kind for kind, _part in lines(forge, sector_ids=other)}
    assert not told & {"issue", "conversation"}


def test_a_draft_and_another_members_lines_are_not_told(forge):
    relay(forge, factories.contact(forge), RelayState.DRAFT)
    before = len(lines(forge))
    other = factories.member("Autre")
    factories.issue(other)
    assert len(lines(forge)) == before
    assert lines(other) == [("issue", ""), ("status", "")]


def test_the_page_says_it_in_both_languages(forge, browse, sign_in):
    account = factories.user(language="fr")
    sign_in(account)
    url = f"/members/{forge.id}/timeline"
    french = browse(url)
    for said in ("Cotisation 2026 payée", "Ana Inventée quitte", "Forge bis a été fusionné", "L&#39;acier tarde."):
        assert said in french
    account.language = "en"
    assert "Fee of 2026 paid" in browse(f"{url}?kind=fee")
    assert "Fee of 2026 paid" not in browse(f"{url}?kind=issue")
    assert "Fee of 2026 paid" in browse(f"{url}?kind=nonsense&after=nonsense")


def test_the_record_leads_to_it(browse, sign_in):
    sign_in(factories.user())
    member = factories.member()
    assert f"/members/{member.id}/timeline" in browse(f"/members/{member.id}")


def test_a_long_life_is_paged_by_key(browse, sign_in):
    sign_in(factories.user())
    member, day = factories.member("Longue"), date(2020, 1, 1)
    for n in range(60):
        on = day + timedelta(days=n)
        member.status_periods.append(
            StatusPeriod(status=MemberStatus.FORMER, from_on=on, until_on=on, reason=f"n{n:02}")
        )
    first = browse(f"/members/{member.id}/timeline")
    assert "n59" in first
    assert "n05" not in first
    after = first.split("after=")[1].split('"')[0]
    second = browse(f"/members/{member.id}/timeline?after={after}")
    assert "n05" in second
    assert "n59" not in second


def test_a_member_of_another_sector_has_none(client, sign_in):
    sign_in(factories.user(sectors=[factories.sector("AUTO")]))
    assert client.get(f"/members/{factories.member().id}/timeline").status_code == 404


def test_an_empty_kind_teaches(browse, sign_in):
    sign_in(factories.user(language="fr"))
    assert "Rien de cette sorte" in browse(f"/members/{factories.member().id}/timeline?kind=fee")


def test_the_day_is_that_of_the_wall_clock(browse):
    member = factories.member()
    evening = datetime.combine(date(2026, 1, 10), time(0, 30), clock.PARIS)
    factories.add(Interaction(kind=InteractionKind.CALL, happened_at=evening, members=[member]))
    [line] = timeline(factories.actor(), member.id, Happening.CONVERSATION, None).items
    assert line.day == date(2026, 1, 10)
