"""What a second person says of a report before it is sent."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from cara_crm.accounts.models import User
from cara_crm.core import clock
from cara_crm.core.db import Base, enum_column, pk, reference
from cara_crm.reports.models.report import Report


class Verdict(StrEnum):
    APPROVED = "approved"
    SENT_BACK = "sent_back"


class Review(Base):
    """One sitting of one reviewer. `fingerprint` is the SHA-256 of what was seen.

    Without a verdict it is not finished: its items are what was decided so far. `document` is the JSON of the document
    that was seen, so that a change since can be shown; it goes when the report is sent.
    """

    __tablename__ = "review"
    __table_args__ = (sa.CheckConstraint("(verdict IS NULL) = (finished_at IS NULL)", name="finished_with_a_verdict"),)

    id: Mapped[pk]
    report_id: Mapped[int] = reference("report.id", ondelete="CASCADE")
    reviewer_id: Mapped[int] = reference("user_account.id")
    fingerprint: Mapped[str]
    is_self_review: Mapped[bool] = mapped_column(default=False)
    started_at: Mapped[datetime] = mapped_column(default=clock.now)
    finished_at: Mapped[datetime | None]
    verdict: Mapped[Verdict | None] = enum_column(Verdict)
    comment: Mapped[str] = mapped_column(default="")
    document: Mapped[str | None] = deferred(mapped_column(sa.Text))

    report: Mapped[Report] = relationship()
    reviewer: Mapped[User] = relationship()
    items: Mapped[list["ReviewItem"]] = relationship(
        back_populates="review", cascade="all, delete-orphan", order_by="ReviewItem.id"
    )


class ReviewItem(Base):
    """The verdict on one item: `item` is "report", "position:7" or "waiver:3"."""

    __tablename__ = "review_item"
    __table_args__ = (sa.UniqueConstraint("review_id", "item"),)

    id: Mapped[pk]
    review_id: Mapped[int] = reference("review.id", ondelete="CASCADE")
    item: Mapped[str]
    verdict: Mapped[Verdict] = enum_column(Verdict)
    comment: Mapped[str] = mapped_column(default="")

    review: Mapped[Review] = relationship(back_populates="items")


class Waiver(Base):
    """A mark of the leak check that is a false alarm, with the reason; it counts once a reviewer agrees."""

    __tablename__ = "waiver"
    __table_args__ = (sa.UniqueConstraint("report_id", "leak_key"),)

    id: Mapped[pk]
    report_id: Mapped[int] = reference("report.id", ondelete="CASCADE")
    leak_key: Mapped[str]
    place: Mapped[str]
    reason: Mapped[str]
    requested_by_id: Mapped[int | None] = reference("user_account.id", ondelete="SET NULL")
    requested_at: Mapped[datetime] = mapped_column(default=clock.now)
    approved_by_id: Mapped[int | None] = reference("user_account.id", ondelete="SET NULL")
    approved_at: Mapped[datetime | None]

    report: Mapped[Report] = relationship()
