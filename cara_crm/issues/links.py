"""The signed address with a single purpose by which a contact without an account answers about its words."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer

WEEKS = 10
LIFETIME = WEEKS * 7 * 24 * 3600
PURPOSE = "issue-agreement"


@dataclass(frozen=True)
class AgreementLink:
    """Who may answer for which issues, that were asked about together; it says nothing else about either."""

    issue_ids: tuple[int, ...]
    contact_id: int


def agreement_token(issue_ids: Iterable[int], contact_id: int) -> str:
    """A token for ten weeks that opens the agreement page of these issues for one contact."""
    return str(_signer().dumps([list(issue_ids), contact_id]))


def read_agreement_token(token: str) -> AgreementLink | None:
    """What a token stands for; None when it is not ours or too old. Mails that are still good may name one issue."""
    try:
        issues, contact_id = _signer().loads(token, max_age=LIFETIME)
    except (BadData, ValueError, TypeError):
        return None
    return AgreementLink(tuple(issues) if isinstance(issues, list) else (issues,), contact_id)


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt=PURPOSE)
