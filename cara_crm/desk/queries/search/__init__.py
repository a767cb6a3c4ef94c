"""One box over members, people, working groups, issues, positions, relays and reports, in the actor's scope."""

from collections.abc import Callable, Iterator

from cara_crm.core.actor import Actor
from cara_crm.core.permissions import Permission
from cara_crm.core.reaching import words_of
from cara_crm.desk.queries.search.alike import alike
from cara_crm.desk.queries.search.groups import workgroups
from cara_crm.desk.queries.search.hits import Hit, Kind, Why
from cara_crm.desk.queries.search.members import members, members_reached
from cara_crm.desk.queries.search.people import people
from cara_crm.desk.queries.search.subjects import issues, positions, relays_and_reports
from cara_crm.members.names import searched_as

__all__ = ["Hit", "Kind", "Why", "search"]

SHORTEST = 2
LONGEST = 100
MOST_WORDS = 8

Source = Callable[[Actor, list[str]], Iterator[Hit]]
SOURCES: tuple[tuple[Permission, Source], ...] = (
    (Permission.MEMBER_READ, members),
    (Permission.CONTACT_READ, people),
    (Permission.WORKGROUP_READ, workgroups),
    (Permission.ISSUE_READ, issues),
    (Permission.POSITION_READ, positions),
    (Permission.REPORT_READ, relays_and_reports),
)


def search(actor: Actor, text: str) -> list[Hit]:
    """Up to eight of each kind that the actor may see; an empty list for less than two letters.

    When nothing holds the words: those that resemble them; of none, members whose names resemble what is left of them
    without legal forms.
    """
    folded = words_of(text)[:LONGEST]
    words = folded.split()[:MOST_WORDS]
    if len(folded) < SHORTEST:
        return []
    if "@" in text and (mail := text.strip().lower()) and actor.can(Permission.MEMBER_READ):
        reached = list(members_reached(actor, mail[:LONGEST]))
        if actor.can(Permission.CONTACT_READ):
            reached += people(actor, words, mail[:LONGEST])
        return [*reached, *_hits(SOURCES[2:], actor, words)] or alike(actor, words)
    return _hits(SOURCES, actor, words) or alike(actor, words) or _members_alike(actor, searched_as(words))


def _members_alike(actor: Actor, words: list[str]) -> list[Hit]:
    return [hit for hit in alike(actor, words) if hit.kind is Kind.MEMBER] if words else []


def _hits(sources: tuple[tuple[Permission, Source], ...], actor: Actor, words: list[str]) -> list[Hit]:
    return [hit for permission, source in sources if actor.can(permission) for hit in source(actor, words)]
