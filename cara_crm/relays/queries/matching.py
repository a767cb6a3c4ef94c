"""By which criteria somebody is in an audience: kept with each recipient when it is sent, read in any language."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

import sqlalchemy as sa
from flask_babel import gettext as _

from cara_crm.accounts.models import User
from cara_crm.core import clock
from cara_crm.core.fold import fold
from cara_crm.core.languages import current_language, inside, label
from cara_crm.extensions import db
from cara_crm.members.bands import band_label
from cara_crm.members.models import MemberCategory, MemberStatus, SectorAssignment, Tag, member_tag
from cara_crm.relays.models import Recipient, Relay
from cara_crm.relays.queries.audience import Person
from cara_crm.sectors.models import Sector, ValueChainRole
from cara_crm.territory.models import Department
from cara_crm.workgroups.models import Seat, Workgroup
from cara_crm.workgroups.queries import holds_today

Matched: TypeAlias = dict[str, list[Any]]
"""Values by criterion of the audience: codes, and of what has a name [French, English], as it was called then. `hand`:
who added the person, None where that was not kept."""

NAMED: dict[str, tuple[Any, Any, Any]] = {
    "sectors": (Sector.id, Sector.name_fr, Sector.name_en),
    "roles": (ValueChainRole.id, ValueChainRole.name_fr, ValueChainRole.name_en),
    "departments": (Department.id, Department.name, Department.name),
    "workgroups": (Workgroup.id, Workgroup.name, Workgroup.name),
    "tags": (Tag.id, Tag.name, Tag.name),
    "interested": (Relay.id, Relay.title, Relay.title_en),
    "got": (Relay.id, Relay.title, Relay.title_en),
    "hand": (User.id, User.name, User.name),
}
OF_MEMBERS = {"categories": "category", "departments": "department_id", "statuses": "status", "bands": "headcount_band"}


def matched_by(rule: Mapping[str, Any], people: Sequence[Person]) -> dict[int, Matched]:
    """For each of these people, by contact id, what of the rule it meets."""
    found = _values(rule, people)
    names = _names(found.values())
    for one in found.values():
        for criterion in NAMED.keys() & one.keys():
            known = (names.get((criterion, value)) for value in one[criterion])
            one[criterion] = [name for name in known if name is not None or criterion == "hand"]
    return found


def _values(rule: Mapping[str, Any], people: Sequence[Person]) -> dict[int, Matched]:
    added: dict[int, int] = dict(rule.get("plus_by", []))
    found: dict[int, Matched] = {}
    assigned, tagged, own = _assigned(rule), _tagged(rule), _of_people(rule)
    for person in people:
        mine: Matched = {}
        if person.by_hand:
            found[person.contact.id] = {"hand": [added.get(person.contact.id)]}
            continue
        for member in person.members:
            for criterion, column in OF_MEMBERS.items():
                if (value := getattr(member, column)) in rule.get(criterion, []):
                    _add(mine, criterion, value)
            for criterion, value in (*assigned.get(member.id, []), *tagged.get(member.id, [])):
                _add(mine, criterion, value)
        for criterion, value in own.get(person.contact.id, []):
            _add(mine, criterion, value)
        said = fold(person.reason)
        for text in rule.get("functions", []):
            if fold(text) in said:
                _add(mine, "functions", text)
        found[person.contact.id] = mine
    return found


def _add(mine: Matched, criterion: str, value: Any) -> None:
    kept = mine.setdefault(criterion, [])
    if value not in kept:
        kept.append(value)


Pairs: TypeAlias = dict[int, list[tuple[str, Any]]]


def _assigned(rule: Mapping[str, Any]) -> Pairs:
    """Sectors and roles of the rule that members have today."""
    sectors, roles, today = rule.get("sectors", []), rule.get("roles", []), clock.today()
    found: Pairs = {}
    if not sectors and not roles:
        return {}
    of = SectorAssignment
    rows = sa.select(of.member_id, of.sector_id, of.role_id).where(
        of.from_on <= today, sa.or_(of.until_on.is_(None), of.until_on >= today)
    )
    if sectors:
        rows = rows.where(of.sector_id.in_(sectors))
    if roles:
        rows = rows.where(of.role_id.in_(roles))
    for member_id, sector_id, role_id in db.session.execute(rows.order_by(of.id)):
        mine = found.setdefault(member_id, [])
        mine += [("sectors", sector_id)] * bool(sectors) + [("roles", role_id)] * bool(roles)
    return found


def _tagged(rule: Mapping[str, Any]) -> Pairs:
    found: Pairs = {}
    if rule.get("tags"):
        rows = sa.select(member_tag.c.member_id, member_tag.c.tag_id).where(member_tag.c.tag_id.in_(rule["tags"]))
        for member_id, tag_id in db.session.execute(rows.order_by(member_tag.c.tag_id, member_tag.c.member_id)):
            found.setdefault(member_id, []).append(("tags", tag_id))
    return found


def _of_people(rule: Mapping[str, Any]) -> Pairs:
    """Working groups in which people sit, and relays that they got or were interested in."""
    parts: list[Any] = []
    if rule.get("workgroups"):
        seats = sa.select(sa.literal("workgroups"), Seat.workgroup_id, Seat.contact_id)
        parts.append(seats.where(Seat.workgroup_id.in_(rule["workgroups"]), holds_today()))
    said = sa.or_(Recipient.interested_at.is_not(None), Recipient.registered_at.is_not(None))
    for criterion, condition in (("got", sa.true()), ("interested", said)):
        if rule.get(criterion):
            rows = sa.select(sa.literal(criterion), Recipient.relay_id, Recipient.contact_id)
            parts.append(rows.where(Recipient.relay_id.in_(rule[criterion]), condition))
    found: Pairs = {}
    for criterion, value, contact_id in sorted(map(tuple, db.session.execute(sa.union_all(*parts))) if parts else []):
        found.setdefault(contact_id, []).append((criterion, value))
    return found


def _names(several: Iterable[Matched]) -> dict[tuple[str, int], list[str]]:
    """What the values are called, with one query; what is no more is missing."""
    wanted: dict[str, set[int]] = {}
    for one in several:
        for criterion in NAMED.keys() & one.keys():
            wanted.setdefault(criterion, set()).update(value for value in one[criterion] if value is not None)
    parts = [
        sa.select(sa.literal(criterion), *NAMED[criterion]).where(NAMED[criterion][0].in_(ids))
        for criterion, ids in sorted(wanted.items())
        if ids
    ]
    rows: Iterable[Any] = db.session.execute(sa.union_all(*parts)) if parts else []
    return {(criterion, key): [french, english or french] for criterion, key, french, english in rows}


def told(matched: Mapping[str, Any], *, to_team: bool) -> str:
    """Why somebody is in an audience, in the present language; "" where nothing was kept.

    The team's own marks (tags, who added somebody, which words of a function were looked for) are told to the team.
    """
    return " · ".join(text for one in WORDS for text in _told(one, matched.get(one, []), to_team))


WORDS = (
    "sectors",
    "roles",
    "categories",
    "bands",
    "departments",
    "statuses",
    "tags",
    "workgroups",
    "functions",
    "interested",
    "got",
    "hand",
)
OF_THE_TEAM = ("tags", "functions", "statuses")


def _told(criterion: str, values: Sequence[Any], to_team: bool) -> list[str]:
    if criterion in OF_THE_TEAM and not to_team:
        return []
    place = 1 if current_language() == "en" else 0
    if criterion == "hand":
        return [_by_hand(who, to_team) for who in values[:1]]
    if criterion in NAMED:
        return [_named(criterion, name[place]) for name in values]
    return [_plain(criterion, str(value)) for value in values]


def _by_hand(who: list[str] | None, to_team: bool) -> str:
    if not to_team:
        return str(_("chosen by the team"))
    return str(_("added by hand by %(name)s", name=who[0])) if who else str(_("added by hand"))


def _named(criterion: str, name: str) -> str:
    return str(
        {
            "sectors": lambda: _("sector %(name)s", name=name),
            "roles": lambda: _("role %(name)s", name=name),
            "departments": lambda: _("department %(name)s", name=name),
            "workgroups": lambda: _("working group “%(name)s”", name=name),
            "tags": lambda: _("tag “%(name)s”", name=name),
            "interested": lambda: _("interested in “%(name)s”", name=name),
            "got": lambda: _("received “%(name)s”", name=name),
        }[criterion]()
    )


def _plain(criterion: str, value: str) -> str:
    if criterion == "categories":
        return inside(label(MemberCategory(value)))
    if criterion == "statuses":
        return inside(label(MemberStatus(value)))
    if criterion == "bands":
        return band_label(value)
    return str(_("function with “%(word)s”", word=value))
