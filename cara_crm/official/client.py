"""The two public registers, over HTTP: no redirect, no more than a megabyte, no longer than a few seconds."""

import json
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Any, TypeVar

import httpx

from cara_crm.core import clock
from cara_crm.official import company, place
from cara_crm.official.company import Company, NotUnderstood
from cara_crm.official.models import Trouble
from cara_crm.official.place import Place

R = TypeVar("R")
TIMES = httpx.Timeout(connect=3, read=4, write=3, pool=3)
DEADLINE = 8.0  # seconds for one answer, however slowly it drips
LARGEST = 1_000_000  # bytes; ten companies are 60,000
MOST_FOUND = 10
BETWEEN = 0.25  # seconds between two questions of this process: 4 a second, where the API allows 7
PATIENCE = 3  # seconds of Retry-After that are simply waited
LONGEST_REST = timedelta(hours=6)
HEADERS = {"User-Agent": "cara_crm (register of a cluster's members)", "Accept-Encoding": "identity"}
ASK_AGAIN = {429, 503}


class NotAnswered(Exception):
    """No usable answer; `trouble` says why, `retry_at` when the register wants to be asked again."""

    def __init__(self, trouble: Trouble, retry_at: datetime | None = None) -> None:
        super().__init__(trouble.value)
        self.trouble, self.retry_at = trouble, retry_at


class Pace:
    """Lets questions through one by one, never closer than `seconds`; shared by the threads of a process."""

    def __init__(self, seconds: float) -> None:
        self.seconds, self.lock, self.next = seconds, threading.Lock(), 0.0

    def wait(self) -> None:
        with self.lock:
            now = time.monotonic()
            due = max(now, self.next)
            self.next = due + self.seconds
        time.sleep(due - now)


PACE = Pace(BETWEEN)


@dataclass
class Registers:
    """API Recherche d'entreprises and the geocoder, by their base URLs; an empty one is switched off.

    Every method raises NotAnswered. A context manager: connections are kept between questions.
    """

    companies_url: str
    geocoder_url: str

    def __post_init__(self) -> None:
        self._http = httpx.Client(timeout=TIMES, follow_redirects=False, trust_env=False, headers=HEADERS)

    @classmethod
    def of(cls, config: Mapping[str, Any]) -> "Registers":
        return cls(config["COMPANIES_URL"], config["GEOCODER_URL"])

    def __enter__(self) -> "Registers":
        return self

    def __exit__(self, *_why: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._http.close()

    def company(self, siren: str) -> Company | None:
        """The company of a SIREN, None when the register shows none."""
        found = self._companies(q=siren, per_page="1")
        if found and found[0].siren != siren:
            raise NotAnswered(Trouble.NONSENSE)
        return found[0] if found else None

    def companies(self, words: str, department: str = "") -> list[Company]:
        """Companies whose name or address resembles the words, the likeliest first; at most ten."""
        narrowed = {"departement": department} if department else {}
        return self._companies(q=words, per_page=str(MOST_FOUND), **narrowed)

    def place(self, address: str, *, postal_code: str = "", commune: str = "") -> Place | None:
        """Where an address lies; the postal code or INSEE's code of the commune keeps it in its place.

        None too when the geocoder answers with another commune than the one that was asked for, however sure it is.
        """
        where = {"citycode": commune} if commune else {"postcode": postal_code} if postal_code else {}
        asked = {"q": address, "limit": "1", "autocomplete": "0", "index": "address", **where}
        found: Place | None = _understood(place.place_in, self._ask(self.geocoder_url, asked))
        return found if found is None or place.is_in(found, commune) else None

    def _companies(self, **asked: str) -> list[Company]:
        """Without the secondary parts of an answer, but for the head office: officers do not even come."""
        answer = self._ask(self.companies_url, {**asked, "page": "1", "minimal": "true", "include": "siege"})
        return _understood(company.companies_in, answer)

    def _ask(self, base: str, asked: dict[str, str]) -> Any:
        if not base:
            raise NotAnswered(Trouble.OFF)
        try:
            return self._ask_once(base, asked)
        except NotAnswered as refused:
            rest = (refused.retry_at - clock.now()).total_seconds() if refused.retry_at else PATIENCE + 1
            if rest > PATIENCE:
                raise
        time.sleep(max(0.0, rest))
        return self._ask_once(base, asked)

    def _ask_once(self, base: str, asked: dict[str, str]) -> Any:
        PACE.wait()
        try:
            with self._http.stream("GET", f"{base.rstrip('/')}/search", params=asked) as response:
                _refuse(response)
                return json.loads(_body(response))
        except httpx.TimeoutException as error:
            raise NotAnswered(Trouble.SLOW) from error
        except (httpx.NetworkError, httpx.ProxyError, httpx.UnsupportedProtocol) as error:
            raise NotAnswered(Trouble.UNREACHABLE) from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise NotAnswered(Trouble.BROKEN) from error
        except (ValueError, RecursionError) as error:  # no JSON, no UTF-8, or ten thousand brackets
            raise NotAnswered(Trouble.NONSENSE) from error


def _understood(read: Callable[[Any], R], answer: Any) -> R:
    try:
        return read(answer)
    except NotUnderstood as error:
        raise NotAnswered(Trouble.NONSENSE) from error


def _refuse(response: httpx.Response) -> None:
    """Anything but the answer itself. A redirect would lead to a host that nobody chose."""
    code = response.status_code
    if code in ASK_AGAIN:
        raise NotAnswered(Trouble.BUSY, retry_at(response.headers.get("Retry-After", "")))
    if code >= 500:
        raise NotAnswered(Trouble.BROKEN)
    if code != httpx.codes.OK:
        raise NotAnswered(Trouble.REFUSED)
    if response.headers.get("Content-Encoding", "identity") != "identity":  # a small answer that unpacks to a vast one
        raise NotAnswered(Trouble.NONSENSE)


def _body(response: httpx.Response) -> bytes:
    """What comes, until it is too much or takes too long."""
    until, body = time.monotonic() + DEADLINE, bytearray()
    for piece in response.iter_raw():
        body += piece
        if len(body) > LARGEST:
            raise NotAnswered(Trouble.TOO_LARGE)
        if time.monotonic() > until:
            raise NotAnswered(Trouble.SLOW)
    return bytes(body)


def retry_at(written: str) -> datetime | None:
    """The moment that Retry-After names, in seconds or as a date (RFC 9110, 10.2.3); None when it names none."""
    now = clock.now()
    if written.strip().isascii() and written.strip().isdigit():
        return now + min(timedelta(seconds=int(written.strip()[:9])), LONGEST_REST)
    try:
        moment = parsedate_to_datetime(written)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max(moment, now), now + LONGEST_REST)
