"""Issues that belong to no position: fresh, talked about, paused, set aside, solved in the region, unfinished."""

from functools import partial
from typing import Any

from cara_crm.core.actor import Actor
from cara_crm.demonstration.stage import Stage
from cara_crm.demonstration.themes import words
from cara_crm.demonstration.voices import (
    as_author,
    author_of,
    companies,
    hear_on_the_telephone,
    qualify,
    raise_in_portal,
)
from cara_crm.issues import services as issues
from cara_crm.issues.models import Issue, IssueKind, WaitsFor
from cara_crm.issues.said import Said
from cara_crm.members.models import Member

ANSWERED_WITHIN, QUALIFIED_AFTER, ENDED_AFTER, THANKED_AFTER = 0.7, 2, 9, 9.1  # days
Single = dict[str, Any]


def plan(stage: Stage) -> None:
    """Write each of them into the diary, said by the member of its sector and language whose turn it is."""
    turns = {code: companies(members)[:0:-1] for code, members in stage.cast.members.items()}
    for single in words("singles")["single"]:
        member = stage.cast.star if single.get("star") else _next(turns[single["sector"]], single.get("lang", "fr"))
        if member is not None:
            stage.diary.on(single["days"], partial(_say, stage, single, member))


def _next(turns: list[Member], language: str) -> Member | None:
    """Who speaks next of those who speak a language: the last of the register first, then the others in turn."""
    found = next((one for one in turns if author_of(one).language == language), None)
    if found is not None:
        turns.remove(found)
        turns.append(found)
    return found


def _say(stage: Stage, single: Single, member: Member) -> None:
    by, days = stage.handler(single["sector"]), single["days"]
    said = Said(
        title=single["title"],
        what_happens=single["says"],
        example=single.get("case", ""),
        asked=single.get("asks", ""),
        kind=IssueKind(single["kind"]),
    )
    if single["fate"] == "draft":
        author = as_author(member)
        draft = issues.save_draft(None, said, member=member, contact=author_of(member), by=author)
        draft.is_demonstration = True
        return
    if single["fate"] == "asked":
        hear_on_the_telephone(member, said, agreed=False, by=by)
        return
    issue = raise_in_portal(member, said, on_reading=single.get("relay", ""))
    for n, (who, text) in enumerate(single.get("messages", ())):
        stage.diary.on(days - ANSWERED_WITHIN * (n + 1), partial(_write, issue, who, text, by))
    stage.diary.on(days - QUALIFIED_AFTER, partial(_handle, stage, issue, single, by))


def _write(issue: Issue, who: str, text: str, by: Actor) -> None:
    if who == "member":
        issues.write_to_cluster(issue, text, by=as_author(issue.member))
    else:
        issues.ask_back(issue, text, by=by)


def _handle(stage: Stage, issue: Issue, single: Single, by: Actor) -> None:
    fate, days = single["fate"], single["days"]
    if fate in ("qualified", "solved", "closed"):
        qualify(issue, by=by)
    if note := single.get("note"):
        issues.add_note(issue, note, by=by)
    if paused := single.get("paused"):
        stage.diary.on(
            days - ENDED_AFTER, partial(issues.pause, issue, reason=paused, waits_for=WaitsFor.PARTNER, by=by)
        )
    if fate in ENDINGS:
        stage.diary.on(days - ENDED_AFTER, partial(ENDINGS[fate], issue, single["reason"], by))
    if helped := single.get("helped"):
        stage.diary.on(days - THANKED_AFTER, partial(_name_helper, stage, issue, helped, by))


def _name_helper(stage: Stage, issue: Issue, category: str, by: Actor) -> None:
    """The first member of a category, of the issue's own sector if there is one; a small register may have none."""
    nearest = sorted(stage.cast.members.items(), key=lambda one: one[0] not in {line.code for line in issue.sectors})
    found = [member for _code, members in nearest for member in members if member.category.value == category]
    if found:
        issues.name_helpers(issue, {found[0].id: None}, is_named=True, by=by)


def _withdraw(issue: Issue, reason: str, _by: Actor) -> None:
    issues.withdraw(issue, reason=reason, by=as_author(issue.member))


ENDINGS: dict[str, Any] = {
    "solved": lambda issue, reason, by: issues.solve(issue, reason=reason, by=by),
    "closed": lambda issue, reason, by: issues.close(issue, reason=reason, by=by),
    "declined": lambda issue, reason, by: issues.decline(issue, reason=reason, by=by),
    "withdrawn": _withdraw,
}
