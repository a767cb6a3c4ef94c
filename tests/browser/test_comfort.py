"""What the small script adds: keys, theme, drafts. Every page works without it."""

import pytest

pytestmark = pytest.mark.browser


def test_slash_goes_to_the_search_box(open_page):
    page = open_page("/today", who="manager")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "find"


def test_keys_without_ctrl_can_be_turned_off(open_page):
    page = open_page("/help", who="manager")
    page.click("button:has-text('Turn off keys without Ctrl')")
    page.wait_for_selector("button:has-text('Turn them on')")
    page.wait_for_load_state()  # a key that is pressed before the script is there is heard by nobody
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") != "find"
    page.keyboard.press("Control+k")
    assert page.evaluate("document.activeElement.id") == "find"
    page.click("button:has-text('Turn them on')")
    page.wait_for_selector("button:has-text('Turn off keys without Ctrl')")
    page.wait_for_load_state()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "find"


def test_typing_shows_results_without_a_click(open_page):
    page = open_page("/search", who="manager")
    page.fill("#everywhere", "mirandole")
    page.wait_for_selector("text=Ateliers Mirandole")
    assert "q=mirandole" in page.url


def test_the_box_of_every_page_shows_results_that_arrows_walk(open_page):
    page = open_page("/today", who="manager")
    page.keyboard.press("Control+k")
    page.keyboard.type("mirandole")
    page.wait_for_selector("#find-results a:has-text('Ateliers Mirandole')")
    page.keyboard.press("ArrowDown")
    assert "Mirandole" in page.evaluate("document.activeElement.textContent")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.id") == "find"
    page.keyboard.press("Escape")
    assert not page.locator("#find-results").is_visible()


def test_the_theme_changes_at_once_and_stays(open_page):
    page = open_page("/today", who="manager")
    page.click("summary:has-text('Theme')")
    page.click("button[value=dark]")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.reload()
    assert page.evaluate("getComputedStyle(document.body).colorScheme") == "dark"


def test_escape_closes_a_menu_and_keeps_the_focus(open_page):
    page = open_page("/today", who="manager")
    page.click("summary:has-text('Theme')")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    assert not page.locator("details.menu[open]").count()


def test_the_navigation_of_a_phone_opens_from_its_button(open_page):
    page = open_page("/today", who="manager", width=390)
    page.click("button[popovertarget=nav]")
    assert page.locator("#nav a:has-text('About the cluster')").is_visible()


def test_the_page_says_in_which_language_it_is(open_page):
    page = open_page("/help", who="manager", language="fr")
    assert page.evaluate("document.documentElement.lang") == "fr"


def test_a_failed_search_says_so(open_page):
    page = open_page("/search", who="manager")
    page.route("**/search?q=*", lambda route: route.fulfill(status=404, body=""))
    page.fill("#everywhere", "mirandole")
    assert "did not work" in page.wait_for_selector("#failed").text_content()


def choose(page, *names):
    """Open the columns with the keyboard, tick these as well, and show them."""
    page.locator(".chooser > summary").press("Enter")
    page.wait_for_selector(".chooser form")
    for name in names:
        page.locator(f"#column-{name}").press("Space")


def test_columns_are_chosen_and_ordered_with_the_keyboard_alone(open_page):
    page = open_page("/members", who="manager")
    choose(page, "sectors")
    page.locator("#up-sectors").press("Enter")
    assert page.evaluate("document.activeElement.id") == "up-sectors"
    assert page.locator(".chooser [role=status]").text_content() == "Sectors: 4"
    page.locator(".chooser .btn-primary").press("Enter")
    page.wait_for_selector("thead th:nth-child(5):has-text('Sectors')")
    choose(page)
    page.locator(".chooser button[name=usual]").press("Enter")
    page.wait_for_selector("thead th:nth-child(5):has-text('SIREN')")


@pytest.mark.parametrize("width", [390, 1280])
def test_the_menu_of_columns_stays_on_the_screen(open_page, width):
    page = open_page("/members", who="manager", width=width)
    choose(page)
    box = page.locator(".chooser > .pop").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width


def test_the_map_is_walked_with_tab_and_a_department_is_chosen_with_enter(open_page):
    page = open_page("/members?view=map", who="manager")
    page.locator(".map a[aria-label^='Isère']").press("Enter")
    page.wait_for_selector(".map a.chosen[aria-label*='(chosen)']")
    assert "view=map" in page.url


def test_several_values_are_ticked_and_asked_for_at_once(open_page):
    page = open_page("/members", who="manager")
    page.locator(".facet summary", has_text="Main sector").press("Enter")
    boxes = page.locator(".facet[open] input")
    boxes.nth(0).press("Space")
    boxes.nth(1).press("Space")
    assert "sector=" not in page.url
    page.keyboard.press("Escape")
    page.wait_for_selector("nav[aria-label='Chosen filters'] li:nth-child(2)")
    assert page.url.count("sector=") == 2
    page.locator("nav[aria-label='Chosen filters'] a").first.click()
    page.wait_for_selector("nav[aria-label='Chosen filters'] li:only-child")


@pytest.mark.parametrize("width", [390, 1280])
def test_the_values_of_a_filter_stay_on_the_screen(open_page, width):
    page = open_page("/members", who="manager", width=width)
    for summary in page.locator(".facet summary").all():
        summary.click()
        box = page.locator(".facet[open] .pop").bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
