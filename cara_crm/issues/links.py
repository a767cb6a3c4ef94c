"""The signed address with a single purpose by which a contact without an account answers about its words."""

from dataclasses import dataclass

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer

WEEKS = 10
LIFETIME = WEEKS * 7 * 24 * 3600
PURPOSE = "issue-agreement"


@dataclass(frozen=True)
class AgreementLink:
    """Who may answer for which issue; it says nothing else about either."""

    issue_id: int
    contact_id: int


def agreement_token(issue_id: int, contact_id: int) -> str:
    """A token for ten weeks that opens the agreement page of one issue for one contact."""
    return str(_signer().dumps([issue_id, contact_id]))


def read_agreement_token(token: str) -> AgreementLink | None:
    """What a token stands for; None when it is not ours or too old."""
    try:
        issue_id, contact_id = _signer().loads(token, max_age=LIFETIME)
    except (BadData, ValueError, TypeError):
        return None
    return AgreementLink(issue_id, contact_id)


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt=PURPOSE)
