"""The journal and what goes down, through the door; and readers who try to find out who said what."""

import csv
import re
from datetime import date, timedelta
from io import StringIO

import pytest
from flask_babel import force_locale

from cara_crm.core import clock
from cara_crm.core.permissions import Role
from cara_crm.extensions import db
from cara_crm.issues.models import Issue
from cara_crm.jobs.models import Job
from cara_crm.relays import queries, services
from cara_crm.relays.models import Relay, RelayKind, RelayState
from cara_crm.relays.views import exporting
from tests import factories
from tests.browse import filled
from tests.relays import cast

WITHOUT_NAMES = [Role.DIRECTOR, Role.OBSERVER, Role.REVIEWER, Role.ADMINISTRATOR]


def member_user(**kwargs):
    member = factories.member(**kwargs)
    person = factories.contact(member)
    return factories.user(Role.MEMBER, member_id=member.id, contact_id=person.id)


def test_the_journal_shows_both_directions(sign_in, browse) -> None:
    cast.recorded("Point avec la fédération")
    factories.contact(factories.member())
    services.send_relay(cast.draft(factories.actor()), by=factories.actor())
    sign_in(factories.user())
    html = browse("/journal")
    assert "Point avec la fédération" in html
    assert "For 1 person" in html


def test_an_empty_journal_teaches(sign_in, browse) -> None:
    sign_in(factories.user())
    assert "Nothing has passed yet" in browse("/journal")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("direction=down", False),
        ("direction=up", True),
        ("kind=call", False),
        ("kind=meeting", True),
        ("since=2999-01-01", False),
        ("until=2999-01-01", True),
        ("sector=abc&federation=99999999999", True),
    ],
)
def test_the_journal_is_filtered(sign_in, browse, query: str, expected: bool) -> None:
    cast.recorded("Point")
    sign_in(factories.user())
    assert ("Point</a>" in browse(f"/journal?{query}")) is expected


def test_a_manager_filters_by_member(sign_in, browse) -> None:
    member = factories.member("Fonderie Imaginaire")
    factories.contact(member)
    cast.answered(cast.relayed(factories.issue(member)), factories.actor())
    sign_in(factories.user())
    assert "Certification</a>" in browse("/journal?member=fonderie")
    assert "Certification</a>" not in browse("/journal?member=autre")


def test_who_does_not_see_a_member_cannot_look_for_its_relays(sign_in, browse) -> None:
    rail = factories.member("Fonderie Imaginaire", in_sector="RAIL")
    factories.contact(rail, last_name="Secrète")
    relay = cast.answered(cast.relayed(factories.issue(rail)), factories.actor())
    relay.sectors = [factories.sector("AUTO")]
    factories.db.session.flush()
    sign_in(factories.user(sectors=[factories.sector("AUTO")]))
    assert "Certification</a>" in browse("/journal")
    assert "Certification</a>" not in browse("/journal?member=fonderie")
    assert "Certification</a>" not in browse("/journal?person=secrete")


@pytest.mark.parametrize("role", WITHOUT_NAMES)
def test_others_cannot_filter_by_member(sign_in, browse, role: Role) -> None:
    member = factories.member("Fonderie Imaginaire")
    factories.contact(member)
    cast.answered(cast.relayed(factories.issue(member)), factories.actor())
    sign_in(factories.user(role))
    assert browse("/journal?member=fonderie").count("timeline") == browse("/journal?member=autre").count("timeline")
    assert 'name="member"' not in browse("/journal")


@pytest.mark.parametrize("role", WITHOUT_NAMES)
def test_others_read_no_raw_words_and_no_names(sign_in, browse, role: Role) -> None:
    member = factories.member("Fonderie Imaginaire")
    factories.contact(member, last_name="Secrète")
    issue = factories.issue(member, title="Mots bruts de la fonderie")
    relay = cast.answered(cast.relayed(issue), factories.actor())
    meeting = cast.recorded("Réunion", body="Untel a dit cela.")
    sign_in(factories.user(role))
    page = browse(f"/relays/{relay.id}") + browse("/journal") + browse(f"/relays/{meeting.id}")
    for secret in ("Fonderie Imaginaire", "Secrète", "Mots bruts de la fonderie", "Untel a dit"):
        assert secret not in page


@pytest.mark.parametrize(
    ("language", "said", "unsaid"),
    [("fr", "À l’étude jusqu’au", "Ouvert jusqu’au"), ("en", "Under examination until", "Open until")],
)
def test_an_answer_under_examination_is_no_open_call(sign_in, browse, language, said, unsaid) -> None:
    relay = cast.answered(cast.relayed(factories.issue()), factories.actor())
    relay.deadline_on = clock.today()
    sign_in(factories.user(language=language))
    html = browse(f"/relays/{relay.id}", budget=20)
    assert said in html
    assert unsaid not in html


def test_what_is_over_is_not_called_open(sign_in, browse) -> None:
    relay = cast.recorded("Appel à projets")
    sign_in(factories.user())
    for day, said in ((clock.today(), "Open until"), (clock.today() - timedelta(days=1), "Closed: it was open until")):
        relay.deadline_on = day
        factories.db.session.flush()
        assert said in browse(f"/relays/{relay.id}")


def test_how_few_are_behind_an_answer_is_not_for_observers(sign_in, browse) -> None:
    member = factories.member()
    factories.contact(member)
    relay = cast.answered(cast.relayed(factories.issue(member)), factories.actor())
    sign_in(factories.user(Role.OBSERVER))
    html = browse(f"/relays/{relay.id}")
    assert "Withheld" in html
    assert "What became of it" not in html


def test_a_manager_of_other_sectors_sees_nothing(sign_in, client, browse) -> None:
    relay = cast.recorded("Point ferroviaire")
    sign_in(factories.user(sectors=[factories.sector("AUTO")]))
    assert "Point ferroviaire" not in browse("/journal")
    assert client.get(f"/relays/{relay.id}").status_code == 404


@pytest.mark.parametrize("formula", ["=cmd()", " +1", "\uff1dcmd()", "@SUM(A1)", "-1"])
def test_the_export_says_what_is_shown(sign_in, client, formula: str) -> None:
    cast.recorded(formula)
    cast.recorded("Appel", kind=RelayKind.CALL)
    db.session.commit()
    sign_in(factories.user())
    text = client.get("/journal/export?kind=meeting").get_data(as_text=True).lstrip("\ufeff")
    rows = list(csv.reader(StringIO(text)))
    assert [row[5] for row in rows[1:]] == [f"'{formula}"]


def test_the_journal_prints(sign_in, browse) -> None:
    cast.recorded("Point")
    sign_in(factories.user())
    assert "Point" in browse("/journal/print")


def test_write_see_the_people_and_send(sign_in, post, browse, client) -> None:
    factories.contact(factories.member(), last_name="Jointe")
    factories.contact(factories.member(), last_name="Injoignable", email=None)
    rail = factories.sector("RAIL").id
    sign_in(factories.user())
    data = {"kind": "information", "title": "Appel", "body": "Texte", "sectors": [rail], "statuses": ["active"]}
    response = post("/relays/new", "/relays/new", {**data, "federation_id": "", "submission_key": "k1"})
    assert response.status_code == 303, response.get_data(as_text=True)
    page = browse(response.location)
    assert "Jointe" in page
    assert "Injoignable" in page
    sent = post(response.location, response.location + "/send", cast.looked_at(db.session.query(Relay).one()))
    html = client.get(sent.location).get_data(as_text=True)
    assert "It leaves in a minute; until then you can call it back." in html
    relay = db.session.query(Relay).one()
    cast.leave(relay)
    ledger = queries.ledger_of(relay)
    assert (ledger.waiting, ledger.suppressed) == (1, 1)


def test_a_second_click_sends_nothing_more(sign_in, post, client) -> None:
    factories.contact(factories.member())
    relay = cast.draft(factories.actor())
    db.session.commit()
    sign_in(factories.user())
    post(f"/relays/{relay.id}", f"/relays/{relay.id}/send", cast.looked_at(relay))
    again = post("/relays/new", f"/relays/{relay.id}/send")
    assert again.status_code == 303
    assert db.session.query(Job).count() == 1
    cast.leave(relay)
    post("/relays/new", f"/relays/{relay.id}/send")
    assert db.session.get(Relay, relay.id).state is RelayState.SENT
    assert db.session.query(Job).count() == 1


def test_what_was_typed_is_kept_when_it_is_refused(sign_in, post) -> None:
    sign_in(factories.user())
    data = {"kind": "consultation", "title": "Sondage", "body": "Quel est votre prix ?", "federation_id": ""}
    response = post("/relays/new", "/relays/new", data)
    html = response.get_data(as_text=True)
    assert response.status_code == 422
    assert "Quel est votre prix ?" in html
    assert 'aria-invalid="true"' in html


def test_edit_a_draft(sign_in, post, browse) -> None:
    relay = cast.draft(factories.actor())
    db.session.commit()
    sign_in(factories.user())
    browse(f"/relays/{relay.id}/edit")
    data = {"kind": "information", "title": "Autre titre", "body": "Texte", "federation_id": "", "version": "1"}
    assert post(f"/relays/{relay.id}/edit", f"/relays/{relay.id}/edit", data).status_code == 303
    stale = post(f"/relays/{relay.id}/edit", f"/relays/{relay.id}/edit", data | {"title": "Le mien"})
    assert stale.status_code == 409
    html = stale.get_data(as_text=True)
    assert "Le mien" in html
    assert "Autre titre" in html


def test_two_who_write_one_draft_both_keep_what_they_wrote(sign_in, client) -> None:
    first, second = factories.sector("AUTO"), factories.sector("RAIL")
    relay = cast.draft(factories.actor())
    db.session.commit()
    sign_in(factories.user())
    url = f"/relays/{relay.id}/edit"
    typed = filled(client.get(url).text, url)
    theirs = {"title": "Le leur", "body": "Leur texte.", "sectors": [first.id, second.id], "link": "https://a.example"}
    assert client.post(url, data=typed | theirs).status_code == 303
    answer = client.post(url, data=typed | {"title": "Le mien", "deadline_on": "2031-05-06"})
    assert answer.status_code == 409
    assert re.search(r"Saved meanwhile by somebody else:</b><div class=\"words\">Le leur", answer.text)
    assert client.post(url, data=filled(answer.text, url)).status_code == 303
    db.session.expire_all()
    assert (relay.title, relay.body, relay.link) == ("Le mien", "Leur texte.", "https://a.example")
    assert relay.deadline_on == date(2031, 5, 6)
    assert relay.audience["sectors"] == [first.id, second.id]


def test_try_leave_out_and_throw_away(sign_in, post, client) -> None:
    person = factories.contact(factories.member(), last_name="Ecartée")
    relay = cast.draft(factories.actor())
    db.session.commit()
    sign_in(factories.user())
    page = f"/relays/{relay.id}"
    assert post(page, f"{page}/test").status_code == 303
    post(page, f"{page}/leave-out", {"contact": [str(person.id)]})
    assert "Ecartée" not in client.get(page).get_data(as_text=True)
    post(page, f"{page}/discard")
    assert client.get(page).status_code == 404


def test_record_a_call(sign_in, post, browse) -> None:
    sign_in(factories.user())
    data = {"kind": "call", "direction": "down", "happened_on": clock.today().isoformat(), "title": "Appel de la FIF"}
    response = post("/relays/record", "/relays/record", data | {"federation_id": str(factories.federation().id)})
    assert response.status_code == 303, response.get_data(as_text=True)
    assert "Appel de la FIF" in browse("/journal")


def test_a_call_without_a_day_says_so_at_the_field(sign_in, post) -> None:
    sign_in(factories.user())
    response = post("/relays/record", "/relays/record", {"kind": "call", "direction": "up", "happened_on": ""})
    assert response.status_code == 422
    assert "Say on which day" in response.get_data(as_text=True)


def test_a_member_reads_what_concerns_it(sign_in, browse, post) -> None:
    account = member_user()
    relay = cast.draft(factories.actor())
    services.send_relay(relay, by=factories.actor())
    sign_in(account)
    assert "Appel à projets" in browse("/information")
    page = browse(f"/information/{relay.id}")
    assert "<strong>appel</strong>" in page
    post(f"/information/{relay.id}", f"/information/{relay.id}/acknowledge")
    assert relay.recipients[0].acknowledged_at


def test_a_member_is_interested_in_an_opportunity(sign_in, post) -> None:
    account = member_user()
    relay = cast.draft(factories.actor(), kind=RelayKind.OPPORTUNITY, deadline_on=clock.today())
    services.send_relay(relay, by=factories.actor())
    db.session.commit()
    sign_in(account)
    post(f"/information/{relay.id}", f"/information/{relay.id}/interested")
    assert relay.recipients[0].interested_at


def test_interest_comes_in_time_and_in_what_asks_for_it(sign_in, post) -> None:
    contact = factories.contact(factories.member())
    member = sign_in(factories.user(Role.MEMBER, contact_id=contact.id, member_id=contact.affiliations[0].member_id))
    assert member
    for kind, day in ((RelayKind.OPPORTUNITY, -1), (RelayKind.INFORMATION, 1)):
        relay = cast.draft(factories.actor())
        services.send_relay(relay, by=factories.actor())
        relay.kind, relay.deadline_on = kind, clock.today() + timedelta(days=day)
        factories.db.session.flush()
        page = post(f"/information/{relay.id}", f"/information/{relay.id}/interested")
        assert page.status_code == 303
        assert relay.recipients[0].interested_at is None


def test_an_information_raises_an_issue_that_is_linked_to_it(sign_in, browse, post) -> None:
    account = member_user()
    relay = cast.draft(factories.actor())
    services.send_relay(relay, by=factories.actor())
    sign_in(account)
    page = f"/my/issues/new?relay={relay.id}"
    assert page in browse(f"/information/{relay.id}")
    post(page, "/my/issues/new", {"relay": str(relay.id), "what_happens": "Le délai est trop court.", "later": "yes"})
    assert db.session.query(Issue).one().raised_by_relay_id == relay.id


def test_an_issue_is_not_linked_to_what_others_got(sign_in, post) -> None:
    factories.contact(factories.member())
    relay = cast.draft(factories.actor())
    services.send_relay(relay, by=factories.actor())
    sign_in(member_user(in_sector="AUTO"))
    words = {"relay": str(relay.id), "what_happens": "Le délai est trop court.", "later": "yes"}
    post("/my/issues/new", "/my/issues/new", words)
    assert db.session.query(Issue).one().raised_by_relay_id is None


def test_a_member_finds_nothing_that_others_got(sign_in, client) -> None:
    factories.contact(factories.member())
    relay = cast.draft(factories.actor())
    services.send_relay(relay, by=factories.actor())
    db.session.commit()
    sign_in(member_user(in_sector="AUTO"))
    assert client.get(f"/information/{relay.id}").status_code == 404


def test_the_answer_stands_beside_ones_own_words(sign_in, browse) -> None:
    account = member_user()
    other = factories.member("Concurrent")
    factories.contact(other)
    mine = factories.issue(account_member(account), title="Mes mots")
    theirs = factories.issue(other, title="Leurs mots", what_happens="Un secret.")
    relay = cast.answered(cast.relayed(mine, theirs), factories.actor())
    sign_in(account)
    html = browse(f"/information/{relay.id}")
    assert "Mes mots" in html
    assert "Le sujet est pris en compte." in html
    for secret in ("Leurs mots", "Un secret", "Concurrent"):
        assert secret not in html


def account_member(account):
    from cara_crm.members.models import Member

    return db.session.get(Member, account.member_id)


@pytest.mark.parametrize("kind", ["issue", "position", "relay"])
def test_the_chain_is_drawn_from_every_end(sign_in, browse, kind: str) -> None:
    member = factories.member()
    factories.contact(member)
    issue = factories.issue(member, title="Délai vécu")
    position = cast.relayed(issue)
    relay = cast.answered(position, factories.actor())
    sign_in(factories.user())
    key = {"issue": issue.id, "position": position.id, "relay": relay.id}[kind]
    html = browse(f"/chain/{kind}/{key}")
    assert 'class="chain"' in html
    assert "Délai vécu" in html


def test_who_may_not_know_people_reads_what_went_up_not_what_is_written_since(sign_in, browse) -> None:
    position = cast.relayed(*(factories.issue(factories.member(f"Atelier {n}")) for n in range(7)))
    cast.sent_report(position)
    position.title = "Ce que Fonderie Imaginaire a dit hier"
    db.session.commit()
    sign_in(factories.user(Role.OBSERVER))
    html = browse(f"/chain/position/{position.id}")
    assert "Certification" in html
    assert "Fonderie Imaginaire" not in html
    assert "5 groups" in html  # as the report says; seven stand behind it today
    assert "from the first word" not in html


def test_a_member_reads_what_went_up_not_what_is_written_since(sign_in, browse) -> None:
    account = member_user()
    mine = factories.issue(account_member(account))
    position = cast.relayed(mine)
    cast.sent_report(position)
    position.title = "Ce que Fonderie Imaginaire a dit hier"
    db.session.commit()
    sign_in(account)
    assert "Fonderie Imaginaire" not in browse(f"/information/chain/{mine.id}")


def test_five_people_of_one_group_are_one(sign_in, browse) -> None:
    member = factories.member()
    issues = [factories.issue(member, contact_id=factories.contact(member).id) for _person in range(5)]
    relay = cast.answered(cast.relayed(*issues), factories.actor())
    sign_in(factories.user(Role.OBSERVER))
    assert "What became of it" not in browse(f"/relays/{relay.id}")


def test_who_is_interested_is_withheld_under_the_threshold(sign_in, browse) -> None:
    for n in range(6):
        factories.contact(factories.member(f"Atelier {n}"))
    by = factories.actor()
    relay = cast.draft(by, kind=RelayKind.OPPORTUNITY, deadline_on=clock.today())
    services.send_relay(relay, by=by)
    relay.recipients[0].interested_at = relay.recipients[0].acknowledged_at = clock.now()
    db.session.commit()
    sign_in(factories.user(Role.OBSERVER))
    assert browse(f"/relays/{relay.id}").count('class="withheld"') == 2
    assert "1 interested" not in browse("/journal")


def test_an_observer_walks_no_chain_of_an_issue(sign_in, client) -> None:
    issue = factories.issue()
    position = factories.position(issue)
    db.session.commit()
    sign_in(factories.user(Role.OBSERVER))
    assert client.get(f"/chain/issue/{issue.id}").status_code == 404
    assert client.get(f"/chain/position/{position.id}").status_code == 404
    assert client.get("/chain/nonsense/1").status_code == 404


def test_a_member_walks_only_its_own_chain(sign_in, browse, client) -> None:
    account = member_user()
    mine, theirs = factories.issue(account_member(account), title="Le mien"), factories.issue(title="Le leur")
    cast.relayed(mine, theirs)
    sign_in(account)
    html = browse(f"/information/chain/{mine.id}")
    assert "Le mien" in html
    assert "Le leur" not in html
    assert "2 groups" not in html
    assert client.get(f"/information/chain/{theirs.id}").status_code == 404


def test_an_answer_to_what_a_colleague_keeps_to_itself_is_not_in_ones_list(sign_in, client):
    member = factories.member()
    author, colleague = factories.contact(member), factories.contact(member)
    issue = factories.issue(member, contact=author)
    relay = cast.answered(cast.relayed(issue), factories.actor())
    db.session.commit()
    sign_in(factories.user(Role.MEMBER, member_id=member.id, contact_id=colleague.id))
    assert client.get(f"/information/{relay.id}").status_code == 404
    issue.shared_with_colleagues = True
    db.session.commit()
    assert client.get(f"/information/{relay.id}").status_code == 200


def test_people_are_found_by_name_before_and_after_it_is_sent(sign_in, browse) -> None:
    for name in ("Écluse", "Aiguillage"):
        factories.contact(
            factories.member(f"Atelier {name}"), last_name=name, email=None if name == "Écluse" else "a@b.example"
        )
    relay = cast.draft(factories.actor())
    db.session.commit()
    sign_in(factories.user())
    page = f"/relays/{relay.id}"
    for sent in (False, True):
        found = browse(f"{page}?q=ecluse", budget=14)
        assert "Atelier Écluse" in found
        assert "Atelier Aiguillage" not in found
        assert "Aiguillage" not in browse(f"{page}?who=not_reached", budget=14)
        if not sent:
            services.send_relay(relay, by=factories.actor())


def test_the_list_is_a_csv_and_the_workbook_is_one(sign_in, browse, client) -> None:
    person = factories.contact(factories.member())
    relay = cast.draft(factories.actor())
    services.send_relay(relay, by=factories.actor())
    db.session.commit()
    sign_in(factories.user())
    member_id = person.affiliations[0].member_id
    pages = {
        "/journal": ["/journal/export", "/journal/export.xlsx"],
        f"/relays/{relay.id}": [f"/relays/{relay.id}/people.csv", f"/relays/{relay.id}/people.xlsx"],
        f"/members/{member_id}/received": [f"/members/{member_id}/received.csv"],
    }
    for page, links in pages.items():
        html = browse(page)
        for link in links:
            assert f'href="{link}"' in html
            assert client.get(link).mimetype == (exporting.WORKBOOK if "xlsx" in link else "text/csv")


def test_an_english_preview_is_english_to_its_end(request_context) -> None:
    words = {"title": "Appel", "body": "Texte", "title_en": "Call", "body_en": "Text", "kind": RelayKind.INFORMATION}
    with force_locale("fr"):
        english = services.previews(**words)[1]
    assert "function, organisation" in english.text
