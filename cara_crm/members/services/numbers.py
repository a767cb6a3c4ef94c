"""The numbers by which a member is one company and no other: its SIREN, or that of the country where it is."""

from collections.abc import Callable

from flask_babel import gettext as _

from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError
from cara_crm.extensions import db
from cara_crm.members import foreign, queries, siren
from cara_crm.members.models import Member


class SirenWrong(DomainError):
    field = "siren"


class SirenTaken(DomainError):
    field = "siren"


class ForeignNumberWrong(DomainError):
    field = "foreign_number"


class ForeignNumberTaken(DomainError):
    field = "foreign_number"


def siren_of(written: str, own_id: int | None, by: Actor) -> str | None:
    """The SIREN that somebody wrote of this member. Raises SirenWrong, SirenTaken."""
    if not written:
        return None
    try:
        number = siren.read(written)
    except siren.NotANumber as wrong:
        raise SirenWrong(_("This is not a SIREN: it has 9 digits, of which the last checks the others.")) from wrong
    owner = _owner(queries.owner_of_siren(number.siren), own_id, "siren")
    if owner is not None:
        if not queries.sees(by, owner.id):
            raise SirenTaken(_("A member of a sector that is not yours has this SIREN already."))
        raise SirenTaken(_("%(name)s has this SIREN already.", name=owner.name))
    return number.siren


def foreign_of(written: str, own_id: int | None, by: Actor) -> str | None:
    """The number abroad that somebody wrote of this member. Raises ForeignNumberWrong, ForeignNumberTaken."""
    if not written:
        return None
    try:
        number = foreign.read(written)
    except foreign.NotForeign as wrong:
        raise ForeignNumberWrong(_WRONG[wrong.kind]()) from wrong
    owner = _owner(queries.owner_of_foreign_number(number), own_id, "foreign_number")
    if owner is not None:
        if not queries.sees(by, owner.id):
            raise ForeignNumberTaken(_("A member of a sector that is not yours has this number already."))
        raise ForeignNumberTaken(_("%(name)s has this number already.", name=owner.name))
    return number


def _owner(found: Member | None, own_id: int | None, column: str) -> Member | None:
    """Who else has it. One that was merged into this member gives it up; of another it is the one that it is now."""
    if found is None or found.id == own_id:
        return None
    if found.merged_into_id == own_id is not None:
        setattr(found, column, None)
        db.session.flush()
        return None
    return found if found.merged_into_id is None else db.session.get_one(Member, found.merged_into_id)


_WRONG: dict[str, Callable[[], str]] = {
    "country": lambda: _("Begin with the country: BE 0000.100.067, CHE-000.001.011."),
    "here": lambda: _("A French company has a SIREN: write it above."),
    "court": lambda: _("Write the court too: DE HRB 12345 Stuttgart."),
    "check": lambda: _(
        "The check digit of this number is wrong. Where it is not that of VAT, name its register: PL KRS 0000123456."
    ),
    "shape": lambda: _("This is not a company’s number: write at least three digits."),
}
