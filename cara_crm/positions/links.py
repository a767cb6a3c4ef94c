"""The signed address by which an author answers about one wording."""

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer

WEEKS = 10
LIFETIME = WEEKS * 7 * 24 * 3600
PURPOSE = "position-wording"


def wording_token(question_id: int) -> str:
    """A token for ten weeks that opens one question about a wording."""
    return str(_signer().dumps(question_id))


def read_wording_token(token: str) -> int | None:
    """The id of the question; None when the token is not ours or too old."""
    try:
        found = _signer().loads(token, max_age=LIFETIME)
    except BadData:
        return None
    return found if isinstance(found, int) else None


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt=PURPOSE)
