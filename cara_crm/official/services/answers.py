"""Questions are put down here and asked by the worker; what it hears is noted, compared and told."""

from contextlib import suppress
from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from cara_crm.audit import services as audit
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError
from cara_crm.extensions import db
from cara_crm.jobs import services as jobs
from cara_crm.jobs.models import JobState
from cara_crm.members import siren
from cara_crm.members.models import Member
from cara_crm.official import queries
from cara_crm.official.asking import Answer
from cara_crm.official.models import Fact, FindingState, LookupState, OfficialFinding, OfficialLookup
from cara_crm.settings.queries import is_demonstration
from cara_crm.tasks import services as tasks
from cara_crm.tasks.models import TaskKind

LOOKUP_JOB, CHECK_JOB = "official.look_up", "official.check"
ROUND = 10  # members a round of the periodic check
TO_LOOK = timedelta(days=7)
SHORTEST, LONGEST = 3, 100  # characters; the API refuses shorter ones


class BadQuestion(DomainError):
    field = "words"


def ask(member: Member, words: str = "", *, by: Actor) -> OfficialLookup:
    """Let the worker look a loaded member up: by `words` (a SIREN, a SIRET, a name), else by what is stored.

    Asking again while the answer is under way changes nothing. Raises BadQuestion.
    """
    asked_for = _asked_for(member, words)
    lookup = _lookup_of(member)
    alive = lookup.job is not None and lookup.job.state in (JobState.QUEUED, JobState.RUNNING)
    if lookup.state is LookupState.WAITING and alive:
        return lookup
    lookup.state, lookup.trouble, lookup.retry_at, lookup.candidates = LookupState.WAITING, None, None, []
    lookup.asked_for, lookup.asked_at, lookup.asked_by_id = asked_for, clock.now(), by.user_id
    lookup.job = jobs.enqueue(LOOKUP_JOB, payload={"member_id": member.id}, by=by)
    audit.record("official.asked", member, by=by)
    return lookup


def _asked_for(member: Member, words: str) -> str:
    """Nine digits, or the words of a name."""
    sirets = [site.siret for site in member.sites if site.siret]
    written = words.strip() or member.siren or next(iter(sirets), "") or member.legal_name
    if sum(map(str.isalpha, written)) > sum(map(str.isdigit, written)):
        if not SHORTEST <= len(written) <= LONGEST:
            raise BadQuestion(_("Give a SIREN, or a name of 3 to 100 characters."))
        return written
    try:
        return siren.read(written).siren
    except siren.NotANumber as wrong:
        raise BadQuestion(_("This is not a SIREN: it has 9 digits, of which the last checks the others.")) from wrong


def _lookup_of(member: Member) -> OfficialLookup:
    """The one row of a member; two people may ask at the same moment."""
    found = queries.lookup_of(member.id)
    if found is None:
        with suppress(IntegrityError), db.session.begin_nested():
            db.session.add(OfficialLookup(member_id=member.id, state=LookupState.WAITING, asked_at=clock.now()))
        found = queries.lookup_of(member.id)
    assert found is not None
    return found


def begin_check(*, by: Actor) -> None:
    """Ask about the next few members, unless a round is under way or the register rests. Never in a demonstration."""
    if is_demonstration() or queries.is_under_way(CHECK_JOB) or queries.resting_until():
        return
    if member_ids := queries.due(ROUND):
        jobs.enqueue(CHECK_JOB, payload={"member_ids": member_ids}, by=by)


def note(member: Member, answer: Answer, *, by: Actor) -> OfficialLookup:
    """Keep what came of a question about a loaded member; without a person behind it, tell who looks after it."""
    lookup, now = _lookup_of(member), clock.now()
    if by.user_id is None:
        lookup.asked_for, lookup.asked_at, lookup.asked_by_id = member.siren or "", now, None
    lookup.state, lookup.trouble, lookup.retry_at = answer.state, answer.trouble, answer.retry_at
    lookup.answered_at = now
    lookup.candidates = [one.as_json() for one in answer.candidates]
    if answer.state is LookupState.TROUBLE:
        return lookup
    _keep_facts(lookup, answer)
    news = refresh_findings(member, lookup)
    audit.record("official.answered", member, by=by, state=answer.state.value, news=[one.value for one in news])
    if news and by.user_id is None:
        _tell(member, by=by)
    return lookup


def _keep_facts(lookup: OfficialLookup, answer: Answer) -> None:
    """The last answer stands until another one; a point stays with the address that it was found for."""
    before, _place = queries.facts_of(lookup)
    company, now = answer.company, clock.now()
    if answer.state is LookupState.CHOOSE:
        return
    lookup.checked_at = now
    has_moved = company is None or before is None or (company.siret, company.street) != (before.siret, before.street)
    if answer.place is not None or has_moved:
        lookup.place = answer.place.as_json() if answer.place else {}
    lookup.company = company.as_json() if company else {}
    lookup.found_at = now if company or answer.place else None


def refresh_findings(member: Member, lookup: OfficialLookup) -> list[Fact]:
    """Bring the differences up to date; the notable facts that opened just now.

    A decision holds as long as the register says the same.
    """
    record = queries.record_of(member, lookup)
    proposed = {one.fact: one for one in record.proposals}
    news = []
    for fact, one in proposed.items():
        known = record.decisions.get(fact)
        if known is not None and known.value == one.official and known.state is not FindingState.SETTLED:
            known.is_notable = one.is_notable
            if known.state is FindingState.ACCEPTED:  # taken over, and changed again by hand: that was a decision
                known.state = FindingState.DISMISSED
            continue
        _open(member, known, fact, one.official, is_notable=one.is_notable)
        news += [fact] if one.is_notable else []
    for fact, known in record.decisions.items():
        if fact not in proposed and known.state is FindingState.OPEN:
            known.state = FindingState.SETTLED
    return news


def _open(member: Member, known: OfficialFinding | None, fact: Fact, value: str, *, is_notable: bool) -> None:
    finding = known or OfficialFinding(member_id=member.id, fact=fact)
    finding.value, finding.is_notable, finding.state = value, is_notable, FindingState.OPEN
    finding.found_at, finding.decided_at, finding.decided_by_id = clock.now(), None, None
    db.session.add(finding)


def _tell(member: Member, *, by: Actor) -> None:
    """One open task for who looks after the member; without such a person the list says it."""
    manager_id = queries.manager_of(member.id)
    if manager_id is not None and not queries.open_tasks(member.id):
        due = clock.today() + TO_LOOK
        tasks.add(TaskKind.OFFICIAL, due_on=due, assignee_id=manager_id, about=member, by=by, member=member.name)
