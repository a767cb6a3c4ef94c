"""A rail report on its way: six workshops say the same, two managers, one addressee. All invented."""

from collections.abc import Sequence
from datetime import timedelta

from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.permissions import Role
from cara_crm.issues.models import Issue
from cara_crm.positions.models import Position, PositionVersion
from cara_crm.relays.models import Relay
from cara_crm.reports.build import Built, build
from cara_crm.reports.document import Period
from cara_crm.reports.models import Report, Review, Verdict
from cara_crm.reports.queries.state import scope_of, waivers_of
from cara_crm.reports.services import Decision, draft_report, hand_over, items_of, prepare, review_report, send_report
from tests import factories as f


def six_voices(**kwargs: object) -> list[Issue]:
    return [f.issue(f.member(f"Atelier {n} Fictif"), **kwargs) for n in range(6)]


def worded(by: Actor, *issues: Issue, **kwargs: object) -> Position:
    """A position that this manager wrote."""
    position = f.position(*issues, created_by_id=by.user_id, **kwargs)
    version = PositionVersion(number=1, words={}, issue_ids=[], author_id=by.user_id, author_label=by.name)
    position.versions.append(version)
    f.db.session.flush()
    return position


def drafted(by: Actor, **kwargs: object) -> Report:
    values = {
        "federation_id": f.federation("FIF").id,
        "sector_ids": {f.sector("RAIL").id},
        "period": Period(clock.today() - timedelta(days=30), clock.today()),
        "language": "en",
    }
    report = draft_report(**(values | kwargs), by=by)
    f.db.session.flush()
    return report


def manager() -> Actor:
    return f.actor(Role.MANAGER)


def reviewer() -> Actor:
    return f.actor(Role.REVIEWER)


def stands(report: Report) -> Built:
    """The report as it stands now."""
    return build(scope_of(report), frozenset(waivers_of(report)))


def yes_to_all(report: Report) -> dict[str, Decision]:
    return {item: Decision(Verdict.APPROVED) for item in items_of(report, stands(report))}


def reviewed(report: Report, *, by: Actor | None = None) -> Review:
    built = stands(report)
    return review_report(
        report, built, fingerprint=built.fingerprint, decisions=yes_to_all(report), comment="", by=by or reviewer()
    )


def approved(by: Actor, issues: Sequence[Issue] = (), **kwargs: object) -> Report:
    """A report with one position, handed over and approved by somebody else."""
    worded(by, *(issues or six_voices()), **kwargs)
    report = drafted(by)
    hand_over(report, stands(report), by=by)
    reviewed(report)
    f.db.session.flush()
    return report


def sent(by: Actor, **kwargs: object) -> tuple[Report, Relay]:
    """The same report, sent to one person of the federation."""
    f.contact(of=f.federation("FIF"), receives_reports=True)
    report = approved(by, **kwargs)
    relay = send_report(report, prepare(report), by=by)
    f.db.session.flush()
    return report, relay
