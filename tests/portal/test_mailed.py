"""By the link of a mail, without an account: nothing is done by looking, and nothing is told about its reader."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from cara_crm.contacts.models import MailPreference, News, Rhythm
from cara_crm.core import clock
from cara_crm.core.permissions import Role
from cara_crm.deliveries import links, transport
from cara_crm.deliveries.models import Delivery
from cara_crm.extensions import db
from cara_crm.relays import services
from cara_crm.relays.models import Relay, RelayKind
from cara_crm.worker import Worker
from tests import factories, smtp
from tests.relays import cast


@pytest.fixture
def reader():
    """Somebody without an account."""
    return factories.contact(factories.member())


@pytest.fixture
def send(request_context):
    """A relay to everybody of the rail sector, sent."""

    def sent(kind: RelayKind = RelayKind.INFORMATION, **kwargs) -> Relay:
        relay = cast.draft(factories.actor(), kind=kind, **kwargs)
        services.send_relay(relay, by=factories.actor())
        db.session.flush()
        return relay

    return sent


def path(contact, *relays: Relay) -> str:
    return links.mail_url(contact.id, [one.id for one in relays]).removeprefix("http://localhost")


def mails(kind: str) -> list[Delivery]:
    return list(db.session.scalars(sa.select(Delivery).where(Delivery.kind == kind).order_by(Delivery.id)))


def in_two_hours() -> services.Happening:
    return services.Happening(clock.now() + timedelta(hours=2), places=1)


def test_the_mail_opens_what_it_is_about(browse, send, reader):
    relay = send()
    mail = mails("relay_information")[0]
    found = re.search(rf"http://localhost(/my/mail/[^/\s]+/{relay.id})\n", mail.body_text)[1]
    assert "Un <strong>appel</strong> ouvre." in browse(found)
    assert mail.body_html.count(found) == 1
    assert relay.recipients[0].acknowledged_at is None


def test_it_opens_nothing_else(client, post, send, reader):
    first, other = send(), send(title="Autre")
    assert client.get(f"{path(reader, first)}/{other.id}").status_code == 404
    assert client.get("/my/mail/forged").status_code == 404


def test_the_page_says_nothing_about_its_reader(client, post, send, reader):
    relay = send()
    before = client.get(f"{path(reader, relay)}/{relay.id}").text
    services.acknowledge(relay.recipients[0], by=factories.actor())
    reader.preference = MailPreference.WEEKLY
    db.session.flush()
    after = client.get(f"{path(reader, relay)}/{relay.id}").text
    hidden = re.compile(r'value="[^"]{40,}"|/my/mail/[^"/]+')
    assert hidden.sub("", before) == hidden.sub("", after)
    assert reader.last_name not in after
    assert "checked" in client.get(f"{path(reader, relay)}/preferences").text.partition("Leave as it is")[0][-300:]


def test_a_button_says_that_it_was_read(client, post, send, reader):
    relay = send()
    page = f"{path(reader, relay)}/{relay.id}"
    assert post(page, page, {"say": "read"}).status_code == 303
    assert relay.recipients[0].acknowledged_at is not None


def test_a_button_says_that_one_is_interested(client, post, send, reader):
    relay = send(RelayKind.OPPORTUNITY, deadline_on=clock.today())
    page = f"{path(reader, relay)}/{relay.id}"
    post(page, page, {"say": "interested"})
    assert relay.recipients[0].interested_at is not None


def test_who_comes_and_who_does_not_after_all_are_told_by_mail(client, post, send, reader):
    relay = send(RelayKind.EVENT, happening=in_two_hours())
    page = f"{path(reader, relay)}/{relay.id}"
    post(page, page, {"say": "come"})
    assert relay.recipients[0].placed_at is not None
    post(page, page, {"say": "not"})
    assert relay.recipients[0].registered_at is None
    assert [one.subject.partition(":")[0].strip() for one in mails("event_registered")] == [
        "Inscription confirmée",
        "Vous n’êtes plus inscrit",
    ]


def test_what_is_chosen_is_told_to_the_person(client, post, send, reader):
    relay = send()
    page = f"{path(reader, relay)}/preferences"
    chosen = {"preference": "daily", "opportunity": "at_once", "language": "en", "newsletters": "no"}
    assert post(page, page, chosen).status_code == 303
    assert (reader.preference, reader.language) == (MailPreference.DAILY, "en")
    assert reader.rhythms == {News.OPPORTUNITY.value: Rhythm.AT_ONCE.value}
    assert reader.newsletter_opt_out_at is not None
    (told,) = mails("choices_changed")
    assert "Information reaches you: once a day" in told.body_text


def test_what_is_left_stays(client, post, send, reader):
    reader.preference, reader.digest_hour = MailPreference.WEEKLY, 9
    page = f"{path(reader, send())}/preferences"
    post(page, page, {"language": "en"})
    assert (reader.preference, reader.digest_hour, reader.language) == (MailPreference.WEEKLY, 9, "en")


@pytest.mark.usefixtures("whole_window")
def test_too_many_clicks_write_no_more_mails(client, post, send, reader):
    page = f"{path(reader, send())}/preferences"
    for _n in range(22):
        post(page, page)
    assert len(mails("choices_changed")) == 20


@pytest.mark.parametrize("how", ["late", "closed", "archived", "left", "member"])
def test_it_ends(client, post, send, reader, how, monkeypatch):
    relay = send()
    page = f"{path(reader, relay)}/{relay.id}"
    if how == "closed":
        reader.links_closed_at = clock.now() + timedelta(seconds=2)
    elif how == "archived":
        reader.archived_on = clock.today()
    elif how == "member":
        member = relay.recipients[0].member
        member.archived_on, member.archived_reason = clock.today(), "closed"
    elif how == "left":
        reader.affiliations[0].until_on = clock.today() - timedelta(days=1)
        reader.affiliations[0].from_on = clock.today() - timedelta(days=9)
    else:
        monkeypatch.setattr(links, "LIFETIME", timedelta(seconds=-1))
    db.session.flush()
    assert client.get(page).status_code == 410
    assert client.get(f"{page}/event.ics").status_code == 410


def test_the_person_closes_the_links_of_its_mails(client, post, send, reader):
    relay = send()
    page = f"{path(reader, relay)}/preferences"
    assert post(page, f"{path(reader, relay)}/close").status_code == 410
    assert reader.links_closed_at is not None
    assert client.get(page).status_code == 410


def test_the_team_closes_the_links_of_its_mails(post, sign_in, reader):
    sign_in(factories.user())
    post(f"/contacts/{reader.id}", f"/contacts/{reader.id}/links/close")
    assert reader.links_closed_at is not None


def test_two_contacts_that_became_one_keep_their_links(client, post, send, reader):
    kept = factories.contact(factories.member("Autre"))
    relay = send()
    page = path(reader, relay)
    reader.merged_into_id = kept.id
    db.session.flush()
    assert client.get(f"{page}/preferences").status_code == 200


def test_an_answer_to_ones_own_words_is_not_opened_so(client, request_context):
    member = factories.member()
    issue = factories.issue(member, contact=factories.contact(member))
    relay = cast.answered(cast.relayed(issue), factories.actor())
    contact = relay.recipients[0].contact
    assert client.get(f"{path(contact, relay)}/{relay.id}").status_code == 410


def test_who_is_signed_in_reads_it_in_its_space(client, post, send, reader, sign_in):
    relay = send()
    member_id = reader.affiliations[0].member_id
    sign_in(factories.user(Role.MEMBER, contact_id=reader.id, member_id=member_id))
    assert client.get(f"{path(reader, relay)}/{relay.id}").location == f"/information/{relay.id}"
    assert client.get(f"{path(reader, relay)}/preferences").location == "/my/preferences"


def test_a_mail_that_arrived_is_answered_by_its_own_link(app, client, post, send, reader) -> None:
    """Through a mail server, both forms of the mail lead to the same page; looking at every link changes nothing."""
    relay = send(RelayKind.EVENT, happening=in_two_hours())
    db.session.commit()
    with smtp.running() as (server, mailboxes):
        way = transport.from_url(server.url, app.config["MAIL_FROM"], app.config["INSTANCE"])
        worker = Worker(app, way)
        while worker.postman.send_one():
            pass
        way.close()
    (arrived,) = mailboxes.messages
    parts = [part.get_content() for part in arrived.walk() if part.get_content_maintype() == "text"]
    found = [re.findall(r"http://localhost(/[^\s\"<)]+)", text) for text in parts]
    assert set(found[0]) == set(found[1])
    for link in found[0]:
        assert client.get(link).status_code == 200
    assert relay.recipients[0].acknowledged_at is None
    page = next(link for link in found[0] if link.endswith(f"/{relay.id}"))
    post(page, page, {"say": "come"})
    assert relay.recipients[0].placed_at is not None
