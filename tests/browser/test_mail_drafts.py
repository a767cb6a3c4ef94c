"""A mail is filed: words that are selected in it become an issue."""

import pytest

pytestmark = pytest.mark.browser
SAID = "l’acier laminé attend quatorze semaines."


def test_selected_words_go_into_the_first_issue_that_is_empty(open_page):
    page = open_page("/mail-drafts/1", who="manager")
    page.evaluate(
        """said => { const text = document.getElementById("minutes"), at = text.value.indexOf(said);
        text.setSelectionRange(at, at + said.length); }""",
        SAID,
    )
    page.locator("[data-quote] button").click()
    assert page.locator("[name=issues-0-what_happens]").input_value() == SAID
    assert page.evaluate("document.activeElement.name") == "issues-0-title"


def test_nothing_selected_says_what_to_do(open_page):
    page = open_page("/mail-drafts/1", who="manager")
    page.evaluate("document.getElementById('minutes').setSelectionRange(0, 0)")
    page.locator("[data-quote] button").click()
    assert page.locator("[data-quote] [role=status]").inner_text() == "Select the words above first."
