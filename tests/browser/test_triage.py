"""New issues are walked through, filed and answered without a mouse."""

import pytest

pytestmark = pytest.mark.browser


def test_keys_lead_to_filing_writing_and_ending(open_page):
    page = open_page("/issues", who="manager")
    page.keyboard.press("j")
    page.keyboard.press("x")
    assert page.locator("input[name=ids]").first.is_checked()
    page.keyboard.press("Enter")
    page.wait_for_url("**/issues/*")
    for key, name in (("q", "priority_id"), ("r", "text"), ("e", "reason")):
        page.evaluate("document.activeElement.blur()")
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.name") == name
