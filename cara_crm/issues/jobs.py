"""The periodic work of this feature: asking again, and saying where issues stand."""

from datetime import timedelta

from cara_crm.core.actor import Actor
from cara_crm.issues.services.agreement import remind_unanswered
from cara_crm.issues.services.opinion import ask_opinions
from cara_crm.issues.services.silence import tell_where_issues_stand
from cara_crm.jobs.registry import every


@every(timedelta(days=1), "issues.agreement_reminders")
def remind() -> None:
    """Who was asked for its yes and has not answered hears of it again, twice."""
    remind_unanswered(by=Actor.system("clock"))


@every(timedelta(days=1), "issues.where_they_stand")
def tell_where_they_stand() -> None:
    """Who has heard nothing for as long as the limit learns where its issues stand."""
    tell_where_issues_stand(by=Actor.system("clock"))


@every(timedelta(days=1), "issues.opinions")
def ask_whether_answers_help() -> None:
    """Four weeks after an answer its author is asked once whether it helps."""
    ask_opinions(by=Actor.system("clock"))
