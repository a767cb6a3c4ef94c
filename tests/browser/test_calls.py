"""A call is recorded with the keyboard alone, in a few keys."""

import pytest

pytestmark = pytest.mark.browser
FOCUS = "document.activeElement.id || document.activeElement.name || document.activeElement.textContent.trim()"


def focus(page) -> str:
    return page.evaluate(FOCUS)


def test_a_call_with_two_issues_and_a_follow_up_takes_no_mouse(open_page):
    page = open_page("/today", who="manager")
    page.keyboard.press("c")
    page.wait_for_selector("#who:focus")
    page.keyboard.type("ateliers mirandole")
    page.keyboard.press("Enter")
    page.wait_for_selector("form[data-draft^=call-] [name=contact_id]:focus")
    assert focus(page) == "contact_id"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    for text in ("Tout va bien.", "Acier cher", "Vingt pour cent de plus."):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    while focus(page) != "issues-1-title":
        page.keyboard.press("Tab")
    page.keyboard.type("Soudeurs rares")
    while focus(page) != "follow_up":
        page.keyboard.press("Tab")
    page.keyboard.type("Envoyer la note")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".flash-success")
    said = page.text_content("main")
    assert [word in said for word in ("Tout va bien.", "Acier cher", "Soudeurs rares")] == [True] * 3


def test_one_more_issue_is_where_one_goes_on(open_page):
    page = open_page("/interactions/new?q=ateliers+mirandole", who="manager")
    page.locator("button[name=more]").press("Enter")
    page.wait_for_selector("#issues-2-title:focus")
    assert focus(page) == "issues-2-title"


def test_enter_in_a_line_records_and_does_not_ask_for_one_more(open_page):
    page = open_page("/interactions/new?q=ateliers+mirandole", who="manager")
    page.fill("#minutes", "Bref.")
    page.locator("#follow_up").press("Enter")
    page.wait_for_selector(".flash-success")
    assert page.locator("main").get_by_text("Bref.").count()
