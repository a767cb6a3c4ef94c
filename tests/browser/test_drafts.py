"""Nothing typed is lost: a form of the product's own making, served in place of a page, with the product's script."""

import pytest
from playwright.sync_api import Page, Route

pytestmark = pytest.mark.browser

FORM = """<!doctype html>
<html lang="en" data-user="7" data-word-saved="Draft kept at" data-word-restored="Your draft is back">
<title>Form</title><script src="/static/cara.js" defer></script>
<form method="post" action="/sent" data-guard data-draft="call">
  <input type="hidden" name="csrf_token" value="t"><label>Words <textarea name="words"></textarea></label>
  <label><input type="checkbox" name="third" value="y"> Third</label>
  <label>Secret <input type="password" name="secret"></label>
  <p data-saved role="status"></p><button>Send</button>
</form></html>"""
SENT = """<!doctype html><html lang="en" data-user="7"><title>Sent</title><script src="/static/cara.js" defer></script>
<div class="flash-success">Sent</div></html>"""
SIGN_IN = SENT.replace('data-user="7"', 'data-user=""').replace("flash-success", "sign-in")


@pytest.fixture
def form(open_page):
    page = open_page("/accessibility")
    page.route("**/form", lambda route: route.fulfill(body=FORM, content_type="text/html"))
    _answer(page, SENT)
    page.goto(_at(page, "/form"))
    return page


def _at(page: Page, path: str) -> str:
    return "/".join(page.url.split("/")[:3]) + path


def _answer(page: Page, html: str) -> None:
    page.unroute("**/sent")
    page.route("**/sent", lambda route: _after(route, html))


def _after(route: Route, html: str) -> None:
    route.fulfill(body=html, content_type="text/html")


def type_words(page: Page, words: str) -> None:
    page.fill("textarea", words)
    page.wait_for_function("document.querySelector('[data-saved]').textContent.startsWith('Draft kept')")


def leave_and_return(page: Page) -> None:
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(_at(page, "/accessibility"))
    page.goto(_at(page, "/form"))


def test_what_was_typed_is_back_and_says_so(form):
    type_words(form, "Steel takes 14 weeks")
    form.check("[name=third]")
    form.wait_for_timeout(700)
    leave_and_return(form)
    assert form.input_value("textarea") == "Steel takes 14 weeks"
    assert form.is_checked("[name=third]")
    assert form.text_content("[data-saved]") == "Your draft is back"


def test_a_password_is_never_kept(form):
    form.fill("[name=secret]", "open sesame")
    type_words(form, "Words")
    assert "sesame" not in form.evaluate("JSON.stringify({...sessionStorage})")


def test_leaving_with_unsaved_words_asks(form):
    asked = []
    form.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    form.click("textarea")
    form.keyboard.type("Half a sentence")
    form.goto(_at(form, "/accessibility"))
    assert asked == ["beforeunload"]


def test_what_was_sent_leaves_no_draft(form):
    type_words(form, "Steel")
    form.click("button")
    form.wait_for_selector(".flash-success")
    form.goto(_at(form, "/form"))
    assert form.input_value("textarea") == ""


def test_an_expired_session_keeps_the_draft(form):
    _answer(form, SIGN_IN)
    type_words(form, "Steel")
    form.click("button")
    form.wait_for_selector(".sign-in")
    form.goto(_at(form, "/form"))
    assert form.input_value("textarea") == "Steel"


def test_a_double_click_sends_once(form):
    sent = []
    form.unroute("**/sent")
    form.route("**/sent", lambda route: (sent.append(route.request.method), _after(route, SENT)))
    form.fill("textarea", "Steel")
    form.dblclick("button")
    form.wait_for_selector(".flash-success")
    assert sent == ["POST"]


def test_an_old_draft_undoes_nothing_that_somebody_else_saved(form):
    site = '<label>Site <input name="site" value="{}"></label><label>Town <input name="town" value="{}"></label><p data'
    _serve(form, FORM.replace("<p data", site.format("old.example", "Lyon")))
    form.fill("[name=town]", "Bron")
    type_words(form, "Steel")
    _serve(form, FORM.replace("<p data", site.format("new.example", "Valence")))
    found = [form.input_value(f"[name={name}]") for name in ("words", "site", "town")]
    assert found == ["Steel", "new.example", "Valence"]


def test_what_the_server_answers_to_a_draft_stands(form):
    type_words(form, "Steel")
    merged = FORM.replace('data-draft="call"', 'data-draft="call" data-answered').replace(
        "></textarea", ">Both</textarea"
    )
    _answer(form, merged)
    form.click("button")
    form.wait_for_selector("[data-answered]")
    assert form.input_value("textarea") == "Both"


def _serve(page: Page, html: str) -> None:
    """Open the form's address anew, where this stands now."""
    page.once("dialog", lambda dialog: dialog.accept())
    page.goto(_at(page, "/accessibility"))
    page.unroute("**/form")
    page.route("**/form", lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto(_at(page, "/form"))
