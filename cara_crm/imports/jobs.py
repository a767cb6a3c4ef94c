"""Long lists are written by the worker, so that no page waits for them."""

from typing import Any

from sqlalchemy.exc import IntegrityError

from cara_crm.core.errors import DomainError
from cara_crm.extensions import db, reading
from cara_crm.files.services import read_verified
from cara_crm.imports import queries, services
from cara_crm.imports.models import ImportState
from cara_crm.jobs.registry import Work, job
from cara_crm.members.imports.write import RegisterMoved
from cara_crm.members.spreadsheet import Unreadable

TRIES = 3


@job(services.IMPORT_JOB)
def import_members(work: Work) -> dict[str, Any]:
    """Check the list once more and write what was shown; done twice it finds it done."""
    import_id = int(work.payload["import_id"])
    for attempt in range(TRIES):
        entry, file = queries.import_with_file(work.by, import_id)
        if entry.state is not ImportState.CHECKED:
            break
        data = read_verified(file)
        with reading():
            plan, marks = services.plan_to_write(queries.import_for(work.by, import_id), data, by=work.by)
        work.checkpoint(1, 2)
        entry = queries.import_for(work.by, import_id)
        try:
            services.commit_import(entry, plan, marks, by=work.by)
            db.session.flush()
            break
        except (RegisterMoved, IntegrityError):
            db.session.rollback()
            if attempt == TRIES - 1:
                raise
    return {"import_id": import_id}


@job(services.CHECK_JOB)
def check_import(work: Work) -> dict[str, Any]:
    """Compare a large list with the register; what it finds stands on the import's page."""
    import_id = int(work.payload["import_id"])
    work.checkpoint(0, 1)
    entry, file = queries.import_with_file(work.by, import_id)
    data = read_verified(file)
    try:
        with reading():
            plan = services.plan_for(queries.import_for(work.by, import_id), data, by=work.by)
    except Unreadable as error:
        raise NotReadable(str(error)) from error
    entry = queries.import_for(work.by, import_id)
    if services.is_open(entry):
        services.remember_check(entry, plan)
        services.remember_mapping(entry, plan.listing, by=work.by)
    return {"import_id": import_id}


class NotReadable(DomainError):
    """The file cannot be read so; the sentence is for who asked."""


@job(services.UNDO_JOB)
def undo_import(work: Work) -> dict[str, Any]:
    """Take an import back; done twice it finds it undone."""
    entry = queries.import_for(work.by, int(work.payload["import_id"]))
    if entry.state is ImportState.DONE:
        services.undo(entry, by=work.by)
    return {"import_id": entry.id}
