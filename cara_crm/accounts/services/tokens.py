"""Mailed links and six-digit codes: made, and used up once."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from cara_crm.accounts.models import SignInToken, TokenPurpose
from cara_crm.accounts.queries import active_user, token_of_link
from cara_crm.accounts.services.limits import keyed_hash
from cara_crm.core import clock
from cara_crm.core.tokens import token_hash
from cara_crm.extensions import db

LIFE = {TokenPurpose.SIGN_IN: timedelta(minutes=15), TokenPurpose.INVITATION: timedelta(days=21)}
MOST_WRONG_CODES = 5


@dataclass(frozen=True)
class Issued:
    """What goes into the mail; the database keeps only hashes of it."""

    link: str
    code: str


def issue(
    user_id: int, *, browser: str = "", next_url: str = "", purpose: TokenPurpose = TokenPurpose.SIGN_IN
) -> Issued:
    """A new link and code for this account; the code works only in the browser that asked (`browser`)."""
    issued = Issued(link=secrets.token_hex(24), code=f"{secrets.randbelow(10**6):06d}")
    db.session.add(
        SignInToken(
            user_id=user_id,
            purpose=purpose,
            link_hash=token_hash(issued.link),
            code_hash=_code_hash(browser, issued.code) if browser else "",
            browser_hash=token_hash(browser) if browser else "",
            next_url=next_url,
            expires_at=clock.now() + LIFE[purpose],
        )
    )
    db.session.flush()
    return issued


def is_live(token: SignInToken | None) -> bool:
    """Can this link still be used?"""
    return token is not None and token.used_at is None and token.expires_at > clock.now()


def redeem_link(link: str) -> SignInToken | None:
    """Use a link up: its token, or None when it is unknown, over, or was used (also by somebody just now)."""
    token = token_of_link(link)
    return token if token is not None and _use_up(token) else None


def redeem_code(code: str, *, browser: str) -> SignInToken | None:
    """Use up the code that was mailed for this browser, or None; each try counts, and the caller commits it."""
    tried = db.session.execute(
        sa.update(SignInToken)
        .where(
            SignInToken.browser_hash == token_hash(browser),
            SignInToken.used_at.is_(None),
            SignInToken.expires_at > clock.now(),
            SignInToken.wrong_codes < MOST_WRONG_CODES,
        )
        .values(wrong_codes=SignInToken.wrong_codes + 1)
        .returning(SignInToken.id, SignInToken.code_hash)
    ).all()
    given = _code_hash(browser, code)
    right = [key for key, expected in tried if hmac.compare_digest(expected, given)]
    token = db.session.get(SignInToken, right[0]) if right else None
    return token if token is not None and active_user(token.user.email) and _use_up(token) else None


def _use_up(token: SignInToken) -> bool:
    """Mark it used in one statement: of two who try at once, one gets it."""
    now = clock.now()
    used = db.session.execute(
        sa.update(SignInToken)
        .where(SignInToken.id == token.id, SignInToken.used_at.is_(None), SignInToken.expires_at > now)
        .values(used_at=now)
        .returning(SignInToken.id)
    ).all()
    return bool(used)


def _code_hash(browser: str, code: str) -> str:
    """Keyed: a million codes are soon tried by who can read the database."""
    return keyed_hash(f"{browser}:{code}")


def forget_old_tokens() -> None:
    """Drop links that nobody can use any more; kept for a while so that an old one can offer a new one."""
    db.session.execute(sa.delete(SignInToken).where(SignInToken.expires_at < clock.now() - timedelta(days=90)))
