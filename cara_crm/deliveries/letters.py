"""Words of a mail: templates/mail/<kind>/{subject.txt,body.txt,body.html} in the language of who gets it."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, reduce
from typing import Any
from uuid import uuid4

import css_inline
import sqlalchemy as sa
from flask import current_app
from flask_babel import force_locale

from cara_crm.core.languages import label, named
from cara_crm.core.links import absolute_url
from cara_crm.extensions import db
from cara_crm.settings.models import Setting

LONGEST_SUBJECT = 200
MANY_BLANK_LINES = re.compile(r"\n\s*\n\s*\n")
SPACES = re.compile(r"[^\S\u00a0\u202f]+")  # French puts one that does not break before "?" and ":"


@dataclass(frozen=True)
class Letter:
    """A mail in words: one line, plain text, and HTML whose styles stand in the elements."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class Stencil:
    """A letter to many people, written once: what differs between them is filled in afterwards."""

    letter: Letter
    name: str
    address: str
    reason: str
    opens: str

    def to(self, name: str, unsubscribe_url: str, reason: str = "", mail_url: str = "") -> Letter:
        """The letter to one of them, as `write` would have written it."""
        words = {self.address: unsubscribe_url, self.opens: mail_url, self.reason: reason, self.name: name}
        addresses = (self.address, self.opens)
        marked = {mark: html.escape(text, quote=mark in addresses) for mark, text in words.items()}
        subject = SPACES.sub(" ", _filled(self.letter.subject, words)).strip()[:LONGEST_SUBJECT]
        return Letter(subject, _filled(self.letter.text, words), _filled(self.letter.html, marked))


def _filled(text: str, words: Mapping[str, str]) -> str:
    return reduce(lambda so_far, mark: so_far.replace(mark, words[mark]), words, text)


def stencil(kind: str, language: str, context: Mapping[str, Any]) -> Stencil:
    """What `write` would write to anybody: who can unsubscribe if `context` has an `unsubscribe_url`, is told why it
    gets this if it has a `reason`, and reads and answers by its link if it has a `mail_url`."""
    mark = uuid4().hex
    name, address = f"name-{mark}", f"https://{mark}.invalid/" if context["unsubscribe_url"] else ""
    reason = f"why-{mark}" if context["reason"] else ""
    opens = f"https://open-{mark}.invalid" if context.get("mail_url") else ""
    own = {"recipient_name": name, "unsubscribe_url": address, "reason": reason, "mail_url": opens}
    letter = write(kind, language, {**context, **own})
    return Stencil(letter, name, address or f"none-{mark}", reason or f"not-{mark}", opens or f"shut-{mark}")


@cache
def _inliner() -> css_inline.CSSInliner:
    # At-rules are kept for dark mode and small screens; everything else moves into the elements.
    return css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


def house() -> dict[str, Any]:
    """What every letter says of its sender, with one query; who writes many letters asks once."""
    keys = {"site_name": ("cluster.name", "CARA"), "demonstration": ("demonstration", False)}
    wanted = sa.select(Setting.key, Setting.value).where(Setting.key.in_([key for key, _ in keys.values()]))
    decided = {row.key: row.value for row in db.session.execute(wanted)}
    return {name: decided.get(key, default) for name, (key, default) in keys.items()}


def write(kind: str, language: str, context: Mapping[str, Any]) -> Letter:
    """Render one mail. Templates see `context`, `site_name`, `language`, `demonstration`, `absolute_url(…)`, and
    `mail_url`, where the links of who needs no account begin ("": there are none).

    Works with or without a request. Raises jinja2.UndefinedError for what the context lacks.
    """
    values = {
        **({} if "site_name" in context else house()),
        "language": language,
        "absolute_url": absolute_url,
        "label": label,
        "named": named,
        "can_reply": False,
        "mail_url": "",
        **context,
    }
    with force_locale(language):
        subject, text, html = (_render(f"mail/{kind}/{part}", values) for part in PARTS)
    plain = MANY_BLANK_LINES.sub("\n\n", text).strip() + "\n"
    return Letter(SPACES.sub(" ", subject).strip()[:LONGEST_SUBJECT], plain, _inliner().inline(html))


PARTS = ("subject.txt", "body.txt", "body.html")


def _render(template: str, values: Mapping[str, Any]) -> str:
    # Not flask.render_template: its context processors describe a page, and there may be no request.
    return current_app.jinja_env.get_template(template).render(values)
