"""What a person chose about being written to: on which day, on which occasion."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from cara_crm.contacts import newsletters, preferences
from cara_crm.contacts.models import ChoiceSource, ChoiceTopic, ContactChoice, MailPreference, News, Rhythm
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.permissions import Role
from cara_crm.relays.models import RelayKind
from tests import factories

SYSTEM = Actor.system("test")


@pytest.fixture
def camille(db, sign_in):
    made = factories.contact(factories.member())
    sign_in(factories.user())
    db.session.commit()
    return made


def noted(db):
    rows = db.session.scalars(sa.select(ContactChoice).order_by(ContactChoice.id))
    return [(one.topic, one.value, one.source) for one in rows]


@pytest.fixture
def choose(camille, post, db):
    def _choose(**values):
        page = f"/contacts/{camille.id}/choices"
        data = {"preference": "at_once", "newsletters": "y", "on": clock.today().isoformat(), "source": "call"} | values
        response = post(page, page, {name: value for name, value in data.items() if value is not None})
        db.session.refresh(camille)
        return response

    return _choose


def test_what_was_said_is_kept_with_its_day_and_occasion(camille, choose, db, browse):
    day = clock.today() - timedelta(days=3)
    assert choose(preference="weekly", newsletters=None, on=day.isoformat(), note="Au salon").status_code == 303
    assert camille.preference is MailPreference.WEEKLY
    assert camille.newsletter_opt_out_at.astimezone(clock.PARIS).date() == day
    assert noted(db) == [
        (ChoiceTopic.RHYTHM, "weekly", ChoiceSource.CALL),
        (ChoiceTopic.NEWSLETTERS, "no", ChoiceSource.CALL),
    ]
    html = browse(f"/contacts/{camille.id}")
    assert [word in html for word in ("Newsletters: no", "on the telephone", "Au salon")] == [True] * 3


def test_nothing_changed_is_not_noted(camille, choose, db):
    choose()
    assert noted(db) == []


def test_who_left_comes_back_by_its_own_word(camille, choose, db):
    newsletters.opt_out(camille.id, by=SYSTEM)
    db.session.commit()
    refused = choose()
    assert (refused.status_code, "say how it asked" in refused.text) == (422, True)
    assert choose(note="Mail du 3 mars").status_code == 303
    assert camille.newsletter_opt_out_at is None
    assert [value for _topic, value, _source in noted(db)] == ["no", "yes"]


@pytest.mark.parametrize(
    "values", [{"on": "2099-01-01", "newsletters": None}, {"source": "portal"}, {"preference": "x"}]
)
def test_what_cannot_be_is_refused(choose, db, values):
    assert choose(**values).status_code == 422
    assert noted(db) == []


def test_the_person_decides_in_the_portal(db, sign_in, post, browse):
    member = factories.member()
    person = factories.contact(member)
    sign_in(factories.user(Role.MEMBER, member_id=member.id, contact_id=person.id))
    assert post("/my/preferences", "/my/preferences", {"preference": "daily", "language": "fr"}).status_code == 303
    assert noted(db) == [
        (ChoiceTopic.RHYTHM, "daily", ChoiceSource.PORTAL),
        (ChoiceTopic.NEWSLETTERS, "no", ChoiceSource.PORTAL),
    ]
    assert post("/my/preferences", "/my/preferences", {"preference": "daily", "language": "fr", "newsletters": "y"})
    db.session.refresh(person)
    assert person.newsletter_opt_out_at is None


def test_a_kind_may_have_a_rhythm_of_its_own(db, sign_in, post, browse):
    member = factories.member()
    person = factories.contact(member)
    sign_in(factories.user(Role.MEMBER, member_id=member.id, contact_id=person.id))
    page, chosen = "/my/preferences", {"preference": "at_once", "language": "fr", "newsletters": "y"}
    assert post(page, page, {**chosen, "event": "weekly", "opportunity": "off", "digest_hour": "18"}).status_code == 303
    db.session.refresh(person)
    assert (person.rhythms, person.digest_hour) == ({"event": "weekly", "opportunity": "off"}, 18)
    assert '<details class="more" open>' in browse(page)
    assert post(page, page, {**chosen, "event": "", "opportunity": "off", "digest_hour": "18"}).status_code == 303
    assert post(page, page, {**chosen, "event": "hourly", "digest_hour": "3"}).status_code == 422
    db.session.refresh(person)
    assert person.rhythms == {"opportunity": "off"}
    notes = db.session.scalars(sa.select(ContactChoice).order_by(ContactChoice.id))
    assert [(one.news, one.value) for one in notes] == [("opportunity", "off"), ("event", "weekly"), ("event", "")]


def test_the_team_notes_what_somebody_said_about_a_kind(camille, choose, browse):
    assert choose(event="portal_only", note="Au téléphone").status_code == 303
    assert camille.rhythms == {"event": "portal_only"}
    assert "Events: in the portal only" in browse(f"/contacts/{camille.id}")


def test_kinds_and_rhythms_are_those_of_relays():
    assert {one.value for one in News} < {one.value for one in RelayKind}
    assert {one.value for one in MailPreference} | {"off"} == {one.value for one in Rhythm}


def test_preferences_alone_leave_the_newsletters(camille):
    newsletters.opt_out(camille.id, by=SYSTEM)
    preferences.set_preferences(camille, preference=MailPreference.DAILY, language="en", by=SYSTEM)
    assert camille.newsletter_opt_out_at is not None


def test_a_person_that_is_not_visible_is_not_there(db, sign_in):
    person = factories.contact(factories.member(in_sector="AUTO"))
    client = sign_in(factories.user(sectors=[factories.sector("RAIL")]))
    assert client.get(f"/contacts/{person.id}/choices").status_code == 404
