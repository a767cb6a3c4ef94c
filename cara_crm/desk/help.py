"""The help pages: one per task, each in both languages (`templates/desk/help/<language>/_<slug>.html`)."""

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from rapidfuzz import fuzz

from cara_crm.core.actor import Actor
from cara_crm.core.fold import fold
from cara_crm.core.permissions import Permission as P


@dataclass(frozen=True)
class Topic:
    slug: str
    title: Any
    permission: P
    endpoint: str  # where the task is done


TOPICS = (
    Topic("raise-an-issue", _l("Raise an issue"), P.PORTAL_RAISE, "portal.index"),
    Topic("follow-an-issue", _l("Follow what becomes of it"), P.PORTAL_READ, "portal.index"),
    Topic("who-may-know", _l("Decide who may know"), P.PORTAL_READ, "portal.index"),
    Topic("receive-information", _l("Receive what concerns you, when you want"), P.PORTAL_READ, "portal.preferences"),
    Topic("answer-a-report", _l("Read a report and answer it"), P.OFFICE_ANSWER, "office.index"),
    Topic("find-anything", _l("Find anything"), P.SEARCH, "desk.search"),
    Topic("keep-the-register", _l("Keep the register of members"), P.MEMBER_EDIT, "members.index"),
    Topic("call-the-fees", _l("Renew a year and call the fees"), P.MEMBERSHIP_EDIT, "memberships.index"),
    Topic("import-members", _l("Import a list of companies"), P.MEMBER_IMPORT, "members.index"),
    Topic("record-a-call", _l("Record a call or a visit"), P.INTERACTION_EDIT, "interactions.new"),
    Topic("plan-your-days", _l("Plan your tasks, reminders and calendar"), P.TASK_EDIT, "agenda.index"),
    Topic("run-a-working-group", _l("Run a working group or a commission"), P.WORKGROUP_READ, "workgroups.index"),
    Topic("file-an-email", _l("File an e-mail with a member"), P.INTERACTION_EDIT, "correspondence.index"),
    Topic("qualify-an-issue", _l("Qualify an issue"), P.ISSUE_HANDLE, "issues.index"),
    Topic("word-a-position", _l("Word a common position"), P.POSITION_EDIT, "positions.index"),
    Topic("fewer-than-k", _l("When too few stand behind a position"), P.POSITION_EDIT, "positions.index"),
    Topic("build-a-report", _l("Build, hand over and send a report"), P.REPORT_EDIT, "reports.index"),
    Topic("pass-on-an-answer", _l("Pass an answer on"), P.REPORT_SEND, "reports.index"),
    Topic("inform-members", _l("Inform the members concerned"), P.RELAY_EDIT, "relays.index"),
    Topic("review-a-report", _l("Review a report"), P.REPORT_REVIEW, "reports.index"),
    Topic("manage-people", _l("Invite people and give roles"), P.USER_EDIT, "accounts.index"),
    Topic("keep-reference-data", _l("Keep sectors, mandates and thresholds"), P.SETTINGS_EDIT, "settings.index"),
)


def topics_for(actor: Actor) -> list[Topic]:
    """The tasks of this person's role."""
    return [topic for topic in TOPICS if actor.can(topic.permission)]


def topics_about(actor: Actor, text: str) -> list[Topic]:
    """Tasks whose title, in the reader's language, has words that begin with all of these, or nearly."""
    words = fold(text).split()
    if len("".join(words)) < 2:
        return []
    return [topic for topic in topics_for(actor) if all(_begins(word, fold(str(topic.title))) for word in words)]


def _begins(word: str, title: str) -> bool:
    close = 75 if len(word) > 4 else 100
    return any(one.startswith(word) or fuzz.ratio(word, one) >= close for one in title.split())


def topic_named(slug: str, actor: Actor) -> Topic | None:
    return next((topic for topic in topics_for(actor) if topic.slug == slug), None)
