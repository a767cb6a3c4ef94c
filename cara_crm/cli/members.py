"""`flask members export`; lists come in through `cli.imports`."""

from pathlib import Path

import click

from cara_crm.core.actor import Actor
from cara_crm.extensions import reading
from cara_crm.members import export, queries

UNREADABLE = 2
TRIES = 3


@click.group("members")
def commands() -> None:
    """The register of members: import and export lists."""


@commands.command("export")
@click.option("--format", "kind", type=click.Choice(["csv", "xlsx", "json"]), default="csv", show_default=True)
@click.option("--output", type=click.Path(path_type=Path), help="A file instead of the standard output.")
@click.option("--archived", is_flag=True, help="The archived ones instead of the others.")
def export_list(kind: str, output: Path | None, archived: bool) -> None:
    """Export the register."""
    try:
        with click.open_file(str(output or "-"), "wb") as file, reading():
            rows = queries.exported(Actor.system("members export"), queries.Filters(archived=archived))
            export.write(kind, rows, {column: column for column in queries.COLUMNS}, file)
    except OSError as error:
        raise click.FileError(str(output or "-"), error.strerror) from error
