"""An issue is written: by its author in the portal, or by a manager who listened."""

from collections.abc import Iterable, Mapping
from datetime import date

from flask_babel import gettext as _

from cara_crm.audit import services as audit
from cara_crm.contacts.models import Contact
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError
from cara_crm.extensions import db
from cara_crm.interactions.models import Interaction
from cara_crm.issues import queries
from cara_crm.issues.models import (
    Agreement,
    Channel,
    Consent,
    Issue,
    IssueImpact,
    IssueState,
    IssueVersion,
)
from cara_crm.issues.said import Said, searchable, words_of
from cara_crm.issues.services import consent as consents_of
from cara_crm.issues.services.agreement import agree, ask_agreement, ask_together, record_oral_agreement
from cara_crm.issues.services.mails import heard_of, tell_receipt
from cara_crm.issues.services.moves import NotPossibleNow, label_of, move
from cara_crm.members.models import Member

EDITABLE = {IssueState.DRAFT, IssueState.SUBMITTED, IssueState.QUALIFIED, IssueState.RELAYED, IssueState.ANSWERED}


class NothingSaid(DomainError):
    """An issue needs at least what happens."""

    field = "what_happens"


def save_draft(
    issue: Issue | None,
    said: Said,
    *,
    member: Member,
    contact: Contact | None = None,
    consents: Mapping[int, Consent] | None = None,
    submission_key: str | None = None,
    raised_by_relay_id: int | None = None,
    shared: bool = False,
    by: Actor,
) -> Issue:
    """Keep what a member has written so far; nobody else sees it. A double click gives the same draft back."""
    issue = keep_while_typing(
        issue,
        said,
        member=member,
        contact=contact,
        consents=consents,
        submission_key=submission_key,
        raised_by_relay_id=raised_by_relay_id,
        shared=shared,
        by=by,
    )
    if issue.state is IssueState.DRAFT:
        audit.record("issue.draft_saved", issue, by=by)
    return issue


def keep_while_typing(
    issue: Issue | None,
    said: Said,
    *,
    member: Member,
    contact: Contact | None,
    consents: Mapping[int, Consent] | None,
    submission_key: str | None,
    raised_by_relay_id: int | None,
    shared: bool,
    by: Actor,
) -> Issue:
    """The same, again and again while it is written: only its beginning is an event."""
    issue = issue or queries.issue_by_key(submission_key, contact)
    if issue is None:
        issue = _new_issue(member, contact, Channel.PORTAL)
        issue.submission_key, issue.raised_by_relay_id = submission_key, raised_by_relay_id
        audit.record("issue.draft_begun", issue, by=by)
    if issue.state is not IssueState.DRAFT:
        return issue
    newly_third_party = said.concerns_third_party and not issue.concerns_third_party
    _write(issue, said)
    issue.shared_with_colleagues = shared
    consents_of.set_consents(issue, consents or {})
    if newly_third_party:
        consents_of.withhold_everywhere(issue)
    return issue


def discard_draft(issue: Issue, *, by: Actor) -> None:
    """Throw a draft away, with its files. Raises NotPossibleNow once it was sent."""
    if issue.state is not IssueState.DRAFT:
        raise NotPossibleNow(_("This issue was sent already: you can withdraw it."))
    audit.record("issue.draft_discarded", issue, by=by)
    lost = [one.file for one in issue.attachments]
    db.session.delete(issue)
    db.session.flush()
    for file in lost:
        db.session.delete(file)


def begin_draft(said: Said, member: Member, contact: Contact, channel: Channel, submission_key: str) -> Issue:
    """A draft that somebody else than its author puts there; flushed."""
    issue = _new_issue(member, contact, channel)
    issue.submission_key = submission_key
    _write(issue, said)
    db.session.flush()
    return issue


def submit_issue(issue: Issue, *, consents: Mapping[int, Consent] | None = None, by: Actor) -> Issue:
    """The author sends a draft: first version kept, defaults of consent written, receipt mailed.

    A second click changes nothing. Raises NothingSaid when what happens is missing.
    """
    if issue.state is not IssueState.DRAFT:
        return issue
    if not issue.what_happens.strip():
        raise NothingSaid(_("Say what happens, even in one sentence."))
    if issue.contact is None and by.contact_id is not None:
        issue.contact = db.session.get(Contact, by.contact_id)  # who sends what somebody left behind speaks for it
    consents_of.set_consents(issue, consents or {})
    consents_of.apply_default_consents(issue)
    _keep_version(issue, by=by)
    move(issue, IssueState.SUBMITTED, by=by)
    tell_receipt(issue, by=by)
    return issue


def record_issues(
    heard: Iterable[Said],
    *,
    member: Member,
    contact: Contact | None,
    channel: Channel,
    interaction: Interaction | None = None,
    oral_agreement_on: date | None = None,
    by: Actor,
) -> list[Issue]:
    """Words heard by a manager at once. They go back to the contact together, unless an oral agreement is recorded.

    Raises NothingSaid, and NobodyToAsk when nobody could agree.
    """
    issues = [_note(said, member, contact, channel, interaction, by=by) for said in heard]
    if oral_agreement_on is None:
        ask_together(issues, by=by)
    else:
        for issue in issues:
            record_oral_agreement(issue, contact=contact, on=oral_agreement_on, by=by)
    return issues


def _note(
    said: Said, member: Member, contact: Contact | None, channel: Channel, interaction: Interaction | None, *, by: Actor
) -> Issue:
    if not said.what_happens.strip():
        raise NothingSaid(_("Say what happens, even in one sentence."))
    issue = _new_issue(member, contact, channel)
    issue.interaction = interaction
    issue.recorded_by_id, issue.agreement = by.user_id, Agreement.ASKED
    _write(issue, said)
    consents_of.apply_default_consents(issue)
    _keep_version(issue, by=by)
    move(issue, IssueState.SUBMITTED, by=by)
    heard_of(issue)
    return issue


def edit_issue(issue: Issue, said: Said, *, by: Actor) -> None:
    """New words: the earlier version remains. What a manager changes goes back to the author for agreement; what an
    author corrects in recorded words is agreed to.

    Raises NotPossibleNow when the issue has ended, NothingSaid when what happens is missing.
    """
    if issue.state not in EDITABLE:
        raise NotPossibleNow(_("This issue has ended: its words stay as they are."))
    if not said.what_happens.strip():
        raise NothingSaid(_("Say what happens, even in one sentence."))
    before, third_party_before = words_of(issue), issue.concerns_third_party
    _write(issue, said)
    if said.concerns_third_party and not third_party_before:
        consents_of.withhold_everywhere(issue)
        issue.content_revision += 1
    if words_of(issue) != before:
        issue.content_revision += 1
        _keep_version(issue, by=by)
        if by.member_id is None:
            ask_agreement(issue, by=by)
    if by.member_id is not None and issue.agreement is Agreement.ASKED:
        agree(issue, by=by)
    audit.record("issue.edited", issue, by=by, version=len(issue.versions))


def _new_issue(member: Member, contact: Contact | None, channel: Channel) -> Issue:
    issue = Issue(member=member, contact=contact, channel=channel, sectors=queries.sectors_of_member(member.id))
    db.session.add(issue)
    db.session.flush()
    return issue


def _write(issue: Issue, said: Said) -> None:
    for name, text in said.words.items():
        setattr(issue, name, text)
    issue.kind, issue.urgency = said.kind, said.urgency
    issue.concerns_third_party, issue.third_parties = said.concerns_third_party, said.third_parties
    issue.folded = searchable(issue)
    rows = {row.measure: row for row in issue.impacts}
    for measure, amount in said.impacts.items():
        if measure in rows:
            rows[measure].amount = amount
        else:
            issue.impacts.append(IssueImpact(measure=measure, amount=amount))
    for measure, row in rows.items():
        if measure not in said.impacts:
            issue.impacts.remove(row)


def _keep_version(issue: Issue, *, by: Actor) -> None:
    issue.versions.append(
        IssueVersion(
            number=len(issue.versions) + 1, words=words_of(issue), author_id=by.user_id, author_label=label_of(by)
        )
    )
