"""The rows of a list that wait for a decision, as a file that a person fills in and gives back."""

import csv
import hashlib
import io
from pathlib import Path

from flask_babel import gettext as _

from cara_crm.core.fold import fold
from cara_crm.members.export import harmless
from cara_crm.members.imports.decisions import NEW, SKIP
from cara_crm.members.imports.plan import Held, Likeness, Plan
from cara_crm.members.spreadsheet import Unreadable
from cara_crm.members.spreadsheet.answers import NO, YES
from cara_crm.merging.words import reason

#: The same in each language, as the fields of `--mapping` are.
COLUMNS = (
    "list", "row", "name", "siren", "place", "candidate", "candidate_name", "candidate_siren", "candidate_place",
    "alike", "reasons", "decision",
)  # fmt: skip
MEMBER, ROW = "member", "row"
SAME = YES | {"same", "meme", "le meme", "la meme", "identique"}
WORDS = {"new": NEW, "nouveau": NEW, "nouvelle": NEW, "skip": SKIP, "ignorer": SKIP, "laisser": SKIP, "sauter": SKIP}


def mark_of(data: bytes) -> str:
    """What tells a list from another: rows are known by their numbers, which another list has too."""
    return hashlib.blake2b(data, digest_size=4).hexdigest()


def to_decide(plan: Plan, data: bytes) -> str:
    """CSV: a line for each candidate of each row that waits."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow(COLUMNS)
    mark = mark_of(data)
    writer.writerows(_line(mark, held, one) for held in plan.held for one in held.candidates)
    return out.getvalue()


def write_to_decide(file: Path, plan: Plan, data: bytes) -> None:
    """As a spreadsheet program opens it at once. Raises Unreadable."""
    try:
        file.write_text(to_decide(plan, data), encoding="utf-8-sig", newline="")
    except OSError as error:
        raise Unreadable(_("%(file)s cannot be written.", file=file)) from error


def _line(mark: str, held: Held, one: Likeness) -> list[object]:
    mine, theirs = held.twin, one.right
    candidate = f"{MEMBER} {theirs.member_id}" if theirs.member_id else f"{ROW} {theirs.rows[0]}"
    told = [mark, mine.rows[0], mine.name, mine.siren or "", mine.place or mine.department, candidate, theirs.name]
    told += [theirs.siren or "", theirs.place or theirs.department, one.alike, ", ".join(map(reason, one.reasons)), ""]
    return [harmless(cell) for cell in told]


def read_decisions(file: Path, text: str, data: bytes) -> dict[int, str]:
    """Row → decision, as `Decisions.rows` keeps it, of a file that was filled in. Raises Unreadable."""
    plain = text.lstrip("\ufeff")
    delimiter = max(";,\t", key=plain.partition("\n")[0].count)
    reader = csv.DictReader(io.StringIO(plain, newline=""), delimiter=delimiter)
    if not {"list", "row", "candidate", "decision"} <= set(reader.fieldnames or ()):
        raise Unreadable(_("%(file)s is no file of rows to decide: --to-decide writes one.", file=file))
    decided: dict[int, str] = {}
    for line in reader:
        told = fold(line["decision"] or "")
        if told in NO:
            continue
        row, decision = (line["row"] or "").strip(), _decision(told, line["candidate"] or "")
        if (line["list"] or "").strip() != mark_of(data):
            raise Unreadable(_("%(file)s decides about the rows of another list.", file=file))
        if decision is None or not row.isdecimal() or decided.get(int(row), decision) != decision:
            raise Unreadable(
                _(
                    "%(file)s, line %(line)s: write same, new or skip, and one decision for each row.",
                    file=file,
                    line=reader.line_num,
                )
            )
        decided[int(row)] = decision
    return decided


def _decision(told: str, candidate: str) -> str | None:
    """None where it is not understood."""
    kind, _blank, number = candidate.strip().partition(" ")
    if told in SAME and number.isdecimal() and kind in (MEMBER, ROW):
        return number if kind == MEMBER else f"={number}"
    return WORDS.get(told)
