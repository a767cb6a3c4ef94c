"""Cursors that somebody wrote by hand give the first page."""

import base64
import json

import pytest
import sqlalchemy as sa

from cara_crm.core.pages import Key, paginate
from cara_crm.members.models import Member
from cara_crm.relays.models import Relay
from tests import factories
from tests.relays.cast import recorded

BY_DAY = Key((Relay.happened_at, Relay.id), descending=True)
BY_NAME = Key((Member.sort_key, Member.id))


def cursor(*values):
    return base64.urlsafe_b64encode(json.dumps(["n", *values]).encode()).decode()


@pytest.mark.parametrize("day", ["0001-01-01T00:00:00+00:00", "9999-12-31T23:59:59-12:00", "2026-01-01T00:00:00"])
def test_a_moment_that_no_clock_shows(db, day):
    relay = recorded()
    assert paginate(db.session, sa.select(Relay), BY_DAY, cursor({"t": day}, 1)).items == [relay]


@pytest.mark.parametrize("values", [("text", 1), (1, 1), ({"d": "2026-01-01"}, 1), ({"t": 1}, 1), (None, 1), ([], 1)])
def test_another_kind_of_value(db, values):
    relay = recorded()
    assert paginate(db.session, sa.select(Relay), BY_DAY, cursor(*values)).items == [relay]


@pytest.mark.parametrize("name", ["a\x00", "\ud800", 1, True, 1.5])
def test_a_name_that_no_database_holds(db, name):
    member = factories.member()
    found = paginate(db.session, sa.select(Member).where(Member.id == member.id), BY_NAME, cursor(name, 0))
    assert found.items == [member]
