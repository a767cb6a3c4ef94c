"""What the pages call the rows that hang on a record, and the reasons of a pair."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from cara_crm.merging.fields import CONTACT_UNITS, MEMBER_UNITS


def counted(counts: dict[str, int]) -> list[str]:
    """Reference → rows, as "3 contacts", "2 issues"; what has the same word is counted together."""
    words: dict[str, int] = {}
    for name, n in counts.items():
        kind = SAME.get(name, name)
        words[kind] = words.get(kind, 0) + n
    return [_words(name, n) for name, n in sorted(words.items(), key=lambda item: ORDER.get(item[0], len(ORDER)))]


SAME = {
    "affiliation.member_id": "person",
    "affiliation.contact_id": "function",
    "interaction_member.member_id": "interaction",
    "interaction_contact.contact_id": "interaction",
    "issue.member_id": "issue",
    "issue.contact_id": "issue",
    "issue.agreement_contact_id": "agreement",
    "issue_helper.member_id": "helped",
    "issue_helper.contact_id": "helped",
    "membership.member_id": "membership",
    "sector_assignment.member_id": "sector",
    "site.member_id": "site",
    "status_period.member_id": "status",
    "account_manager.member_id": "manager",
    "member_name.member_id": "name",
    "member_tag.member_id": "tag",
    "recipient.member_id": "received",
    "recipient.contact_id": "received",
    "relay_member.member_id": "relayed",
    "relay_response.member_id": "response",
    "relay_response.contact_id": "response",
    "delivery.contact_id": "delivery",
    "user_account.member_id": "account",
    "user_account.contact_id": "account",
    "member.merged_into_id": "merged",
    "contact.merged_into_id": "merged",
    "report.acknowledged_by_id": "acknowledged",
    "answer.contact_id": "answer",
    "report_question.contact_id": "question",
    "federation_request.contact_id": "request",
    "reading_link.contact_id": "link",
    "document.member_id": "document",
    "mail_draft.member_id": "mail",
    "official_lookup.member_id": "official",
    "official_finding.member_id": "official",
    "workgroup_seat.contact_id": "seat",
    "contact_choice.contact_id": "choice",
    "task": "task",
}
#: Most telling first.
ORDER = {
    kind: place
    for place, kind in enumerate(
        dict.fromkeys(
            [
                "contact",
                "person",
                "function",
                "issue",
                "agreement",
                "interaction",
                "task",
                "membership",
                "sector",
                "site",
                *SAME.values(),
            ]
        )
    )
}


def _words(kind: str, n: int) -> str:
    told: dict[str, Any] = {
        "contact": lambda: ngettext("%(num)d contact", "%(num)d contacts", n),
        "person": lambda: ngettext("%(num)d function of a contact", "%(num)d functions of contacts", n),
        "function": lambda: ngettext("%(num)d function", "%(num)d functions", n),
        "issue": lambda: ngettext("%(num)d issue", "%(num)d issues", n),
        "agreement": lambda: ngettext("%(num)d oral agreement", "%(num)d oral agreements", n),
        "interaction": lambda: ngettext("%(num)d interaction", "%(num)d interactions", n),
        "task": lambda: ngettext("%(num)d task", "%(num)d tasks", n),
        "membership": lambda: ngettext("%(num)d year of membership", "%(num)d years of membership", n),
        "sector": lambda: ngettext("%(num)d sector", "%(num)d sectors", n),
        "site": lambda: ngettext("%(num)d site", "%(num)d sites", n),
        "status": lambda: ngettext("%(num)d line of its status", "%(num)d lines of its status", n),
        "manager": lambda: ngettext("%(num)d person who looks after it", "%(num)d persons who look after it", n),
        "name": lambda: ngettext("%(num)d other name", "%(num)d other names", n),
        "tag": lambda: ngettext("%(num)d tag", "%(num)d tags", n),
        "received": lambda: ngettext("%(num)d relay received", "%(num)d relays received", n),
        "relayed": lambda: ngettext("%(num)d past relay", "%(num)d past relays", n),
        "response": lambda: ngettext("%(num)d answer to a consultation", "%(num)d answers to consultations", n),
        "delivery": lambda: ngettext("%(num)d delivery", "%(num)d deliveries", n),
        "account": lambda: ngettext("%(num)d account", "%(num)d accounts", n),
        "merged": lambda: ngettext("%(num)d earlier merge", "%(num)d earlier merges", n),
        "acknowledged": lambda: ngettext("%(num)d report acknowledged", "%(num)d reports acknowledged", n),
        "question": lambda: ngettext("%(num)d question", "%(num)d questions", n),
        "request": lambda: ngettext("%(num)d request", "%(num)d requests", n),
        "answer": lambda: ngettext("%(num)d answer", "%(num)d answers", n),
        "document": lambda: ngettext("%(num)d document", "%(num)d documents", n),
        "mail": lambda: ngettext("%(num)d e-mail to file", "%(num)d e-mails to file", n),
        "official": lambda: ngettext("%(num)d official fact", "%(num)d official facts", n),
        "choice": lambda: ngettext("%(num)d choice about mails", "%(num)d choices about mails", n),
        "seat": lambda: ngettext("%(num)d seat in a working group", "%(num)d seats in working groups", n),
        "helped": lambda: ngettext("%(num)d issue solved with its help", "%(num)d issues solved with its help", n),
        "link": lambda: ngettext("%(num)d reading link", "%(num)d reading links", n),
    }
    return str(told[kind]() if kind in told else _("%(n)s of %(table)s", n=n, table=kind.split(".")[0]))


def reason(code: str) -> str:
    """Why two may be one."""
    words = {
        "same_name": _("same name"),
        "close_name": _("names alike"),
        "part_name": _("one name holds the other"),
        "short_name": _("one name is the short form of the other"),
        "initials": _("one name is the initials of the other"),
        "number": _("SIRET of one under the SIREN of the other"),
        "siren": _("same SIREN"),
        "number_abroad": _("same number abroad"),
        "domain": _("same domain"),
        "place": _("same address"),
        "phone": _("same phone"),
        "other_department": _("another department"),
        "other_town": _("another town"),
        "other_form": _("another legal form"),
        "other_domain": _("another domain"),
        "same_number": _("same number"),
        "other_name": _("another name"),
        "other_mail": _("e-mails of another domain"),
        "decided": _("you said so"),
        "same_person_name": _("same name"),
        "close_person_name": _("names alike"),
        "same_organisation": _("same organisation"),
    }
    return str(words.get(code, code))


UNIT_OF = {column: unit for units in (MEMBER_UNITS, CONTACT_UNITS) for unit, cs in units.items() for column in cs}


def unit(name: str) -> str:
    """What a person chooses between."""
    words = {
        "legal_name": _("Legal name"),
        "usual_name": _("Usual name"),
        "siren": _("SIREN"),
        "foreign_number": _("Number abroad"),
        "place": _("Head office"),
        "category": _("Category"),
        "headcount": _("Headcount"),
        "turnover": _("Turnover"),
        "activity": _("Activity"),
        "group": _("Group"),
        "network": _("Network of origin"),
        "website": _("Website"),
        "brands": _("Brands"),
        "description": _("Description"),
        "name": _("Name"),
        "email": _("E-mail"),
        "phone": _("Phone"),
        "second_phone": _("Second phone"),
        "language": _("Language of its mails"),
        "preference": _("Receives information"),
    }
    return str(words[name])


def taken(changes: list[dict[str, Any]], *, table: str, id: int) -> list[str]:
    """The units of the kept record that a merge changed, of the changes that it noted."""
    own = (change["set"] for change in changes if change["table"] == table and change.get("id") == id)
    return list(dict.fromkeys(_column(column) for both in own for column in both if column in UNIT_OF))


def not_back(one: dict[str, Any]) -> str:
    """What undoing leaves as it is: {"table", "what", "n"} of `ledger.put_back`."""
    name, n = one["table"], one["n"]
    if name in SAME and one["what"] == "moved":
        return str(_("%(what)s: given to another since, or gone", what=counted({name: n})[0]))
    if name in ("member", "contact"):
        columns = ", ".join(_column(column) for column in one.get("columns", []))
        if one["what"] == "taken":
            return str(_("%(what)s: another record has it now", what=columns))
        return str(_("%(what)s: changed since", what=columns))
    kind = next((one for one in (f"{name}.member_id", f"{name}.contact_id", name) if one in SAME), name)
    return str(_("%(what)s: changed since", what=counted({kind: n})[0]))


def _column(name: str) -> str:
    """The unit that a column of a member or contact belongs to."""
    if name in UNIT_OF:
        return unit(UNIT_OF[name])
    return _("the archive") if name.startswith(("archived", "merged")) else name
