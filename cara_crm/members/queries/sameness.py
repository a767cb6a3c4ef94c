"""Which keys of groups stand for the same organisation: by the register as it is, and as it was when figures left."""

import sqlalchemy as sa

from cara_crm.confidentiality.sameness import Sameness
from cara_crm.extensions import db
from cara_crm.members.models import CountedAs, Member

Ties = set[tuple[str, str]]


def sameness() -> Sameness:
    """Present groups and merges, and those under which any figure left."""
    return Sameness.of(sorted(present_ties() | kept_ties()))


def present_ties() -> Ties:
    """Each member's key with its group's, and with that of the member it was merged into."""
    rows = db.session.execute(
        sa.select(Member.id, Member.group_id, Member.merged_into_id).where(
            sa.or_(Member.group_id.is_not(None), Member.merged_into_id.is_not(None))
        )
    )
    ties = Ties()
    for member_id, group_id, kept_id in rows:
        ties |= {(f"m{member_id}", f"g{group_id}")} if group_id else set()
        ties |= {(f"m{member_id}", f"m{kept_id}")} if kept_id else set()
    return ties


def kept_ties() -> Ties:
    """Those that were kept with figures."""
    return {(key, under) for key, under in db.session.execute(sa.select(CountedAs.key, CountedAs.under))}
