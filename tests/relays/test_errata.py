"""An erratum goes to those whom the first was for, and to nobody else."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from flask_babel import force_locale

from cara_crm.contacts.models import Affiliation, Contact, MailPreference
from cara_crm.core import clock
from cara_crm.core.languages import in_words
from cara_crm.core.permissions import Role
from cara_crm.deliveries import claims
from cara_crm.deliveries.links import mail_url
from cara_crm.deliveries.models import DeliveryStatus, Suppression
from cara_crm.extensions import db
from cara_crm.relays import calendar, queries, services
from cara_crm.relays.models import Question, QuestionKind, Recipient, Relay, RelayKind, RelayState
from cara_crm.relays.services.digest import send_digests
from cara_crm.relays.services.overtaking import overtaken
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


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Erratum : Appel à projets", ""),
        ("ERRATUM: la date change", "la date change"),
        ("Correction\u00a0: la date change", "la date change"),
        ("La date change", "La date change"),
    ],
)
def test_beside_the_first_an_erratum_is_not_called_one_twice(title: str, said: str) -> None:
    erratum = services.correct(sent(), by=factories.actor())
    erratum.title = title
    assert erratum.own_title_in("fr") == said


def test_through_the_door(sign_in, post, browse) -> None:
    first = sent()
    db.session.commit()
    sign_in(factories.user())
    page = f"/relays/{first.id}"
    assert "Send an erratum" in browse(page)
    response = post(page, f"{page}/correct")
    form = browse(response.location)
    assert "Erratum : Appel à projets" in form
    assert "Those who got “Appel à projets”" in form
    assert not [name for name in ("sectors", "event_on", "functions") if f'name="{name}"' in form]
    version = re.search(r'name="version"[^>]*value="(\d+)"', form)[1]
    written = {"kind": "information", "title": "Erratum", "body": "Le bon jour.", "version": version}
    assert post(response.location, response.location, written).status_code == 303
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


def by_mail(*others: str, kind: RelayKind = RelayKind.INFORMATION, **more) -> Relay:
    """To a person named Tôt whose mail has left, and to others whose mail waits."""
    people = [factories.contact(factories.member(name), email=f"{name}@errata.example") for name in ("tot", *others)]
    relay = cast.draft(factories.actor(), kind=kind, **more)
    services.send_relay(relay, by=factories.actor())
    row(relay, people[0]).delivery.status = DeliveryStatus.SENT
    row(relay, people[0]).delivery.sent_at = clock.now()
    db.session.flush()
    return relay


def row(relay: Relay, person: Contact | str) -> Recipient:
    email = person if isinstance(person, str) else person.email
    return next(one for one in relay.recipients if one.contact.email.split("@")[0] == email.split("@")[0])


def right(first: Relay, body: str = "La bonne échéance est le 15.", **more) -> Relay:
    """An erratum that leaves at once."""
    by = factories.actor()
    erratum = services.correct(first, by=by)
    words = {"title": erratum.title, "body": body, "deadline_on": erratum.deadline_on} | more
    services.edit_relay(erratum, version=erratum.version, kind=erratum.kind, **words, audience={}, by=by)
    services.send_relay(erratum, by=by)
    return erratum


def why(relay: Relay, person: Contact | str) -> str | None:
    return row(relay, person).why_not_written


QUESTION = services.Asked(QuestionKind.NUMBER, "Combien ?")
KINDS = {
    RelayKind.INFORMATION: {},
    RelayKind.OPPORTUNITY: {"deadline_on": clock.today() + timedelta(days=8)},
    RelayKind.EVENT: {"happening": services.Happening(clock.now() + timedelta(days=30))},
    RelayKind.CONSULTATION: {"deadline_on": clock.today() + timedelta(days=8)},
}


@pytest.mark.parametrize("kind", KINDS)
def test_who_waits_for_a_digest_reads_the_first_with_what_is_right_in_it_once(kind, send) -> None:
    person = factories.contact(factories.member(), preference=MailPreference.DAILY)
    by = factories.actor()
    first = cast.draft(by, kind=kind, **KINDS[kind])
    if kind is RelayKind.CONSULTATION:
        services.ask(first, [QUESTION], by=by)
    services.send_relay(first, by=by)
    erratum = right(first)
    assert (why(first, person), why(erratum, person)) == (None, Suppression.WITH_THE_FIRST)
    first_id, erratum_id = first.id, erratum.id
    with clock.at(clock.now() + timedelta(days=1)):
        assert send_digests(by=by) == 1
        ((_address, subject, text),) = send()
    assert subject.startswith("1 sujet")
    assert f"Erratum du {in_french(clock.today())}\N{NO-BREAK SPACE}: La bonne échéance est le 15." in text
    assert f"/{first_id}" in text
    ledgers = queries.ledgers([first_id, erratum_id])
    assert (ledgers[first_id].sent, ledgers[erratum_id].suppressed) == (1, 1)


def in_french(day) -> str:
    with force_locale("fr"):
        return in_words(day)


@pytest.mark.parametrize("kind", KINDS)
def test_who_waits_for_the_first_mail_gets_it_with_what_is_right_in_it_once(kind, send) -> None:
    """The server of one of the two has put the first off; the other has it."""
    first = by_mail("tard", kind=kind, **KINDS[kind])
    if kind is RelayKind.CONSULTATION:
        first.questions.append(Question(ordinal=0, kind=QuestionKind.NUMBER, words="Combien ?"))
    erratum = right(first)
    ids = first.id, erratum.id
    arrived = {address.split("@")[0]: text for address, _subject, text in send()}
    assert set(arrived) == {"tot", "tard"}
    assert "Rectifie\N{NO-BREAK SPACE}: Appel à projets" in arrived["tot"]
    assert f"/{ids[0]}" in arrived["tot"]
    assert "La bonne échéance est le 15." in arrived["tard"]
    assert "Un **appel** ouvre." in arrived["tard"]
    assert ("1 question à votre organisation" in arrived["tard"]) == (kind is RelayKind.CONSULTATION)
    for one in map(queries.ledger_of, [db.session.get_one(Relay, key) for key in ids]):
        assert (one.targeted, one.waiting, one.sent + one.suppressed) == (2, 0, 2)


STATES = {
    "queued": (DeliveryStatus.QUEUED, True),
    "in a worker's hand": (DeliveryStatus.SENDING, False),
    "sent": (DeliveryStatus.SENT, False),
    "given up": (DeliveryStatus.FAILED, True),
    "bounced": (DeliveryStatus.BOUNCED, False),
}


@pytest.mark.parametrize("state", STATES)
def test_what_became_of_the_first_decides_where_the_correction_is_read(state) -> None:
    status, with_the_first = STATES[state]
    first = by_mail("tard")
    row(first, "tard").delivery.status = status
    row(first, "tard").delivery.sent_at = clock.now() if status is DeliveryStatus.SENT else None
    erratum = right(first)
    assert why(erratum, "tard") == (Suppression.WITH_THE_FIRST if with_the_first else None)


def test_what_a_worker_gives_back_is_read_with_the_correction_alone(send) -> None:
    """It was taken just before the erratum left; the erratum waits until that is decided."""
    first = by_mail("tard")
    db.session.commit()
    taken = claims.claim("worker", 20)
    db.session.commit()
    right(first)
    assert send(timedelta(seconds=30)) == []
    claims.put_back(taken, "worker")
    arrived = [(address.split("@")[0], "Un **appel** ouvre." in text) for address, _subject, text in send()]
    assert sorted(arrived) == [("tard", True), ("tot", False)]


def test_a_mail_that_may_have_left_is_another_one_once_it_says_more_and_the_same_when_it_says_no_more() -> None:
    """A worker was killed when the server had it: a reader's folding by Message-ID must not hide the correction."""
    first = by_mail("tard")
    mail = row(first, "tard").delivery
    ids = [mail.message_id]
    right(first)
    for _try in range(2):
        mail.status = DeliveryStatus.SENDING
        db.session.flush()
        assert overtaken([mail.id]) == {}
        ids.append(mail.message_id)
    assert ids[0] != ids[1] == ids[2]


def test_a_digest_that_waits_to_be_sent_is_written_anew(send) -> None:
    person = factories.contact(factories.member(), preference=MailPreference.DAILY)
    by = factories.actor()
    first = cast.draft(by)
    services.send_relay(first, by=by)
    with clock.at(clock.now() + timedelta(days=1)):
        assert send_digests(by=by) == 1
        erratum = right(first)
        assert why(erratum, person) == Suppression.WITH_THE_FIRST
        assert send() == []
        assert send_digests(by=by) == 1
        assert ["La bonne échéance" in text for _address, _subject, text in send()] == [True]


def test_a_second_erratum_is_read_in_the_first_one_that_still_waits(send) -> None:
    first = by_mail()
    person = row(first, "tot").contact
    person.preference = MailPreference.DAILY
    one, two = right(first, "Le 15."), right(first, "Le 16.")
    assert (first.corrections, one.corrections, two.corrections) == ([one, two], [two], [])
    assert (why(one, person), why(two, person)) == (None, Suppression.WITH_THE_FIRST)
    with clock.at(clock.now() + timedelta(days=1)):
        assert send_digests(by=factories.actor()) == 1
        ((_address, _subject, digest),) = send()
    assert digest.count("Le 16.") == 1


def test_it_goes_the_way_of_what_it_sets_right() -> None:
    """Who wants calls at once and no information reads the erratum of a call at once."""
    person = factories.contact(factories.member(), rhythms={"information": "off", "opportunity": "at_once"})
    first = by_mail(kind=RelayKind.OPPORTUNITY, **KINDS[RelayKind.OPPORTUNITY])
    row(first, person).delivery.status = DeliveryStatus.SENT
    row(first, person).delivery.sent_at = clock.now()
    assert why(right(first), person) is None


def test_it_goes_to_nobody_at_another_employer() -> None:
    first = by_mail("tard")
    moved = row(first, "tot").contact
    moved.affiliations[0].from_on = clock.today() - timedelta(days=9)
    moved.affiliations[0].until_on = clock.today() - timedelta(days=1)
    moved.affiliations.append(Affiliation(member=factories.member("Concurrent"), from_on=clock.today()))
    db.session.flush()
    assert [one.contact.email for one in right(first).recipients] == ["tard@errata.example"]


class TestDeadline:
    @pytest.fixture
    def call(self):
        """Open for eight days, sent two days ago."""
        call = by_mail(kind=RelayKind.OPPORTUNITY, **KINDS[RelayKind.OPPORTUNITY])
        call.sent_at = clock.now() - timedelta(days=2)
        return call

    def test_the_draft_begins_with_it(self, call) -> None:
        assert services.correct(call, by=factories.actor()).deadline_on == call.deadline_on

    def test_it_becomes_that_of_the_first(self, call, send) -> None:
        later = call.deadline_on + timedelta(days=14)
        right(call, "Deux semaines de plus.", deadline_on=later)
        assert call.deadline_on == later
        assert later.strftime("%Y%m%d") in calendar.written(call, "fr").decode()
        assert "SEQUENCE:1" in calendar.written(call, "fr").decode()
        send()
        with clock.at(clock.now() + timedelta(days=5)):
            assert services.remind(by=factories.actor()) == 0
        with clock.at(clock.now() + timedelta(days=16)):
            assert services.remind(by=factories.actor()) == 1
            ((_address, subject, text),) = send()
        assert subject.startswith("Rappel")
        assert f"Ouvert jusqu’au {in_french(later)}" in text
        assert "Deux semaines de plus." in text

    def test_a_reminder_of_the_old_day_that_waits_is_not_sent(self, call, send) -> None:
        call_id = call.id
        send()
        with clock.at(clock.now() + timedelta(days=5)):
            assert services.remind(by=factories.actor()) == 1
            call = db.session.get_one(Relay, call_id)
            right(call, deadline_on=call.deadline_on + timedelta(days=14))
            assert [subject.split()[0] for _address, subject, _text in send()] == ["Erratum"]

    def test_an_erratum_stays_one_whatever_is_posted(self, call) -> None:
        erratum = services.correct(call, by=factories.actor())
        words = {"title": "Erratum", "body": "Juste.", "deadline_on": call.deadline_on}
        rule = {"sectors": [factories.sector("AUTO").id]}
        opportunity = {"version": erratum.version, "kind": RelayKind.OPPORTUNITY, "audience": rule}
        services.edit_relay(erratum, **opportunity, **words, by=factories.actor())
        assert (erratum.kind, erratum.sectors) == (RelayKind.INFORMATION, call.sectors)
        assert len(queries.audience_of(erratum.audience)) == 1

    def test_figures_that_are_worked_out_stay(self) -> None:
        asked = by_mail(kind=RelayKind.CONSULTATION, **KINDS[RelayKind.CONSULTATION])
        asked.results_at, closed = clock.now(), asked.deadline_on
        erratum = services.correct(asked, by=factories.actor())
        erratum.deadline_on = closed + timedelta(days=9)
        with pytest.raises(services.NotThen):
            services.schedule(erratum, by=factories.actor())
        services.send_relay(erratum, by=factories.actor())
        assert asked.deadline_on == closed


def test_only_who_is_in_charge_of_all_whom_it_went_to_sets_it_right() -> None:
    both = [factories.sector("RAIL"), factories.sector("AUTO")]
    factories.contact(factories.member())
    first = cast.draft(factories.actor(), audience={"sectors": [one.id for one in both]})
    services.send_relay(first, by=factories.actor())
    with pytest.raises(services.NothingToCorrect):
        services.correct(first, by=factories.actor(sector_ids=frozenset({both[0].id})))
    assert services.correct(first, by=factories.actor(sector_ids=frozenset(one.id for one in both)))


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


class TestPages:
    """What was set right says so wherever it is read, and the one leads to the other."""

    @pytest.fixture
    def pair(self):
        first = by_mail(kind=RelayKind.OPPORTUNITY, **KINDS[RelayKind.OPPORTUNITY])
        erratum = right(first)
        db.session.commit()
        return first.id, erratum.id

    @pytest.mark.parametrize("address", ["/relays/{}", "/information/{}", "/my/mail/TOKEN/{}"])
    def test_each_leads_to_the_other(self, pair, address, sign_in, browse) -> None:
        first_id, erratum_id = pair
        person = db.session.get_one(Relay, first_id).recipients[0].contact
        if "relays" in address:
            sign_in(factories.user())
        elif "information" in address:
            sign_in(factories.user(Role.MEMBER, contact_id=person.id, member_id=person.affiliations[0].member_id))
        address = address.replace("/my/mail/TOKEN", urlsplit(mail_url(person.id, [first_id])).path)
        html = browse(address.format(first_id))
        assert "La bonne échéance est le 15." in html
        assert f'href="{address.format(erratum_id)}"' in html
        assert f'href="{address.format(first_id)}"' in browse(address.format(erratum_id))

    def test_journal_print_and_files_say_so(self, pair, sign_in, browse, client) -> None:
        sign_in(factories.user())
        for page in ("/journal", "/journal/print?kind=opportunity", "/journal/export"):
            text = browse(page) if "export" not in page else client.get(page).get_data(as_text=True)
            assert "Set right by the erratum of" in text
        assert "Only: Kind: Opportunity" in browse("/journal/print?kind=opportunity")

    def test_one_that_is_about_to_leave_is_not_said_to_be_begun(self, pair, sign_in, post, browse) -> None:
        first, by = db.session.get_one(Relay, pair[0]), factories.actor()
        services.schedule(services.correct(first, by=by), by=by)
        db.session.commit()
        sign_in(factories.user())
        response = post(f"/relays/{first.id}", f"/relays/{first.id}/correct")
        assert not response.location.endswith("/edit")
        assert "An erratum is about to leave" in browse(response.location)
