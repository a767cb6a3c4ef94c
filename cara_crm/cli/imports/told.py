"""What `members import`, `imports` and `undo` say, in one language."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click
from flask_babel import gettext as _
from flask_babel import ngettext

from cara_crm.core.languages import LANGUAGES, day_and_time, label
from cara_crm.imports import words
from cara_crm.imports.models import MemberImport
from cara_crm.imports.queries.standing import Verdict
from cara_crm.members.imports.plan import Plan
from cara_crm.members.spreadsheet import Listing, Problem
from cara_crm.members.words import column_label
from cara_crm.merging.words import reason

MOST_PEOPLE = 200
language = click.option(
    "--lang", type=click.Choice(LANGUAGES), default=LANGUAGES[0], show_default=True, help="Language of what is said."
)


def tell_plan(plan: Plan, result: Mapping[str, Any], *, dry_run: bool, file: Path | None = None) -> None:
    """How the file was read, what was or would be written, and every problem by its row; `file` holds the rows that
    wait for a decision."""
    _tell_reading(plan.listing)
    counts = [
        ngettext("%(num)d row", "%(num)d rows", result["rows"]),
        ngettext("%(num)d member created", "%(num)d members created", result["created"]),
        ngettext("%(num)d changed", "%(num)d changed", result["updated"]),
        ngettext("%(num)d as it was", "%(num)d as they were", result["unchanged"]),
        ngettext("%(num)d row refused", "%(num)d rows refused", len(plan.refused)),
    ]
    if result["further_rows"]:
        one, many = "%(num)d further row of the same members", "%(num)d further rows of the same members"
        counts.append(ngettext(one, many, plan.folded))
    if plan.held:
        counts.append(ngettext("%(num)d row held back", "%(num)d rows held back", len(plan.held)))
    click.echo(", ".join(counts) + (" " + _("(dry run: nothing was written)") if dry_run else ""))
    if more := [f"{n} {text}" for n, text in words.brought(result)]:
        click.echo(f"  {_('with it')}{_(': ')}{', '.join(more)}")
    if dry_run:
        _tell_people(plan)
    _tell_likely(plan, file)
    _tell_problems(_("refused"), plan.refused)
    _tell_problems(_("warning"), plan.warnings)


def people_of(plan: Plan) -> list[dict[str, Any]]:
    """Everybody of a dry run, as `--json` prints them."""
    return [
        {"row": one.row or draft.rows[0], "member": draft.name, "first_name": one.first_name}
        | {"last_name": one.last_name, "function": one.function}
        for draft, one in plan.people
    ]


def _tell_people(plan: Plan) -> None:
    """Each with the first and the last name that was understood."""
    for draft, one in plan.people[:MOST_PEOPLE]:
        told = _("first name “%(first)s”, last name “%(last)s”", first=one.first_name, last=one.last_name)
        function = f", {one.function}" if one.function else ""
        click.echo(f"  {_('row %(row)s', row=one.row or draft.rows[0])}, {draft.name}{_(': ')}{told}{function}")
    if (left := len(plan.people) - MOST_PEOPLE) > 0:
        click.echo(f"    … {ngettext('and %(num)d more person', 'and %(num)d more people', left)}")


def _tell_likely(plan: Plan, file: Path | None) -> None:
    """What is new and may be somebody else, or waits because it may be; with score and reasons."""
    waiting = [one for held in plan.held for one in held.candidates]
    for one in waiting or plan.duplicates:
        names: dict[str, Any] = {"row": one.left.rows[0], "one": one.left.name, "other": one.right.name}
        line = _("possible duplicate, row %(row)s: %(one)s | %(other)s (%(alike)s %%)", alike=one.alike, **names)
        click.echo(f"  {line}{_(': ')}{', '.join(map(reason, one.reasons))}")
    if file and waiting:
        click.echo(
            "  "
            + _(
                "The rows held back are in %(file)s: fill in its last column (same, new or skip) and give it "
                "back with --decisions.",
                file=file,
            )
        )
    elif waiting:
        click.echo(
            "  "
            + _(
                "Rows held back: --to-decide FILE writes them down to be decided, --undecided new takes them "
                "as new members."
            )
        )


def _tell_reading(listing: Listing) -> None:
    grid, header = listing.grid, listing.header
    told = [grid.kind.upper(), grid.encoding, grid.delimiter and _("“%(sign)s”", sign=grid.delimiter)]
    told += [_("sheet “%(name)s”", name=grid.sheet)] if grid.sheet else []
    told += [_("headers in row %(row)s", row=header.at + 1)] if header.at is not None else [_("without headers")]
    click.echo(", ".join(part for part in told if part))
    for index, column in listing.mapping.items():
        click.echo(f"  {header.cells[index]} → {column_label(column.value)} [{column.value}]")
    left = [name for index, name in enumerate(header.cells) if index not in listing.mapping]
    if left:
        click.echo("  " + _("columns left out: %(names)s", names=", ".join(left)))
    if others := [name for name in grid.sheets if name != grid.sheet]:
        click.echo("  " + _("sheets not read: %(names)s (choose one with --sheet)", names=", ".join(others)))


def _tell_problems(kind: str, problems: Sequence[Problem]) -> None:
    for problem, more in words.of_a_kind([one.kept() for one in problems]):
        where = [_("row %(row)s", row=problem["row"]), *([problem["column"]] if problem["column"] else [])]
        click.echo(f"  {kind}, {', '.join(where)}{_(': ')}{problem['reason']}")
        if more:
            like = ngettext("and %(num)d more row of this kind", "and %(num)d more rows of this kind", more)
            click.echo(f"    … {like}")


def tell_import(entry: MemberImport) -> None:
    """One import in a line."""
    counts: Any = entry.result.get("counts") or {}
    wrote = _wrote(counts) if counts else _("not checked")
    click.echo(f"{entry.id}  {day_and_time(entry.created_at)}  {label(entry.state)}  {entry.file.name}  {wrote}")


def _wrote(counts: Mapping[str, int]) -> str:
    made = ngettext("%(num)d created", "%(num)d created", counts["created"])
    return f"{made}, {ngettext('%(num)d changed', '%(num)d changed', counts['updated'])}"


def tell_undone(found: Sequence[Verdict], counts: Mapping[str, int], *, dry_run: bool) -> None:
    """What went, what returned, what stays and why."""
    left = ngettext("%(num)d worked on since", "%(num)d worked on since", counts["left"])
    told = f"{words.undone(counts)}, {left}"
    click.echo(told + (" " + _("(dry run: nothing was undone)") if dry_run else ""))
    for one in found:
        for why in one.left:
            click.echo(f"  {one.name or one.member_id}{_(': ')}{words.left(why)}")
