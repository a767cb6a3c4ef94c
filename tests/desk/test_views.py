"""The desk's pages through the door."""

import pytest

from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.permissions import Role
from cara_crm.desk.help import TOPICS
from cara_crm.issues.models import IssueState
from cara_crm.relays import services as relays
from cara_crm.tasks import services as tasks
from cara_crm.tasks.models import Task, TaskKind
from tests import factories
from tests.office import cast as office
from tests.reports import cast as reports

LANGUAGES = ("fr", "en")
SYSTEM = Actor.system("test")


def test_today_says_what_waits(sign_in, browse):
    factories.issue(state=IssueState.SUBMITTED, title="Acier en retard")
    sign_in(factories.user())
    assert "Acier en retard" in browse("/today")


def test_a_task_is_ticked_off(sign_in, browse, post):
    task = factories.add(Task(title="Rappeler Marin", due_on=clock.today()))
    sign_in(factories.user())
    assert "Rappeler Marin" in browse("/today")
    assert post("/today", action=f"/tasks/{task.id}/done").status_code == 303
    assert "Rappeler Marin" not in browse("/today")


def test_a_task_leads_to_its_record(sign_in, browse):
    issue = factories.issue(title="Acier en retard", state=IssueState.RELAYED)
    tasks.add(TaskKind.ERRATUM, about=issue, by=SYSTEM)
    sign_in(factories.user())
    html = browse("/today")
    assert f'href="/issues/{issue.id}"' in html
    assert "Acier en retard" in html


@pytest.mark.parametrize("page", ["/today", "/tasks?whose=team", "task"])
def test_an_erratum_says_which_report_and_leads_to_it(sign_in, browse, request_context, page):
    by = reports.manager()
    report, _ = reports.sent(by)
    issue = report.entries[0].issues[0]
    task = tasks.add(TaskKind.ERRATUM, about=issue, by=SYSTEM)
    elsewhere = factories.issue(title="Nulle part", state=IssueState.RELAYED)
    tasks.add(TaskKind.ERRATUM, about=elsewhere, by=SYSTEM)
    sign_in(factories.user())
    html = browse(f"/tasks/{task.id}" if page == "task" else page)
    assert html.count(f'<a href="/reports/{report.id}">To the report {report.number}</a>') == 1


@pytest.mark.parametrize(("language", "said"), [("fr", "FIF demande"), ("en", "FIF asks: Depuis quand ?")])
def test_a_task_speaks_its_readers_language_and_keeps_a_persons_words(sign_in, browse, language, said):
    position = factories.position(factories.issue())
    tasks.add(TaskKind.QUESTION, title="Depuis quand ?", federation="FIF", about=position, by=SYSTEM)
    sign_in(factories.user(language=language))
    html = browse("/today")
    assert said in html
    assert "Depuis quand ?" in html


def test_who_may_not_open_the_record_reads_neither_link_nor_names(sign_in, browse):
    issue = factories.issue(title="Acier en retard", state=IssueState.RELAYED)
    tasks.add(TaskKind.CALL, name="Camille Exemple", about=issue, by=SYSTEM)
    sign_in(factories.user(Role.ADMINISTRATOR))
    html = browse("/today")
    assert "An author to call back" in html
    assert not [word for word in ("Camille Exemple", "Acier", f"/issues/{issue.id}") if word in html]


def test_somebody_else_s_task_is_not_there(sign_in, post):
    task = factories.add(Task(title="Rappeler", assignee_id=factories.user().id))
    sign_in(factories.user())
    assert post("/today", action=f"/tasks/{task.id}/done").status_code == 404


def test_what_a_federation_proposes_waits_until_somebody_sends_it(sign_in, browse):
    officer = office.officer()
    by = Actor(officer.id, Role.OFFICER, officer.name, federation_id=officer.federation_id)
    relays.propose(
        title="Appel Batterie", body="Jusqu’à mars.", federation_id=by.federation_id, submission_key=None, by=by
    )
    sign_in(factories.user())
    page = browse("/today")
    assert "Information that a federation proposes" in page
    assert "Appel Batterie" in page


def test_today_says_that_nothing_waits(sign_in, browse):
    sign_in(factories.user())
    assert "Nothing waits for you" in browse("/today")


def test_a_search_shows_what_it_found(sign_in, browse):
    factories.member("Forge des Étangs")
    sign_in(factories.user())
    assert "Forge des Étangs" in browse("/search?q=etangs")


def test_htmx_gets_the_same_results_without_the_frame(sign_in):
    factories.member("Forge des Étangs")
    page = sign_in(factories.user()).get("/search?q=etangs", headers={"HX-Request": "true"}).text
    assert "Forge des Étangs" in page
    assert "<html" not in page


def test_the_cluster_tells_its_history(sign_in, browse):
    sign_in(factories.user())
    assert "2017" in browse("/about")


@pytest.mark.parametrize("role", [Role.MANAGER, Role.DIRECTOR, Role.ADMINISTRATOR])
def test_help_lists_the_tasks_of_a_role(sign_in, browse, role):
    sign_in(factories.user(role))
    page = browse("/help")
    assert ("/help/qualify-an-issue" in page) is (role is Role.MANAGER)


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.slug)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_task_is_explained_in_both_languages(app, topic, language):
    text = app.jinja_env.get_template(f"desk/help/{language}/_{topic.slug}.html").render()
    assert len(text) > 200


def test_a_help_page_of_another_role_is_not_there(sign_in):
    assert sign_in(factories.user()).get("/help/manage-people").status_code == 404


def test_a_manager_reads_how_to_record_a_call(sign_in, browse):
    sign_in(factories.user())
    assert "oral agreement" in browse("/help/record-a-call")


def test_accessibility_is_stated_to_everybody(browse):
    assert "WCAG 2.2" in browse("/accessibility")


def test_the_language_is_kept_with_the_account(sign_in, post):
    user = factories.user()
    client = sign_in(user)
    post("/help", "/choose/language", {"language": "fr", "back": "/help?x=1"})
    assert user.language == "fr"
    assert 'lang="fr"' in client.get("/help").text


def test_the_theme_is_kept_in_the_browser(post, client):
    answer = post("/accessibility", "/choose/theme", {"theme": "dark", "back": "/accessibility?"})
    assert answer.location == "/accessibility"
    assert 'data-theme="dark"' in client.get("/accessibility").text


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "today"])
def test_a_choice_never_leads_elsewhere(post, back):
    assert post("/accessibility", "/choose/theme", {"theme": "light", "back": back}).location == "/"


def test_an_unknown_theme_is_refused(post):
    assert post("/accessibility", "/choose/theme", {"theme": "<script>"}).status_code == 400


def test_the_help_is_found_too(sign_in, browse):
    sign_in(factories.user(Role.MANAGER))
    page = browse("/search?q=recrod+visit")
    assert '<a class="quiet strong" href="/help/record-a-call">Record a call or a visit</a>' in page
    assert "/help/record-a-call" not in browse("/search?q=record+visit+mars")


def test_the_box_of_every_page_says_nothing_before_something_is_typed(sign_in):
    client, boxed = sign_in(factories.user()), {"HX-Request": "true", "HX-Target": "find-results"}
    assert client.get("/search?q=", headers=boxed).text.strip() == ""
    assert "Two letters are enough." in client.get("/search?q=a", headers=boxed).text
