"""`flask demo`: an empty database becomes a plainly invented demonstration, the same one for the same seed."""

import sqlalchemy as sa
from flask_babel import gettext as _

from cara_crm.accounts.models import User
from cara_crm.audit import services as audit
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError
from cara_crm.demonstration.accounts import Cast, make_users
from cara_crm.demonstration.cast import make_members
from cara_crm.demonstration.fees import decide_fees
from cara_crm.demonstration.importing import bring_a_list
from cara_crm.demonstration.story import tell
from cara_crm.extensions import db
from cara_crm.members.models import Member
from cara_crm.settings.models import Setting

MEMBERS, LEAST, SEED = 132, 24, 2026


class NotEmpty(DomainError):
    """A demonstration never mixes with somebody's data."""


def build(*, members: int = MEMBERS, seed: int = SEED) -> Cast:
    """Fill an empty database; `members` is LEAST or more, each with two contacts. Raises NotEmpty."""
    if db.session.scalar(sa.select(sa.or_(sa.exists(sa.select(Member.id)), sa.exists(sa.select(User.id))))):
        raise NotEmpty(_("The database is not empty: a demonstration is made in a new one only."))
    made = make_members(members, seed)
    by_sector = _by_sector(made)
    cast = Cast(by_sector, make_users(by_sector))
    db.session.merge(Setting(key="demonstration", value=True))
    decide_fees()
    tell(cast, seed)
    bring_a_list(cast)
    audit.record("demonstration.made", "demonstration", by=Actor.system("demo"), members=len(made), seed=seed)
    return cast


def _by_sector(members: list[Member]) -> dict[str, list[Member]]:
    found: dict[str, list[Member]] = {}
    for member in members:
        found.setdefault(member.assignments[0].sector.code, []).append(member)
    return found
