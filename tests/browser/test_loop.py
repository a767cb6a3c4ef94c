"""The whole loop, through the door: a member's word on a phone, to the federation, and back to it alone."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.browser

WORDS = "Le contrôle d’un essieu prend quatorze semaines. Nous attendons le laboratoire."
TITLE = "Le contrôle d’un essieu prend quatorze semaines"
ANSWER = "Un second laboratoire sera agréé avant l’été."


def follow(way: Locator) -> None:
    """Click, and wait for the page behind it: what is looked for next may be on this one too."""
    with way.page.expect_navigation():
        way.click()


def click(page: Page, name: str) -> None:
    follow(page.get_by_role("button", name=name, exact=True).first)


def raise_an_issue(page: Page) -> None:
    page.get_by_label("1. What happens?").fill(WORDS)
    click(page, "Check before sending")
    click(page, "Send to the cluster")


def qualify_and_group(page: Page, position: str) -> None:
    follow(page.get_by_role("link", name=re.compile(TITLE)).first)
    click(page, "Qualify")
    follow(page.get_by_role("link", name=re.compile(TITLE)).first)
    page.get_by_text("Another open position").click()  # none that resembles it
    others = page.get_by_label("Position", exact=True)
    others.select_option(label=next(one for one in others.locator("option").all_inner_texts() if position in one))
    click(page, "Add to it")


def write_the_report(page: Page) -> str:
    click(page, "Assemble the draft")
    click(page, "Hand over for review")
    return page.url


def review(page: Page, url: str) -> None:
    page.goto(url + "/review")
    for choice in page.get_by_label("Approve", exact=True).all():
        choice.check()
    click(page, "Finish the review")


def send(page: Page, url: str) -> None:
    page.goto(url)
    page.get_by_role("button", name="Send", exact=True).first.click()
    follow(page.get_by_role("dialog").get_by_role("button", name="Send", exact=True))


def answer(page: Page) -> None:
    page.get_by_label("Taken up").first.check()
    page.get_by_label("For the members").first.fill(ANSWER)
    page.get_by_role("button", name="Send this answer").click()  # in place: no other page comes
    page.get_by_text("Your answer is sent.").wait_for()
    page.locator("#head").get_by_text("1 of 1 answered").wait_for()


@pytest.mark.slow
def test_a_word_goes_up_and_its_answer_comes_back(open_page: Callable[..., Page], house: Any) -> None:
    member = open_page("/my/issues/new", who="member", width=390)
    raise_an_issue(member)
    manager = open_page("/issues", who="manager")
    qualify_and_group(manager, "Certification")
    manager.goto(house.address + "/reports/new?federation=2")
    url = write_the_report(manager)
    review(open_page("/today", who="reviewer"), url)
    send(manager, url)
    report = int(url.rstrip("/").rsplit("/", 1)[1])
    answer(open_page(f"/office/reports/{report}", who="officer"))
    manager.goto(house.address + "/answers")
    follow(manager.get_by_role("table").get_by_role("link", name="Certification"))
    follow(manager.get_by_role("button", name=re.compile("^Pass (it )?on")).first)
    member.goto(house.address + "/my/issues")
    follow(member.get_by_role("link", name=re.compile(TITLE)).first)
    assert ANSWER in (member.text_content("main") or "")
