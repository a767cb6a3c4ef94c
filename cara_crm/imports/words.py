"""What the pages say of changes, and of what undoing leaves."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from cara_crm.core import told
from cara_crm.core.languages import label, short_day
from cara_crm.core.reaching import dialled
from cara_crm.members import foreign
from cara_crm.members.bands import band_label
from cara_crm.members.imports.plan import BROUGHT
from cara_crm.members.models import MemberCategory, MemberStatus
from cara_crm.members.words import column_label
from cara_crm.merging.words import counted, unit

REACHED = {"phone": dialled, "foreign_number": foreign.shown}  # fields, with how people read them
FEW, MANY = 3, 5  # of a kind that are said where there are more than so many


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
    if field in REACHED:
        return REACHED[field](value)
    if field == "member_since" and value:
        return short_day(date.fromisoformat(value))
    return band_label(value) if field == "headcount_band" and value else value


def why(problem: Mapping[str, Any]) -> str:
    """Why a row was refused or what is told of it, as `Problem.kept` keeps it, in the reader's language."""
    return told.again(problem.get("said"), str(problem["reason"]))


def of_a_kind(problems: Sequence[Mapping[str, Any]]) -> list[tuple[Mapping[str, Any], int]]:
    """(problem, how many more of its kind follow it unsaid), so that what is said once is seen among what is said of
    each row: of many of a kind (one sentence, one column) the first few."""
    kinds: dict[tuple[Any, str], list[int]] = defaultdict(list)
    for at, problem in enumerate(problems):
        told: Any = problem.get("said") or {}
        kinds[problem["column"], told.get("say") or problem["reason"]].append(at)
    last = {ats[FEW - 1]: len(ats) - FEW for ats in kinds.values() if len(ats) > MANY}
    unsaid = {at for ats in kinds.values() if len(ats) > MANY for at in ats[FEW:]}
    return [(problem, last.get(at, 0)) for at, problem in enumerate(problems) if at not in unsaid]


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


def brought(counts: Mapping[str, Any]) -> list[tuple[int, str]]:
    """What a list brings beside members: how many of what, each that there is."""
    n = {name: int(counts.get(name) or 0) for name in BROUGHT.values()}
    words = {
        "contacts": ngettext("contact", "contacts", n["contacts"]),
        "functions": ngettext("function", "functions", n["functions"]),
        "memberships": ngettext("year of membership", "years of membership", n["memberships"]),
        "issues": ngettext("past issue", "past issues", n["issues"]),
        "relays": ngettext("past relay", "past relays", n["relays"]),
        "relayed": ngettext("member of past relays", "members of past relays", n["relayed"]),
    }
    return [(n[name], word) for name, word in words.items() if n[name]]


def undone(counts: Mapping[str, int]) -> str:
    """How many members went and are as they were, as one part of a sentence."""
    gone = ngettext("%(num)d member removed", "%(num)d members removed", counts["gone"])
    back = ngettext("%(num)d as it was before", "%(num)d as they were before", counts["back"])
    return f"{gone}, {back}"
