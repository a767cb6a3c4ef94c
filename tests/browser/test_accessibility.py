"""axe (WCAG 2.2 AA and best practice), reflow and targets on the main pages, in both languages and themes."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser
AXE = (Path(__file__).parent / "vendor/axe-core/axe.min.js").read_text()
RUN = """async () => {
  const rules = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"];
  const found = await axe.run(document, { runOnly: rules });
  return found.violations.map((v) => v.id + ": " + v.nodes.slice(0, 3).map((n) => n.target.join(" ")).join(" | "));
}"""
PAGES = [
    ("", "/accessibility"),
    ("", "/sign-in"),
    ("manager", "/today"),
    ("manager", "/search?q=fonderie"),
    ("manager", "/about"),
    ("manager", "/help"),
    ("manager", "/help/record-a-call"),
    ("manager", "/account"),
    ("manager", "/members"),
    ("manager", "/members?view=map"),
    ("manager", "/members/columns"),
    ("manager", "/contacts?columns=function,sector,department,email,phone,last_contact"),
    ("manager", "/members?columns=town,tags,role,manager,since,last_contact,open_issues,fee"),
    ("manager", "/members/5"),
    ("manager", "/members/5/edit"),
    ("manager", "/members/new"),
    ("manager", "/members/5/documents/new"),
    ("manager", "/mail-drafts"),
    ("manager", "/mail-drafts/1"),
    ("manager", "/mail-drafts/2"),
    ("manager", "/members/5/sites/new"),
    ("manager", "/members/import"),
    ("manager", "/members/duplicates"),
    ("manager", "/members/5/merge?with=6"),
    ("manager", "/contacts"),
    ("manager", "/contacts/1/leave"),
    ("manager", "/contacts/1/choices"),
    ("manager", "/tasks"),
    ("manager", "/tasks/new"),
    ("manager", "/working-groups"),
    ("manager", "/working-groups/1"),
    ("manager", "/working-groups/1/edit"),
    ("manager", "/meetings/new?workgroup_id=1"),
    ("manager", "/memberships"),
    ("manager", "/memberships/1"),
    ("manager", "/memberships/renew"),
    ("manager", "/silent"),
    ("manager", "/interactions/new"),
    ("manager", "/interactions/new?member=5"),
    ("manager", "/issues"),
    ("manager", "/issues/1"),
    ("manager", "/positions"),
    ("manager", "/positions/1/edit"),
    ("manager", "/chain/position/1"),
    ("manager", "/journal"),
    ("manager", "/relays/new"),
    ("manager", "/relays/record"),
    ("manager", "/reports/"),
    ("manager", "/reports/new"),
    ("manager", "/issues/7"),
    ("manager", "/interactions/new?member_id=1"),
    ("manager", "/no-such-page"),
    ("member", "/my/issues/new"),
    ("member", "/my/issues/1"),
    ("member", "/information"),
    ("member", "/my/issues"),
    ("member", "/my/organisation"),
    ("member", "/my/preferences"),
    ("director", "/insights"),
    ("administrator", "/today"),
    ("administrator", "/settings/fees"),
    ("administrator", "/settings/fees/2026"),
    ("administrator", "/settings"),
    ("administrator", "/settings/people"),
    ("administrator", "/settings/people/invite"),
    ("administrator", "/settings/health"),
    ("administrator", "/settings/federations"),
    ("administrator", "/deliveries"),
    ("administrator", "/audit"),
    ("administrator", "/settings/people/1"),
    ("administrator", "/settings/federations/1"),
]
SMALL = """() => [...document.querySelectorAll("a, button, summary, select, input")]
  .filter((e) => e.type !== "hidden")
  .filter((e) => e.checkVisibility() && !e.closest("p, li > span, .skip, .foot"))
  .filter((e) => { const box = e.getBoundingClientRect(); return box.width > 1 && box.height < 23.5; })
  .map((e) => e.outerHTML.slice(0, 90))"""


def name(value: object) -> str:
    return "-".join(map(str, value)) if isinstance(value, tuple) else str(value)


def found_by_axe(shown: Page) -> list[str]:
    """By the debugger's protocol, so that the page's own policy stays as strict as it is."""
    shown.evaluate(AXE)
    return list(shown.evaluate(RUN))


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_axe_finds_nothing_in_light_english(open_page, page):
    who, path = page
    assert found_by_axe(open_page(path, who=who)) == []


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_a_dark_french_telephone_shows_all_of_it(open_page, page):
    """axe again; nothing sideways at 320 px (WCAG 1.4.10); targets 24 px high, links in a sentence apart (2.5.8)."""
    who, path = page
    shown = open_page(path, who=who, width=390, theme="dark", language="fr")
    assert found_by_axe(shown) == []
    shown.set_viewport_size({"width": 320, "height": 900})
    assert shown.evaluate("document.documentElement.scrollWidth") <= 320
    assert shown.evaluate(SMALL) == []
