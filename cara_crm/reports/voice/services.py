"""Tell those who spoke that the sheet of a year is there."""

from cara_crm.core.actor import Actor
from cara_crm.core.links import absolute_url
from cara_crm.deliveries import services as deliveries
from cara_crm.members.models import Member
from cara_crm.reports.voice import queries
from cara_crm.reports.voice.links import WEEKS, VoiceLink, voice_token
from cara_crm.reports.voice.queries import Reader


def tell_year(reader: Reader, member: Member, year: int, *, by: Actor) -> bool:
    """One mail a person, member and year, when there is something to read for it; False when there is nothing.

    Who has an account reads it after signing in; others by a link of their own, for ten weeks.
    """
    if not reader.contact.email or not queries.says_something(year, queries.seen_by(reader.actor)):
        return False
    link = VoiceLink(reader.contact.id, member.id, year)
    by_account = absolute_url("portal.voice_sheet", year=year)
    url = by_account if reader.has_account else absolute_url("portal.voice_by_mail", token=voice_token(link))
    deliveries.queue(
        "your_voice",
        to=reader.contact,
        dedupe_key=f"your_voice:{reader.contact.id}:{member.id}:{year}",
        context={"url": url, "year": year, "member": member.name, "weeks": 0 if reader.has_account else WEEKS},
        holds_token=not reader.has_account,
        by=by,
    )
    return True
