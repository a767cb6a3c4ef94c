"""Rules that every template and every sentence of the interface keeps."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).parent.parent
TEMPLATES = sorted(p for p in (ROOT / "templates").rglob("*.*") if p.suffix in {".html", ".txt"})
PAGES = [path for path in TEMPLATES if path.suffix == ".html"]
CATALOGUES = sorted((ROOT / "cara_crm/translations/fr/LC_MESSAGES").glob("*.po"))
KEYWORDS = {**DEFAULT_KEYWORDS, "lazy_gettext": None, "lazy_ngettext": (1, 2), "_l": None}
METHODS = [("**.py", "python"), ("**.html", "jinja2"), ("**.txt", "jinja2")]
OPTIONS = {"**.html": {"silent": "false"}, "**.txt": {"silent": "false"}}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%")
Key = tuple[str | None, str]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def spoken() -> dict[Key, str]:
    """Every sentence of code and templates, by context and text, with the file that says it first."""
    found: dict[Key, str] = {}
    for folder in ("cara_crm", "templates"):
        messages = extract_from_dir(ROOT / folder, METHODS, keywords=KEYWORDS, options_map=OPTIONS)
        for file, _line, text, _comments, context in messages:
            first = text if isinstance(text, str) else next(part for part in text if part)
            found.setdefault((context, first), f"{folder}/{file}")
    return found


def entries() -> Iterator[tuple[Path, Message]]:
    for path in CATALOGUES:
        with path.open("rb") as file:
            yield from ((path, message) for message in read_po(file) if message.id)


def texts(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_compiles(app, path):
    assert app.jinja_env.get_template(str(path.relative_to(ROOT / "templates"))).filename == str(path)


@pytest.mark.parametrize("path", [p for p in PAGES if "mail" not in p.parts], ids=name)
def test_no_style_or_script_stands_in_a_page(path):
    text = path.read_text()
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=[\"']|javascript:|hx-on", text)
    assert all("src=" in tag for tag in re.findall(r"<script\b[^>]*>", text))


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_a_page_stands_in_the_common_frame(path):
    parts = path.relative_to(ROOT / "templates").parts
    partial = (
        path.name.startswith("_")
        or parts[0] in {"macros", "mail", "reports"}
        or path.name in {"base.html", "print.html"}
    )
    assert partial or re.search(r"{%-? extends ", path.read_text())


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_the_first_of_nothing_is_said_to_be_nothing(path):
    """`first` and `last` of an empty list are undefined, and what is undefined is an error where it is looked at."""
    assert not re.findall(r"\| *(?:first|last)\b(?! *\| *default)", path.read_text())


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_a_posting_form_carries_its_token(path):
    for form in re.findall(r"<form\b[^>]*method=\"post\".*?</form>", path.read_text(), re.S):
        assert "csrf_token" in form or "hidden_tag" in form or "_back()" in form


def test_every_sentence_has_its_french():
    translated = {(message.context, texts(message.id)[0]) for _path, message in entries()}
    missing = [f"{file}: {key[1]}" for key, file in spoken().items() if key not in translated]
    assert not missing


def test_no_french_is_empty_or_uncertain():
    bad = [(name(path), m.id) for path, m in entries() if m.fuzzy or not all(t.strip(" ") for t in texts(m.string))]
    assert not bad


def test_a_translation_fills_the_same_places():
    def places(value: str | tuple[str, ...]) -> set[str]:
        return set().union(*(PLACEHOLDER.findall(text) for text in texts(value)))

    assert [m.id for _path, m in entries() if places(m.id) != places(m.string)] == []


def test_french_is_set_like_french():
    wrong = re.compile(r"[^\s\u00a0\u202f] [:;!?»](\s|$)|\w'\w|« |\"\w")
    bad = [(name(path), text) for path, m in entries() for text in texts(m.string) if wrong.search(text)]
    assert not bad
