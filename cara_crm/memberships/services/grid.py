"""The fee grid of a year: its lines, and a new year made from the one before."""

from flask_babel import gettext as _

from cara_crm.audit import services as audit
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError
from cara_crm.extensions import db
from cara_crm.members.models import MemberCategory
from cara_crm.memberships import queries
from cara_crm.memberships.models import FeeRate


class GridThere(DomainError):
    """A copy would mix with what was decided for that year."""


class NothingToCopy(DomainError):
    """The year before has no grid."""


def set_rate(year: int, *, college_id: int, category: MemberCategory, from_band: str, euros: int, by: Actor) -> FeeRate:
    """Write a line; the same line written again has another amount."""
    line = queries.same_line(year, college_id, category, from_band)
    before = line.euros if line else None
    if line is None:
        line = FeeRate(year=year, college_id=college_id, category=category, from_band=from_band, euros=euros)
        db.session.add(line)
    line.euros = euros
    if before != euros:
        audit.record("fee_rate.set", line, by=by, year=year, before=before, after=euros)
    return line


def remove_rate(line: FeeRate, *, by: Actor) -> None:
    """Fees that were set by it stay as they are."""
    audit.record("fee_rate.removed", line, by=by, year=line.year, before=line.euros)
    db.session.delete(line)


def copy_year(year: int, *, from_year: int, percent: int = 0, by: Actor) -> int:
    """Begin a year's grid with another year's lines, raised by so many per cent to whole euros; how many.

    Raises GridThere when the year has lines, NothingToCopy when the other has none.
    """
    if queries.lines_of(year):
        raise GridThere(_("This year has a grid already: change its lines."))
    lines = queries.lines_of(from_year)
    if not lines:
        raise NothingToCopy(_("There is no grid for %(year)s to copy.", year=from_year))
    for one in lines:
        db.session.add(
            FeeRate(
                year=year,
                college_id=one.college_id,
                category=one.category,
                from_band=one.from_band,
                euros=raised(one.euros, percent),
            )
        )
    audit.record("fee_rate.copied", "fee_rate", by=by, year=year, from_year=from_year, percent=percent, n=len(lines))
    return len(lines)


def raised(euros: int, percent: int) -> int:
    """An amount raised by so many per cent, half a euro upwards."""
    return (euros * (100 + percent) + 50) // 100
