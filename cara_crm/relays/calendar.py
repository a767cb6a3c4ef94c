"""An event, or the last day of a call, as a calendar file for one's own calendar (RFC 5545)."""

from datetime import timedelta
from urllib.parse import urlsplit

from flask import current_app

from cara_crm.core.links import absolute_url
from cara_crm.relays.models import Relay

MEDIA = "text/calendar"
FILE = "event.ics"
USUAL_LENGTH = timedelta(hours=2)


def has_a_day(relay: Relay) -> bool:
    return relay.starts_at is not None or relay.deadline_on is not None


def written(relay: Relay, language: str) -> bytes:
    """One VEVENT: the event in Paris time, else the last day as a whole day that takes nobody's time.

    Its UID stays; once moved or cancelled its SEQUENCE is higher, so that it takes the place of the earlier one.
    """
    from icalendar import Calendar, Event  # here: what a command never needs, it does not load

    calendar, event = Calendar(), Event()
    calendar.add("prodid", f"-//cara_crm//{language.upper()}")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if relay.cancelled_at else "PUBLISH")
    host = urlsplit(current_app.config["BASE_URL"]).hostname or "localhost"
    event.add("uid", f"relay-{relay.id}@{host}")
    event.add("dtstamp", relay.updated_at.replace(microsecond=0))
    event.add("sequence", relay.calendar_sequence)
    event.add("status", "CANCELLED" if relay.cancelled_at else "CONFIRMED")
    event.add("summary", relay.name_in(language))
    if relay.starts_at:
        event.add("dtstart", relay.starts_at)
        event.add("dtend", relay.ends_at or relay.starts_at + USUAL_LENGTH)
    elif relay.deadline_on:
        event.add("dtstart", relay.deadline_on)
        event.add("dtend", relay.deadline_on + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    if relay.place:
        event.add("location", relay.place)
    url = absolute_url("relays.received", relay_id=relay.id)
    event.add("description", url)
    event.add("url", url)
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())
