"""Words of a mail: templates/mail/<kind>/{subject.txt,body.txt,body.html} in the language of who gets it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import css_inline
from flask import current_app
from flask_babel import force_locale

from cara_crm.core.languages import label, named
from cara_crm.core.links import absolute_url
from cara_crm.extensions import db
from cara_crm.settings.models import Setting

LONGEST_SUBJECT = 200
MANY_BLANK_LINES = re.compile(r"\n\s*\n\s*\n")


@dataclass(frozen=True)
class Letter:
    """A mail in words: one line, plain text, and HTML whose styles stand in the elements."""

    subject: str
    text: str
    html: str


@cache
def _inliner() -> css_inline.CSSInliner:
    # At-rules are kept for dark mode and small screens; everything else moves into the elements.
    return css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


def _house(key: str, default: Any) -> Any:
    """A setting; from the session's identity map after the first letter of a transaction."""
    setting = db.session.get(Setting, key)
    return default if setting is None else setting.value


def write(kind: str, language: str, context: Mapping[str, Any]) -> Letter:
    """Render one mail. Templates see `context`, `site_name`, `language`, `demonstration`, `absolute_url(…)`.

    Works with or without a request. Raises jinja2.UndefinedError for what the context lacks.
    """
    values = {
        "site_name": _house("cluster.name", "CARA"),
        "demonstration": _house("demonstration", False),
        "language": language,
        "absolute_url": absolute_url,
        "label": label,
        "named": named,
        "can_reply": False,
        **context,
    }
    with force_locale(language):
        subject, text, html = (_render(f"mail/{kind}/{part}", values) for part in PARTS)
    plain = MANY_BLANK_LINES.sub("\n\n", text).strip() + "\n"
    return Letter(" ".join(subject.split())[:LONGEST_SUBJECT], plain, _inliner().inline(html))


PARTS = ("subject.txt", "body.txt", "body.html")


def _render(template: str, values: Mapping[str, Any]) -> str:
    # Not flask.render_template: its context processors describe a page, and there may be no request.
    return current_app.jinja_env.get_template(template).render(values)
