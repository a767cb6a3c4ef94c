"""What a check showed, remembered row by row, so that nothing else is written than what somebody looked at."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from cara_crm.imports.models import MemberImport
from cara_crm.members.imports.plan import Extra, Plan

LISTED = 200  # rows that the page names
#: Values of extras in the language of who checks.
IN_WORDS = frozenset({"title", "body", "more", "answer"})
Marks = dict[str, str]
"""Row → a hash of all that would be written for the member that begins there."""


def remembered(entry: MemberImport, plan: Plan) -> dict[str, Any]:
    """What `moved` compares with later: the rows, and what had been decided when they were compared."""
    return {"rows": marks_of(plan), "decisions": entry.result.get("decisions") or {}, "reading": reading_of(entry)}


def reading_of(entry: MemberImport) -> dict[str, Any]:
    """What was chosen of columns, encoding and sheet."""
    return {"mapping": entry.mapping, "options": entry.result.get("options") or {}}


def marks_of(plan: Plan) -> Marks:
    """In no language: the worker writes what somebody saw in theirs."""
    updates, kept = {u.member_id: u for u in plan.updates}, {one.member_id: one for one in plan.kept}
    likes: dict[int, list[int]] = defaultdict(list)
    for one in plan.likenesses:
        likes[one.left.rows[0]] += [one.right.member_id] if one.right.member_id else []
    extras: dict[int, list[Any]] = defaultdict(list)
    for extra in plan.extras:
        extras[extra.row].append(_extra(extra))
    told = Counter(problem.row for problem in plan.warnings)
    found: Marks = {}
    for draft, member_id in _drafts(plan):
        row, update = draft.rows[0], updates.get(member_id) if member_id else None
        says = (
            member_id,
            update and (update.changes, update.names, update.new_sites),
            kept[member_id].changes if member_id in kept else (),
            sorted(likes.get(row, ())),
            extras.get(row),
            sum(told[number] for number in draft.rows),
        )
        found[str(row)] = hashlib.blake2b(repr(says).encode(), digest_size=6).hexdigest()
    return found


def moved(entry: MemberImport, plan: Plan, marks: Marks) -> list[dict[str, Any]]:
    """The rows of which something else would be written than was shown: {row, name, id, is_new, changes, gone}."""
    seen: Any = entry.result.get("seen") or {}
    before: Marks = seen.get("rows", {}) if seen.get("reading") == reading_of(entry) else {}
    differing = {row for row in before.keys() | marks.keys() if before.get(row) != marks.get(row)}
    updates = {update.member_id: update for update in plan.updates}
    there = {str(draft.rows[0]): (draft, member_id) for draft, member_id in _drafts(plan)}
    found = []
    for row in sorted(differing, key=int)[:LISTED]:
        draft, member_id = there.get(row, (None, None))
        update = updates.get(member_id) if member_id else None
        found.append({
            "row": int(row),
            "name": update.name if update else draft.name if draft else "",
            "id": member_id,
            "is_new": draft is not None and member_id is None,
            "changes": [[c.field, c.old, c.new] for c in update.changes] if update else [],
            "gone": draft is None,
        })  # fmt: skip
    return found


def _drafts(plan: Plan) -> Iterator[tuple[Any, int | None]]:
    yield from ((draft, None) for draft in plan.creations)
    yield from plan.matched


def _extra(extra: Extra) -> tuple[Any, ...]:
    values: Mapping[str, Any] = {name: told for name, told in extra.values.items() if name not in IN_WORDS}
    return extra.kind, extra.target_id, sorted(values.items()), sorted(extra.before.items())
