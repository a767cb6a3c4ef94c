"""The pages of official facts, through the door."""

import pytest

from cara_crm.core.permissions import Role
from cara_crm.official import services
from tests import factories
from tests.official.registers import SIREN, company, masked, results, status


@pytest.fixture
def manager(sign_in):
    account = factories.user(Role.MANAGER)
    sign_in(account)
    return account


@pytest.fixture
def page(forge):
    return f"/members/{forge.id}/official"


@pytest.fixture
def asked(post, page, worker):
    """A person presses the button, the worker answers."""

    def _asked(**data):
        response = post(page, page, data)
        worker.do_one_job()
        return response

    return _asked


def decision(html, *facts, **more):
    """What the page's form sends."""
    from lxml import html as parser

    tree = parser.fromstring(html)
    hidden = {
        name: tree.xpath(f'//form[contains(@action, "accept")]//input[@name="{name}"]/@value')[0]
        for name in ("version", "seen")
    }
    return hidden | {"facts": list(facts)} | more


def test_before_anybody_asked_the_page_teaches(server, manager, page, browse):
    assert "Nobody has asked yet" in browse(page)


def test_a_member_s_page_leads_there(server, manager, forge, page, browse):
    assert f'href="{page}"' in browse(f"/members/{forge.id}")


def test_while_the_worker_asks_the_page_looks_again(server, manager, page, post, browse):
    assert post(page, page).status_code == 303
    html = browse(page)
    assert 'hx-trigger="every 1s"' in html
    assert "000 007 773" in html


def test_facts_stand_beside_what_is_stored(server, manager, page, asked, browse):
    server.companies.append(results(company()))
    asked()
    html = browse(page, budget=14)
    assert "50 to 99 employees" in html
    assert "20 to 49 employees" in html
    assert "12 Rue de la Forge" in html
    assert "5 October 2026" in html


def test_ticked_facts_are_taken_over(server, manager, forge, page, asked, client, post, db):
    server.companies.append(results(company()))
    asked()
    response = post(page, f"{page}/accept", decision(client.get(page).text, "headcount"))
    assert response.status_code == 303
    db.session.refresh(forge)
    assert forge.headcount_band == "21"


def test_ours_are_kept(server, manager, forge, page, asked, client, post, browse):
    server.companies.append(results(company()))
    asked()
    post(page, f"{page}/dismiss", decision(client.get(page).text, "headcount"))
    assert "Differs; ours was kept" in browse(page, budget=14)


def test_nothing_ticked_is_said(server, manager, page, asked, client, post):
    server.companies.append(results(company()))
    asked()
    response = post(page, f"{page}/accept", decision(client.get(page).text))
    assert response.status_code == 422
    assert "Tick what is to be taken over or kept." in response.text


def test_a_page_that_is_out_of_date_says_so_and_keeps_the_ticks(server, manager, page, asked, client, post):
    server.companies.append(results(company()))
    asked()
    response = post(page, f"{page}/accept", decision(client.get(page).text, "headcount", version="99"))
    assert response.status_code == 422
    assert "changed meanwhile" in response.text
    assert 'value="headcount" checked' in response.text


def test_a_number_that_is_none_is_refused_at_its_field(server, manager, page, post):
    response = post(page, page, {"words": "123 456 789"})
    assert response.status_code == 422
    assert "This is not a SIREN" in response.text


def test_a_name_gives_a_short_list_to_choose_from(server, manager, page, asked, browse):
    server.companies.append(results(company(), company(factories.siren(9), nature_juridique="1000")))
    asked(words="Forge")
    html = browse(page, budget=14)
    assert "Which one is it?" in html
    assert "Business of one person" in html
    assert f'value="{SIREN}"' in html


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (results(), "shows no company for"),
        (results(masked()), "published in part only"),
        (status(429, Retry_After="900"), "Ask again after"),
        (b"<html>", "could not be understood"),
        (status(302, Location="https://elsewhere.invalid/"), "did not take the question"),
    ],
)
def test_what_came_of_it_is_one_sentence(server, manager, page, asked, browse, said, sentence):
    server.companies.append(said)
    asked()
    assert sentence in browse(page, budget=14)


def test_switched_off_the_page_says_so(manager, page, browse):
    html = browse(page)
    assert "switched off on this server" in html
    assert "Nobody has asked yet" in html


def test_the_list_says_who_differs(server, manager, forge, looked_up, browse):
    server.companies.append(results(company(nom_raison_sociale="FONDERIE INVENTEE")))
    looked_up(forge)
    html = browse("/members/official", budget=16)
    assert "FONDERIE INVENTEE" in html
    assert "50 to 99 employees" in html


def test_the_list_is_narrowed_to_a_kind(server, manager, forge, looked_up, browse):
    server.companies.append(results(company(nom_raison_sociale="FONDERIE INVENTEE")))
    looked_up(forge)
    assert "Forge Fictive" in browse("/members/official?kind=renamed", budget=16)
    assert "Forge Fictive" not in browse("/members/official?kind=closed", budget=16)


def test_from_the_list_one_fact_is_taken_and_the_list_comes_back(server, manager, forge, looked_up, client, post, db):
    server.companies.append(results(company()))
    record = looked_up(forge)
    sent = {"facts": "headcount", "version": forge.version, "seen": record.stamp, "back": "list"}
    response = post("/members/official", f"/members/{forge.id}/official/accept", sent)
    assert (response.status_code, response.location) == (303, "/members/official")
    db.session.refresh(forge)
    assert forge.headcount_band == "21"


def test_the_list_costs_the_same_for_many(server, manager, looked_up, count_queries, client, db):
    counts = []
    client.get("/members/official")
    for number in (801, 802, 803):
        server.companies[:] = [results(company(factories.siren(number), nom_raison_sociale="UN AUTRE NOM"))]
        looked_up(factories.member(f"Atelier {number}", siren=factories.siren(number)))
        with count_queries() as counter:
            client.get("/members/official")
        counts.append(counter.n)
    assert len(set(counts)) == 1


def test_an_empty_list_teaches(server, manager, browse):
    assert "No difference waits" in browse("/members/official")


def test_who_may_not_edit_sees_nothing_of_it(sign_in, forge, client):
    sign_in(factories.user(Role.OBSERVER))
    assert "Official register" not in client.get(f"/members/{forge.id}").text


def test_the_members_list_leads_there(server, manager, browse):
    assert 'href="/members/official"' in browse("/members", budget=16)


def test_the_french_page_is_french(server, manager, page, asked, client):
    server.companies.append(results(company()))
    asked()
    html = client.get(page, headers={"Accept-Language": "fr"}).text
    assert "Reprendre ce qui est coché" in html
    assert "50 à 99 salariés" in html


def test_a_lost_question_is_said(server, manager, forge, page, browse, db):
    lookup = services.ask(forge, by=factories.actor())
    lookup.job.state = "failed"
    db.session.commit()
    assert "lost on the way" in browse(page)
