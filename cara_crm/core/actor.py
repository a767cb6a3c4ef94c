"""Who is acting. Services are told; they never ask the web."""

from dataclasses import dataclass, field
from typing import Any

from flask import g, has_request_context

from cara_crm.core.permissions import GRANTS, OUTSIDE, Permission, Role


@dataclass(frozen=True)
class Actor:
    """A frozen value: who acts, in which role, and over what. `sector_ids` None means every sector."""

    user_id: int | None
    role: Role
    name: str = ""
    sector_ids: frozenset[int] | None = None
    member_id: int | None = None
    federation_id: int | None = None
    contact_id: int | None = None
    is_reviewer: bool = False
    is_member_director: bool = False
    report_ids: frozenset[int] | None = field(default=None)

    @staticmethod
    def system(name: str) -> "Actor":
        """The product itself: the worker, the clock, a command."""
        return Actor(user_id=None, role=Role.SYSTEM, name=name)

    @staticmethod
    def anonymous() -> "Actor":
        return Actor(user_id=None, role=Role.STRANGER)

    @property
    def is_anonymous(self) -> bool:
        return self.role is Role.STRANGER

    def can(self, permission: Permission) -> bool:
        """Does the role grant it? Object scope is decided in queries, state in services."""
        reviews = self.is_reviewer and self.role not in OUTSIDE
        return permission in GRANTS[self.role] or (reviews and permission in GRANTS[Role.REVIEWER])

    def in_charge_of(self, sector_ids: "set[int] | frozenset[int]") -> bool:
        """Is at least one of these sectors in this manager's charge?"""
        return self.sector_ids is None or bool(self.sector_ids & sector_ids)


def current_actor() -> Actor:
    """The person behind the present request (edges only: views, templates, guards)."""
    if not has_request_context():
        return Actor.anonymous()
    found: Any = g.get("actor")
    return found if isinstance(found, Actor) else Actor.anonymous()
