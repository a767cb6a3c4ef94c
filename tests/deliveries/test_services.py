"""Queueing: one row per message, in the caller's transaction, in the language of who gets it."""

import re
from datetime import date, timedelta
from email.utils import parseaddr

import pytest
import sqlalchemy as sa

from cara_crm.contacts.models import MailPreference
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.permissions import Role
from cara_crm.deliveries import links, services
from cara_crm.deliveries.models import Delivery, DeliveryStatus, Suppression
from cara_crm.extensions import db
from cara_crm.files import services as files
from cara_crm.relays.services import sending
from tests import factories
from tests.relays import cast

WORKER = Actor.system("worker")
SOMEBODY = services.Address("ana@cluster.example", "Ana Fictive", "en")


def queue(to=SOMEBODY, dedupe_key="trial:1", **kwargs):
    return services.queue("trial", to=to, dedupe_key=dedupe_key, context={}, by=WORKER, **kwargs)


def test_a_message_is_rendered_when_it_is_queued():
    delivery = queue()
    assert delivery.subject == "Test message from CARA"
    assert "Hello Ana Fictive," in delivery.body_text
    assert "Hello Ana Fictive," in delivery.body_html


def test_a_contact_is_written_to_in_its_own_language():
    assert queue(factories.contact(language="fr")).subject == "Message d’essai de CARA"


def test_styles_stand_in_the_elements():
    html = queue().body_html
    assert re.search(r"<td[^>]* style=", html)
    assert "prefers-color-scheme" in html


def test_the_same_key_gives_the_same_row():
    assert queue() is queue()


def test_a_queued_message_has_a_message_id_of_our_domain():
    assert re.fullmatch(r"<[0-9a-f]{32}@cara\.invalid>", queue().message_id)


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"email": None}, Suppression.NO_ADDRESS),
        ({"email": "nobody"}, Suppression.BAD_ADDRESS),
        ({"email": "a@b.example\nBcc: c@d.example"}, Suppression.BAD_ADDRESS),
        ({"hold_reason": "left the firm"}, Suppression.ON_HOLD),
        ({"archived_on": date(2026, 1, 1)}, Suppression.ARCHIVED),
        ({"preference": "portal_only"}, Suppression.PORTAL_ONLY),
    ],
)
def test_who_cannot_be_written_to_gets_a_suppressed_row_with_the_reason(values, reason):
    delivery = queue(factories.contact(**values))
    assert (delivery.status, delivery.suppression) == (DeliveryStatus.SUPPRESSED, reason)


def test_who_reads_in_the_portal_only_still_gets_a_sign_in_link():
    assert (
        queue(factories.contact(preference=MailPreference.PORTAL_ONLY), holds_token=True).status
        is DeliveryStatus.QUEUED
    )


def test_who_unsubscribed_gets_no_newsletter_but_what_concerns_them():
    contact = factories.contact(newsletter_opt_out_at=clock.now())
    assert queue(contact, "a", unsubscribe=True).suppression is Suppression.UNSUBSCRIBED
    assert queue(contact, "b").status is DeliveryStatus.QUEUED


def test_a_token_that_is_not_sent_is_not_kept():
    delivery = queue(services.Address(""), holds_token=True)
    assert (delivery.body_text, delivery.body_html) == ("", "")


def test_attachments_are_files_of_ours(db):
    file = files.store("rapport.pdf", "application/pdf", b"%PDF")
    delivery = queue(attachments=[file])
    db.session.flush()
    assert [a.file_id for a in delivery.attachments] == [file.id]


def test_a_failed_message_can_be_sent_again():
    delivery = queue()
    delivery.status, delivery.attempts = DeliveryStatus.FAILED, 7
    services.retry(delivery, by=factories.actor())
    assert (delivery.status, delivery.attempts) == (DeliveryStatus.QUEUED, 0)


def test_what_is_on_its_way_cannot_be_sent_again(request_context):
    with pytest.raises(services.CannotBeRetried):
        services.retry(queue(), by=factories.actor())


def test_what_bounced_can_be_sent_again_for_a_week():
    delivery = queue(holds_token=True)
    services.mark_bounced(delivery, "550 no such user", by=WORKER)
    assert (services.scrub_given_up(), delivery.can_be_retried) == (0, True)


def test_after_a_week_the_token_of_what_bounced_is_forgotten():
    delivery = queue(holds_token=True)
    services.mark_bounced(delivery, "550 no such user", by=WORKER)
    delivery.created_at = clock.now() - services.KEPT_FOR_RETRY - timedelta(minutes=1)
    assert (services.scrub_given_up(), delivery.body_text, delivery.can_be_retried) == (1, "", False)


def test_an_unsubscription_link_says_whose_it_is():
    token = links.unsubscribe_url(7).rpartition("/")[2]
    assert links.contact_of_token(token) == 7


def test_somebody_elses_token_unsubscribes_nobody():
    assert links.contact_of_token("7.forged") is None


def test_replies_go_to_the_person_who_caused_the_message():
    manager = factories.user(name="Zoé Invente", email="zoe@cluster.example")
    by = Actor(user_id=manager.id, role=manager.role)
    delivery = services.queue("trial", to=SOMEBODY, dedupe_key="reply", context={}, by=by)
    assert parseaddr(delivery.reply_to)[1] == "zoe@cluster.example"
    assert "You can answer it" in delivery.body_text


def test_where_nobody_reads_answers_the_mail_does_not_ask_for_them():
    delivery = queue()
    assert delivery.reply_to == ""
    assert "You can answer it" not in delivery.body_text


def test_a_member_who_causes_a_message_is_not_shown_in_it():
    account = factories.user(Role.MEMBER, member_id=factories.member().id)
    by = Actor(user_id=account.id, role=account.role)
    assert services.queue("trial", to=SOMEBODY, dedupe_key="reply", context={}, by=by).reply_to == ""


def queue_all(*contacts, **kwargs):
    return services.queue_all("trial", to=contacts, dedupe_prefix="many:1", context={}, by=WORKER, **kwargs)


def test_many_get_what_one_would_get_each_in_their_language():
    ana, noe = factories.contact(language="en"), factories.contact(language="fr")
    found = queue_all(ana, noe)
    one = services.queue("trial", to=ana, dedupe_key="alone", context={}, by=WORKER)
    hers, his = (db.session.get(Delivery, found[person.id].id) for person in (ana, noe))
    said = ("subject", "body_text", "body_html", "reply_to", "recipient", "recipient_name", "status", "priority")
    assert [getattr(hers, name) for name in said] == [getattr(one, name) for name in said]
    assert (his.language, his.dedupe_key) == ("fr", f"many:1:{noe.id}")


def test_a_newsletter_to_many_reads_as_the_one_to_each(request_context):
    people = [factories.contact(last_name=name) for name in ("O'Neil & <Fils>", 'Dit "le Grand"', "Œuvré Été")]
    context = sending.letter_context(cast.draft(factories.actor()), "fr")
    same = {"unsubscribe": True, "by": WORKER}
    why = {one.id: f"Achats, {one.last_name}" for one in people}
    many = services.queue_all(
        "relay_information", to=people, dedupe_prefix="many", context=context, reasons=why, **same
    )
    for person in people:
        own = {**context, "reason": why[person.id]}
        one = services.queue("relay_information", to=person, dedupe_key=f"alone:{person.id}", context=own, **same)
        his = db.session.get(Delivery, many[person.id].id)
        assert (his.subject, his.body_text, his.unsubscribe_url) == (one.subject, one.body_text, one.unsubscribe_url)
        assert his.body_html.replace(" ", "&nbsp;") == one.body_html.replace(" ", "&nbsp;")


def test_many_are_queued_once_however_often():
    ana, noe = factories.contact(), factories.contact()
    first = queue_all(ana)
    assert queue_all(ana, noe)[ana.id] == first[ana.id]
    assert db.session.scalar(sa.select(sa.func.count(Delivery.id))) == 2


def test_who_cannot_be_written_to_is_suppressed_among_many():
    quiet = factories.contact(preference=MailPreference.PORTAL_ONLY)
    assert queue_all(quiet)[quiet.id].suppressed_reason == Suppression.PORTAL_ONLY


def test_however_many_are_queued_it_is_looked_up_once(count_queries):
    people = [factories.contact() for _ in range(12)]
    db.session.flush()
    with count_queries() as statements:
        queue_all(*people)
    assert sum(said.startswith("SELECT") for said in statements.statements) == 2  # who has it already; our name
