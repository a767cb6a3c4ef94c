"""What is to be done about a member, on its page and on that of a conversation with it."""

from datetime import timedelta

import pytest

from cara_crm.agenda import queries
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.permissions import Role
from cara_crm.extensions import db
from cara_crm.interactions.models import Interaction, InteractionKind
from cara_crm.tasks import services as tasks
from cara_crm.tasks.models import Task, TaskKind
from tests import factories

SYSTEM = Actor.system("test")


@pytest.fixture
def camille(sign_in):
    account = factories.user(name="Camille Exemple")
    sign_in(account)
    return account


def task(about, title="Rappeler", of=None, **kwargs) -> Task:
    return tasks.add(TaskKind.NOTE, title=title, about=about, assignee_id=of.id if of else None, by=SYSTEM, **kwargs)


def spoken(member):
    return factories.add(Interaction(kind=InteractionKind.CALL, happened_at=clock.now(), members=[member]))


def titles(member, **kwargs):
    return [one.task.title for one in queries.tasks_about_member(factories.actor(**kwargs), member.id)]


def test_a_member_has_its_open_tasks_and_those_of_its_conversations():
    member = factories.member()
    task(member, "Sans jour")
    task(spoken(member), "Suite", due_on=clock.today() + timedelta(days=2))
    task(member, "Demain", of=factories.user(), due_on=clock.today() + timedelta(days=1))
    tasks.finish(task(member, "Faite"), by=SYSTEM)
    task(factories.member(), "Ailleurs")
    assert titles(member) == ["Demain", "Suite", "Sans jour"]


def test_what_followed_from_a_conversation_is_for_who_reads_conversations():
    member = factories.member()
    task(spoken(member), "Suite")
    assert titles(member, role=Role.ADMINISTRATOR) == []
    assert titles(member, sector_ids=frozenset({factories.sector("AUTO").id})) == []


def test_the_record_shows_them_and_one_finishes_there(camille, browse, client, post):
    member = factories.member()
    mine, other = task(member, "La mienne", of=camille), task(member, "D'une autre", of=factories.user(name="Léa"))
    page = browse(f"/members/{member.id}")
    assert "La mienne" in page
    assert "D&#39;une autre" in page
    assert f"/tasks/{mine.id}/done" in page
    assert f"/tasks/{other.id}/done" not in page
    answer = post(f"/members/{member.id}", f"/tasks/{mine.id}/done", {"back": f"/members/{member.id}"})
    assert answer.location.endswith(f"/members/{member.id}")
    assert mine.done_at


def test_a_conversation_shows_what_followed(camille, browse):
    one = spoken(factories.member())
    task(one, "Envoyer le devis", of=camille)
    assert "Envoyer le devis" in browse(f"/interactions/{one.id}")


def test_a_task_is_written_down_about_a_member(camille, browse, post):
    member = factories.member("Forge")
    assert f"/tasks/new?member={member.id}" in browse(f"/members/{member.id}")
    assert "Forge" in browse(f"/tasks/new?member={member.id}")
    page = f"/tasks/new?member={member.id}"
    answer = post(page, page, {"title": "Visiter", "assignee_id": camille.id})
    assert answer.location.endswith(f"/members/{member.id}")
    made = db.session.query(Task).one()
    assert (made.subject_type, made.subject_id, made.assignee_id) == ("member", member.id, camille.id)


def test_nothing_is_written_down_about_a_member_that_one_does_not_see(client, sign_in):
    sign_in(factories.user(sectors=[factories.sector("AUTO")]))
    assert client.get(f"/tasks/new?member={factories.member().id}").status_code == 404


def test_nobody_who_has_no_tasks_sees_them(browse, sign_in):
    sign_in(factories.user(Role.OBSERVER))
    member = factories.member()
    task(member, "Rappeler Ana")
    assert "Rappeler Ana" not in browse(f"/members/{member.id}")
