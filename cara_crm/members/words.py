"""What the pages and files call the fields of a member."""

from flask_babel import gettext as _


def column_label(column: str) -> str:
    """The heading of a column that is exported or imported."""
    words = {
        "name": _("Legal name"),
        "siren": _("SIREN"),
        "foreign_number": _("Number abroad"),
        "siret": _("SIRET"),
        "usual_name": _("Usual name"),
        "other_names": _("Other names"),
        "brands": _("Brands"),
        "site_name": _("Name of the site"),
        "category": _("Category"),
        "category_year": _("Year of the category"),
        "status": _("Status"),
        "role": _("Role in the value chain"),
        "member_since": _("Member since"),
        "account_manager": _("Looked after by"),
        "sectors": _("Sectors"),
        "department": _("Department"),
        "country": _("Country"),
        "address": _("Address"),
        "postal_code": _("Postal code"),
        "town": _("Town"),
        "activity": _("Activity code"),
        "headcount_band": _("Headcount band"),
        "headcount": _("Employees"),
        "headcount_year": _("Year of the headcount"),
        "turnover": _("Turnover"),
        "turnover_year": _("Year of the turnover"),
        "year": _("Year"),
        "group": _("Group"),
        "network": _("Network of origin"),
        "tags": _("Tags"),
        "phone": _("Main phone"),
        "email": _("General e-mail"),
        "website": _("Website"),
        "description": _("Description"),
        "name_to_confirm": _("Name to confirm"),
    }
    return str(words.get(column) or _beside().get(column, column))


def _beside() -> dict[str, str]:
    """What a list may hold beside its members."""
    return {
        "contact": _("Contact: whole name"),
        "contact_last": _("Contact: last name"),
        "contact_first": _("Contact: first name"),
        "contact_function": _("Contact: function"),
        "contact_email": _("Contact: e-mail"),
        "contact_phone": _("Contact: phone"),
        "fee": _("Membership: fee"),
        "fee_year": _("Membership: year"),
        "fee_college": _("Membership: college"),
        "fee_called": _("Membership: called on"),
        "fee_paid": _("Membership: paid on"),
        "issue": _("Past issue"),
        "issue_on": _("Past issue: day"),
        "issue_more": _("Past issue: details"),
        "issue_kind": _("Past issue: problem, need or expectation"),
        "issue_urgency": _("Past issue: urgency"),
        "issue_answer": _("Past issue: what followed"),
        "issue_to": _("Past issue: carried up to"),
        "issue_to_on": _("Past issue: carried up on"),
        "relay": _("Past relay to members: subject"),
        "relay_up": _("Past relay to a federation: subject"),
        "relay_on": _("Past relay: day"),
        "relay_federation": _("Past relay: federation"),
        "relay_direction": _("Past relay: up or down"),
        "relay_more": _("Past relay: details"),
        "relay_answer": _("Past relay: answer"),
    }
