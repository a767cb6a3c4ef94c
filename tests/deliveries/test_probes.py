"""What machines ask, and the administrator's page of the same."""

import pytest
import sqlalchemy as sa
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy.exc import OperationalError

from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.permissions import Role
from cara_crm.deliveries.views import probes
from cara_crm.jobs import processes, services
from cara_crm.jobs.models import Heartbeat, JobState, PeriodicRun
from cara_crm.mailbox import services as mailbox
from cara_crm.mailbox.sources import Obstacle
from tests import factories

TOKEN = "a-token-of-this-test"


@pytest.fixture(autouse=True)
def _a_worker(app, db):
    app.extensions.pop("health", None)
    db.session.execute(sa.delete(Heartbeat))
    processes.beat("a worker")


@pytest.fixture
def failing(db):
    db.session.add(PeriodicRun(name="relays.digests", failures=3, failed_at=clock.now(), trouble="ValueError"))
    job = services.enqueue("members.import", by=Actor.system("test"))
    job.state, job.error, job.finished_at = JobState.FAILED, "There is no such column.", clock.now()
    db.session.commit()


@pytest.fixture
def administrator(sign_in):
    sign_in(factories.user(Role.ADMINISTRATOR))


@pytest.fixture
def scrape(client, app, monkeypatch):
    """scrape() → every figure by its name and labels, as Prometheus reads them."""
    monkeypatch.setitem(app.config, "METRICS_TOKEN", TOKEN)

    def _scrape() -> dict[tuple[str, ...], float]:
        answer = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
        assert answer.content_type.startswith("text/plain; version=0.0.4")
        families = text_string_to_metric_families(answer.text)
        return {(s.name, *s.labels.values()): s.value for family in families for s in family.samples}

    return _scrape


def test_a_process_is_alive_whatever_the_database_does(client, count_queries, db):
    db.session.commit()
    with count_queries() as counter:
        assert client.get("/healthz").json == {"status": "ok"}
    assert counter.n == 0


def test_it_may_serve_once_the_migrations_are_done(client, db):
    assert client.get("/readyz").status_code == 200
    db.session.execute(sa.text("UPDATE alembic_version SET version_num = 'older'"))
    db.session.commit()
    assert (client.get("/readyz").status_code, client.get("/readyz").json) == (503, {"status": "migrations"})


def test_without_a_database_it_may_not(client, monkeypatch):
    def gone(*_args):
        raise OperationalError("SELECT", {}, Exception())

    monkeypatch.setattr(probes.queries, "revisions", gone)
    assert client.get("/readyz").status_code == 503


@pytest.mark.parametrize("given", ["", "Bearer ", f"Bearer {TOKEN}x", f"Basic {TOKEN}"])
def test_without_the_token_there_is_no_such_page(client, app, monkeypatch, given):
    monkeypatch.setitem(app.config, "METRICS_TOKEN", TOKEN)
    assert client.get("/metrics", headers={"Authorization": given}).status_code == 404


def test_without_a_token_nobody_reads_figures(client):
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


def test_figures_are_read_by_prometheus(scrape, failing):
    found = scrape()
    assert found["cara_workers",] == 1
    assert found["cara_well",] == 0
    assert found["cara_jobs", "failed"] == 1
    assert found["cara_periodic_failures", "relays.digests"] == 3
    assert found["cara_deliveries", "queued"] == 0


def test_the_administrator_sees_what_fails_and_how_often(administrator, failing, browse):
    html = browse("/settings/health")
    assert "Something needs a look" in html
    assert "1 regular work does not run." in html
    assert "Digests of information" in html
    assert "failed 3 times in a row" in html
    assert "There is no such column." in html


def test_what_failed_once_is_tried_again_before_anybody_is_called(administrator, browse, db):
    db.session.add(PeriodicRun(name="relays.digests", failures=1, failed_at=clock.now(), trouble="ValueError"))
    db.session.commit()
    html = browse("/settings/health")
    assert "Everything runs" in html
    assert "failed once" in html


def test_a_work_that_nobody_does_any_more_is_late(administrator, browse, db):
    db.session.add(PeriodicRun(name="relays.digests", due_at=clock.now() - services.LEASE * 4))
    db.session.commit()
    assert "1 regular work does not run." in browse("/settings/health")


def test_a_mailbox_that_cannot_be_read_is_no_work_that_went_well(administrator, app, browse, db, monkeypatch):
    monkeypatch.setitem(app.config, "MAILBOX_URL", "imaps://nobody@127.0.0.1:1/")
    db.session.add(PeriodicRun(name="mailbox.read", last_run_at=clock.now(), due_at=clock.now()))
    mailbox.note_read(Obstacle.UNREACHABLE)
    db.session.flush()
    html = browse("/settings/health")
    row = html.partition("Read the mailbox")[2].partition("</tr>")[0]
    assert ("Failed" in row, "Well" in row) == (True, False)
