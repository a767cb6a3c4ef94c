"""From when a member is one: the day on which its status "active" began.

Of a new member that day begins its history, where the list does not call it anything else. A known member's history is
not written anew: only a first period that began on the day on which the member was entered, or none at all, gives way.
"""

from collections.abc import Sequence

from cara_crm.core import told
from cara_crm.core.told import gettext as _
from cara_crm.members.imports.comparison import Comparison
from cara_crm.members.imports.decisions import FILE
from cara_crm.members.imports.plan import Change, Since
from cara_crm.members.models import MemberStatus
from cara_crm.members.spreadsheet import Draft, Problem


def status_of(draft: Draft, otherwise: MemberStatus) -> str:
    """The status of a new member: what is said to be a member since a day is one."""
    return draft.status or (MemberStatus.ACTIVE.value if draft.member_since else otherwise.value)


def unplaced(drafts: Sequence[Draft], header: str | None) -> list[Problem]:
    """New members of which the list gives a day and a status that is not a member's."""
    odd = (one for one in drafts if one.member_since and one.status not in (None, MemberStatus.ACTIVE.value))
    return [Problem(one.rows[0], header, _not_active(str(one.status))) for one in odd]


def compare_since(c: Comparison, moved_to: str | None) -> Since | None:
    """What becomes of the day that the list gives, None when nothing does; `moved_to` is the list's new status."""
    day, periods = c.draft.member_since, c.record.periods
    if day is None:
        return None
    status = moved_to or str(c.record.status)
    if status != MemberStatus.ACTIVE.value:
        _leave(c, _not_active(status))
        return None
    if not periods:
        c.changes.append(Change("member_since", "", day.isoformat()))
        return Since(day)
    if moved_to or len(periods) > 1 or periods[0].until_on is not None:
        first = told.day(periods[0].from_on)
        _leave(c, _("The register knows what it was since %(day)s: the list’s day was left out.", day=first))
        return None
    present = periods[0].from_on
    if present == day:
        return None
    wanted = c.decisions.side(c.record.id, "member_since")
    is_taken = wanted == FILE or (wanted is None and present == c.record.entered_on)
    (c.changes if is_taken else c.kept).append(Change("member_since", present.isoformat(), day.isoformat()))
    return Since(day, periods[0].id, present) if is_taken else None


def _leave(c: Comparison, reason: str) -> None:
    c.warnings.append(Problem(c.draft.rows[0], None, reason))


def _not_active(status: str) -> str:
    word = told.word(MemberStatus(status))
    return _("Its status is “%(status)s”: since when it is so is not said, and the day was left out.", status=word)
