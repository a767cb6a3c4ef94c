"""A word of two hundred letters, as nonsense in a list or a register may bring it, widens no page."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

PAGES = ["/members", "/members/1", "/members/1/edit", "/members/1/manager", "/contacts", "/contacts/1/edit", "/issues",
         "/interactions", "/interactions/new?member_id=1", "/members/1/merge?with=2", "/members/imports"]  # fmt: skip
SPOIL = """() => {
  for (const one of document.querySelectorAll("main :is(a:not(.btn), tbody th, h1, h2, b, dd, li, p, .words)"))
    if (!one.children.length && one.textContent.trim()) one.textContent = "X".repeat(200);
  return [document.documentElement.scrollWidth,
    ...[...document.querySelectorAll(".table-wrap")].map((one) => one.scrollWidth)];
}"""


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("path", PAGES)
def test_a_very_long_word_breaks_and_the_page_stays(open_page: Callable[..., Page], path: str, width: int) -> None:
    page = open_page(path, who="manager", width=width)
    assert max(page.evaluate(SPOIL)) <= width
