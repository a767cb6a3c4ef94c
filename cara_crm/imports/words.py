"""What the pages say of changes, and of what undoing leaves."""

from datetime import date
from typing import Any

from flask_babel import gettext as _

from cara_crm.core.languages import label, short_day
from cara_crm.members.bands import band_label
from cara_crm.members.models import MemberCategory, MemberStatus
from cara_crm.members.words import column_label
from cara_crm.merging.words import counted, unit


def change_label(field: str) -> str:
    """What a changed field is called."""
    words = {
        "legal_name": "name",
        "headcount_band": "headcount_band",
        "turnover_euros": "turnover",
        "activity_code": "activity",
        "department_id": "department",
        "network_id": "network",
        "site_name": "site_name",
        "sites": "site_name",
    }
    return column_label(words.get(field, field.removeprefix("site_") if field != "site_name" else field))


def change_text(field: str, value: str) -> str:
    """A changed value in words."""
    kinds = {"category": MemberCategory, "status": MemberStatus}
    if field in kinds and value in set(kinds[field]):
        return label(kinds[field](value))
    if field == "member_since" and value:
        return short_day(date.fromisoformat(value))
    return band_label(value) if field == "headcount_band" and value else value


def left(one: dict[str, Any]) -> str:
    """Why something of a member stays: one of `Verdict.left`."""
    match one["what"]:
        case "gone":
            return str(_("is not in the register any more"))
        case "edited":
            return str(_("was edited since"))
        case "hangs":
            return str(_("since then: %(what)s", what=", ".join(counted(one["counts"]))))
        case "parts":
            return str(_("changed since, stays: %(what)s", what=", ".join(counted(one["counts"]))))
        case _:
            units = ", ".join(_("Status") if name == "status" else unit(name) for name in one["units"])
            return str(_("changed since, stays: %(what)s", what=units))


def brought() -> dict[str, str]:
    """What a list brings beside members, by the names of its counts."""
    return {
        "contacts": _("contacts"),
        "functions": _("functions"),
        "memberships": _("years of membership"),
        "issues": _("past issues"),
        "relays": _("past relays"),
        "relayed": _("members of past relays"),
    }
