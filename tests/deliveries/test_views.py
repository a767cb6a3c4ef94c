"""The ledger, the outbox and the signs of health, through the door."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.permissions import Role
from cara_crm.deliveries import mime, services, transport
from cara_crm.deliveries.models import Delivery, DeliveryAttachment, DeliveryStatus
from cara_crm.extensions import db
from cara_crm.files import services as files
from cara_crm.jobs import processes
from cara_crm.jobs.models import Heartbeat
from cara_crm.settings.models import Setting
from tests import factories

BY = Actor.system("test")


@pytest.fixture(autouse=True)
def _nothing_is_known_of_before(app, db):
    app.extensions.pop("health", None)
    db.session.execute(sa.delete(Heartbeat))


@pytest.fixture
def worker(db):
    processes.beat("a worker")


@pytest.fixture
def administrator(sign_in):
    return sign_in(factories.user(Role.ADMINISTRATOR, name="Ana Fictive", email="ana@cluster.example"))


@pytest.fixture
def manager(sign_in):
    return sign_in(factories.user())


def queue(key: str = "ana", **kwargs) -> Delivery:
    to = services.Address(f"{key}@x.example", key.title())
    delivery = services.queue("trial", to=to, dedupe_key=key, context={}, by=BY)
    for name, value in kwargs.items():
        setattr(delivery, name, value)
    return delivery


FAILED = {"status": DeliveryStatus.FAILED, "last_error": "554 5.7.1 refused"}


@pytest.mark.usefixtures("manager", "worker")
class TestLedger:
    def test_says_what_became_of_each_message(self, browse):
        queue("ana")
        queue("bea", **FAILED)
        html = browse("/deliveries")
        assert "ana@x.example" in html
        assert "554 5.7.1 refused" in html

    def test_never_shows_a_text(self, browse):
        queue(body_text="Words of a member")
        assert "Words of a member" not in browse("/deliveries")

    def test_can_be_narrowed(self, browse):
        queue("ana")
        queue("bea", **FAILED)
        html = browse("/deliveries?status=failed&q=Bea")
        assert "bea@x.example" in html
        assert "ana@x.example" not in html

    @pytest.mark.parametrize("query", ["status=nonsense", "after=nonsense", "q=%00", "q=%25"])
    def test_bears_any_query(self, browse, query):
        assert browse(f"/deliveries?{query}")

    def test_goes_on_to_the_next_page(self, browse):
        for n in range(51):
            queue(f"person{n}")
        assert "after=" in browse("/deliveries")

    def test_sends_a_failed_message_again(self, post):
        delivery = queue(**FAILED)
        assert post("/deliveries", f"/deliveries/{delivery.id}/retry").status_code == 303
        assert delivery.status is DeliveryStatus.QUEUED

    def test_sends_everything_that_failed_again(self, post):
        failed, bounced = queue("ana", **FAILED), queue("bea", status=DeliveryStatus.BOUNCED)
        settled = queue("zoe", **FAILED, settled_at=clock.now())
        assert post("/deliveries?status=failed", "/deliveries/retry").status_code == 303
        states = [one.status.value for one in (failed, bounced, settled)]
        assert states == ["queued", "bounced", "failed"]

    def test_refuses_to_send_twice(self, post):
        queue("bea", **FAILED)
        sent = queue("ana", status=DeliveryStatus.SENT, sent_at=clock.now())
        assert post("/deliveries", f"/deliveries/{sent.id}/retry").status_code == 422

    def test_shows_one_message_without_its_text(self, browse):
        delivery = queue(**FAILED, body_text="Words of a member")
        html = browse(f"/deliveries/{delivery.id}")
        assert "554 5.7.1 refused" in html
        assert "Words of a member" not in html

    def test_what_was_set_aside_is_not_brought_up_again(self, post, browse):
        delivery = queue(**FAILED)
        assert post(f"/deliveries/{delivery.id}", f"/deliveries/{delivery.id}/settle").status_code == 303
        assert 'class="health"' not in browse("/deliveries")
        assert delivery.settled_at is not None

    def test_is_empty_at_first(self, browse):
        assert "No message yet" in browse("/deliveries")


def test_a_manager_of_some_sectors_learns_of_no_message_to_other_members(sign_in, browse, client):
    own, other = (
        factories.contact(factories.member(in_sector=sector), email=f"{sector}@x.example".lower())
        for sector in ("RAIL", "AUTO")
    )
    told = queue("rail", contact_id=own.id)
    untold = queue("auto", contact_id=other.id)
    sign_in(factories.user(sectors=[factories.sector("RAIL")]))
    html = browse("/deliveries")
    assert "rail@x.example" in html
    assert "auto@x.example" not in html
    assert client.get(f"/deliveries/{told.id}").status_code == 200
    assert client.get(f"/deliveries/{untold.id}").status_code == 404


class TestNotice:
    def test_a_silent_worker_is_said_on_every_page(self, manager, browse):
        assert "no sign of life" in browse("/deliveries")

    def test_what_did_not_arrive_is_said(self, manager, worker, browse):
        queue(**FAILED)
        assert "1 message did not arrive." in browse("/deliveries")

    def test_what_is_late_is_said(self, manager, worker, browse):
        queue(next_attempt_at=clock.now() - timedelta(hours=1))
        assert "1 message is late." in browse("/deliveries")

    def test_nothing_is_said_when_all_is_well(self, manager, worker, browse):
        assert 'class="health"' not in browse("/deliveries")

    def test_who_can_do_nothing_about_it_is_not_told(self, sign_in, client):
        sign_in(factories.user(Role.DIRECTOR))
        assert "no sign of life" not in client.get("/nowhere").get_data(as_text=True)


class TestHealth:
    def test_a_monitor_learns_whether_and_no_more(self, client, worker):
        assert client.get("/health").json == {"status": "ok"}

    def test_a_silent_worker_is_a_degraded_service(self, client):
        response = client.get("/health")
        assert (response.status_code, response.json) == (200, {"status": "degraded"})

    def test_the_administrator_sees_the_parts(self, administrator, worker, browse):
        html = browse("/settings/health")
        assert "Everything runs" in html
        assert "Free on disk" in html

    def test_a_test_message_goes_to_who_asks(self, administrator, post, db):
        assert post("/settings/health", "/settings/health/trial").status_code == 303
        assert db.session.scalars(sa.select(Delivery.recipient)).all() == ["ana@cluster.example"]


class TestOutbox:
    @pytest.fixture(autouse=True)
    def _demonstration(self, db):
        db.session.get(Setting, "demonstration").value = True

    @pytest.fixture
    def mail(self, app):
        delivery = queue()
        delivery.attachments.append(DeliveryAttachment(file=files.store("rapport.pdf", "application/pdf", b"%PDF")))
        db.session.flush()
        envelope = mime.build(delivery, app.config["MAIL_FROM"])
        transport.FolderTransport(app.config["INSTANCE"] / "outbox").send(envelope)
        yield envelope.key
        (app.config["INSTANCE"] / "outbox" / f"{envelope.key}.eml").unlink()

    def test_lists_what_was_written(self, administrator, browse, mail):
        html = browse("/outbox")
        assert "Message d’essai de CARA" in html
        assert mail in html

    def test_shows_a_message_with_its_files(self, administrator, browse, mail):
        html = browse(f"/outbox/{mail}")
        assert "Ana &lt;ana@x.example&gt;" in html
        assert "rapport.pdf" in html
        assert "Auto-Submitted: auto-generated" in html
        assert 'sandbox="allow-popups' in html

    def test_shows_html_where_nothing_can_run(self, administrator, mail):
        response = administrator.get(f"/outbox/{mail}/html")
        assert "sandbox" in response.headers["Content-Security-Policy"]
        assert '<base target="_blank">' in response.get_data(as_text=True)

    def test_gives_an_attachment(self, administrator, mail):
        assert administrator.get(f"/outbox/{mail}/files/0").data == b"%PDF"

    @pytest.mark.parametrize("key", ["0" * 32, "..%2f..%2fsecret_key", "x"])
    def test_gives_nothing_else(self, administrator, key):
        assert administrator.get(f"/outbox/{key}").status_code == 404

    def test_is_not_there_without_a_demonstration(self, administrator, db):
        db.session.get(Setting, "demonstration").value = False
        assert administrator.get("/outbox").status_code == 404

    def test_is_not_there_for_another_machine(self, administrator):
        assert administrator.get("/outbox", environ_base={"REMOTE_ADDR": "192.0.2.7"}).status_code == 404
