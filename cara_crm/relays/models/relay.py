"""One entry of the journal, and what it is about."""

import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship, remote, validates

from cara_crm.core import clock
from cara_crm.core.db import Base, Timestamps, enum_column, pk, reference
from cara_crm.core.fold import fold
from cara_crm.federations.models import Federation, Priority, Programme
from cara_crm.files.models import StoredFile
from cara_crm.issues.models import Issue
from cara_crm.positions.models import Position
from cara_crm.relays.models.kinds import GONE_OUT, Direction, RelayKind, RelayState
from cara_crm.sectors.models import Sector
from cara_crm.workgroups.models import Workgroup

if TYPE_CHECKING:
    from cara_crm.relays.models.consulting import Question
    from cara_crm.relays.models.people import Concerned, Recipient

CALLED_ERRATUM = re.compile(r"^(erratum|errata|correction)\s*:\s*", re.IGNORECASE)

relay_sector = sa.Table(
    "relay_sector",
    Base.metadata,
    sa.Column("relay_id", sa.ForeignKey("relay.id", ondelete="CASCADE"), primary_key=True, index=True),
    sa.Column("sector_id", sa.ForeignKey("sector.id", ondelete="RESTRICT"), primary_key=True, index=True),
)
relay_issue = sa.Table(
    "relay_issue",
    Base.metadata,
    sa.Column("relay_id", sa.ForeignKey("relay.id", ondelete="CASCADE"), primary_key=True, index=True),
    sa.Column("issue_id", sa.ForeignKey("issue.id", ondelete="RESTRICT"), primary_key=True, index=True),
)
relay_position = sa.Table(
    "relay_position",
    Base.metadata,
    sa.Column("relay_id", sa.ForeignKey("relay.id", ondelete="CASCADE"), primary_key=True, index=True),
    sa.Column("position_id", sa.ForeignKey("position.id", ondelete="RESTRICT"), primary_key=True, index=True),
)
relay_workgroup = sa.Table(
    "relay_workgroup",
    Base.metadata,
    sa.Column("relay_id", sa.ForeignKey("relay.id", ondelete="CASCADE"), primary_key=True, index=True),
    sa.Column("workgroup_id", sa.ForeignKey("workgroup.id", ondelete="RESTRICT"), primary_key=True, index=True),
)


class RelayFile(Base):
    """A file that goes with a relay."""

    __tablename__ = "relay_file"
    __table_args__ = (sa.UniqueConstraint("relay_id", "file_id"),)

    id: Mapped[pk]
    relay_id: Mapped[int] = reference("relay.id", ondelete="CASCADE")
    file_id: Mapped[int] = reference("stored_file.id")

    file: Mapped[StoredFile] = relationship(lazy="joined")


class Relay(Timestamps, Base):
    """One entry of the journal. `audience` is the rule as JSON (lists of ids by criterion), frozen into recipients
    when it is sent; an answer keeps the position's `wording` there, as it went up. A meeting or call with a federation
    is `recorded`, never sent. `released_by_id`: who decided that it goes out. `folded` follows the words, for search.
    """

    __tablename__ = "relay"
    __table_args__ = (
        sa.Index("ix_relay_journal", "happened_at", "id"),
        sa.CheckConstraint("state <> 'sent' OR sent_at IS NOT NULL", name="sent_at_once_sent"),
        sa.CheckConstraint("(state = 'scheduled') = (send_at IS NOT NULL)", name="send_at_while_scheduled"),
    )

    id: Mapped[pk]
    direction: Mapped[Direction] = enum_column(Direction)
    kind: Mapped[RelayKind] = enum_column(RelayKind)
    state: Mapped[RelayState] = enum_column(RelayState, default=RelayState.DRAFT)
    federation_id: Mapped[int | None] = reference("federation.id")
    title: Mapped[str]
    body: Mapped[str] = mapped_column(default="")
    priority_id: Mapped[int | None] = reference("priority.id")
    programme_id: Mapped[int | None] = reference("programme.id")
    link: Mapped[str] = mapped_column(default="")
    title_en: Mapped[str] = mapped_column(default="", server_default="")
    body_en: Mapped[str] = mapped_column(default="", server_default="")
    folded: Mapped[str] = mapped_column(default="", server_default="")
    deadline_on: Mapped[date | None]
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    place: Mapped[str] = mapped_column(default="", server_default="")
    places: Mapped[int | None]
    moved_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    cancelled_reason: Mapped[str] = mapped_column(default="", server_default="")
    calendar_sequence: Mapped[int] = mapped_column(default=0, server_default="0")
    audience: Mapped[dict[str, Any]] = mapped_column(default=dict)
    happened_at: Mapped[datetime] = mapped_column(default=clock.now)
    send_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    corrects_id: Mapped[int | None] = reference("relay.id")
    results: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    results_at: Mapped[datetime | None]
    created_by_id: Mapped[int | None] = reference("user_account.id", ondelete="SET NULL")
    released_by_id: Mapped[int | None] = reference("user_account.id", ondelete="SET NULL")
    is_demonstration: Mapped[bool] = mapped_column(default=False)
    submission_key: Mapped[str | None] = mapped_column(unique=True)
    version: Mapped[int] = mapped_column(default=1)

    federation: Mapped[Federation | None] = relationship()
    priority: Mapped[Priority | None] = relationship()
    programme: Mapped[Programme | None] = relationship()
    corrects: Mapped["Relay | None"] = relationship(remote_side="Relay.id")
    errata: Mapped[list["Relay"]] = relationship(
        primaryjoin=lambda: sa.and_(foreign(remote(Relay.corrects_id)) == Relay.id, remote(Relay.state).in_(GONE_OUT)),
        viewonly=True,
        order_by=lambda: (Relay.sent_at, Relay.id),
    )
    sectors: Mapped[list[Sector]] = relationship(secondary=relay_sector, order_by=Sector.ordinal)
    workgroups: Mapped[list[Workgroup]] = relationship(secondary=relay_workgroup, order_by="Workgroup.id")
    issues: Mapped[list[Issue]] = relationship(secondary=relay_issue, order_by="Issue.id")
    positions: Mapped[list[Position]] = relationship(secondary=relay_position, order_by="Position.id")
    questions: Mapped[list["Question"]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by="Question.ordinal"
    )
    files: Mapped[list[RelayFile]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by=RelayFile.id
    )
    recipients: Mapped[list["Recipient"]] = relationship(
        back_populates="relay", cascade="all, delete-orphan", order_by="Recipient.id"
    )
    concerned: Mapped[list["Concerned"]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by="Concerned.id"
    )

    __mapper_args__ = {"version_id_col": version}

    @validates("title", "body", "title_en", "body_en")
    def _fold(self, name: str, text: str) -> str:
        words = {one: getattr(self, one) or "" for one in ("title", "body", "title_en", "body_en")} | {name: text or ""}
        self.folded = fold(" ".join(words.values()))
        return text

    def name_in(self, language: str) -> str:
        """The title in a language; where there is only one, that one."""
        return self.title_en if language == "en" and self.title_en else self.title

    def body_in(self, language: str) -> str:
        return self.body_en if language == "en" and self.body_en else self.body

    def own_title_in(self, language: str) -> str:
        """Of an erratum: what its title says beside that of the first, where it stands as its erratum."""
        if self.corrects is None:
            return self.name_in(language)
        said = CALLED_ERRATUM.sub("", self.name_in(language))
        return "" if said == self.corrects.name_in(language) else said

    @property
    def texts(self) -> tuple[str, ...]:
        """All that somebody wrote and its readers see, the names of its files too."""
        asked = [text for one in self.questions for text in (one.words, one.words_en, *one.options, *one.options_en)]
        files = [one.file.name for one in self.files]
        return (self.title, self.body, self.title_en, self.body_en, self.place, self.link, *asked, *files)

    @property
    def takes_registrations(self) -> bool:
        """An event with a day; until it begins, or until the day that was given for it."""
        return self.kind is RelayKind.EVENT and self.starts_at is not None

    @property
    def has_begun(self) -> bool:
        return self.starts_at is not None and self.starts_at <= clock.now()

    @property
    def takes_interest(self) -> bool:
        """A call, or an event without a day, to which one can still say that one is interested."""
        asks = self.kind in (RelayKind.OPPORTUNITY, RelayKind.EVENT)
        return asks and not self.takes_registrations and self.is_open

    @property
    def ends_at_last(self) -> datetime | None:
        """From when on nothing can be done about it: it has begun, or its last day is over; None: at no time."""
        last = clock.moment(self.deadline_on + timedelta(days=1)) if self.deadline_on else None
        return min((at for at in (last, self.starts_at) if at is not None), default=None)

    @property
    def is_over(self) -> bool:
        return self.ends_at_last is not None and self.ends_at_last <= clock.now()

    @property
    def is_ahead(self) -> bool:
        """An event with a day that is to take place."""
        return self.takes_registrations and not self.has_begun and self.cancelled_at is None

    @property
    def is_open(self) -> bool:
        """Can one still say that one is interested, or comes?"""
        if self.cancelled_at is not None:
            return False
        if self.starts_at is not None and self.starts_at <= clock.now():
            return False
        return self.deadline_on is None or self.deadline_on >= clock.today()

    @property
    def corrections(self) -> list["Relay"]:
        """The errata that have left and set right what it says, the earliest first; a later erratum of the same relay
        sets an earlier one right too."""
        siblings = self.corrects.errata if self.corrects else []
        if self in siblings:
            return [*self.errata, *siblings[siblings.index(self) + 1 :]]
        return list(self.errata)

    @property
    def related_ids(self) -> list[int]:
        """What it sets right, and what sets it right."""
        return [*([self.corrects_id] if self.corrects_id else []), *(one.id for one in self.corrections)]

    @property
    def news(self) -> RelayKind:
        """Of which kind it is to who chose a rhythm for each: an erratum goes the way of what it sets right."""
        return self.corrects.kind if self.corrects else self.kind

    @property
    def has_moved(self) -> bool:
        """An event that is on another day, or elsewhere, than its first words said."""
        return self.starts_at is not None and self.calendar_sequence > 0

    @property
    def changed_at(self) -> datetime:
        """When something new was last said of it: it was sent, set right, moved or cancelled."""
        told = (self.happened_at, self.moved_at, self.cancelled_at, *(one.happened_at for one in self.corrections))
        return max(at for at in told if at is not None)

    @property
    def is_corrigible(self) -> bool:
        """Sent to members, in words of ours."""
        ours = (RelayKind.INFORMATION, RelayKind.OPPORTUNITY, RelayKind.EVENT, RelayKind.CONSULTATION)
        return self.state in GONE_OUT and self.direction is Direction.DOWN and self.kind in ours

    @property
    def is_about_to_leave(self) -> bool:
        """Within minutes: its page looks again by itself."""
        return self.send_at is not None and self.send_at < clock.now() + timedelta(minutes=3)
