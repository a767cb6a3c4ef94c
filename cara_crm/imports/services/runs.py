"""A file on its way into the register, from upload to result. Checking and writing are `members.imports`."""

from collections import Counter
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from cara_crm.audit import services as audit
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.fold import fold
from cara_crm.extensions import db, one_at_a_time
from cara_crm.files import services as files
from cara_crm.imports import beside, queries
from cara_crm.imports.models import ImportedMember, ImportState, MemberImport
from cara_crm.imports.queries.brought import MORE
from cara_crm.imports.queries.standing import PARTS
from cara_crm.imports.services import mappings, seen
from cara_crm.imports.services.checking import as_of, wishes_of
from cara_crm.imports.services.seen import Marks
from cara_crm.jobs import services as jobs
from cara_crm.jobs.models import JobState
from cara_crm.members.imports.decisions import CHOSEN
from cara_crm.members.imports.ledger import Ledger, insert
from cara_crm.members.imports.plan import Likeness, Plan
from cara_crm.members.imports.write import RegisterMoved, carry_out
from cara_crm.members.models import MemberStatus
from cara_crm.members.spreadsheet import Draft, Listing
from cara_crm.members.spreadsheet.people import Person
from cara_crm.merging import services as merging

IMPORT_JOB = "members.import"
CHECK_JOB = "imports.check"
HEAVY = 2_000_000  # bytes; a larger file is checked by the worker
LONG = 2000  # rows; a longer list is written by the worker
SHOWN = 300  # of each kind that the page lists; the file of problems holds all
KEPT = 20_000
KEPT_DIFFERENCES = 3000


def receive(
    name: str, data: bytes, *, source: str, status: MemberStatus, cautious: bool = False, by: Actor
) -> MemberImport:
    """Keep the file; nothing of it is in the register yet. `cautious`: see `Decisions`."""
    media = "application/octet-stream"
    file = files.store(name, media, data)
    told = source or file.name.rpartition(".")[0] or file.name
    wishes = {"source": told, "status": status.value, "cautious": cautious}
    entry = MemberImport(file_id=file.id, user_id=by.user_id, mapping={}, result={"wishes": wishes})
    db.session.add(entry)
    audit.record("member_import.received", entry, by=by, file=file.name, size=file.size)
    return entry


def begin_sheet(entry: MemberImport, sheet: str, *, by: Actor) -> MemberImport:
    """The same file once more, for another of its sheets; asked twice it is begun once."""
    same = sa.select(MemberImport).where(MemberImport.file_id == entry.file_id, MemberImport.user_id == by.user_id)
    open_ones = db.session.scalars(same.where(MemberImport.state.in_((ImportState.MAPPING, ImportState.CHECKED))))
    for known in open_ones:
        chosen: Any = known.result.get("options") or {}
        if chosen.get("sheet") == sheet:
            return known
    result = {"wishes": entry.result["wishes"], "options": {"sheet": sheet}}
    begun = MemberImport(file_id=entry.file_id, user_id=by.user_id, mapping={}, result=result)
    db.session.add(begun)
    db.session.flush()
    audit.record("member_import.sheet_begun", begun, by=by, of=entry.id)
    return begun


def remember_choices(entry: MemberImport, *, mapping: dict[str, str], options: dict[str, Any]) -> None:
    """What the person decided about columns, encoding, delimiter, header row and sheet."""
    entry.mapping = mapping
    entry.result = {**entry.result, "options": options}


def propose_mapping(entry: MemberImport, listing: Listing) -> None:
    """The columns that were chosen for a list with the same headers, if there was one."""
    known = queries.mapping_by_signature(mappings.signature(listing))
    if known is not None:
        entry.mapping = mappings.fitting(known.columns, listing)
        entry.result = {**entry.result, "remembered": known.name, "mapping_name": known.name}


def name_mapping(entry: MemberImport, name: str) -> None:
    """How the person calls the columns of this list."""
    entry.result = {**entry.result, "mapping_name": name.strip()}


def mapping_name_of(entry: MemberImport) -> str:
    """The name that was given, or the source's."""
    return str(entry.result.get("mapping_name") or wishes_of(entry)[0])


def remember_mapping(entry: MemberImport, listing: Listing, *, by: Actor) -> None:
    """The columns of this list, for the next one with the same headers."""
    kept = mappings.remember(listing, name=mapping_name_of(entry), by=by)
    name = mapping_name_of(entry)
    if kept is not None and kept.folded != fold(name) and queries.mapping_named(name) is None:
        mappings.rename(kept, name, by=by)


def remember_check(entry: MemberImport, plan: Plan) -> None:
    """What the dry run found, for the page that shows it."""
    people = plan.people
    told = {"seen": seen.remembered(entry, plan), "moved": [], "named": len(people)}
    told["people"] = [_person(draft, one) for draft, one in people[:SHOWN]]
    entry.result = {**entry.result, **summary(plan), **told}
    entry.state = ImportState.CHECKED


def commit_import(entry: MemberImport, plan: Plan, marks: Marks | None = None, *, by: Actor) -> bool:
    """Write what was just checked; False where somebody looked at another plan before (`marks`: its rows now, as
    `plan_to_write` gives them): then nothing is written, and the page shows this one. Raises RegisterMoved."""
    if entry.state is ImportState.CHECKED:
        db.session.refresh(entry, ["state"], with_for_update={"of": MemberImport})
        if entry.state is ImportState.CHECKED and (rows := seen.moved(entry, plan, marks or seen.marks_of(plan))):
            remember_check(entry, plan)
            entry.result = {**entry.result, "moved": rows}
            entry.job_id = None
            audit.record("member_import.moved", entry, by=by, rows=len(rows))
            return False
    if entry.state not in (ImportState.MAPPING, ImportState.CHECKED):
        return False
    _refuse_what_is_old(plan)
    _source, status = wishes_of(entry)
    ledger = carry_out(plan, status=status, by=by)
    beside.write(plan, ledger, by=by)
    _keep(entry, ledger)
    entry.result = {**entry.result, **summary(plan), "seen": None, "moved": [], "people": []}
    entry.state, entry.done_at = ImportState.DONE, clock.now()
    merging.ask_to_look(by=by)
    return True


def _refuse_what_is_old(plan: Plan) -> None:
    """Two people write lists one after the other: who comes second has not compared with what the first brought.
    Raises RegisterMoved."""
    one_at_a_time("write a list")
    if plan.as_of is not None and plan.as_of != as_of():
        raise RegisterMoved(_("The register changed while the list was checked. Check it again."))


def _keep(entry: MemberImport, ledger: Ledger) -> None:
    """What was written, so that it can be taken back."""
    rows = (
        {"import_id": entry.id, "member_id": id, "is_new": id in ledger.created, "changes": changes}
        for id, changes in ledger.told()
    )
    insert(ImportedMember, rows)
    tables = {**PARTS, **MORE}
    largest = [sa.select(sa.func.max(table.c.id)).scalar_subquery() for table in tables.values()]
    entry.marks = dict(zip(tables, db.session.execute(sa.select(*largest)).one(), strict=True))


def is_long(entry: MemberImport) -> bool:
    """Is it so long that the worker should write it?"""
    counts: Any = entry.result.get("counts") or {}
    return bool(counts.get("rows", 0) > LONG)


def hand_over(entry: MemberImport, *, by: Actor) -> None:
    """Ask the worker to write it; asking twice asks once."""
    if not _is_asked(entry, IMPORT_JOB):
        entry.job_id = jobs.enqueue(IMPORT_JOB, payload={"import_id": entry.id}, by=by).id


def is_heavy(entry: MemberImport) -> bool:
    """Is the file so large that the worker should check it?"""
    return entry.file.size > HEAVY


def ask_to_check(entry: MemberImport, *, by: Actor) -> None:
    """Ask the worker to compare it with the register; asking twice asks once."""
    job = queries.job_of(entry)
    if not _is_asked(entry, CHECK_JOB) or (job is not None and job.state is JobState.DONE):
        entry.job_id = jobs.enqueue(CHECK_JOB, payload={"import_id": entry.id}, by=by).id


def is_open(entry: MemberImport) -> bool:
    """May it still be checked and decided? What was written, undone or given up may not."""
    return entry.state in (ImportState.MAPPING, ImportState.CHECKED) and not _is_asked(entry, IMPORT_JOB)


def _is_asked(entry: MemberImport, kind: str) -> bool:
    job = queries.job_of(entry)
    return job is not None and job.kind == kind and job.state is not JobState.FAILED


def abandon(entry: MemberImport, *, by: Actor) -> None:
    """Nothing is written."""
    entry.state = ImportState.ABANDONED
    entry.result = {**entry.result, "seen": None, "people": []}
    audit.record("member_import.abandoned", entry, by=by)


def summary(plan: Plan) -> dict[str, Any]:
    """The plan as JSON: counts whole, lists up to what a page shows, problems up to KEPT."""
    counts, grid = plan.as_dict(), plan.listing.grid
    return {
        "other_sheets": [name for name in grid.sheets if name != grid.sheet],
        "counts": {k: v for k, v in counts.items() if isinstance(v, int)},
        "refused": [one.kept() for one in plan.refused[:KEPT]],
        "warnings": [one.kept() for one in plan.warnings[:KEPT]],
        "created": [{"name": d.name, "siren": d.siren, "rows": list(d.rows)} for d in plan.creations[:SHOWN]],
        "updated": [
            {"id": u.member_id, "name": u.name, "changes": [[c.field, c.old, c.new] for c in u.changes]}
            for u in plan.updates[:SHOWN]
        ],
        "likenesses": [_likeness(one) for one in plan.likenesses[:SHOWN]],
        **_differences(plan),
    }


def _person(draft: Draft, one: Person) -> dict[str, Any]:
    """Somebody as the cells were understood; kept while it is asked whether that is right."""
    told = {"first": one.first_name, "last": one.last_name, "function": one.function}
    return {"row": one.row or draft.rows[0], "member": draft.name, **told}


def _likeness(one: Likeness) -> dict[str, Any]:
    """A row beside a member or another row."""
    return {
        "row": one.left.rows[0],
        "left": {"name": one.left.name, "siren": one.left.siren, "department": one.left.department}
        | {"place": one.left.place, "website": one.left.website},
        "right": {"name": one.right.name, "siren": one.right.siren, "department": one.right.department}
        | {"place": one.right.place, "website": one.right.website, "id": one.right.member_id}
        | {"row": one.right.rows[0] if one.right.rows else None},
        "alike": one.alike,
        "reasons": one.reasons,
        "taken": one.is_taken,
    }


def _differences(plan: Plan) -> dict[str, Any]:
    """Where both sides say something: field by field with what will be, and how many of each field there are."""
    found = [
        {"id": one.member_id, "name": one.name, "field": c.field, "old": c.old, "new": c.new, "taken": is_taken}
        for ones, is_taken in ((plan.updates, True), (plan.kept, False))
        for one in ones
        for c in one.changes
        if c.old and c.field in CHOSEN
    ]
    found.sort(key=lambda one: (str(one["name"]), str(one["id"]), str(one["field"])))
    return {"differences": found[:KEPT_DIFFERENCES], "differing": dict(Counter(str(one["field"]) for one in found))}
