"""Who at a member is asked for its fee."""

from flask_babel import gettext as _

from cara_crm.audit import services as audit
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError
from cara_crm.members.models import Member
from cara_crm.memberships import queries


class NotThere(DomainError):
    field = "contact_id"


def name_recipient(member: Member, contact_id: int | None, *, by: Actor) -> None:
    """From now on the calls go to this person; None: to whom they go by rule. Raises NotThere."""
    today = clock.today()
    lines = queries.affiliations_of(member.id)
    if contact_id is not None and not any(one.contact_id == contact_id and one.holds_on(today) for one in lines):
        raise NotThere(_("This person has no function there today."))
    for one in lines:
        one.receives_fee_calls = one.contact_id == contact_id and one.holds_on(today)
    audit.record("member.fee_recipient_named", member, by=by, contact=contact_id)
