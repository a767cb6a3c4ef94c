"""What people write in a relay, as HTML that can do no harm (Markdown without HTML, then a sanitiser)."""

import re

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

TAGS = {"a", "blockquote", "br", "code", "em", "h3", "h4", "li", "ol", "p", "strong", "ul"}
_markdown = MarkdownIt("commonmark", {"html": False, "linkify": False, "breaks": True}).disable("image")


def as_html(text: str) -> Markup:
    """The text as paragraphs, lists, emphasis and links; headings begin below those of the page."""
    html = re.sub(r"<(/?)h[12]>", r"<\1h3>", _markdown.render(text))
    clean = nh3.clean(html, tags=TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"})
    return Markup(clean)  # noqa: S704 - it has just been cleaned
