"""The memberships of a year, and their export."""

from flask import Response, abort, render_template, request
from flask_babel import gettext as _

from cara_crm.audit import services as audit
from cara_crm.core import clock, typed
from cara_crm.core.actor import current_actor
from cara_crm.core.languages import label
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db, reading
from cara_crm.members import export as files
from cara_crm.members import queries as members
from cara_crm.memberships import queries
from cara_crm.memberships.queries import Filters
from cara_crm.memberships.standing import FeeState, state_of
from cara_crm.memberships.views import blueprint

YES_NO = {"yes": True, "no": False}


@blueprint.get("/memberships")
@requires(Permission.MEMBERSHIP_READ)
def index() -> str:
    actor, asked, terms = current_actor(), filters(), queries.terms()
    today = clock.today()
    return render_template(
        "memberships/index.html",
        filters=asked,
        page=queries.page_of(actor, asked, terms, request.args.get("after")),
        sums=queries.sums(actor, asked, terms),
        years=sorted({*queries.years(), today.year, today.year + 1}, reverse=True),
        colleges=queries.colleges(),
        sectors=members.sectors(),
        states=list(FeeState),
        state_of=lambda one: state_of(one, today, terms.payment_days),
        may_edit=actor.can(Permission.MEMBERSHIP_EDIT),
    )


@blueprint.get("/memberships/export.<kind>")
@requires(Permission.MEMBER_EXPORT)
def export(kind: str) -> Response:
    """Exactly what is shown, whatever its length."""
    if kind not in files.MEDIA:
        abort(404)
    asked = filters()
    headers = {column: column_label(column) for column in queries.COLUMNS}
    with reading():
        rows = queries.exported(current_actor(), asked, queries.terms())
        content = files.made(kind, files.in_order((_worded(row, kind) for row in rows), headers), headers)
    audit.record("membership.exported", "membership", by=current_actor(), year=asked.year, kind=kind)
    db.session.commit()
    name = f"{_('memberships')}-{asked.year}.{kind}"
    return Response(
        content, mimetype=files.MEDIA[kind], headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _worded(row: dict[str, object], kind: str) -> dict[str, object]:
    """The state as people read it, and why no day stands beside what is paid."""
    if kind == "json":
        return row
    state = FeeState(str(row["state"]))
    is_undated = state is FeeState.PAID and row["paid_on"] is None
    return {**row, "state": label(state), **({"paid_on": str(_("day unknown"))} if is_undated else {})}


def column_label(column: str) -> str:
    words = {
        "name": _("Member"),
        "siren": _("SIREN"),
        "year": _("Year"),
        "college": _("College"),
        "fee": _("Fee in euros"),
        "reason": _("Why it is not what the grid says"),
        "state": _("State"),
        "called_on": _("Called on"),
        "reminders": _("Reminders"),
        "reminded_on": _("Reminded on"),
        "paid_on": _("Paid on"),
        "number": _("Number"),
    }
    return str(words[column])


def filters() -> Filters:
    """What the address names; what makes no sense is left out."""
    args = request.args
    states = {one.value: one for one in FeeState}
    return Filters(
        year=year_asked(),
        q=args.get("q", "").replace("\x00", "")[:100].strip(),
        state=states.get(args.get("state", "")),
        college_id=typed.number(args.get("college")),
        sector_id=typed.number(args.get("sector")),
        in_good_standing=YES_NO.get(args.get("standing", "")),
    )


def year_asked() -> int:
    """The year in the address, or the present one."""
    year = typed.number(request.values.get("year"))
    return year if year and 1990 <= year <= 2100 else clock.today().year
