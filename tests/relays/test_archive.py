"""What somebody received: found again by its words, and read in a news reader elsewhere."""

from datetime import date, datetime, timedelta
from xml.etree import ElementTree

import pytest
import sqlalchemy as sa

from cara_crm.accounts import services as accounts
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.permissions import Role
from cara_crm.relays import services
from cara_crm.relays.models import NewsFeed, Relay, RelayKind
from tests import factories
from tests.relays import cast

ATOM = "{http://www.w3.org/2005/Atom}"
SYSTEM = Actor.system("test")


@pytest.fixture
def house(db, request_context):
    """Member → (member, its account): somebody to whom things are sent."""

    def _house(**kwargs):
        member = factories.member(in_sector=kwargs.pop("in_sector", "RAIL"))
        person = factories.contact(member, **kwargs)
        return member, factories.user(Role.MEMBER, member_id=member.id, contact_id=person.id, language="fr")

    return _house


def sent(title: str, *, sector: str = "RAIL", **kwargs) -> Relay:
    relay = cast.draft(factories.actor(), title=title, audience={"sectors": [factories.sector(sector).id]}, **kwargs)
    services.send_relay(relay, by=SYSTEM)
    return relay


def opened(db, user) -> str:
    found = accounts.open_address(NewsFeed, user, by=SYSTEM)
    db.session.commit()
    return f"/information/{accounts.secret_part(found)}.atom"


def test_what_was_received_is_found_by_its_words_without_accents(house, db, sign_in, browse):
    _member, user = house()
    sent("Appel à l’électrification", body="Les *œuvres* d’été")
    sent("Autre chose", title_en="Something else", body_en="Hydrogen")
    factories.contact(factories.member(in_sector="AUTO"))
    sent("Électrification des vélos", sector="AUTO")
    db.session.commit()
    sign_in(user)
    found = [("ELECTRIF", 1), ("oeuvres ete", 1), ("hydrogen", 1), ("velos", 0), ("100%_", 0), ("", 2)]
    for q, many in found:
        assert browse(f"/information?q={q}").count('class="quiet strong"') == many, q
    assert browse("/information?kind=event").count('class="quiet strong"') == 0
    assert browse("/information?kind=report").count('class="quiet strong"') == 2


def test_words_that_change_are_found_as_they_are_now(house, db, sign_in, browse):
    house()
    relay = cast.draft(factories.actor(), title="Avant")
    relay.title = "Après"
    assert relay.folded == "apres un appel ouvre"
    db.session.flush()
    assert db.session.scalar(sa.select(Relay.folded).where(Relay.id == relay.id)) == "apres un appel ouvre"


def test_what_one_does_not_want_is_listed_only_when_asked_for(house, db, sign_in, browse):
    _member, user = house(rhythms={"information": "off"})
    sent("Rien pour moi")
    db.session.commit()
    sign_in(user)
    assert "Rien pour moi" not in browse("/information")
    assert "Rien pour moi" in browse("/information?kind=information")


def test_the_feed_is_atom_and_holds_what_this_person_got(house, db, client):
    _member, user = house(language="en")
    sent("Un & <deux>", body="Texte **gras**\x0b suite")
    factories.contact(factories.member(in_sector="AUTO"))
    sent("Pas pour vous", sector="AUTO")
    response = client.get(opened(db, user))
    feed = ElementTree.fromstring(response.data)
    assert (response.mimetype, response.headers["Cache-Control"]) == ("application/atom+xml", "private, no-cache")
    assert (feed.tag, [one.tag for one in feed[:3]]) == (
        f"{ATOM}feed",
        [f"{ATOM}{n}" for n in ("id", "title", "updated")],
    )
    [entry] = feed.findall(f"{ATOM}entry")
    said = {name: entry.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated", "published", "content")}
    assert said["title"] == "Un & <deux>"
    assert "<strong>gras</strong> suite" in said["content"]
    assert datetime.fromisoformat(said["updated"]).tzinfo is not None
    assert entry.find(f"{ATOM}link").get("href").startswith("http")
    assert all(said.values())
    assert feed.find(f"{ATOM}author/{ATOM}name").text


def test_a_feed_tells_of_an_answer_and_not_what_it_says(house, db, client):
    member, user = house()
    issue = factories.issue(member, title="Acier en retard", what_happens="Rien n’arrive")
    cast.answered(cast.relayed(issue, title="Délais d’acier"), factories.actor())
    content = client.get(opened(db, user)).text
    assert "Une réponse à ce que vous avez remonté" in content
    assert [word in content for word in ("acier", "Acier", "pris en compte", "arrive")] == [False] * 4


def test_a_feed_says_until_when_and_what_becomes_of_an_event(house, db, client):
    _member, user = house()
    user.language = "en"
    sent("Un appel", kind=RelayKind.OPPORTUNITY, deadline_on=date(2031, 5, 6))
    day = datetime(2031, 4, 1, 9, 30, tzinfo=clock.PARIS)
    event = sent("Journée", kind=RelayKind.EVENT, happening=services.Happening(day, None, "Salle B"))
    address = opened(db, user)
    before = entry_of(client.get(address).data, "Journée")
    assert "Tuesday 1 April 2031, 09:30 · Salle B" in before["content"]
    assert "Open until 6 May 2031" in entry_of(client.get(address).data, "Un appel")["content"]
    with clock.at(clock.now() + timedelta(hours=1)):
        services.move_event(event, services.Happening(day + timedelta(days=1), None, "Salle C"), by=factories.actor())
        db.session.commit()
    moved = entry_of(client.get(address).data, "Journée")
    assert "It is now: Wednesday 2 April 2031, 09:30 · Salle C" in moved["content"]
    assert moved["updated"] > before["updated"]
    services.cancel_event(event, "Salle fermée.", by=factories.actor())
    db.session.commit()
    assert "Salle fermée." in entry_of(client.get(address).data, "Cancelled: Journée")["content"]


def entry_of(content: bytes, title: str) -> dict[str, str]:
    for entry in ElementTree.fromstring(content).findall(f"{ATOM}entry"):
        if entry.findtext(f"{ATOM}title") == title:
            return {name: entry.findtext(f"{ATOM}{name}") or "" for name in ("updated", "content")}
    raise AssertionError(title)


def test_nothing_new_is_not_read_again(house, db, client):
    address = opened(db, house()[1])
    etag = client.get(address).headers["ETag"]
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 304


def test_an_address_that_was_renewed_closed_or_left_behind_is_not_there(house, db, client):
    _member, user = house()
    first = opened(db, user)
    second = opened(db, user)
    assert [client.get(address).status_code for address in (first, second)] == [404, 200]
    user.deactivated_at = clock.now()
    db.session.commit()
    assert client.get(second).status_code == 404
    assert client.get("/information/" + "0" * 64 + ".atom").status_code == 404


def test_the_person_opens_and_closes_it(house, db, sign_in, post, browse):
    _member, user = house()
    db.session.commit()
    sign_in(user)
    assert "Ouvrir une adresse pour mon lecteur" in browse("/my/preferences")
    assert post("/my/preferences", "/information/feed", {}).status_code == 303
    assert ".atom" in browse("/my/preferences")
    assert post("/my/preferences", "/information/feed/close", {}).status_code == 303
    assert db.session.get(NewsFeed, user.id) is None
