"""The audit log: every change, its author and its moment."""

import pytest

from cara_crm.audit import services
from cara_crm.core import clock
from cara_crm.core.permissions import Role
from tests import factories


@pytest.fixture(autouse=True)
def _events(sign_in):
    sign_in(factories.user(Role.ADMINISTRATOR))
    services.record("member.archived", factories.member(), by=factories.actor(), reason="moved")
    services.record("report.sent", "report", by=factories.actor())


def test_says_who_did_what(browse):
    html = browse("/audit")
    assert "member.archived" in html
    assert "reason: moved" in html


def test_can_be_narrowed_to_an_action(browse):
    html = browse("/audit?action=report.sent")
    assert "<code>report.sent</code>" in html
    assert "<code>member.archived</code>" not in html


def test_can_be_narrowed_to_a_day(browse):
    assert "<code>report.sent</code>" in browse(f"/audit?on={clock.today().isoformat()}")
    assert "Nothing matches" in browse("/audit?on=2020-01-01")


@pytest.mark.parametrize("query", ["on=nonsense", "after=nonsense", "q=%00", "subject=%25"])
def test_bears_any_query(browse, query):
    assert browse(f"/audit?{query}")
