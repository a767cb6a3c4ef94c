"""A signed address by which somebody without an account opens the sheet of a year; it shows nothing else."""

from dataclasses import dataclass

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer

WEEKS = 10


@dataclass(frozen=True)
class VoiceLink:
    contact_id: int
    member_id: int
    year: int


def voice_token(link: VoiceLink) -> str:
    """A token for ten weeks."""
    return str(_signer().dumps([link.contact_id, link.member_id, link.year]))


def read_voice_token(token: str) -> VoiceLink | None:
    """What a token stands for; None when it is not ours or too old."""
    try:
        contact_id, member_id, year = _signer().loads(token, max_age=WEEKS * 7 * 24 * 3600)
    except (BadData, ValueError, TypeError):
        return None
    return VoiceLink(contact_id, member_id, year)


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="year-of-voice")
