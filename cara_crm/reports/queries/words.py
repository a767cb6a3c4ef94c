"""The words of issues, parted into those that a federation may be told of and those it may not."""

from collections.abc import Hashable
from dataclasses import dataclass

import sqlalchemy as sa

from cara_crm.confidentiality.threshold import group_key
from cara_crm.extensions import db
from cara_crm.federations.models import Mandate
from cara_crm.issues.models import ISSUE_WORDS, Issue, IssueConsent, issue_sector
from cara_crm.members.models import Member
from cara_crm.positions.models import PositionIssue
from cara_crm.relays.models import Question, QuestionKind, Response
from cara_crm.reports.models import request_issue
from cara_crm.reports.queries.scope import Scope
from cara_crm.reports.queries.voices import usable


@dataclass(frozen=True, slots=True)
class SaidWords:
    """Texts of issues that may be used for a federation, with the group of each author, and of those that may not."""

    usable: tuple[tuple[Hashable, str], ...] = ()
    withheld: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        """Everything that members wrote."""
        return (*(text for _, text in self.usable), *self.withheld)


def said_words(scope: Scope) -> SaidWords:
    """The words of every issue that a text for the federation may repeat; see ``_within_reach``."""
    may = set(
        db.session.scalars(sa.select(Issue.id).where(*usable(scope.federation_id)).select_from(Issue, IssueConsent))
    )
    columns = [getattr(Issue, name) for name in ISSUE_WORDS]
    rows = db.session.execute(
        sa.select(Issue.id, Member.id, Member.group_id, *columns)
        .join(Member, Member.id == Issue.member_id)
        .where(Issue.id.in_(_within_reach(scope)))
        .order_by(Issue.id)
    )
    found: list[tuple[Hashable, str]] = []
    withheld: list[str] = []
    for issue_id, member_id, group_id, *texts in rows:
        written = [text for text in texts if text]
        if issue_id in may:
            found += [(group_key(member_id, group_id), text) for text in written]
        else:
            withheld += written
    return SaidWords(usable=tuple(found), withheld=(*withheld, *_answers_to_consultations()))


def _within_reach(scope: Scope) -> sa.CompoundSelect[int]:
    """Issues of whatever state: of the report's sectors and all that the cluster ever represented for the federation,
    and wherever they are filed those behind a position for it, those whose authors were asked about it, and those that
    a flash note counts. What stands in no sector yet may belong to any."""
    represented = sa.select(Mandate.sector_id).where(Mandate.federation_id == scope.federation_id)
    its_sectors = sa.or_(issue_sector.c.sector_id.in_(scope.sector_ids), issue_sector.c.sector_id.in_(represented))
    return sa.union(
        sa.select(issue_sector.c.issue_id).where(its_sectors),
        sa.select(PositionIssue.issue_id).where(PositionIssue.federation_id == scope.federation_id),
        sa.select(IssueConsent.issue_id).where(IssueConsent.federation_id == scope.federation_id),
        sa.select(request_issue.c.issue_id).where(request_issue.c.request_id == scope.request_id),
        sa.select(Issue.id).where(~Issue.sectors.any()),
    )


def _answers_to_consultations() -> list[str]:
    """What members answered in words of their own: told in figures only."""
    texts = sa.select(Question.id).where(Question.kind == QuestionKind.TEXT, Question.relay_id == Response.relay_id)
    rows = db.session.scalars(sa.select(Response.values).where(texts.exists()).order_by(Response.id))
    return [value for values in rows for value in values.values() if isinstance(value, str)]
