"""What may be asked for, who is granted it, and the decorators by which every route says so."""

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Any, TypeVar

from flask import abort, g

View = TypeVar("View", bound=Callable[..., Any])


class Role(StrEnum):
    ADMINISTRATOR = "administrator"
    MANAGER = "manager"
    REVIEWER = "reviewer"
    DIRECTOR = "director"
    OBSERVER = "observer"
    MEMBER = "member"
    OFFICER = "officer"
    SYSTEM = "system"
    STRANGER = "stranger"


class Permission(StrEnum):
    """`resource:action`. Raw words of members are `issue:read`; figures and frozen reports are not raw words."""

    ABOUT_READ = "about:read"
    AUDIT_READ = "audit:read"
    CALENDAR_READ = "calendar:read"
    CONTACT_EDIT = "contact:edit"
    CONTACT_READ = "contact:read"
    DELIVERY_READ = "delivery:read"
    DOCUMENT_EDIT = "document:edit"
    DOCUMENT_READ = "document:read"
    INSIGHT_READ = "insight:read"
    INTERACTION_EDIT = "interaction:edit"
    INTERACTION_READ = "interaction:read"
    ISSUE_HANDLE = "issue:handle"
    ISSUE_READ = "issue:read"
    JOURNAL_READ = "journal:read"
    MEMBER_EDIT = "member:edit"
    MEMBER_EXPORT = "member:export"
    MEMBER_IMPORT = "member:import"
    MEMBER_READ = "member:read"
    MEMBERSHIP_EDIT = "membership:edit"
    MEMBERSHIP_READ = "membership:read"
    MERGE = "record:merge"
    OFFICE_ANSWER = "office:answer"
    OFFICE_READ = "office:read"
    OFFICIAL_FACTS = "official:edit"
    PORTAL_RAISE = "portal:raise"
    PORTAL_READ = "portal:read"
    POSITION_EDIT = "position:edit"
    POSITION_READ = "position:read"
    RELAY_EDIT = "relay:edit"
    RELAY_READ = "relay:read"
    REPORT_EDIT = "report:edit"
    REPORT_READ = "report:read"
    REPORT_REVIEW = "report:review"
    REPORT_SEND = "report:send"
    RIGHTS_COPY = "rights:copy"
    RIGHTS_ERASE = "rights:erase"
    SEARCH = "search:read"
    SELF = "self:edit"
    SETTINGS_EDIT = "settings:edit"
    TASK_EDIT = "task:edit"
    TODAY_READ = "today:read"
    USER_EDIT = "user:edit"
    WORKGROUP_EDIT = "workgroup:edit"
    WORKGROUP_READ = "workgroup:read"


P = Permission
EVERYONE = {P.SELF, P.ABOUT_READ}
FIGURES = EVERYONE | {P.CALENDAR_READ, P.INSIGHT_READ, P.REPORT_READ, P.JOURNAL_READ, P.MEMBER_READ, P.SEARCH}
MANAGING = FIGURES | {
    P.CONTACT_EDIT,
    P.CONTACT_READ,
    P.DELIVERY_READ,
    P.DOCUMENT_EDIT,
    P.DOCUMENT_READ,
    P.INTERACTION_EDIT,
    P.INTERACTION_READ,
    P.ISSUE_HANDLE,
    P.ISSUE_READ,
    P.MEMBER_EDIT,
    P.MEMBER_EXPORT,
    P.MEMBER_IMPORT,
    P.MEMBERSHIP_EDIT,
    P.MEMBERSHIP_READ,
    P.MERGE,
    P.OFFICIAL_FACTS,
    P.POSITION_EDIT,
    P.POSITION_READ,
    P.RELAY_EDIT,
    P.RELAY_READ,
    P.REPORT_EDIT,
    P.REPORT_SEND,
    P.RIGHTS_COPY,
    P.TASK_EDIT,
    P.TODAY_READ,
    P.WORKGROUP_EDIT,
    P.WORKGROUP_READ,
}
ADMINISTERING = EVERYONE | {
    P.AUDIT_READ,
    P.CALENDAR_READ,
    P.CONTACT_EDIT,
    P.CONTACT_READ,
    P.DELIVERY_READ,
    P.DOCUMENT_EDIT,
    P.DOCUMENT_READ,
    P.INSIGHT_READ,
    P.JOURNAL_READ,
    P.MEMBER_EDIT,
    P.MEMBER_EXPORT,
    P.MEMBER_IMPORT,
    P.MEMBERSHIP_EDIT,
    P.MEMBERSHIP_READ,
    P.MEMBER_READ,
    P.MERGE,
    P.OFFICIAL_FACTS,
    P.REPORT_READ,
    P.RIGHTS_COPY,
    P.RIGHTS_ERASE,
    P.SEARCH,
    P.SETTINGS_EDIT,
    P.TASK_EDIT,
    P.TODAY_READ,
    P.USER_EDIT,
    P.WORKGROUP_EDIT,
    P.WORKGROUP_READ,
}

GRANTS: dict[Role, set[Permission]] = {
    Role.ADMINISTRATOR: ADMINISTERING,
    Role.MANAGER: MANAGING,
    Role.REVIEWER: FIGURES | {P.REPORT_REVIEW, P.TODAY_READ},
    Role.DIRECTOR: FIGURES | {P.MEMBERSHIP_READ, P.REPORT_REVIEW, P.TODAY_READ},
    Role.OBSERVER: FIGURES,
    Role.MEMBER: EVERYONE | {P.CALENDAR_READ, P.PORTAL_READ, P.PORTAL_RAISE},
    Role.OFFICER: EVERYONE | {P.OFFICE_READ, P.OFFICE_ANSWER},
    Role.SYSTEM: set(Permission),
    Role.STRANGER: set(),
}


OUTSIDE = {Role.MEMBER, Role.OFFICER, Role.STRANGER}
"""Not of the cluster's house: whatever else is written in such an account, it never reviews."""


class SignInNeeded(Exception):
    """Nobody is signed in: the accounts feature turns it into the sign-in page that returns here."""


def requires(permission: Permission) -> Callable[[View], View]:
    """Only who is granted `permission` may enter; a stranger is asked to sign in, anyone else sees 404."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            actor = g.actor
            if actor.is_anonymous:
                raise SignInNeeded
            if not actor.can(permission):
                abort(404)
            return view(*args, **kwargs)

        guarded.access = permission  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return decorate


def public(view: View) -> View:
    """Anybody may enter, signed in or not."""
    view.access = "public"  # type: ignore[attr-defined]
    return view


def for_machines(view: View) -> View:
    """A public answer to a program: nobody is looked up for it, so that it works without a database too."""
    view.for_machines = True  # type: ignore[attr-defined]
    return public(view)
