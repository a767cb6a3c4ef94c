"""Who agreed to be named to a federation did not agree to be named to its competitors."""

from collections.abc import Collection

import sqlalchemy as sa

from cara_crm.confidentiality.leaks.masking import without_names
from cara_crm.extensions import db
from cara_crm.issues.models import Issue
from cara_crm.members.models import Member, MemberName
from cara_crm.positions.models import PositionIssue, WordingAgreement


class Names:
    """The names of every member behind some positions; a member's own are its own to read."""

    def __init__(self, rows: Collection[tuple[int, int, str]]) -> None:
        self._rows = rows

    def hide(self, text: str, position_id: int, reader: int | None, more: Collection[str] = ()) -> str:
        """The text of a position as the member `reader` may read it: the others' names masked, and `more` names that
        are not its own."""
        own = {name for _, member_id, name in self._rows if member_id == reader}
        others = [name for one, member_id, name in self._rows if one == position_id and member_id != reader]
        return without_names(text, [*others, *(name for name in more if name not in own)])


def names_behind(position_ids: Collection[int]) -> Names:
    """Of the members with an issue in these positions, whatever they allow: legal, usual and other names."""
    if not position_ids:
        return Names([])
    behind = PositionIssue.position_id.in_(list(position_ids))
    of_issues = (
        sa.select(PositionIssue.position_id, Issue.member_id, name)
        .join(Issue, Issue.id == PositionIssue.issue_id)
        .join(Member, Member.id == Issue.member_id)
        .where(behind)
        for name in (Member.legal_name, Member.usual_name)
    )
    others = (
        sa.select(PositionIssue.position_id, Issue.member_id, MemberName.name)
        .join(Issue, Issue.id == PositionIssue.issue_id)
        .join(MemberName, MemberName.member_id == Issue.member_id)
        .where(behind)
    )
    rows = db.session.execute(sa.union(*of_issues, others)).all()
    return Names([(position_id, member_id, name) for position_id, member_id, name in rows if name])


def wording_for(question: WordingAgreement) -> tuple[str, str]:
    """Statement and request as the author that is asked may read them: no other member's name."""
    position, names = question.position, names_behind([question.position_id])
    statement, request = (
        names.hide(text, position.id, question.issue.member_id) for text in (position.statement, position.request)
    )
    return statement, request
