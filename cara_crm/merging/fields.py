"""What of two records differs, and which of the two is proposed. A unit is columns that are chosen together."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cara_crm.contacts.models import Contact
from cara_crm.members.models import Member, MemberCategory

KEPT, MERGED = "kept", "merged"

#: The first column of a unit decides whether it differs and whether it is empty.
MEMBER_UNITS: dict[str, tuple[str, ...]] = {
    "legal_name": ("legal_name", "name_to_confirm"),
    "usual_name": ("usual_name",),
    "siren": ("siren",),
    "foreign_number": ("foreign_number",),
    "place": ("department_id",),
    "category": ("category", "category_source", "category_year"),
    "headcount": ("headcount_band", "headcount_source", "headcount_year"),
    "turnover": ("turnover_euros", "turnover_year"),
    "activity": ("activity_code", "activity_nomenclature"),
    "group": ("group_id",),
    "network": ("network_id",),
    "phone": ("phone",),
    "email": ("email",),
    "website": ("website",),
    "brands": ("brands",),
    "description": ("description",),
}
CONTACT_UNITS: dict[str, tuple[str, ...]] = {
    "name": ("last_name", "first_name"),
    "email": ("email", "hold_reason"),
    "phone": ("phone",),
    "second_phone": ("second_phone",),
    "language": ("language",),
    "preference": ("preference",),
}


@dataclass(frozen=True)
class Difference:
    """One unit that is not the same on both sides. `values` are (kept, merged) of its first column; `proposed` is
    KEPT or MERGED; `is_free` is False where there is nothing to choose, because one side is empty."""

    unit: str
    values: tuple[Any, Any]
    proposed: str
    is_free: bool = True


def differences(kept: Any, merged: Any) -> list[Difference]:
    """What a person chooses between, in the order of the units."""
    units = MEMBER_UNITS if isinstance(kept, Member) else CONTACT_UNITS
    found = []
    for unit, columns in units.items():
        here, there = _value(kept, unit, columns), _value(merged, unit, columns)
        if here != there:
            empty, other_empty = _is_empty(kept, unit, here), _is_empty(merged, unit, there)
            unsure = unit == "legal_name" and kept.name_to_confirm > merged.name_to_confirm
            proposed = MERGED if (empty and not other_empty) or unsure else KEPT
            found.append(Difference(unit, (here, there), proposed, is_free=not (empty or other_empty)))
    return found


def chosen(kept: Any, merged: Any, choices: Mapping[str, str]) -> dict[str, str]:
    """Unit → KEPT or MERGED for every unit that differs; what was not chosen is as proposed."""
    result = {}
    for one in differences(kept, merged):
        wanted = choices.get(one.unit) if one.is_free else None
        result[one.unit] = wanted if wanted in (KEPT, MERGED) else one.proposed
    return result


def columns_taken(kept: Any, merged: Any, choices: Mapping[str, str]) -> dict[str, Any]:
    """The columns of the kept record that take the other's value."""
    units = MEMBER_UNITS if isinstance(kept, Member) else CONTACT_UNITS
    taken = [unit for unit, side in choices.items() if side == MERGED]
    return {column: getattr(merged, column) for unit in taken for column in units[unit]}


def _value(record: Member | Contact, unit: str, columns: tuple[str, ...]) -> Any:
    if unit == "place":
        head = next((site for site in record.sites if site.is_head), None)  # type: ignore[union-attr]
        where = (head.address, head.postal_code, head.town) if head else ("", "", "")
        return (*where, record.department_id)  # type: ignore[union-attr]
    if unit == "name":
        return record.name
    return getattr(record, columns[0])


def _is_empty(record: Any, unit: str, value: Any) -> bool:
    if unit == "category":
        return value is MemberCategory.OTHER and not record.category_source
    if unit == "place":
        return not any(value)
    return value is None or value == ""
