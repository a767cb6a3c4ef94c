"""The list of tasks, the page of one, and how often they come by mail."""

from datetime import date, timedelta

import pytest

from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.permissions import Role
from cara_crm.tasks import services as tasks
from cara_crm.tasks.models import Task, TaskKind, TaskMail, TaskRhythm
from tests import factories

SYSTEM = Actor.system("test")
TOMORROW = timedelta(days=1)


@pytest.fixture
def camille(db, sign_in):
    account = factories.user(name="Camille Exemple")
    sign_in(account)
    return account


def task(of=None, title="Rappeler", **kwargs) -> Task:
    return tasks.add(TaskKind.NOTE, title=title, assignee_id=of.id if of else None, by=SYSTEM, **kwargs)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_list_is_there_with_nothing_in_it(camille, browse, language):
    camille.language = language
    assert {"fr": "Aucune tâche ici", "en": "No task here"}[language] in browse("/tasks")


def test_each_list_holds_its_own(camille, browse):
    mine = task(camille, "La mienne", due_on=clock.today() - TOMORROW)
    task(title="De l'équipe")
    task(factories.user(), "D'une autre")
    given = task(factories.user(), "Confiée")
    given.given_by_id = camille.id
    shown = {whose: browse(f"/tasks?whose={whose}") for whose in ("mine", "team", "given", "done", "nonsense")}
    titles = ("La mienne", "De l&#39;équipe", "D&#39;une autre", "Confiée")
    found = {whose: [title for title in titles if title in html] for whose, html in shown.items()}
    assert found == {
        "mine": ["La mienne"],
        "team": ["De l&#39;équipe"],
        "given": ["Confiée"],
        "done": [],
        "nonsense": ["La mienne"],
    }
    tasks.finish(mine, by=SYSTEM)
    assert "La mienne" in browse("/tasks?whose=done")


def test_a_long_list_is_paged(camille, browse, client):
    for n in range(51):
        task(camille, f"Tâche {n:02}", due_on=clock.today() if n % 2 else None)
    first = browse("/tasks")
    assert "Tâche 50" not in first
    after = first.split("after=")[1].split('"')[0]
    assert "Tâche 50" in browse(f"/tasks?whose=mine&after={after}")


def test_a_task_is_written_down(camille, db, post):
    data = {"title": "Préparer la visite", "due_on": "2031-03-04", "remind_on": "2031-03-03", "assignee_id": camille.id}
    assert post("/tasks/new", "/tasks/new", data).status_code == 303
    one = db.session.query(Task).one()
    assert (one.title, str(one.due_on), str(one.remind_on)) == ("Préparer la visite", "2031-03-04", "2031-03-03")
    assert (one.assignee_id, one.given_by_id) == (camille.id, camille.id)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"title": ""}, "Say what is to be done."),
        ({"remind_on": "2020-01-01"}, "Choose a day to come"),
        ({"assignee_id": "", "remind_on": "2031-03-03"}, "Say who does it"),
        ({"due_on": "yesterday"}, "Not a valid date"),
        ({"assignee_id": "x"}, "could not coerce"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(camille, db, post, data, said):
    camille.language = "en"
    sent = {"title": "Préparer", "assignee_id": camille.id, **data}
    response = post("/tasks/new", "/tasks/new", sent)
    assert (response.status_code, said in response.text) == (422, True), response.text
    assert sent["title"] in response.text
    assert db.session.query(Task).count() == 0


def test_a_task_is_planned_and_handed_over(camille, db, post, browse):
    other = factories.user(name="Alix Autre")
    one = task(camille, about=factories.member("Atelier Fictif"))
    page = f"/tasks/{one.id}"
    assert "Atelier Fictif" in browse(page)
    data = {"due_on": "2031-03-04", "remind_on": "2031-03-03", "assignee_id": other.id, "version": one.version}
    assert post(page, page, data).status_code == 303
    db.session.refresh(one)
    assert (one.assignee_id, one.given_by_id, str(one.remind_on)) == (other.id, camille.id, "2031-03-03")
    assert "Rappeler" in browse("/tasks?whose=given")


def test_who_saves_second_is_told_and_keeps_what_was_typed(camille, post):
    one = task(camille)
    page = f"/tasks/{one.id}"
    one.due_on = date(2030, 1, 2)
    response = post(page, page, {"due_on": "2031-03-04", "assignee_id": camille.id, "version": 99})
    assert response.status_code == 409
    assert 'value="2031-03-04"' in response.text
    assert 'Saved meanwhile by somebody else:</b><div class="words">2 January 2030' in response.text


def test_somebody_else_s_task_is_not_there(camille, client):
    one = task(factories.user())
    assert client.get(f"/tasks/{one.id}").status_code == 404


def test_who_may_not_open_the_record_reads_no_names(sign_in, browse):
    issue = factories.issue(title="Acier en retard")
    one = tasks.add(TaskKind.CALL, name="Camille Exemple", about=issue, by=SYSTEM)
    sign_in(factories.user(Role.ADMINISTRATOR))
    html = browse(f"/tasks/{one.id}") + browse("/tasks?whose=team")
    assert "Camille Exemple" not in html
    assert "Acier" not in html


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.MANAGER])
def test_who_may_not_read_a_task_of_the_team_cannot_take_it_to_read_it(sign_in, client, post, db, role):
    asked = {"title": "Quel acier manque ?", "federation": "FIF"}
    one = tasks.add(TaskKind.QUESTION, **asked, about=factories.issue(), by=SYSTEM)
    me = factories.user(role, sectors=[factories.sector("VELO")] if role is Role.MANAGER else None)
    sign_in(me)
    page = f"/tasks/{one.id}"
    assert f'action="{page}"' not in client.get(page).text
    for assignee in (me, factories.user()):
        assert post("/tasks", page, {"assignee_id": assignee.id, "version": one.version}).status_code == 404
    db.session.refresh(one)
    assert one.assignee_id is None
    assert "Quel acier" not in client.get(page).text + client.get("/tasks?whose=given").text


def test_a_task_is_ticked_off_where_it_stands(camille, db, post):
    one = task(camille)
    response = post("/tasks", f"/tasks/{one.id}/done", {"back": "/tasks?whose=mine"})
    assert response.location == "/tasks?whose=mine"
    db.session.refresh(one)
    assert one.done_at is not None


def test_how_often_it_comes_by_mail_is_chosen(camille, db, post, browse):
    assert post("/tasks", "/tasks/mail", {"rhythm": "weekly"}).status_code == 303
    assert db.session.get(TaskMail, camille.id).rhythm is TaskRhythm.WEEKLY
    assert post("/tasks", "/tasks/mail", {"rhythm": "hourly"}).status_code == 422
