"""What a federation says to a report, how it comes to read it, and how often it was reminded."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cara_crm.contacts.models import Contact
from cara_crm.core import clock
from cara_crm.core.db import Base, Timestamps, enum_column, pk, reference
from cara_crm.federations.models import Federation
from cara_crm.positions.models import Outcome, Position
from cara_crm.relays.models import Relay
from cara_crm.reports.models.report import Report


class AnswerState(StrEnum):
    """`draft`: shared among the federation's officers; `given`: the cluster sees it; `relayed`: passed on."""

    DRAFT = "draft"
    GIVEN = "given"
    RELAYED = "relayed"


class Answer(Timestamps, Base):
    """What the federation replies to one position of a report: one text for the members, one for the cluster only.

    `remit`: whose it is, where it is not theirs; `onward` the position that asks that federation instead.
    `own_reference`: the federation's own number for it. `author_label`: the officer who wrote or sent it; "" where the
    cluster recorded it. `carried_from`: it was given to an earlier version, and stands for this one as it was given.
    """

    __tablename__ = "answer"
    __table_args__ = (
        sa.UniqueConstraint("report_id", "position_id"),
        sa.CheckConstraint("state = 'draft' OR (outcome IS NOT NULL AND given_at IS NOT NULL)", name="given_whole"),
    )

    id: Mapped[pk]
    report_id: Mapped[int] = reference("report.id")
    position_id: Mapped[int] = reference("position.id")
    outcome: Mapped[Outcome | None] = enum_column(Outcome)
    until_on: Mapped[date | None]
    remit_id: Mapped[int | None] = reference("federation.id")
    onward_id: Mapped[int | None] = reference("position.id")
    text_members: Mapped[str] = mapped_column(default="")
    text_cluster: Mapped[str] = mapped_column(default="")
    own_reference: Mapped[str] = mapped_column(default="")
    state: Mapped[AnswerState] = enum_column(AnswerState, default=AnswerState.DRAFT)
    contact_id: Mapped[int | None] = reference("contact.id", ondelete="SET NULL")
    author_label: Mapped[str] = mapped_column(default="")
    recorded_by_id: Mapped[int | None] = reference("user_account.id", ondelete="SET NULL")
    given_at: Mapped[datetime | None]
    relay_id: Mapped[int | None] = reference("relay.id")
    carried_from_id: Mapped[int | None] = reference("answer.id")
    version: Mapped[int] = mapped_column(default=1)

    report: Mapped[Report] = relationship(back_populates="answers")
    position: Mapped[Position] = relationship(foreign_keys="Answer.position_id")
    onward: Mapped[Position | None] = relationship(foreign_keys="Answer.onward_id")
    contact: Mapped[Contact | None] = relationship()
    relay: Mapped[Relay | None] = relationship()
    remit: Mapped[Federation | None] = relationship()
    carried_from: Mapped["Answer | None"] = relationship(remote_side="Answer.id")

    __mapper_args__ = {"version_id_col": version}

    @property
    def may_change(self) -> bool:
        """What this version's members have read stays; what they read of an earlier version may be amended in this.

        Silence is no answer: whatever the members were told of it, the federation may answer after all.
        """
        origin = self.carried_from
        amends = origin is not None and origin.relay_id == self.relay_id
        return self.state is not AnswerState.RELAYED or amends or self.outcome is Outcome.NO_ANSWER


class ReportReminder(Base):
    """One time that the federation was reminded of what it had not answered; `people` were written to."""

    __tablename__ = "report_reminder"

    id: Mapped[pk]
    report_id: Mapped[int] = reference("report.id", ondelete="CASCADE")
    at: Mapped[datetime] = mapped_column(default=clock.now)
    people: Mapped[int]
    sent_by_id: Mapped[int | None] = reference("user_account.id", ondelete="SET NULL")

    report: Mapped[Report] = relationship(back_populates="reminders")


class ReadingLink(Base):
    """A federation's addressee reads one report by it, for weeks; only the token's SHA-256 is kept."""

    __tablename__ = "reading_link"

    id: Mapped[pk]
    report_id: Mapped[int] = reference("report.id", ondelete="CASCADE")
    contact_id: Mapped[int] = reference("contact.id")
    token_hash: Mapped[str] = mapped_column(unique=True)
    delivery_id: Mapped[int | None] = reference("delivery.id", ondelete="SET NULL")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    report: Mapped[Report] = relationship()
    contact: Mapped[Contact] = relationship()
