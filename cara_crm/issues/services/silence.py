"""Nothing open stays without a word to its author longer than the administrator's limit."""

from datetime import timedelta

from cara_crm.audit import services as audit
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.issues import queries
from cara_crm.issues.models import Issue
from cara_crm.issues.queries import silence
from cara_crm.issues.services.handling import add_note
from cara_crm.issues.services.mails import author_of, by_person, tell_standing
from cara_crm.settings.queries import clocks

#: What stayed silent for a month beyond the limit, though somebody was there to be told, is a person's to take up.
TOLD_WITHIN = timedelta(days=30)


def note_spoken_word(issue: Issue, text: str, *, by: Actor) -> None:
    """What was said to the author by phone or in person: an internal note, and it counts as a word.

    Raises TextMissing.
    """
    add_note(issue, text, by=by)
    issue.last_word_at = clock.now()
    audit.record("issue.word_spoken", issue, by=by)


def tell_where_issues_stand(*, by: Actor) -> int:
    """Each author whose open issues have had no word for as long as the limit learns, in one mail, where they stand.

    How many issues. Managers had a week to write themselves: Today named these issues.
    """
    limit = timedelta(days=clocks().silence)
    due = silence.silent_issues(clock.now() - limit, not_before=clock.now() - limit - TOLD_WITHIN)
    asked = queries.waiting_for_member(due)
    told = [group for group in by_person(due, author_of) if tell_standing(group, asked=asked, by=by)]
    for issue in (one for group in told for one in group):
        issue.last_word_at = clock.now()
        audit.record("issue.standing_told", issue, by=by)
    return sum(len(group) for group in told)
