"""Who agreed to be named to a federation did not agree to be named to its competitors."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

import sqlalchemy as sa

from cara_crm.confidentiality.leaks.masking import without_names
from cara_crm.extensions import db
from cara_crm.issues.models import Issue
from cara_crm.members.models import Member, MemberName
from cara_crm.positions.models import PositionIssue, WordingAgreement


class Worded(Protocol):
    """A position, or what stood of it in a report: whatever is worded for a federation."""

    @property
    def title(self) -> str: ...
    @property
    def statement(self) -> str: ...
    @property
    def request(self) -> str: ...


@dataclass(frozen=True, slots=True)
class ReadWords:
    """What a member reads of a position, and all that it ever reads of one: no other member is named in it."""

    title: str
    statement: str
    request: str = ""


class Names:
    """The names of every member behind some positions; a member's own are its own to read."""

    def __init__(self, rows: Collection[tuple[int, int, str]]) -> None:
        self._rows = rows

    def read(self, said: Worded, position_id: int, reader: int | None) -> ReadWords:
        """The words of a position as the member `reader` may read them (None: any member behind it)."""
        listed: Collection[str] = getattr(said, "named", ())
        title, statement, request = (
            self.hide(text, position_id, reader, listed) for text in (said.title, said.statement, said.request)
        )
        return ReadWords(title, statement, request)

    def hide(self, text: str, position_id: int, reader: int | None, more: Collection[str] = ()) -> str:
        """Another text about a position for the same reader: the others' names masked, and `more` names that are not
        its own."""
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


def wording_for(question: WordingAgreement) -> ReadWords:
    """The position's words as the author that is asked may read them."""
    return names_behind([question.position_id]).read(question.position, question.position_id, question.issue.member_id)
