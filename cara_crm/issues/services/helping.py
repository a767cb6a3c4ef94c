"""Who helped to solve an issue in the region: kept for the team, and told to the author where the helper agreed."""

from collections.abc import Mapping

import sqlalchemy as sa
from flask_babel import gettext as _

from cara_crm.audit import services as audit
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError
from cara_crm.extensions import db
from cara_crm.issues.models import Issue, IssueHelper


class NotSolvedHere(DomainError):
    """Somebody helps to solve what was solved in the region."""


def name_helpers(issue: Issue, found: Mapping[int, int | None], *, is_named: bool, by: Actor) -> int:
    """Note who helped: member id → contact id, None for the organisation as such. Who is noted already is noted anew.

    `is_named`: they agreed that the author learns of it. Gives back how many. Raises NotSolvedHere.
    """
    if issue.solved_outcome is None:
        raise NotSolvedHere(_("Say first how it was solved in the region."))
    known = {
        one.member_id: one for one in db.session.scalars(sa.select(IssueHelper).where(IssueHelper.issue_id == issue.id))
    }
    for member_id, contact_id in found.items():
        helper = known.get(member_id) or IssueHelper(issue_id=issue.id, member_id=member_id)
        helper.contact_id, helper.is_named = contact_id, is_named
        db.session.add(helper)
    if found:
        audit.record("issue.helpers_named", issue, by=by, members=sorted(found), told_to_author=is_named)
    return len(found)


def remove_helper(issue: Issue, helper: IssueHelper, *, by: Actor) -> None:
    """It was a mistake: who helped is named no more."""
    audit.record("issue.helper_removed", issue, by=by, member=helper.member_id)
    db.session.delete(helper)
