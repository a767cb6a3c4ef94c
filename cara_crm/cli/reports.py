"""`flask reports build CODE --from D --to D --out DIR`: a draft as files, nothing stored."""

import gc
import sys
from collections import Counter
from datetime import datetime
from pathlib import Path

import click

from cara_crm.reports.build import Built, build, file_name, render
from cara_crm.reports.document import Period
from cara_crm.reports.queries.scope import scope_for_build

DAY = click.DateTime(formats=["%Y-%m-%d"])
LEAKS, UNUSABLE = 3, 2


@click.group("reports")
def commands() -> None:
    """Build reports."""


@commands.command("build")
@click.argument("code")
@click.option("--from", "start", type=DAY, required=True, help="First day of the period.")
@click.option("--to", "end", type=DAY, required=True, help="Last day of the period.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="Folder for the files.")
@click.option("--lang", type=click.Choice(["fr", "en"]), default="fr", show_default=True)
def build_report(code: str, start: datetime, end: datetime, out: Path, lang: str) -> None:
    """Write PDF, XLSX and JSON of a draft for the federation CODE (PFA, FIF, FRANCE_VELO). Stores nothing.

    Exit status 3 when a text would give somebody away (the files are not written), 2 when there is no such federation.
    """
    gc.disable()  # a fifth of the time; the command ends before there is anything to collect
    if end < start:
        raise click.UsageError("The period ends before it begins.")
    scope = scope_for_build(code, Period(start.date(), end.date()), lang)
    if scope is None:
        raise click.UsageError(f"There is no federation {code!r}.")
    built = build(scope)
    if built.marks:
        _tell_leaks(built)
        sys.exit(LEAKS)
    _write(built, out)


def _tell_leaks(built: Built) -> None:
    """Where and of which kind, never the words: this may end in a log."""
    for (place, kind), count in sorted(Counter((m.place, m.leak.kind.value) for m in built.marks).items()):
        click.echo(f"leak: {place}: {kind} ({count})", err=True)
    click.echo(f"{len(built.marks)} leaks: nothing was written.", err=True)


def _write(built: Built, out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
        for kind, content in render(built.document).items():
            path = out / file_name(built.document, kind)
            path.write_bytes(content)
            click.echo(str(path))
    except OSError as error:
        raise click.FileError(str(out), error.strerror or "cannot be written") from error
