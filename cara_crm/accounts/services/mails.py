"""The mails of this feature: a link (and code) to sign in, an invitation."""

from typing import Any

from cara_crm.accounts.models import User
from cara_crm.accounts.services.tokens import Issued
from cara_crm.core.actor import Actor
from cara_crm.core.links import absolute_url
from cara_crm.core.tokens import token_hash
from cara_crm.deliveries import services as deliveries

SOON = 1


def send_link(user: User, issued: Issued, *, language: str) -> None:
    """Queue the mail with the link and the code, before every other mail."""
    context = {"url": absolute_url("accounts.link", link=issued.link), "code": issued.code}
    _queue("sign_in", user, issued, context, language=language, priority=deliveries.SIGN_IN, by=Actor.anonymous())


def send_invitation(user: User, issued: Issued, *, language: str, by: Actor) -> None:
    """Queue the invitation with its link."""
    context = {"url": absolute_url("accounts.invitation", link=issued.link), "inviter": by.name, "role": user.role}
    _queue("invitation", user, issued, context, language=language, priority=SOON, by=by)


def _queue(
    kind: str, user: User, issued: Issued, context: dict[str, Any], *, language: str, priority: int, by: Actor
) -> None:
    deliveries.queue(
        kind,
        to=deliveries.Address(user.email, user.name, language),
        dedupe_key=f"{kind}:{token_hash(issued.link)}",
        context=context,
        priority=priority,
        holds_token=True,
        by=by,
    )
