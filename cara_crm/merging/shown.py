"""A unit of a record in words, for people who choose between two."""

from typing import Any

from flask_babel import gettext as _

from cara_crm.core.languages import label, named, number
from cara_crm.core.reaching import dialled
from cara_crm.members import foreign
from cara_crm.members.bands import band_label
from cara_crm.members.siren import spaced


def shown(record: Any, unit: str) -> str:
    """What a member or contact has there; a word for nothing."""
    words: dict[str, Any] = {
        "legal_name": lambda: record.legal_name,
        "siren": lambda: spaced(record.siren),
        "foreign_number": lambda: foreign.shown(record.foreign_number),
        "phone": lambda: dialled(record.phone),
        "second_phone": lambda: dialled(record.second_phone),
        "place": lambda: _place(record),
        "category": lambda: _dated(label(record.category), record.category_source, record.category_year),
        "headcount": lambda: _dated(band_label(record.headcount_band), record.headcount_source, record.headcount_year),
        "turnover": lambda: _dated(_euros(record.turnover_euros), record.turnover_year),
        "activity": lambda: record.activity_code,
        "group": lambda: record.group.name if record.group else "",
        "network": lambda: named(record.network),
        "name": lambda: record.name,
        "language": lambda: "English" if record.language == "en" else "Français",
        "preference": lambda: label(record.preference),
    }
    told = words[unit]() if unit in words else getattr(record, unit)
    return str(told) if told else _("nothing")


def _dated(text: str, *sources: Any) -> str:
    told = ", ".join(str(one) for one in sources if one)
    return f"{text} ({told})" if text and told else text


def _euros(amount: int | None) -> str:
    return "" if amount is None else f"{number(amount)} €"


def _place(record: Any) -> str:
    head = next((site for site in record.sites if site.is_head), None)
    lines = [head.address, f"{head.postal_code} {head.town}".strip()] if head else []
    return ", ".join(one for one in [*lines, record.department.name if record.department else ""] if one)
