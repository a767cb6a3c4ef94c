"""What holds for every page that any test fetches, and what a browser would send of it."""

from collections import Counter

from lxml import html as parser

UNTITLED = ("hidden", "submit", "button", "image")


def check(html: str) -> None:
    """Raise AssertionError unless the page has one h1, a title, a language, unique ids, labels and form actions,
    and its states begin with a capital."""
    page = parser.document_fromstring(html)
    assert page.get("lang") in ("fr", "en"), "no language"
    assert len(page.findall(".//h1")) == 1, f"{len(page.findall('.//h1'))} h1"
    assert (page.findtext(".//title") or "").strip(" ·"), "no title"
    repeated = [key for key, n in Counter(page.xpath("//@id")).items() if n > 1]
    assert not repeated, f"ids used twice: {repeated}"
    assert not page.xpath("//form[not(@action) or @action='']"), "a form without an action"
    assert not page.xpath("//*[@style] | //style | //script[not(@src)]"), "inline style or script"
    assert not page.xpath("//form[@method='post' and not(.//input[@name='csrf_token'])]"), "a form without a token"
    states = [one.text_content().strip() for one in page.xpath("//*[contains(concat(' ', @class, ' '), ' st ')]")]
    assert not [state for state in states if state[:1].islower()], f"a state begins small: {states}"
    for field in page.xpath("//input | //select | //textarea"):
        assert field.get("type") in UNTITLED or _label(page, field), f"no label: {parser.tostring(field)[:200]!r}"
    for target in page.xpath("//@aria-describedby | //@aria-labelledby"):
        for key in target.split():
            assert page.xpath("//*[@id=$key]", key=key), f"refers to no element: {key}"


def filled(html: str, action: str) -> dict[str, list[str]]:
    """The fields of the form with this address, by name, as a browser sends them when nothing more is typed."""
    (form,) = parser.document_fromstring(html).xpath("//form[@action=$url]", url=action)
    given: dict[str, list[str]] = {}
    for name, value in form.form_values():
        given.setdefault(name, []).append(value.removeprefix("\r").removeprefix("\n"))
    return given


def _label(page: parser.HtmlElement, field: parser.HtmlElement) -> bool:
    if field.get("aria-label") or field.get("aria-labelledby") or field.xpath("ancestor::label"):
        return True
    return bool(field.get("id") and page.xpath("//label[@for=$key]", key=field.get("id")))
