"""What somebody looked at before it is sent: what is not that any more does not leave."""

import json
from hashlib import sha256
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from cara_crm.core.errors import DomainError
from cara_crm.relays.models import Relay
from cara_crm.relays.services.sending import Reach, reach_now

WHEN = ("deadline_on", "starts_at", "ends_at", "place", "places")
ABOUT = ("kind", "federation_id", "priority_id", "programme_id", "corrects_id")
WORDS = ("title", "body", "title_en", "body_en", "link", *WHEN, *ABOUT)


class NotWhatWasSeen(DomainError):
    """Somebody changed it since, or other people are in its audience."""

    field = "as_it_stands"


def seen(relay: Relay, reach: Reach | None = None) -> str:
    """A mark of what its page shows: words, files, questions, the rule, how many people, and who of them is reached."""
    reach = reach or reach_now(relay)
    asked = [(one.kind, one.words, one.words_en, one.options, one.options_en) for one in relay.questions]
    parts = (
        [getattr(relay, name) for name in WORDS],
        [one.file.sha256 for one in relay.files],
        asked,
        relay.audience,
        sorted((person.contact.id, person.member_id, str(reason or "")) for person, reason in reach.people),
    )
    return ".".join([*map(_mark, parts), str(len(reach.people))])


def _mark(part: Any) -> str:
    return sha256(json.dumps(part, sort_keys=True, default=str).encode()).hexdigest()[:16]


def refuse_unseen(relay: Relay, looked_at: str) -> None:
    """`looked_at` as `seen` gave it for the page on which somebody said "send". Raises NotWhatWasSeen."""
    now = seen(relay)
    if now == looked_at:
        return
    before, after = looked_at.split("."), now.split(".")
    if len(before) != len(after):
        raise NotWhatWasSeen(_("Look first at what leaves and at who gets it; nothing has left."))
    named = (_("the words"), _("the files"), _("the questions"), _("the rule of the audience"), _("the people"))
    changed = [name for name, old, new in zip(named, before, after, strict=False) if old != new]
    people = int(after[-1])
    raise NotWhatWasSeen(
        _("It is not what you looked at any more. Changed since: %(parts)s.", parts=", ".join(changed))
        + " "
        + ngettext("It now goes to %(num)d person.", "It now goes to %(num)d people.", people)
        + " "
        + _("Nothing has left: look at it again.")
    )
