"""The mail: some deliveries are claimed at once, sent one after the other, and each is recorded before the next."""

import logging
import threading
import time
from collections import deque

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from cara_crm.contacts import addresses
from cara_crm.core import clock
from cara_crm.deliveries import claims, mime, pace, transport
from cara_crm.deliveries import services as deliveries
from cara_crm.deliveries.claims import Outcome, Result
from cara_crm.deliveries.transport import Transport
from cara_crm.extensions import db, reading
from cara_crm.files.services import FileDamaged
from cara_crm.jobs import processes
from cara_crm.jobs.models import MailTrouble
from cara_crm.relays import services as relays

log = logging.getLogger(__name__)
AT_ONCE = 20
FRESH_SECONDS = 60.0  # what was claimed is sent within this time or put back: well before its lease ends
PAUSE_SECONDS = 30.0  # after the mail server could not be talked to
MOST_REFUSALS = 5  # in a row, of which no address is the reason: then it is perhaps not these mails
MOST_DOMAINS = 3  # of these, at their first attempt: then it is us; one domain that bars us delays nobody else
HOLD_SECONDS = 60.0  # after that one mail is tried
TROUBLE_SECONDS = 5.0  # after the database could not


class Postman:
    """Sends what is due, at most `MAIL_PER_MINUTE` with all workers together."""

    def __init__(self, app: Flask, way_out: Transport, name: str, stopping: threading.Event) -> None:
        self.app, self.transport, self.name, self.stopping = app, way_out, name, stopping
        self.bag: deque[int] = deque()
        self.envelopes: dict[int, mime.Envelope] = {}
        self.claimed_at = self.paused_until = 0.0
        self.turn: int | None = None
        self.refusals = 0
        self.refused_at: set[str] = set()
        self.trouble: processes.Trouble | None = None

    def send_one(self) -> bool:
        """Send one delivery; False when none is due, the next turn is not soon, or sending rests: then only what
        somebody waits for at the screen is tried."""
        if self.bag and time.monotonic() > self.claimed_at + FRESH_SECONDS:
            self.put_back()
        if not self.bag and not (self._is_soon() and self._claim()):
            return False
        if not self.bag:  # nobody of those wants it any more; the next turn takes others
            return True
        if not self._has_its_turn():
            return False
        delivery_id = self.bag.popleft()
        try:
            outcome = self._send(delivery_id)
        except Exception:
            self._end_turn()
            raise
        log.info("delivery %s: %s", delivery_id, outcome.result, extra={"delivery": delivery_id})
        self._record(delivery_id, outcome)
        return True

    def put_back(self) -> None:
        """What was claimed and is not sent is for any worker again; it does not count as an attempt."""
        if self.bag:
            with self.app.app_context():
                claims.put_back(self.bag, self.name)
                db.session.commit()
        self.bag.clear()
        self.envelopes.clear()

    # -- how fast

    @property
    def a_minute(self) -> int:
        """How many mails may leave a minute, all workers together; 0: as many as can."""
        return int(self.app.config["MAIL_PER_MINUTE"])

    def _is_soon(self) -> bool:
        """What is claimed long before its turn would keep more urgent mail waiting."""
        if not self.a_minute:
            return True
        with self.app.app_context(), reading():
            return pace.is_soon(self.a_minute)

    def _has_its_turn(self) -> bool:
        """Wait for the moment of a turn; False when that is not soon, or the worker is asked to stop."""
        if not self.a_minute:
            return True
        with self.app.app_context():
            turn = pace.take(self.a_minute, self.name)
            self.turn, seconds = (turn.id, (turn.at - clock.now()).total_seconds()) if turn else (None, 0.0)
            db.session.commit()
        if self.turn is None:
            return False
        if seconds > 0 and self.stopping.wait(seconds):
            with self.app.app_context():
                pace.give_back(self.turn)
                db.session.commit()
            return False
        return True

    def _end_turn(self) -> None:
        """What broke off is over: the next mail need not wait for it."""
        if self.turn is not None:
            with self.app.app_context():
                pace.end(self.turn)
                db.session.commit()

    # -- claim, send, record

    def _claim(self) -> bool:
        """Take what is due, and let go what nobody wants any more; False when nothing is due."""
        most = min(AT_ONCE, self.a_minute // 60 + 1) if self.a_minute else AT_ONCE
        with self.app.app_context():
            claimed = claims.claim(self.name, most, only_urgent=time.monotonic() < self.paused_until)
            unwanted = relays.reconsider(claimed) if claimed else {}
            deliveries.withdraw(unwanted, by=claims.WORKER)
            db.session.commit()
            wanted = [one for one in claimed if one not in unwanted]
            self.bag.extend(wanted)
            self.claimed_at = time.monotonic()
            if wanted:
                self._write_envelopes(wanted)
        return bool(claimed)

    def _write_envelopes(self, delivery_ids: list[int]) -> None:
        """Those without files, read together; the others, and what cannot be built, when it is their turn."""
        sender = self.app.config["MAIL_FROM"]
        with reading():
            for delivery in claims.in_hand(delivery_ids):
                try:
                    self.envelopes[delivery.id] = mime.build(delivery, sender)
                except ValueError:
                    continue

    def _envelope(self, delivery_id: int) -> mime.Envelope:
        if ready := self.envelopes.pop(delivery_id, None):
            return ready
        with self.app.app_context(), reading():
            return mime.build(claims.one(delivery_id), self.app.config["MAIL_FROM"])

    def _send(self, delivery_id: int) -> Outcome:
        try:
            envelope = self._envelope(delivery_id)
        except (FileDamaged, ValueError) as error:  # a header that would break out of its line, a domain that is none
            return Outcome(Result.FAILED, str(error))
        try:
            self.transport.send(envelope)
        except transport.Bounced as error:
            return Outcome(Result.BOUNCED, str(error))
        except transport.Unreachable as error:
            self._rest(PAUSE_SECONDS, processes.Trouble(MailTrouble.UNREACHABLE, str(error)))
            return Outcome(Result.DEFERRED, str(error))
        except (transport.Refused, transport.Barred) as error:
            return self._refused(error, envelope)
        except transport.NotSent as error:
            return Outcome(Result.DEFERRED, str(error))
        self._is_taken()
        return Outcome(Result.SENT)

    def _is_taken(self) -> None:
        self.refusals, self.trouble, self.paused_until = 0, None, 0.0
        self.refused_at.clear()

    def _refused(self, error: transport.NotSent, envelope: mime.Envelope) -> Outcome:
        """Not the address, but this mail or us. When the server takes none of several it is us, and what is refused
        meanwhile is tried again; when these are fresh ones to several domains, sending rests. Refused ones that are
        tried again are refused again: that says nothing of the others."""
        self.refusals += 1
        if not envelope.is_retry:
            self.refused_at.add(envelope.domain)
        if self.refusals >= MOST_REFUSALS and len(self.refused_at) >= MOST_DOMAINS and not envelope.is_retry:
            self._rest(HOLD_SECONDS, processes.Trouble(MailTrouble.REFUSED, str(error)))
        is_over = isinstance(error, transport.Refused) and self.refusals < MOST_REFUSALS
        return Outcome(Result.FAILED if is_over else Result.DEFERRED, str(error))

    def _rest(self, seconds: float, trouble: processes.Trouble) -> None:
        """Nothing is sent for a while; who looks after it is told with the next sign of life."""
        self.paused_until = time.monotonic() + seconds
        if self.trouble is None or self.trouble.what is not trouble.what:
            self.trouble = trouble
        self.put_back()

    def _record(self, delivery_id: int, outcome: Outcome) -> None:
        """Until it is written down: a sent mail that nobody knows of would be sent again."""
        while True:
            try:
                with self.app.app_context():
                    recorded = claims.record(delivery_id, self.name, outcome)
                    if recorded and outcome.result is Result.BOUNCED:
                        addresses.hold(recorded, outcome.error, by=claims.WORKER)
                    if self.turn is not None:
                        pace.end(self.turn)
                    db.session.commit()
                return
            except SQLAlchemyError as error:
                log.error("database: %s; delivery %s waits to be recorded", type(error).__name__, delivery_id)
                if self.stopping.wait(TROUBLE_SECONDS):
                    raise
