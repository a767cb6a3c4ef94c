"""`flask voices send 2026`: tell who spoke that the sheet of a year is there."""

import click

from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.extensions import db
from cara_crm.issues.queries import member_of
from cara_crm.reports.voice import queries, services


@click.group("voices")
def commands() -> None:
    """The yearly sheets "your voice"."""


@commands.command("send")
@click.argument("year", type=int)
def send(year: int) -> None:
    """Queue a mail for everybody who may read something of its member's YEAR. Run again, nobody gets it twice."""
    if not queries.is_a_year(year):
        raise click.BadParameter(f"a year until {clock.today().year}", param_hint="YEAR")
    by, told = Actor.system("voices send"), 0
    for reader in queries.readers():
        told += services.tell_year(reader, member_of(reader.actor), year, by=by)
        db.session.commit()
    click.echo(f"{told} people are told of {year}.")
