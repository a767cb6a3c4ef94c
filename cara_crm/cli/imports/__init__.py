"""`flask members import`, `imports` and `undo`: lists into the register, and back."""

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from cara_crm.cli.imports.deciding import read_decisions, write_to_decide
from cara_crm.cli.imports.told import language, people_of, tell_import, tell_plan, tell_undone
from cara_crm.cli.members import commands
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError, NotVisible
from cara_crm.extensions import db, reading
from cara_crm.imports import queries, services
from cara_crm.imports.queries import standing
from cara_crm.members import imports
from cara_crm.members.imports.decisions import NEW
from cara_crm.members.imports.plan import Plan
from cara_crm.members.imports.write import RegisterMoved
from cara_crm.members.models import MemberStatus
from cara_crm.members.spreadsheet import NoMembers, Options, Unreadable, refuse_misnamed

REFUSED, UNREADABLE = 1, 2
HOLD = "hold"
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
@click.option("--sheet", help="The sheet of a workbook to read; without it the likeliest.")
@click.option(
    "--undecided",
    type=click.Choice([HOLD, NEW]),
    default=HOLD,
    show_default=True,
    help="Rows that may be a member already: hold them back, or take them as new members.",
)
@click.option("--to-decide", type=click.Path(path_type=Path), help="Write the rows that are held back to this CSV.")
@click.option(
    "--decisions",
    type=click.Path(path_type=Path),
    help="That CSV with its last column filled in: same, new or skip.",
)
@language
def import_list(file: Path, *, as_json: bool, lang: str, **given: Any) -> None:
    """Import a list of organisations (CSV in any usual writing, XLSX, XLS or ODS)."""
    wishes = Wishes(**given)
    with force_locale(lang):
        try:
            plan = _import(file, wishes)
        except Unreadable as error:
            click.echo(str(error), err=True)
            if isinstance(error, NoMembers):
                click.echo(_('Example: --mapping "%(header)s=name"', header=_("Company")), err=True)
            sys.exit(UNREADABLE)
        withheld = wishes.withholds(plan)
        people = {"people": people_of(plan)} if wishes.dry_run else {}
        result = plan.as_dict() | people | ({"created": 0, "updated": 0} if withheld else {})
        if as_json:
            click.echo(json.dumps(result, ensure_ascii=False))
        else:
            tell_plan(plan, result, dry_run=wishes.dry_run, file=wishes.to_decide)
        if withheld:
            n = len(plan.refused) + len(plan.held)
            click.echo(_("Nothing was written: rows were refused or held back (%(n)s).", n=n), err=True)


@dataclass(frozen=True)
class Wishes:
    """What the command line asks for."""

    dry_run: bool
    mapping: str
    all_or_nothing: bool
    status: str
    sheet: str | None
    undecided: str
    to_decide: Path | None
    decisions: Path | None

    def withholds(self, plan: Plan) -> bool:
        """Is nothing written, because not everything would be?"""
        return self.all_or_nothing and bool(plan.refused or plan.held)


def _import(file: Path, wishes: Wishes) -> Plan:
    """Check, then write; checked again when the register moved in between."""
    data = _read(file)
    refuse_misnamed(file.name, data)
    actor = Actor.system("members import")
    mapping = _mapping(wishes.mapping)
    if isinstance(mapping, Named):
        mapping = services.fitting(mapping, services.recognised(data, Options(sheet=wishes.sheet)))
    options, decisions = Options(sheet=wishes.sheet, mapping=mapping), _decisions(wishes, data)
    for attempt in range(TRIES):
        with reading():
            plan = services.check(data, options=options, source=file.stem, decisions=decisions, by=actor)
        if wishes.to_decide:
            write_to_decide(wishes.to_decide, plan, data)
        if wishes.dry_run or wishes.withholds(plan):
            return plan
        try:
            status = MemberStatus(wishes.status)
            entry = services.receive(file.name, data, source=file.stem, status=status, by=actor)
            services.commit_import(entry, plan, by=actor)
            db.session.commit()
        except (RegisterMoved, IntegrityError):
            db.session.rollback()
            if attempt == TRIES - 1:
                raise
            click.echo(_("The register changed while the list was read: it was compared again."), err=True)
        else:
            return plan
    return plan


def _decisions(wishes: Wishes, data: bytes) -> imports.Decisions:
    """What a person said of the rows of this list. Raises Unreadable."""
    rows: dict[int, str] = {}
    if wishes.decisions:
        text = _read(wishes.decisions).decode("utf-8-sig", "replace")
        rows = read_decisions(wishes.decisions, text, data)
    return imports.Decisions(rows=rows, holds=wishes.undecided == HOLD)


def _read(file: Path) -> bytes:
    """Raises Unreadable, in the language of the command and not of the system."""
    try:
        return file.read_bytes()
    except FileNotFoundError:
        raise Unreadable(_("%(file)s: there is no such file.", file=file)) from None
    except IsADirectoryError:
        raise Unreadable(_("%(file)s is a folder.", file=file)) from None
    except OSError as error:
        raise Unreadable(_("%(file)s cannot be read.", file=file)) from error


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
        expected = _("expected a remembered name, a JSON file or header=field,header=field.")
        raise Unreadable(f"--mapping {text}{_(': ')}{expected}")
    return _headers_first({left.strip(): right.strip() for left, _sign, right in pairs})


class Named(dict[str, str]):
    """A remembered mapping: what of its headers a list does not have is left."""


def _mapping_from_json(text: str) -> dict[str, str]:
    begins, expected = f"--mapping {text}{_(': ')}", _("expected %(wanted)s.", wanted='{"header": "field"}')
    try:
        read: Any = json.loads(text if text.lstrip().startswith("{") else _read(Path(text)).decode("utf-8-sig"))
    except ValueError as error:
        raise Unreadable(f"{begins}{_('this is not JSON;')} {expected}") from error
    if not isinstance(read, dict) or not all(isinstance(value, str) for value in read.values()):
        raise Unreadable(begins + expected)
    return _headers_first(read)


def _headers_first(pairs: dict[str, str]) -> dict[str, str]:
    """Either way round is understood: {"Raison sociale": "name"} and {"name": "Raison sociale"}."""
    fields = {column.value for column in imports.Column}
    turned = not any(value in fields for value in pairs.values()) and any(key in fields for key in pairs)
    return {value: key for key, value in pairs.items()} if turned else pairs


@commands.command("imports")
@language
def list_imports(lang: str) -> None:
    """The last imports, with the numbers that `undo` takes."""
    with reading(), force_locale(lang):
        for one in queries.recent_imports(Actor.system("members imports"), LAST):
            tell_import(one)


@commands.command("undo")
@click.argument("import_id", type=click.IntRange(1, 2**31 - 1))
@click.option("--dry-run", is_flag=True, help="Say what would go, return and stay.")
@language
def undo_import(import_id: int, dry_run: bool, lang: str) -> None:
    """Take an import back; what somebody worked on since stays, and is said."""
    actor = Actor.system("members undo")
    with force_locale(lang):
        try:
            entry = queries.import_for(actor, import_id)
            services.refuse_undo(entry)
            found = standing.verdicts(entry)
            counts = standing.summed(found) if dry_run else services.undo(entry, by=actor)
            db.session.commit()
        except NotVisible:
            click.echo(_("There is no import %(id)s.", id=import_id), err=True)
            sys.exit(REFUSED)
        except DomainError as error:
            click.echo(str(error), err=True)
            sys.exit(REFUSED)
        tell_undone(found, counts, dry_run=dry_run)
