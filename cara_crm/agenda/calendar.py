"""A calendar file that Outlook, Google, Apple and Thunderbird show when they subscribe to it. Pure.

Everything is a VEVENT: Outlook and Google leave VTODO out of what they subscribe to, and Thunderbird would show a task
that stands in the file as both twice. It is a whole day (RFC 5545, 3.6.1: DTEND is the day after) that takes nobody's
time (TRANSP), unless it is a meeting with an hour, in Europe/Paris with its VTIMEZONE. It stays private where calendars
are shared (CLASS), and carries no alarm: subscriptions mute them. The address stands in DESCRIPTION too: Google does
not show URL. Without METHOD, DTSTAMP is when the record was last written (3.8.7.2), so that a file whose days did not
change is the same file.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from icalendar import Calendar, Event

from cara_crm.agenda.queries import Entry

MEDIA = "text/calendar"
REFRESH = "PT1H"


def written(entries: Sequence[Entry], *, name: str, language: str, host: str) -> bytes:
    """The file, the same bytes for the same entries (its ETag depends on it). `host` makes keys unique (RFC 7986)."""
    calendar = Calendar()
    calendar.add("prodid", f"-//cara_crm//{language.upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", "Europe/Paris")
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", REFRESH)
    for one in entries:
        calendar.add_component(_event(one, host))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(entry: Entry, host: str) -> Event:
    event = Event()
    event.add("uid", f"{entry.key}@{host}")
    event.add("dtstamp", _whole(entry.changed_at))
    event.add("last-modified", _whole(entry.changed_at))
    event.add("dtstart", entry.starts_at or entry.on)
    event.add("dtend", entry.ends_at or entry.on + timedelta(days=1))
    if entry.place:
        event.add("location", entry.place)
    event.add("summary", entry.title)
    event.add("description", entry.url)
    event.add("url", entry.url)
    event.add("class", "PRIVATE")
    event.add("transp", "OPAQUE" if entry.starts_at else "TRANSPARENT")
    return event


def _whole(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)
