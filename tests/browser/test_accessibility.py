"""axe (WCAG 2.2 AA and best practice), reflow and targets on the main pages, in both languages and themes."""

from pathlib import Path

import pytest

pytestmark = pytest.mark.browser
AXE = (Path(__file__).parent / "vendor/axe-core/axe.min.js").read_text()
RUN = """async () => {
  const rules = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"];
  const found = await axe.run(document, { runOnly: rules });
  return found.violations.map((v) => v.id + ": " + v.nodes.slice(0, 3).map((n) => n.target.join(" ")).join(" | "));
}"""
PAGES = [
    ("manager", "/today"),
    ("manager", "/search?q=fonderie"),
    ("manager", "/about"),
    ("manager", "/help"),
    ("manager", "/help/record-a-call"),
    ("director", "/insights"),
    ("manager", "/no-such-page"),
    ("administrator", "/today"),
    ("", "/accessibility"),
]
LOOKS = [("en", "light", 1280), ("fr", "dark", 1280), ("fr", "light", 390), ("en", "dark", 390)]


def name(value: object) -> str:
    return "-".join(map(str, value)) if isinstance(value, tuple) else str(value)


@pytest.mark.parametrize("page", PAGES, ids=name)
@pytest.mark.parametrize("look", LOOKS, ids=name)
def test_axe_finds_nothing(open_page, page, look):
    (who, path), (language, theme, width) = page, look
    shown = open_page(path, who=who, width=width, theme=theme, language=language)
    shown.evaluate(AXE)  # by the debugger's protocol, so that the page's own policy stays as strict as it is
    assert shown.evaluate(RUN) == []


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_a_page_reflows_at_320_pixels(open_page, page):
    who, path = page
    shown = open_page(path, who=who, width=320, language="fr")
    assert shown.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_targets_are_large_enough(open_page, page):
    """24 px high, links inside a sentence apart (WCAG 2.5.8)."""
    who, path = page
    shown = open_page(path, who=who, width=390, language="fr")
    small = shown.evaluate("""() => [...document.querySelectorAll("a, button, summary, select, input")]
        .filter((e) => e.type !== "hidden")
        .filter((e) => e.checkVisibility() && !e.closest("p, li > span, .skip, .foot"))
        .filter((e) => { const box = e.getBoundingClientRect(); return box.width > 1 && box.height < 23.5; })
        .map((e) => e.outerHTML.slice(0, 90))""")
    assert small == []
