"""Nothing open stays without a word to its author longer than the limit."""

from datetime import UTC, date, datetime, timedelta

import pytest

from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.permissions import Role
from cara_crm.deliveries.models import Delivery
from cara_crm.issues import queries, services
from cara_crm.issues.models import Agreement, Channel, IssueKind, IssueState, Urgency
from cara_crm.issues.said import Said
from tests import factories

CLOCK = Actor.system("clock")
BEFORE = timedelta(days=31)


def silent(member=None, *, heard=BEFORE, **kwargs):
    """An issue whose author heard of it for the last time so long ago."""
    member = member or factories.member()
    values = {"contact": factories.contact(member), "qualified_at": clock.now() - BEFORE} | kwargs
    return factories.issue(member, last_word_at=clock.now() - heard, **values)


@pytest.fixture
def tell(request_context):
    return lambda: services.tell_where_issues_stand(by=CLOCK)


def test_an_author_hears_where_its_issue_stands_once_the_limit_is_reached(tell, db):
    issue = silent()
    assert tell() == 1
    assert issue.last_word_at.date() == clock.now().date()
    assert issue.title in db.session.query(Delivery).one().body_text
    assert tell() == 0


def test_what_had_a_word_less_long_ago_waits(tell):
    silent(heard=timedelta(days=29))
    assert tell() == 0


def test_several_issues_of_one_author_come_in_one_mail(tell, db):
    first = silent(title="Acier")
    silent(first.member, contact=first.contact, title="Cuivre")
    assert tell() == 2
    mail = db.session.query(Delivery).one()
    assert "Acier" in mail.body_text
    assert "Cuivre" in mail.body_text


@pytest.mark.parametrize(
    "values",
    [
        {"state": IssueState.CLOSED, "closed_at": clock.now()},
        {"state": IssueState.ANSWERED, "answered_at": clock.now()},
        {"agreement": Agreement.ASKED},
        {"heard": timedelta(days=61)},
        {"contact": None},
    ],
)
def test_what_ended_or_waits_for_its_author_or_for_a_person_of_the_team_is_not_told_by_the_clock(tell, values):
    silent(**values)
    assert tell() == 0


def test_who_cannot_be_reached_stays_for_the_team(tell):
    member = factories.member()
    issue = silent(member, contact=factories.contact(member, email=""))
    assert tell() == 0
    assert clock.now() - issue.last_word_at >= BEFORE


def test_a_question_that_waits_for_its_author_is_named_in_the_mail(tell, db):
    issue = silent(title="Acier")
    services.ask_back(issue, "Depuis quand ?", by=factories.actor())
    issue.last_word_at = clock.now() - BEFORE
    db.session.query(Delivery).delete()
    tell()
    assert "attend votre réponse" in db.session.query(Delivery).one().body_text


@pytest.mark.parametrize(
    "act",
    [
        lambda issue, by: services.ask_back(issue, "Depuis quand ?", by=by),
        lambda issue, by: services.pause(issue, reason="On attend le décret.", by=by),
        lambda issue, by: services.note_spoken_word(issue, "Dit au téléphone.", by=by),
        lambda issue, by: services.mark_relayed(issue, by=by),
    ],
)
def test_every_step_that_its_author_hears_of_is_a_word(request_context, act):
    issue = silent()
    act(issue, factories.actor())
    assert clock.now() - issue.last_word_at < timedelta(minutes=1)


def test_a_note_among_colleagues_is_no_word(request_context):
    issue = silent()
    services.add_note(issue, "À voir.", by=factories.actor())
    assert clock.now() - issue.last_word_at >= BEFORE


def test_what_is_filed_for_the_first_time_is_told_to_its_author(request_context, db):
    issue = silent(state=IssueState.SUBMITTED)
    filed = {"sectors": issue.sectors, "priority": None, "kind": IssueKind.NEED, "urgency": Urgency.NORMAL}
    services.qualify(issue, **filed, by=factories.actor())
    services.qualify(issue, **filed, by=factories.actor())
    assert [one.kind for one in db.session.query(Delivery)] == ["issue_moved"]


def test_the_receipt_is_no_word_of_ours_but_a_conversation_is_one(request_context):
    member = factories.member()
    contact, by = factories.contact(member), Actor(None, Role.MEMBER, "Camille", member_id=member.id)
    said = Said(what_happens="Des retards.")
    sent = services.submit_issue(services.save_draft(None, said, member=member, contact=contact, by=by), by=by)
    heard = {"member": member, "contact": contact, "channel": Channel.CALL, "by": factories.actor()}
    assert sent.last_word_at is None
    assert services.record_issues([said], **heard)[0].last_word_at is not None


@pytest.mark.parametrize(("came_in", "promised"), [(6, date(2026, 11, 16)), (20, date(2026, 11, 27))])
def test_the_first_word_is_promised_in_working_days(db, came_in, promised):
    assert queries.first_word_by(factories.issue(submitted_at=datetime(2026, 11, came_in, 9, tzinfo=UTC))) == promised


def test_the_inbox_shows_whose_authors_have_heard_nothing_for_long(sign_in, browse):
    sign_in(factories.user())
    silent(title="Acier", heard=timedelta(days=24))
    silent(title="Cuivre", heard=timedelta(days=3))
    html = browse("/issues?view=silent")
    assert "Acier" in html
    assert "Cuivre" not in html


def test_an_inbox_where_everybody_has_had_a_word_says_so(sign_in, browse):
    sign_in(factories.user())
    assert "Everybody has had a word" in browse("/issues?view=silent")


def test_what_came_in_first_stands_first_among_what_waits(sign_in, browse):
    sign_in(factories.user())
    for title, days in (("Neuve", 1), ("Vieille", 9)):
        factories.issue(title=title, state=IssueState.SUBMITTED, submitted_at=clock.now() - timedelta(days=days))
    for view, first in (("submitted", "Vieille"), ("", "Neuve")):
        html = browse(f"/issues?view={view}")
        assert (html.index("Vieille") < html.index("Neuve")) == (first == "Vieille")


def test_a_word_by_phone_is_noted_and_shown_in_the_reader(sign_in, browse, post, db):
    sign_in(factories.user())
    issue = silent()
    page = f"/issues/{issue.id}"
    values = {"text": "Dit au téléphone.", "spoken": "y"}
    assert post(page, f"{page}/note", values).status_code == 303
    assert clock.now() - issue.last_word_at < timedelta(minutes=1)
    assert "Last word to the author" in browse(page)
