"""An issue begun on a phone goes on at a desk, without a button."""

import pytest

pytestmark = pytest.mark.browser


def test_what_is_typed_on_a_phone_is_there_on_a_desk(open_page):
    phone = open_page("/my/issues/new", who="member", width=390)
    phone.fill("[name=what_happens]", "L’acier met quatorze semaines.")
    phone.get_by_text("Draft kept with your account").wait_for()
    assert phone.url.endswith("/draft")
    desk = open_page("/" + phone.url.split("/", 3)[3], who="member")
    assert desk.input_value("[name=what_happens]") == "L’acier met quatorze semaines."


def test_what_the_account_has_may_be_left_without_a_question(open_page):
    page = open_page("/my/issues/new", who="member", width=390)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.click("[name=example]")
    page.keyboard.type("Une commande.")
    page.get_by_text("Draft kept with your account").wait_for()
    page.goto(page.url.split("/my/")[0] + "/accessibility")
    assert asked == []
