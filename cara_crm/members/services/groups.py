"""Economic groups: one name each, so that no group counts twice because it is written in two ways."""

import sqlalchemy as sa
from flask_babel import gettext as _

from cara_crm.audit import services as audit
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError
from cara_crm.core.fold import fold
from cara_crm.extensions import db
from cara_crm.members import queries
from cara_crm.members.models import Group, Member


class NameMissing(DomainError):
    field = "name"


class GroupOfOthersToo(DomainError):
    """Members of other sectors belong to it: who is in charge of them all renames it."""

    field = "name"


def rename_group(group: Group, name: str, *, unseen: int, by: Actor) -> Group:
    """Another name; where a group of that name is there already, both are one from now on. Gives back the one that is.

    `unseen`: how many of its members this person does not see. Raises NameMissing, GroupOfOthersToo.
    """
    if not fold(name):
        raise NameMissing(_("Give it a name."))
    if unseen:
        raise GroupOfOthersToo(_("Members of other sectors belong to it: ask who is in charge of them."))
    other = queries.group_named(fold(name))
    if other is None or other is group:
        group.name, group.folded = name, fold(name)
        audit.record("group.renamed", group, by=by)
        return group
    moved = db.session.scalars(sa.select(Member).where(Member.group_id == group.id)).all()
    for member in moved:
        member.group, member.updated_at = other, clock.now()
    audit.record("group.joined", other, by=by, was=group.id, members=len(moved))
    db.session.flush()
    db.session.delete(group)
    return other
