"""A federation's question to the cluster, with a due day; a flash note answers it."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cara_crm.contacts.models import Contact
from cara_crm.core import clock
from cara_crm.core.db import Base, enum_column, pk, reference
from cara_crm.federations.models import Federation
from cara_crm.issues.models import Issue
from cara_crm.relays.models import Relay
from cara_crm.sectors.models import Sector


class RequestState(StrEnum):
    """`taken_up`: somebody works on it; `answered`: its flash note was sent."""

    ASKED = "asked"
    TAKEN_UP = "taken_up"
    ANSWERED = "answered"
    DECLINED = "declined"


OPEN_REQUESTS = (RequestState.ASKED, RequestState.TAKEN_UP)

request_sector = sa.Table(
    "request_sector",
    Base.metadata,
    sa.Column("request_id", sa.ForeignKey("federation_request.id", ondelete="CASCADE"), primary_key=True, index=True),
    sa.Column("sector_id", sa.ForeignKey("sector.id", ondelete="RESTRICT"), primary_key=True, index=True),
)
request_issue = sa.Table(
    "request_issue",
    Base.metadata,
    sa.Column("request_id", sa.ForeignKey("federation_request.id", ondelete="CASCADE"), primary_key=True, index=True),
    sa.Column("issue_id", sa.ForeignKey("issue.id", ondelete="RESTRICT"), primary_key=True, index=True),
)


class Request(Base):
    """Asked by an officer in its space (`contact`), or recorded by a manager.

    `issues` are those that the note counts, `relay` the consultation that asks the members. `reason`: why it was
    declined, which the federation reads.
    """

    __tablename__ = "federation_request"
    __table_args__ = (
        sa.CheckConstraint("state <> 'declined' OR reason <> ''", name="declined_with_a_reason"),
        sa.CheckConstraint("state <> 'answered' OR answered_at IS NOT NULL", name="answered_at_once_answered"),
    )

    id: Mapped[pk]
    federation_id: Mapped[int] = reference("federation.id")
    question: Mapped[str]
    details: Mapped[str] = mapped_column(default="")
    due_on: Mapped[date]
    state: Mapped[RequestState] = enum_column(RequestState, default=RequestState.ASKED)
    contact_id: Mapped[int | None] = reference("contact.id", ondelete="SET NULL")
    author_label: Mapped[str] = mapped_column(default="")
    recorded_by_id: Mapped[int | None] = reference("user_account.id", ondelete="SET NULL")
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    answered_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")
    relay_id: Mapped[int | None] = reference("relay.id", ondelete="SET NULL")
    submission_key: Mapped[str | None] = mapped_column(unique=True)
    version: Mapped[int] = mapped_column(default=1)

    federation: Mapped[Federation] = relationship()
    contact: Mapped[Contact | None] = relationship()
    relay: Mapped[Relay | None] = relationship()
    sectors: Mapped[list[Sector]] = relationship(secondary=request_sector, order_by=Sector.ordinal)
    issues: Mapped[list[Issue]] = relationship(secondary=request_issue, order_by=Issue.id)

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_REQUESTS

    @property
    def is_late(self) -> bool:
        return self.is_open and self.due_on < clock.today()
