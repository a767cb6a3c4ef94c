"""Signed addresses with a single purpose by which a contact without an account answers about its own issues."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer

WEEKS = 10
LIFETIME = WEEKS * 7 * 24 * 3600
AGREEMENT, OPINION, DRAFT = "issue-agreement", "issue-opinion", "issue-draft"


@dataclass(frozen=True)
class IssuesLink:
    """Who may answer for which issues, that were asked about together; it says nothing else about either."""

    issue_ids: tuple[int, ...]
    contact_id: int


def agreement_token(issue_ids: Iterable[int], contact_id: int) -> str:
    """A token for ten weeks that opens the agreement page of these issues for one contact."""
    return _token(AGREEMENT, issue_ids, contact_id)


def read_agreement_token(token: str) -> IssuesLink | None:
    """What a token stands for; None when it is not ours or too old. Mails that are still good may name one issue."""
    return _read(AGREEMENT, token)


def opinion_token(issue_ids: Iterable[int], contact_id: int) -> str:
    """A token for ten weeks that opens the page on which one contact says whether the answers help."""
    return _token(OPINION, issue_ids, contact_id)


def read_opinion_token(token: str) -> IssuesLink | None:
    """What a token stands for; None when it is not ours or too old."""
    return _read(OPINION, token)


def draft_token(issue_ids: Iterable[int], contact_id: int) -> str:
    """A token for ten weeks that opens the page on which one contact confirms what came by mail in its name."""
    return _token(DRAFT, issue_ids, contact_id)


def read_draft_token(token: str) -> IssuesLink | None:
    """What a token stands for; None when it is not ours or too old."""
    return _read(DRAFT, token)


def _token(purpose: str, issue_ids: Iterable[int], contact_id: int) -> str:
    return str(_signer(purpose).dumps([list(issue_ids), contact_id]))


def _read(purpose: str, token: str) -> IssuesLink | None:
    try:
        issues, contact_id = _signer(purpose).loads(token, max_age=LIFETIME)
    except (BadData, ValueError, TypeError):
        return None
    return IssuesLink(tuple(issues) if isinstance(issues, list) else (issues,), contact_id)


def _signer(purpose: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt=purpose)
