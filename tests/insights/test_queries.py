"""Figures of the membership are public in the house; what members said stays under the threshold."""

from datetime import timedelta

import pytest
import time_machine

from cara_crm.core import clock
from cara_crm.extensions import db
from cara_crm.insights import queries, services
from cara_crm.insights.queries import Step
from cara_crm.issues.models import Agreement, IssueState
from cara_crm.members.models import MemberStatus
from cara_crm.relays import services as relays
from cara_crm.settings.models import Setting
from cara_crm.settings.queries import THRESHOLD
from tests import factories
from tests.relays import cast

K = 5


def said_by(count, **kwargs):
    for n in range(count):
        factories.issue(factories.member(f"Atelier {n}"), **kwargs)


def rail_cell(kind="problem"):
    return queries.heard([factories.sector("RAIL")], K).table.value("RAIL", kind)


def test_the_membership_counts_current_members_apart():
    before = queries.membership()
    factories.member()
    factories.member(status=MemberStatus.PROSPECT)
    now = queries.membership()
    assert now.current == before.current + 1
    assert now.by_status[MemberStatus.PROSPECT] == before.by_status[MemberStatus.PROSPECT] + 1


def test_five_groups_make_a_figure():
    said_by(5)
    assert rail_cell() == 5


def test_four_groups_make_none():
    said_by(4)
    assert rail_cell() is None


def test_words_that_were_not_agreed_count_nowhere():
    said_by(4)
    factories.issue(agreement=Agreement.ASKED)
    assert rail_cell() is None


def test_members_of_one_group_count_once():
    group = factories.group()
    said_by(4)
    for n in range(2):
        factories.issue(factories.member(f"Filiale {n}", group_id=group.id))
    assert rail_cell() == 5


def test_a_withdrawn_issue_is_no_longer_heard():
    said_by(5, state=IssueState.WITHDRAWN)
    assert rail_cell() != 5


def test_the_way_is_timed_from_five_groups_on():
    now = clock.now()
    answered = {"answered_at": now, "submitted_at": now - timedelta(days=60)}
    said_by(4, state=IssueState.ANSWERED, **answered)
    assert queries.heard([factories.sector("RAIL")], K).days[Step.WHOLE] is None
    factories.issue(state=IssueState.ANSWERED, **answered)
    assert queries.heard([factories.sector("RAIL")], K).days[Step.WHOLE] == 60


def test_every_federation_has_its_line():
    assert {line.federation.code for line in queries.by_federation(queries.asked())} >= {"PFA", "FIF", "FRANCE_VELO"}


def test_nothing_went_down_yet():
    assert queries.downward(K) == queries.Downward(0, 0, 0)


def test_how_few_have_read_is_withheld():
    for n in range(6):
        factories.contact(factories.member(f"Atelier {n}"))
    by = factories.actor()
    relay = cast.draft(by)
    relays.send_relay(relay, by=by)
    for recipient in relay.recipients[:4]:
        recipient.acknowledged_at = clock.now()
    db.session.flush()
    assert queries.downward(K) == queries.Downward(1, 6, None)
    relay.recipients[4].acknowledged_at = clock.now()
    db.session.flush()
    assert queries.downward(K).read is None  # beside six, five say who is left
    relay.recipients[5].acknowledged_at = clock.now()
    db.session.flush()
    assert queries.downward(K).read == 6


def test_the_total_does_not_tell_what_the_journal_withholds():
    """Of two relays, six and two groups read: eight less six are two."""
    for n in range(6):
        factories.contact(factories.member(f"Atelier {n}"))
    by = factories.actor()
    for readers in (6, 2):
        relay = cast.draft(by)
        relays.send_relay(relay, by=by)
        for recipient in relay.recipients[:readers]:
            recipient.acknowledged_at = clock.now()
    db.session.flush()
    assert queries.downward(K).read is None
    for recipient in relay.recipients:
        recipient.acknowledged_at = clock.now()
    db.session.flush()
    assert queries.downward(K).read == 12


@pytest.fixture
def everywhere():
    """Where the members are few even a zero is withheld."""
    for sector in queries.membership().sectors:
        for n in range(K):
            factories.member(f"{sector.code} {n}", in_sector=sector.code)


def published(kind="problem"):
    services.publish()
    heard = queries.heard_as_shown([], *queries.shown())
    return heard.groups("RAIL", kind), heard.repeated_from


def test_one_more_voice_does_not_change_the_page(everywhere):
    said_by(6)
    assert published() == (6, None)
    said_by(1)
    with time_machine.travel(clock.now() + timedelta(days=1), tick=False):
        assert published() == (6, clock.today() - timedelta(days=1))


def test_the_page_changes_once_k_groups_differ(everywhere):
    said_by(6)
    published()
    said_by(4)
    assert published()[0] == 6
    said_by(1)
    assert published() == (11, None)


def test_a_newer_sector_has_no_figure_yet():
    services.publish()
    assert queries.heard_as_shown([], *queries.shown()).groups("NEWER", "total") is None


def test_another_threshold_begins_anew():
    said_by(6)
    services.publish()
    db.session.merge(Setting(key=THRESHOLD, value=7))
    db.session.flush()
    assert queries.shown() == (7, None)


def test_a_median_is_repeated_until_k_groups_differ():
    now = clock.now()
    said_by(5, state=IssueState.ANSWERED, answered_at=now, submitted_at=now - timedelta(days=60))
    services.publish()
    said_by(2, state=IssueState.ANSWERED, answered_at=now, submitted_at=now - timedelta(days=6))
    services.publish()
    assert queries.heard_as_shown([], *queries.shown()).days[Step.WHOLE] == 60
    said_by(3, state=IssueState.ANSWERED, answered_at=now, submitted_at=now - timedelta(days=6))
    services.publish()
    assert queries.heard_as_shown([], *queries.shown()).days[Step.WHOLE] == 33
