"""One story from issue to answer in three sectors, lived through with the product's own services, day by day."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import cycle

import sqlalchemy as sa

from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.deliveries.models import Delivery, DeliveryStatus
from cara_crm.deliveries.services import scrub
from cara_crm.demonstration.agenda import MEETINGS, VISITS
from cara_crm.demonstration.cast import Cast, by_code
from cara_crm.demonstration.themes import Ending, Theme, fif, pfa, velo
from cara_crm.demonstration.themes.others import RELAYS, SINGLES
from cara_crm.demonstration.voices import (
    acting,
    days_ago,
    hear_on_the_telephone,
    qualify,
    raise_in_portal,
    say_alone,
    speak,
    talk,
    words,
)
from cara_crm.extensions import db
from cara_crm.federations.models import Federation, Priority
from cara_crm.issues.models import Issue
from cara_crm.members.models import Member, MemberStatus
from cara_crm.positions import services as positions
from cara_crm.positions.models import POSITION_WORDS, Outcome, Position
from cara_crm.relays import services as relays
from cara_crm.relays.models import RelayKind
from cara_crm.reports import services as reports
from cara_crm.reports.answers import services as answers
from cara_crm.reports.build import build
from cara_crm.reports.document import Period
from cara_crm.reports.models import Answer, Report, Verdict
from cara_crm.reports.queries.state import scope_of
from cara_crm.reports.reading.services import acknowledge_report
from cara_crm.reports.verdicts import Decision
from cara_crm.sectors.models import Sector

THEMES = (*pfa.THEMES, *fif.THEMES, *velo.THEMES)
SPOKEN = {  # days ago: first and last voice
    Ending.OLD_ANSWERED: (330, 262),
    Ending.ANSWERED: (170, 118),
    Ending.RELAYED: (95, 50),
    Ending.APPROVED: (60, 20),
    Ending.DRAFT: (40, 12),
}


@dataclass(frozen=True)
class Sending:
    """One report of the story: its themes, sent and answered so many days ago (None: not yet)."""

    federation: str
    themes: tuple[Theme, ...]
    months: int
    sent: int
    answered: int | None
    messages: str
    passed_on: bool = True


SENDINGS = (
    Sending("PFA", (pfa.STEEL,), 6, 240, 205, "Les contrats pèsent sur l’investissement des plus petits."),
    Sending("FRANCE_VELO", (velo.THEFT, velo.BATTERIES), 12, 100, 62, "Réparer plutôt que remplacer."),
    Sending("PFA", (pfa.RETROFIT, pfa.ENERGY), 6, 35, 12, "Homologuer plus vite, raccorder plus tôt."),
    Sending("FIF", (fif.FREIGHT, fif.APPROVAL), 6, 14, 3, "Reconnaître les essais qui existent déjà.", False),
)  # fmt: skip
OFFICERS = {"PFA": "officer", "FIF": "officer_fif", "FRANCE_VELO": "officer_velo"}
RECENT = 9  # visits of the last weeks, whose follow-up is still to be done
IN_REVIEW = Sending("FIF", (fif.SKILLS,), 3, 0, None, "Former près des ateliers.")


class Story:
    """Tells everything in order of themes; every act happens on its own day."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.manager: Actor = acting(cast.users["manager"])
        self.reviewer: Actor = acting(cast.users["second"])
        self.federations: dict[str, Federation] = by_code(Federation)
        self.sectors: dict[str, Sector] = by_code(Sector)
        self.positions: dict[str, Position] = {}

    def tell(self) -> None:
        for theme in THEMES:
            self._theme(theme)
        self._singles()
        for sending in sorted(SENDINGS, key=lambda s: -s.sent):
            self._send(sending)
        self._hand_over(IN_REVIEW)
        self._fresh()
        self._downward()
        self._by_hand()
        self._visits()

    def _theme(self, theme: Theme) -> None:
        first, last = SPOKEN[theme.ending]
        voices = _distinct(self.cast.members[theme.sector], theme.voices)
        said = speak(theme, voices, first=first, last=last, manager=self.manager)
        self._qualify(said, self._priority(theme))
        with clock.at(days_ago(last - 6)):
            self.positions[theme.title] = self._position(theme, said)

    def _qualify(self, said: list[Issue], priority: Priority) -> None:
        for issue in said:
            assert issue.submitted_at
            with clock.at(min(clock.now(), issue.submitted_at + timedelta(days=3))):
                qualify(issue, manager=self.manager, priority=priority)

    def _priority(self, theme: Theme) -> Priority:
        return next(p for p in self.federations[theme.federation].priorities if p.code == theme.priority)

    def _position(self, theme: Theme, said: list[Issue]) -> Position:
        federation = self.federations[theme.federation]
        position = positions.create_position(
            federation, issues=said, title=theme.title, priority=self._priority(theme), by=self.manager
        )
        given = {name: getattr(theme, name, "") for name in POSITION_WORDS} | {
            "examples": "\n".join(theme.examples),
            "diverging_view": theme.diverging,
        }
        db.session.flush()
        positions.edit_position(
            position, given, priority=position.priority, version_read=position.version, by=self.manager
        )
        position.is_demonstration = True
        return position

    def _singles(self) -> None:
        for n, single in enumerate(SINGLES):
            members = self.cast.members[single.sector]
            say_alone(single, members[-1 - n % 3], when=days_ago(45 - 3 * n), manager=self.manager)

    def _fresh(self) -> None:
        """What came in during the last days and waits to be qualified."""
        for n, theme in enumerate(THEMES * 2):
            if theme.ending is not Ending.OLD_ANSWERED:
                member = self.cast.members[theme.sector][(n * 3 + 18) % 24]
                raise_in_portal(member, words(theme, n + 5), when=days_ago(9 - n * 0.35))
        for n, theme in enumerate(THEMES[::2]):
            member = self.cast.members[theme.sector][(n * 5 + 21) % 24]
            when = days_ago(6 - n * 0.5)
            hear_on_the_telephone(member, words(theme, n + 7), when=when, agreed=False, by=self.manager)

    def _drafted(self, sending: Sending) -> Report:
        federation = self.federations[sending.federation]
        until = clock.today()
        report = reports.draft_report(
            federation_id=federation.id,
            sector_ids={m.sector_id for m in federation.mandates},
            period=Period(until - timedelta(days=30 * sending.months), until),
            language="fr",
            by=self.manager,
        )
        report.is_demonstration = True
        db.session.flush()
        reports.edit_report(
            report,
            key_messages=sending.messages,
            position_ids=[self.positions[theme.title].id for theme in sending.themes],
            language="fr",
            version=report.version,
            by=self.manager,
        )
        db.session.flush()
        return report

    def _hand_over(self, sending: Sending) -> Report:
        report = self._drafted(sending)
        db.session.expire(report)
        reports.hand_over(report, build(scope_of(report)), by=self.manager)
        return report

    def _send(self, sending: Sending) -> None:
        with clock.at(days_ago(sending.sent + 2)):
            report = self._hand_over(sending)
        with clock.at(days_ago(sending.sent + 1)):
            built = build(scope_of(report))
            decisions = {item: Decision(Verdict.APPROVED, "") for item in reports.items_of(report, built)}
            reports.review_report(
                report, built, fingerprint=built.fingerprint, decisions=decisions, comment="", by=self.reviewer
            )
            db.session.flush()
        with clock.at(days_ago(sending.sent)):
            reports.send_report(report, reports.prepare(report), by=self.manager)
            db.session.flush()
        if sending.answered is not None:
            self._answer(report, sending, sending.answered)

    def _answer(self, report: Report, sending: Sending, days: int) -> None:
        """The federation acknowledges, answers what it can; the manager passes it on two days later.

        Where it is not passed on, only the first answer was sent; the next is a draft of the officer's.
        """
        officer = acting(self.cast.users[OFFICERS[sending.federation]])
        with clock.at(days_ago(sending.sent - 2)):
            acknowledge_report(report, by=officer)
        given = []
        with clock.at(days_ago(days)):
            for theme in sending.themes:
                if theme.reply:
                    given.append(self._reply(report, theme, officer))
            for answer in given if sending.passed_on else given[:1]:
                answers.give_answer(answer, by=officer)
        if sending.passed_on:
            with clock.at(days_ago(days - 2)):
                for answer in given:
                    answers.pass_on(answer, by=self.manager)
                db.session.flush()

    def _reply(self, report: Report, theme: Theme, officer: Actor) -> Answer:
        assert theme.reply
        answer = answers.save_answer(
            report,
            self.positions[theme.title].id,
            version=0,
            outcome=Outcome(theme.reply.outcome),
            until_on=clock.today() + timedelta(days=120),
            text_members=theme.reply.for_members,
            text_cluster=theme.reply.for_cluster,
            by=officer,
        )
        db.session.flush()
        return answer

    def _downward(self) -> None:
        for n, (kind, sector, title, body) in enumerate(RELAYS):
            with clock.at(days_ago(150 - 10 * n)):
                relay = relays.draft_relay(
                    RelayKind(kind),
                    title=title,
                    body=body,
                    audience={"sectors": [self.sectors[sector].id], "statuses": [MemberStatus.ACTIVE.value]},
                    deadline_on=clock.today() + timedelta(days=45) if kind in ("opportunity", "event") else None,
                    by=self.manager,
                )
                db.session.flush()
                relays.send_relay(relay, by=self.manager)
                relay.is_demonstration = True

    def _visits(self) -> None:
        """Two in three members were visited or called within the year."""
        members = [m for group in self.cast.members.values() for m in group if m.status is MemberStatus.ACTIVE]
        for n, member in enumerate(members):
            if n % 3:
                kind, minutes, follow_up = VISITS[n % len(VISITS)]
                later = follow_up if n < RECENT else ""
                talk(member, kind, minutes, later, when=days_ago(3 + n * 2.6), by=self.manager)

    def _by_hand(self) -> None:
        """Meetings and calls with the federations, recorded afterwards."""
        kinds = cycle((RelayKind.MEETING, RelayKind.CALL))
        for n, (code, direction, title) in enumerate(MEETINGS):
            with clock.at(days_ago(20 + 24 * n)):
                relays.record_relay(
                    next(kinds),
                    direction=direction,
                    title=title,
                    body="Compte rendu inventé pour la démonstration.",
                    happened_on=clock.today(),
                    federation_id=self.federations[code].id,
                    sector_ids=[m.sector_id for m in self.federations[code].mandates],
                    by=self.manager,
                )


def _distinct(members: list[Member], count: int) -> list[Member]:
    """The first active members of distinct groups."""
    by_group: dict[str, Member] = {}
    for member in members:
        if member.status is MemberStatus.ACTIVE:
            by_group.setdefault(member.group_key, member)
    return list(by_group.values())[:count]


def settle_the_past() -> None:
    """What was queued on a past day left on that day, its tokens forgotten; nothing of that past is mailed now."""
    yesterday = clock.now() - timedelta(hours=1)
    past = (Delivery.status == DeliveryStatus.QUEUED) & (Delivery.created_at < yesterday)
    for delivery in db.session.scalars(sa.select(Delivery).where(past, Delivery.holds_token)):
        scrub(delivery)
    sent = {"status": DeliveryStatus.SENT, "sent_at": Delivery.created_at, "attempts": 1}
    db.session.execute(sa.update(Delivery).where(past).values(sent))
