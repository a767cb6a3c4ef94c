"""`flask members import`, `imports` and `undo`: lists into the register, and back."""

import json
import sys
from pathlib import Path
from typing import Any

import click
from sqlalchemy.exc import IntegrityError

from cara_crm.cli.members import commands
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError, NotVisible
from cara_crm.extensions import db, reading
from cara_crm.imports import queries, services, words
from cara_crm.imports.queries import standing
from cara_crm.members import imports
from cara_crm.members.imports.plan import Plan
from cara_crm.members.imports.write import RegisterMoved
from cara_crm.members.models import MemberStatus
from cara_crm.members.spreadsheet import Options, Unreadable, recognise_list

UNREADABLE = 2
TRIES = 3
LAST = 20  # imports that are listed


@commands.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would happen, write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
@click.option(
    "--mapping", default="", help='A remembered name, a JSON file {"header": "field"}, or "header=field,header=field".'
)
@click.option("--all-or-nothing", is_flag=True, help="Write nothing when a row is refused.")
@click.option(
    "--status",
    type=click.Choice([s.value for s in MemberStatus]),
    default=MemberStatus.PROSPECT.value,
    show_default=True,
    help="Status of new members of which the list says nothing.",
)
def import_list(file: Path, dry_run: bool, as_json: bool, mapping: str, all_or_nothing: bool, status: str) -> None:
    """Import a list of organisations (CSV in any usual writing, or XLSX)."""
    try:
        plan = _import(file, _mapping(mapping), dry_run, all_or_nothing, MemberStatus(status))
    except Unreadable as error:
        click.echo(str(error), err=True)
        sys.exit(UNREADABLE)
    withheld = all_or_nothing and bool(plan.refused)
    result = plan.as_dict() | ({"created": 0, "updated": 0} if withheld else {})
    if as_json:
        click.echo(json.dumps(result, ensure_ascii=False))
    else:
        _tell(plan, result, dry_run)
    if withheld:
        click.echo(f"Nothing was written: {len(plan.refused)} rows were refused.", err=True)


def _import(file: Path, mapping: dict[str, str], dry_run: bool, all_or_nothing: bool, status: MemberStatus) -> Plan:
    """Check, then write; checked again when the register moved in between."""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise Unreadable(f"{file}: {error.strerror}.") from error
    actor = Actor.system("members import")
    if isinstance(mapping, Named):
        mapping = services.fitting(mapping, recognise_list(data))
    for attempt in range(TRIES):
        with reading():
            options, undecided = Options(mapping=mapping), imports.Decisions()
            plan = services.check(data, options=options, source=file.stem, decisions=undecided, by=actor)
        if dry_run or (all_or_nothing and plan.refused):
            return plan
        try:
            entry = services.receive(file.name, data, source=file.stem, status=status, by=actor)
            services.commit_import(entry, plan, by=actor)
            db.session.commit()
        except (RegisterMoved, IntegrityError):
            db.session.rollback()
            if attempt == TRIES - 1:
                raise
        else:
            return plan
    return plan


def _mapping(text: str) -> dict[str, str]:
    """`--mapping` as {header: field}. Raises Unreadable."""
    if not text:
        return {}
    if text.endswith(".json") or text.lstrip().startswith("{"):
        return _mapping_from_json(text)
    if "=" not in text and (known := queries.mapping_named(text)) is not None:
        return Named(known.columns)
    pairs = [part.partition("=") for part in text.split(",")]
    if not all(sign for _header, sign, _field in pairs):
        raise Unreadable(f"--mapping {text}: expected a remembered name, a JSON file or header=field,header=field.")
    return _headers_first({left.strip(): right.strip() for left, _sign, right in pairs})


class Named(dict[str, str]):
    """A remembered mapping: what of its headers a list does not have is left."""


def _mapping_from_json(text: str) -> dict[str, str]:
    try:
        read: Any = json.loads(text if text.lstrip().startswith("{") else Path(text).read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise Unreadable(f"--mapping {text}: {error.strerror}.") from error
    except ValueError as error:
        raise Unreadable(f'--mapping {text}: this is not JSON; expected {{"header": "field"}}.') from error
    if not isinstance(read, dict) or not all(isinstance(value, str) for value in read.values()):
        raise Unreadable(f'--mapping {text}: expected {{"header": "field"}}.')
    return _headers_first(read)


def _headers_first(pairs: dict[str, str]) -> dict[str, str]:
    """Either way round is understood: {"Raison sociale": "name"} and {"name": "Raison sociale"}."""
    fields = {column.value for column in imports.Column}
    turned = not any(value in fields for value in pairs.values()) and any(key in fields for key in pairs)
    return {value: key for key, value in pairs.items()} if turned else pairs


def _tell(plan: Plan, result: dict[str, Any], dry_run: bool) -> None:
    grid = plan.listing.grid
    told = ", ".join(
        part for part in (grid.kind.upper(), grid.encoding, grid.delimiter and f"“{grid.delimiter}”") if part
    )
    click.echo(f"{told}; {', '.join(f'{plan.listing.header.cells[i]} = {c}' for i, c in plan.listing.mapping.items())}")
    click.echo(
        f"{result['rows']} rows: {result['created']} members created, {result['updated']} updated, "
        f"{result['unchanged']} unchanged" + (" (dry run: nothing was written)" if dry_run else "")
    )
    more = [f"{result[key]} {text}" for key, text in words.brought().items() if result.get(key)]
    if more:
        click.echo(f"  with {', '.join(more)}")
    for left, right, alike in plan.duplicates:
        click.echo(f"  possible duplicate: {left.name} | {right.name} ({alike} %)")
    for kind, problems in (("refused", plan.refused), ("warning", plan.warnings)):
        for problem in problems:
            click.echo(
                f"  {kind}: row {problem.row}{f', {problem.column}' if problem.column else ''}: {problem.reason}"
            )


@commands.command("imports")
def list_imports() -> None:
    """The last imports, with the numbers that `undo` takes."""
    with reading():
        for one in queries.recent_imports(Actor.system("members imports"), LAST):
            counts: Any = one.result.get("counts") or {}
            wrote = f"{counts['created']} created, {counts['updated']} updated" if counts else "not checked"
            click.echo(f"{one.id}  {one.created_at:%Y-%m-%d %H:%M}  {one.state.value}  {one.file.name}  {wrote}")


@commands.command("undo")
@click.argument("import_id", type=click.IntRange(1, 2**31 - 1))
@click.option("--dry-run", is_flag=True, help="Say what would go, return and stay.")
def undo_import(import_id: int, dry_run: bool) -> None:
    """Take an import back; what somebody worked on since stays, and is said."""
    actor = Actor.system("members undo")
    try:
        entry = queries.import_for(actor, import_id)
        services.refuse_undo(entry)
        found = standing.verdicts(entry)
        counts = standing.summed(found) if dry_run else services.undo(entry, by=actor)
        db.session.commit()
    except NotVisible:
        raise click.ClickException(f"There is no import {import_id}.") from None
    except DomainError as error:
        raise click.ClickException(str(error)) from error
    click.echo(
        f"{counts['gone']} members removed, {counts['back']} as they were before, {counts['left']} changed since"
        + (" (dry run: nothing was undone)" if dry_run else "")
    )
    for one in found:
        for why in one.left:
            click.echo(f"  {one.name or one.member_id}: {words.left(why)}")
