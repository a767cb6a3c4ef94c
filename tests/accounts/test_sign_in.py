"""Coming in by link, code or password."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from cara_crm.accounts import services
from cara_crm.accounts.models import SignInToken, UserSession
from cara_crm.audit.models import AuditEvent
from cara_crm.core import clock
from cara_crm.deliveries.models import Delivery
from tests import factories

ADDRESS = "camille@cluster.example"
SENTENCE = "quatorze wagons bleus"


@pytest.fixture
def camille():
    return factories.user(email=ADDRESS, name="Camille Exemple")


@pytest.fixture
def mail(db, post):
    """mail(next_url) → what was mailed to Camille: its link's path and its code."""

    def ask(next_url=None, address=ADDRESS):
        page = f"/sign-in?next={next_url}" if next_url else "/sign-in"
        assert post(page, page, {"email": address}).status_code == 303
        sent = db.session.scalars(sa.select(Delivery).order_by(Delivery.id.desc())).first()
        if sent is None:
            return None
        return re.search(r"http://localhost(/\S+)", sent.body_text)[1], re.search(r"\b\d{6}\b", sent.body_text)[0]

    return ask


def is_in(client) -> bool:
    return client.get("/account").status_code == 200


def test_the_page_can_be_read_by_a_stranger(browse):
    assert "E-mail address" in browse("/sign-in")


def test_a_link_signs_in_with_its_button(camille, client, mail, post):
    link, _code = mail()
    assert post(link, link).status_code == 303
    assert is_in(client)


def test_reading_a_link_uses_nothing_up(camille, browse, client, mail, post):
    link, _code = mail()
    for _ in range(3):
        browse(link)
    assert not is_in(client)
    post(link, link)
    assert is_in(client)


def test_a_link_works_once(app, camille, mail, post):
    link, _code = mail()
    post(link, link)
    other = app.test_client()
    assert other.get(link).status_code == 410


def test_a_code_signs_in_where_it_was_asked_for(camille, client, mail, post):
    _link, code = mail()
    assert post("/sign-in/code", "/sign-in/code", {"code": f"{code[:3]} {code[3:]}"}).status_code == 303
    assert is_in(client)


def test_a_code_is_worth_nothing_in_another_browser(app, camille, mail):
    _link, code = mail()
    other = app.test_client()
    with other.session_transaction() as cookie:
        cookie["asked"] = ADDRESS
    page = other.get("/sign-in/code").text
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]
    assert other.post("/sign-in/code", data={"csrf_token": token, "code": code}).status_code == 422


def test_five_wrong_codes_end_it(camille, client, mail, post):
    _link, code = mail()
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    for _ in range(5):
        assert post("/sign-in/code", "/sign-in/code", {"code": wrong}).status_code == 422
    assert post("/sign-in/code", "/sign-in/code", {"code": code}).status_code == 422
    assert not is_in(client)


def test_after_fifteen_minutes_a_link_offers_a_new_one(camille, client, db, mail, post):
    link, _code = mail()
    with time_machine.travel(clock.now() + timedelta(minutes=16)):
        page = client.get(link)
        assert page.status_code == 410
        assert "Send me a new link" in page.text
        post(link, f"{link}/again")
    assert db.session.scalar(sa.select(sa.func.count(Delivery.id))) == 2


@pytest.mark.parametrize(
    "change", [lambda t: t[:-1] + ("A" if t[-1] != "A" else "B"), lambda t: t + "x", lambda t: "x"]
)
def test_a_tampered_link_is_none(camille, client, mail, change):
    link, _code = mail()
    assert client.get(change(link) if change(link).startswith("/") else "/sign-in/link/x").status_code == 410


def test_the_mail_goes_first_and_holds_a_secret(camille, db, mail):
    mail()
    sent = db.session.scalars(sa.select(Delivery)).one()
    assert (sent.priority, sent.holds_token, sent.recipient, sent.kind) == (0, True, ADDRESS, "sign_in")


def test_only_hashes_are_kept(camille, db, mail):
    link, code = mail()
    kept = db.session.scalars(sa.select(SignInToken)).one()
    stored = f"{kept.link_hash} {kept.code_hash} {kept.browser_hash}"
    assert link.rsplit("/", 1)[1] not in stored
    assert code not in stored


def test_an_unknown_address_gets_the_same_answer(camille, client, db, post):
    answers = [post("/sign-in", "/sign-in", {"email": a}) for a in (ADDRESS, "nobody@cluster.example")]
    assert answers[0].status_code == answers[1].status_code == 303
    assert answers[0].location == answers[1].location
    assert db.session.scalar(sa.select(sa.func.count(Delivery.id))) == 1


def test_an_unknown_address_is_as_much_work(camille, client, count_queries, db, post):
    counted = []
    factories.user()
    for address in (ADDRESS, "nobody@cluster.example"):
        db.session.commit()
        db.session.expunge_all()
        with count_queries() as counter:
            post("/sign-in", "/sign-in", {"email": address})
        counted.append([line.split()[:3] for line in counter.statements])
    assert counted[0] == counted[1]


def test_a_deactivated_account_gets_no_mail(camille, db, post):
    camille.deactivated_at = clock.now()
    db.session.commit()
    post("/sign-in", "/sign-in", {"email": ADDRESS})
    assert db.session.scalar(sa.select(sa.func.count(Delivery.id))) == 0


@pytest.mark.usefixtures("whole_window")
@pytest.mark.parametrize("address", [ADDRESS, "nobody@cluster.example"])
def test_too_many_mails_are_refused_to_everybody_alike(camille, post, address):
    for _ in range(5):
        assert post("/sign-in", "/sign-in", {"email": address}).status_code == 303
    refused = post("/sign-in", "/sign-in", {"email": address})
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 900


def test_a_password_signs_in(camille, client, db, post):
    camille.password_hash = services.hashed(SENTENCE, email=ADDRESS)
    db.session.commit()
    assert post("/sign-in", "/sign-in", {"email": ADDRESS.upper(), "password": SENTENCE}).status_code == 303
    assert is_in(client)


@pytest.mark.parametrize("address", [ADDRESS, "nobody@cluster.example"])
def test_a_wrong_password_says_the_same_to_everybody(camille, post, address):
    answer = post("/sign-in", "/sign-in", {"email": address, "password": "not this one at all"})
    assert answer.status_code == 422
    assert "The address or the password is not right" in answer.text


@pytest.mark.usefixtures("whole_window")
def test_guessing_a_password_ends(camille, post):
    codes = [post("/sign-in", "/sign-in", {"email": ADDRESS, "password": f"guess {n}"}).status_code for n in range(11)]
    assert codes == [422] * 10 + [429]


def test_one_comes_back_to_where_one_was(camille, mail, post):
    link, _code = mail("/account?tab=2")
    assert post(link, link).location == "/account?tab=2"


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/%09//evil.example"],
)
def test_one_is_never_sent_elsewhere(camille, mail, post, elsewhere):
    link, _code = mail(elsewhere)
    assert post(link, link).location.startswith(("/account", "/today", "/members", "/%09"))


def test_a_planted_cookie_is_worth_nothing_after_signing_in(camille, client, mail, post):
    with client.session_transaction() as cookie:
        cookie["planted"] = "by somebody else"
    link, _code = mail()
    post(link, link)
    with client.session_transaction() as cookie:
        assert "planted" not in cookie
        assert "browser" not in cookie


def test_a_signed_in_session_gets_a_number_of_its_own(camille, client, db, mail, post):
    first = mail()[0]
    post(first, first)
    with client.session_transaction() as cookie:
        before = cookie["_user_id"]
    post("/account", "/sign-out")
    second = mail()[0]
    post(second, second)
    with client.session_transaction() as cookie:
        assert cookie["_user_id"] != before


def test_signing_out_ends_the_session_on_the_server(camille, client, db, post, sign_in):
    sign_in(camille)
    with client.session_transaction() as cookie:
        old = dict(cookie)
    post("/account", "/sign-out")
    with client.session_transaction() as cookie:
        cookie.update(old)
    assert not is_in(client)


def test_signing_in_leaves_a_line_in_the_audit_log(camille, db, mail, post):
    link, _code = mail()
    post(link, link)
    event = db.session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "session.started")).one()
    assert (event.actor_id, event.details["way"]) == (camille.id, "link")


def test_an_idle_session_ends(camille, client, db, sign_in):
    sign_in(camille)
    db.session.execute(sa.update(UserSession).values(seen_at=clock.now() - timedelta(days=15)))
    db.session.commit()
    assert not is_in(client)


def test_a_visit_is_noted_every_few_minutes(camille, client, db, sign_in):
    sign_in(camille)
    db.session.execute(sa.update(UserSession).values(seen_at=clock.now() - timedelta(minutes=6)))
    db.session.commit()
    client.get("/account")
    assert clock.now() - db.session.scalars(sa.select(UserSession)).one().seen_at < timedelta(minutes=1)


def test_the_cookie_is_out_of_reach_of_scripts(camille, mail, post):
    link, _code = mail()
    cookie = post(link, link).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
