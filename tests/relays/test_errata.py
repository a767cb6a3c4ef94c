"""An erratum goes to those whom the first was for, and to nobody else."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from cara_crm.contacts.models import MailPreference
from cara_crm.core import clock
from cara_crm.deliveries.models import Delivery, DeliveryStatus
from cara_crm.extensions import db
from cara_crm.relays import queries, services
from cara_crm.relays.models import Relay, RelayKind, RelayState
from cara_crm.relays.services.digest import send_digests
from tests import factories
from tests.relays import cast

pytestmark = pytest.mark.usefixtures("request_context")


def sent() -> Relay:
    """To one person of the rail sector."""
    factories.contact(factories.member())
    relay = cast.draft(factories.actor(), title_en="Call", body_en="A call opens.")
    services.send_relay(relay, by=factories.actor())
    return relay


def test_it_goes_to_those_who_got_the_first() -> None:
    first = sent()
    factories.contact(factories.member("Venue depuis"))
    erratum = services.correct(first, by=factories.actor())
    people = [person.contact.id for person in queries.audience_of(erratum.audience)]
    assert people == [row.contact_id for row in first.recipients]
    assert (erratum.kind, erratum.corrects_id, erratum.sectors) == (RelayKind.INFORMATION, first.id, first.sectors)
    assert (erratum.title, erratum.title_en) == ("Erratum : Appel à projets", "Erratum: Call")


def test_its_audience_stays_when_its_words_are_edited() -> None:
    erratum = services.correct(sent(), by=factories.actor())
    words = {"kind": erratum.kind, "title": "Erratum", "body": "Juste."}
    services.edit_relay(erratum, version=erratum.version, **words, audience={}, by=factories.actor())
    assert len(queries.audience_of(erratum.audience)) == 1


def test_a_second_click_gives_back_the_one_that_waits() -> None:
    first, by = sent(), factories.actor()
    assert services.correct(first, by=by) is services.correct(first, by=by)


def test_a_draft_is_edited_not_corrected() -> None:
    with pytest.raises(services.NothingToCorrect):
        services.correct(cast.draft(factories.actor()), by=factories.actor())


def test_an_answer_is_corrected_by_its_federation() -> None:
    relay = cast.answered(cast.relayed(factories.issue()), factories.actor())
    with pytest.raises(services.NothingToCorrect):
        services.correct(relay, by=factories.actor())


def test_through_the_door(sign_in, post, browse) -> None:
    first = sent()
    db.session.commit()
    sign_in(factories.user())
    page = f"/relays/{first.id}"
    assert "Send an erratum" in browse(page)
    response = post(page, f"{page}/correct")
    assert "Erratum : Appel à projets" in browse(response.location)
    html = browse(response.location.removesuffix("/edit"))
    assert "This sets right:" in html
    assert "1 person, each once" in html
    assert db.session.query(Relay).filter_by(state=RelayState.DRAFT).count() == 1


def test_a_manager_of_some_sectors_writes_an_erratum_to_its_own(sign_in, post) -> None:
    first = sent()
    outside = factories.contact(factories.member(in_sector="AUTO"))
    by = factories.actor(sector_ids=frozenset({factories.sector("RAIL").id}))
    erratum = services.correct(first, by=by)
    assert outside.id not in [person.contact.id for person in queries.audience_of(erratum.audience)]
    sign_in(factories.user(sectors=[factories.sector("AUTO")]))
    db.session.commit()
    assert post("/relays/new", f"/relays/{first.id}/correct").status_code == 404


def test_who_waits_for_a_digest_reads_what_is_right_alone() -> None:
    person = factories.contact(factories.member(), preference=MailPreference.DAILY)
    by = factories.actor()
    with clock.at(datetime(2026, 11, 24, 12, tzinfo=clock.PARIS)):
        first = cast.draft(by)
        services.send_relay(first, by=by)
        erratum = services.correct(first, by=by)
        services.send_relay(erratum, by=by)
    with clock.at(datetime(2026, 11, 25, 12, tzinfo=clock.PARIS)):
        assert send_digests(by=by) == 1
    (mail,) = db.session.scalars(sa.select(Delivery).filter_by(contact_id=person.id))
    assert mail.body_text.count("Appel à projets") == mail.body_text.count("Erratum") == 1
    assert queries.ledger_of(first).suppressed == 1


def test_who_waits_for_the_first_mail_reads_what_is_right_alone() -> None:
    """The server of one of the two has put the first off; the other has it."""
    late, _prompt = (factories.contact(factories.member(name)) for name in ("Un", "Deux"))
    by = factories.actor()
    first = cast.draft(by)
    services.send_relay(first, by=by)
    got = next(row for row in first.recipients if row.contact_id != late.id)
    got.delivery.status, got.delivery.sent_at = DeliveryStatus.SENT, clock.now()
    services.send_relay(services.correct(first, by=by), by=by)
    waiting = db.session.scalars(sa.select(Delivery).filter_by(status=DeliveryStatus.QUEUED)).all()
    assert [mail.body_text.count("Erratum") for mail in waiting] == [1, 1]
    ledger = queries.ledger_of(first)
    assert (ledger.targeted, ledger.sent, ledger.suppressed, ledger.waiting) == (2, 1, 1, 0)


def test_who_has_left_since_is_counted_not_written_to(browse, sign_in) -> None:
    gone = factories.contact(factories.member("Autre"))
    first = sent()
    gone.affiliations[0].from_on = clock.today() - timedelta(days=9)
    gone.affiliations[0].until_on = clock.today() - timedelta(days=1)
    db.session.flush()
    erratum = services.correct(first, by=factories.actor())
    assert len(queries.audience_of(erratum.audience)) == 1
    sign_in(factories.user())
    assert "1 person who got the first is not among them" in browse(f"/relays/{erratum.id}")
