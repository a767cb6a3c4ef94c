"""Memberships through the door."""

import csv
import io
from datetime import timedelta

import pytest

from cara_crm.core import clock
from cara_crm.core.permissions import Role
from cara_crm.extensions import db
from cara_crm.jobs import registry
from cara_crm.jobs.models import Job
from cara_crm.members.models import MemberCategory
from cara_crm.memberships import jobs, queries, services
from tests import factories

YEAR = clock.today().year


@pytest.fixture
def manager(sign_in):
    return sign_in(factories.user(Role.MANAGER))


@pytest.fixture
def administrator(sign_in):
    return sign_in(factories.user(Role.ADMINISTRATOR))


def test_the_list_shows_a_year_with_its_sums(manager, browse):
    factories.membership(factories.member("Forge Fictive"), year=YEAR, fee=1500)
    factories.membership(factories.member("Autre Année"), year=YEAR - 1)
    html = browse(f"/memberships?year={YEAR}")
    assert "Forge Fictive" in html
    assert "€1,500 in all" in html
    assert "Autre Année" not in html


@pytest.mark.parametrize(
    ("query", "shown"),
    [("state=overdue", "Forge"), ("state=paid", "Atelier"), ("q=forge", "Forge"), ("standing=no", "Forge")],
)
def test_filters_narrow_the_list(manager, browse, query, shown):
    today = clock.today()
    factories.membership(factories.member("Forge"), year=YEAR, called_on=today - timedelta(days=300))
    factories.membership(factories.member("Atelier"), year=YEAR, paid_on=today)
    html = browse(f"/memberships?{query}")
    assert [name for name in ("Forge", "Atelier") if f">{name}</a>" in html] == [shown]


def test_what_matches_nothing_offers_to_clear(manager, browse):
    assert "Clear filters" in browse("/memberships?q=nowhere")
    assert "Nobody is in 2061 yet" in browse("/memberships?year=2061")


@pytest.mark.parametrize("query", ["year=abc", "year=99999", "state=x", "college=²", "after=zzz", "q=%00a"])
def test_an_address_that_makes_no_sense_shows_the_list(manager, browse, query):
    assert "Memberships" in browse(f"/memberships?{query}")


def test_the_export_is_what_is_shown_without_formulas(manager, client):
    factories.membership(factories.member("=Forge"), year=2031, fee=700)
    factories.membership(factories.member("Payée"), year=2031, paid_on=clock.today())
    db.session.commit()
    answer = client.get("/memberships/export.csv?year=2031&state=not_called")
    rows = list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig")), delimiter=";"))
    assert [row[0] for row in rows] == ["Member", "'=Forge"]
    assert rows[1][4] == "700"
    assert client.get("/memberships/export.pdf").status_code == 404


@pytest.mark.parametrize("kind", ["xlsx", "json"])
def test_the_other_kinds_of_export_open(manager, client, kind):
    factories.membership(year=2031)
    db.session.commit()
    assert client.get(f"/memberships/export.{kind}?year=2031").status_code == 200


def test_a_renewal_is_seen_first_and_done_once(manager, browse, post):
    one = factories.member("Forge Fictive")
    services.set_rate(
        YEAR,
        college_id=factories.college().id,
        category=MemberCategory.SME,
        from_band="",
        euros=950,
        by=factories.actor(),
    )
    page = f"/memberships/renew?year={YEAR}"
    assert "€950" in browse(page)
    answer = post(page, page, follow_redirects=True)
    assert "1 member is in" in answer.text
    assert queries.in_year(one.id, YEAR).fee_euros == 950
    assert "Everybody is there" in browse(page)


def test_a_fee_is_changed_with_a_reason(manager, browse, post):
    one = factories.membership(fee=900)
    page = f"/memberships/{one.id}"
    given = {"college_id": one.college_id, "euros": "450", "version": one.version}
    refused = post(page, f"{page}/fee", given)
    assert refused.status_code == 422
    assert 'value="450"' in refused.text
    post(page, f"{page}/fee", given | {"reason": "Joined in July"})
    assert "Joined in July" in browse(page)
    second = post(page, f"{page}/fee", given | {"euros": "500", "reason": "Small"})
    assert second.status_code == 409
    assert '<div class="words">Joined in July' in second.text


def test_a_fee_is_called_reminded_of_and_paid(manager, browse, post, client):
    one = factories.membership(factories.member("Forge Fictive"), fee=900)
    factories.contact(one.member, email="compta@forge.example")
    db.session.commit()
    page = f"/memberships/{one.id}"
    assert client.get(f"{page}/call.pdf").data.startswith(b"%PDF")
    assert "on its way" in post(page, f"{page}/call", follow_redirects=True).text
    assert "Called" in browse(page)
    assert client.get(f"{page}/call.pdf").mimetype == "application/pdf"
    post(page, f"{page}/paid", {"on": clock.today().isoformat()})
    assert "Paid" in browse(page)
    assert "In good standing" in browse(f"/members/{one.member_id}")


def test_a_day_to_come_is_refused_at_its_field(manager, post):
    one = factories.membership()
    day = (clock.today() + timedelta(days=1)).isoformat()
    answer = post(f"/memberships/{one.id}", f"/memberships/{one.id}/paid", {"on": day})
    assert answer.status_code == 422
    assert "cannot be dated after today" in answer.text


def test_the_page_without_a_fee_says_what_to_do(manager, browse, client):
    one = factories.membership(fee=None)
    assert "has no line that fits" in browse(f"/memberships/{one.id}")
    assert client.get(f"/memberships/{one.id}/call.pdf").status_code == 303


def test_all_that_wait_are_called_by_the_worker(manager, browse, post):
    one, post_only = factories.membership(year=2031), factories.membership(year=2031)
    factories.membership(year=2031, fee=None)
    factories.contact(one.member)
    address = post("/memberships?year=2031", "/memberships/call?year=2031").location
    assert "begins in a moment" in browse(address)
    job = db.session.get(Job, int(address.rsplit("/", 1)[1]))
    work = registry.Work(job.id, job.payload, None, factories.actor(), lambda *_: db.session.commit())
    db.session.commit()
    result = jobs.call_fees(work)
    assert result == {"year": 2031, "by_mail": 1, "by_post": 1, "skipped": 0}
    assert post_only.called_on == clock.today()
    assert jobs.call_fees(work)["by_mail"] == 0


def test_somebody_elses_run_is_not_shown(manager, client):
    job = factories.add(Job(kind=queries.CALL_JOB, payload={"year": 2031}, requested_by_id=factories.user().id))
    db.session.commit()
    assert client.get(f"/memberships/calls/{job.id}").status_code == 404


def test_a_year_is_begun_for_one_member_once(manager, browse, post):
    one = factories.member()
    page = f"/memberships/of/{one.id}/new"
    assert post(page, f"/memberships/of/{one.id}", {"year": "2031"}).status_code == 303
    again = post(page, f"/memberships/of/{one.id}", {"year": "2031"})
    assert (again.status_code, "already" in again.text) == (422, True)
    assert "2031" in browse(f"/members/{one.id}")


def test_whom_the_calls_go_to_is_chosen(manager, browse, post):
    one = factories.member()
    assert "Nobody yet" in browse(f"/memberships/of/{one.id}/recipient")
    factories.contact(one)
    chosen = factories.contact(one)
    page = f"/memberships/of/{one.id}/recipient"
    assert post(page, page, {"contact_id": chosen.id}).status_code == 303
    assert queries.recipient_of(one.id).id == chosen.id


def test_a_year_begun_by_mistake_is_removed(manager, post):
    one = factories.membership()
    page, member_id = f"/memberships/{one.id}", one.member_id
    assert post(page, f"{page}/remove").location.endswith(f"/members/{member_id}")
    assert queries.in_year(member_id, 2026) is None


def test_a_call_and_a_payment_are_taken_back(manager, post, browse):
    one = factories.membership()
    db.session.commit()
    page = f"/memberships/{one.id}"
    post(page, f"{page}/call")
    post(page, f"{page}/paid", {"on": clock.today().isoformat()})
    assert "removed" not in post(page, f"{page}/remove", follow_redirects=True).text
    post(page, f"{page}/unpaid")
    post(page, f"{page}/uncall")
    assert "Not called" in browse(page)
    assert "what the grid says" in post(page, f"{page}/propose", follow_redirects=True).text


def test_the_director_reads_and_does_not_change(sign_in, browse):
    sign_in(factories.user(Role.DIRECTOR))
    one = factories.membership(year=YEAR)
    assert "Call the fee" not in browse(f"/memberships/{one.id}")
    assert "Renew" not in browse("/memberships")


def test_the_grid_is_written_copied_and_taken_out(administrator, browse, post):
    page = "/settings/fees/2031"
    assert "No line for 2031 yet" in browse(page)
    line = {"college_id": factories.college().id, "category": "sme", "from_band": "21", "euros": "1500"}
    post(page, page, line)
    assert "€1,500" in browse(page)
    post("/settings/fees/2032", "/settings/fees/2032/copy", {"copy-percent": "10"})
    [copied] = queries.lines_of(2032)
    assert copied.euros == 1650
    post("/settings/fees/2032", f"/settings/fees/2032/{copied.id}/remove")
    assert queries.lines_of(2032) == []


@pytest.mark.parametrize("wrong", [{"euros": "-1"}, {"category": "x"}, {"from_band": "99"}, {"college_id": ""}])
def test_a_line_that_makes_no_sense_is_refused(administrator, post, wrong):
    line = {"college_id": factories.college().id, "category": "sme", "from_band": "21", "euros": "1500"}
    assert post("/settings/fees/2031", "/settings/fees/2031", line | wrong).status_code == 422


def test_a_year_far_away_has_no_grid(administrator, client):
    assert client.get("/settings/fees/1200").status_code == 404


def test_the_terms_are_kept(administrator, browse, post):
    days = {"payment_days": "45", "remind_after_days": "15", "most_reminders": "0", "grace_days": "60"}
    given = days | {"iban": "FR76 3000 6000 0112 3456 7890 189", "text_fr": "Merci."}
    assert post("/settings/fees", "/settings/fees", given).status_code == 303
    assert "FR7630006000011234567890189" in browse("/settings/fees")
    wrong = post("/settings/fees", "/settings/fees", given | {"iban": "FR00"})
    assert (wrong.status_code, "not an IBAN" in wrong.text) == (422, True)
    assert (queries.terms().payment_days, queries.terms().most_reminders) == (45, 0)


def test_settings_lead_to_the_fees(administrator, browse):
    assert f"/settings/fees/{YEAR}" in browse("/settings")


@pytest.mark.parametrize(
    ("written", "said"),
    [("1250.50", "Fees are whole euros"), ("1250,5", "Fees are whole euros"), ("beaucoup", "Write an amount in euros")],
)
def test_an_amount_that_is_none_is_refused_in_one_sentence(administrator, post, written, said):
    line = {"college_id": factories.college().id, "category": "sme", "from_band": "21", "euros": written}
    answer = post("/settings/fees/2031", "/settings/fees/2031", line)
    assert answer.status_code == 422
    assert said in answer.text
    assert "Write a number from" not in answer.text


@pytest.mark.parametrize("written", ["1250", "1 250", "1\u202f250 €", "1250,00"])
def test_an_amount_is_read_as_people_write_it(administrator, post, written):
    line = {"college_id": factories.college().id, "category": "sme", "from_band": "21", "euros": written}
    post("/settings/fees/2031", "/settings/fees/2031", line)
    assert [one.euros for one in queries.lines_of(2031)] == [1250]
