"""The mails of this feature: a link (and code) to sign in, an invitation."""

import secrets
from typing import Any
from urllib.parse import urlsplit

import css_inline
from flask import current_app
from flask_babel import force_locale

from cara_crm.accounts.models import User
from cara_crm.accounts.queries import token_hash
from cara_crm.accounts.services.tokens import Issued
from cara_crm.deliveries.models import Delivery
from cara_crm.extensions import db
from cara_crm.settings.queries import is_demonstration, value

FIRST = 0
SOON = 2


def address_of(endpoint: str, **values: str) -> str:
    """The full address of a page, from the setting BASE_URL: what a request says of its host is not believed."""
    path = current_app.url_map.bind("").build(endpoint, values)
    return f"{current_app.config['BASE_URL']}{path}"


def send_link(user: User, issued: Issued, *, language: str) -> None:
    """Queue the mail with the link and the code, before every other mail."""
    _queue("sign_in", user, issued, language, FIRST, url=address_of("accounts.link", link=issued.link))


def send_invitation(user: User, issued: Issued, *, language: str, inviter: str) -> None:
    """Queue the invitation with its link."""
    url = address_of("accounts.invitation", link=issued.link)
    _queue("invitation", user, issued, language, SOON, url=url, inviter=inviter)


def _queue(kind: str, user: User, issued: Issued, language: str, priority: int, **context: str) -> None:
    values = {
        "code": issued.code,
        "name": user.name,
        "role": user.role,
        "site_name": value("cluster.name", "CARA"),
        "demonstration": is_demonstration(),
        "language": language,
        **context,
    }
    with force_locale(language):
        parts = {n: _template(f"mail/{kind}/{n}", values) for n in ("subject.txt", "body.txt", "body.html")}
    key = f"{kind}:{token_hash(issued.link)}"
    db.session.add(
        Delivery(
            kind=kind,
            dedupe_key=key,
            priority=priority,
            contact_id=user.contact_id,
            recipient=user.email,
            recipient_name=user.name,
            language=language,
            subject=parts["subject.txt"].strip(),
            body_text=parts["body.txt"],
            body_html=css_inline.inline(parts["body.html"]),
            message_id=f"<{secrets.token_hex(16)}@{urlsplit(current_app.config['BASE_URL']).hostname}>",
            holds_token=True,
        )
    )
    db.session.flush()


def _template(name: str, values: dict[str, Any]) -> str:
    return current_app.jinja_env.get_template(name).render(values)
