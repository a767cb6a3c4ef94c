"""The journal, the people of a relay and what a member got, as files."""

from flask import Response
from flask_babel import gettext as _

from cara_crm.core import clock
from cara_crm.core.actor import current_actor
from cara_crm.core.permissions import Permission, requires
from cara_crm.members.queries import member_for
from cara_crm.relays import export as sheets
from cara_crm.relays import queries
from cara_crm.relays.export import Sheet
from cara_crm.relays.views import blueprint
from cara_crm.relays.views.journal import asked, shown_ledgers
from cara_crm.settings.queries import threshold

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/journal/export", defaults={"form": "csv"})
@blueprint.get("/journal/export.xlsx", defaults={"form": "xlsx"})
@requires(Permission.JOURNAL_READ)
def export(form: str) -> Response:
    actor = current_actor()
    relays = queries.entries(actor, asked())
    return _given(sheets.journal_sheet(relays, shown_ledgers(actor, relays, threshold())), _("journal"), form)


@blueprint.get("/relays/<int:relay_id>/people.csv", defaults={"form": "csv"})
@blueprint.get("/relays/<int:relay_id>/people.xlsx", defaults={"form": "xlsx"})
@requires(Permission.RELAY_READ)
def people(relay_id: int, form: str) -> Response:
    actor = current_actor()
    relay = queries.relay_for(actor, relay_id)
    sheet = sheets.people_sheet(relay, queries.everybody_of(actor, relay))
    return _given(sheet, _("people") + f"-{relay.id}", form)


@blueprint.get("/members/<int:member_id>/received.csv", defaults={"form": "csv"})
@blueprint.get("/members/<int:member_id>/received.xlsx", defaults={"form": "xlsx"})
@requires(Permission.RELAY_READ)
def export_of_member(member_id: int, form: str) -> Response:
    actor = current_actor()
    member = member_for(actor, member_id)
    sheet = sheets.got_sheet(queries.all_got_by_member(actor, member_id))
    return _given(sheet, _("received") + f"-{member.id}", form)


def _given(sheet: Sheet, name: str, form: str) -> Response:
    content, media = (sheets.as_csv(sheet), "text/csv") if form == "csv" else (sheets.as_workbook(sheet), WORKBOOK)
    disposition = f'attachment; filename="{name}-{clock.today():%Y-%m-%d}.{form}"'
    return Response(content, mimetype=media, headers={"Content-Disposition": disposition})
