"""Who of the team looks after a member: a column of nearly every cluster's list."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from cara_crm.accounts.models import User
from cara_crm.audit.models import AuditEvent
from cara_crm.contacts.models import Contact
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.permissions import Role
from cara_crm.imports import services
from cara_crm.members import services as members
from cara_crm.members.imports import Decisions
from cara_crm.members.models import Member
from cara_crm.members.spreadsheet import Column, recognise_list
from tests import factories
from tests.imports.test_member_since import bring, warned
from tests.members.lists import A

BY = Actor.system("test")


def looked_after(name: str, header: str = "Chargé de compte") -> str:
    return f"Nom;SIREN;{header}\nForge Églantine;{A};{name}\n"


@pytest.fixture(autouse=True)
def _words(request_context: None) -> None:
    """Refusals are sentences in a language."""


@pytest.fixture
def odile(db: Any) -> User:
    return factories.user(Role.MANAGER, name="Odile Fictive", email="odile@cluster.example")


@pytest.fixture
def jean(db: Any) -> User:
    return factories.user(Role.DIRECTOR, name="Jean Inventé", email="jean@cluster.example")


def member(db: Any) -> Member:
    db.session.expire_all()
    return db.session.scalars(sa.select(Member).where(Member.siren == A)).one()


def held(db: Any) -> list[tuple[int, date | None]]:
    return [(one.user_id, one.until_on) for one in sorted(member(db).managers, key=lambda one: one.id)]


@pytest.mark.parametrize(
    "header", ["Chargé de compte", "Suivi par", "Référent CARA", "Contact CARA", "Account manager", "Owner"]
)
def test_it_is_recognised_and_is_no_contact(db: Any, odile: User, header: str) -> None:
    text = looked_after("Odile Fictive", header)
    assert recognise_list(text.encode()).mapping[2] is Column.ACCOUNT_MANAGER
    bring(text)
    assert held(db) == [(odile.id, None)]
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Contact)) == 0


@pytest.mark.parametrize("name", ["odile fictive", "FICTIVE Odile", "Mme Odile Fictive", "Odile@Cluster.example"])
def test_a_person_of_the_team_is_found_by_name_or_address(db: Any, odile: User, name: str) -> None:
    _entry, plan = bring(looked_after(name))
    assert (held(db), plan.warnings) == ([(odile.id, None)], ())
    assert db.session.scalar(sa.select(AuditEvent.details).where(AuditEvent.action == "member.entrusted"))
    assert bring(looked_after(name))[1].unchanged == 1


def test_who_is_not_of_the_team_is_a_problem_of_the_row(db: Any, odile: User) -> None:
    factories.user(Role.OBSERVER, name="Léa Lectrice")
    factories.user(Role.MANAGER, name="Paul Double")
    factories.user(Role.MANAGER, name="Double Paul")
    factories.user(Role.MANAGER, name="Anne Partie", deactivated_at=clock.now())
    for name in ("Odile", "Léa Lectrice", "Paul Double", "Anne Partie"):
        _entry, plan = bring(looked_after(name))
        assert (held(db), warned(plan)) == ([], [(2, "Chargé de compte")])
    assert bring(looked_after("néant"))[1].warnings == ()


def test_a_known_member_is_entrusted_where_nobody_looks_after_it(db: Any, odile: User) -> None:
    bring(looked_after(""))
    entry, plan = bring(looked_after("Odile Fictive"))
    assert [(c.field, c.old, c.new) for c in plan.updates[0].changes] == [("account_manager", "", "Odile Fictive")]
    assert held(db) == [(odile.id, None)]
    services.undo(entry, by=BY)
    assert held(db) == []


def test_who_looks_after_it_stays_unless_somebody_decides(db: Any, odile: User, jean: User) -> None:
    bring(looked_after("Odile Fictive"))
    _entry, plan = bring(looked_after("Jean Inventé"), Decisions())
    assert [(c.old, c.new) for c in plan.kept[0].changes] == [("Odile Fictive", "Jean Inventé")]
    entry, _plan = bring(looked_after("Jean Inventé"), Decisions({"account_manager": "file"}))
    assert held(db) == [(odile.id, clock.today()), (jean.id, None)]
    services.undo(entry, by=BY)
    assert held(db) == [(odile.id, None)]


def test_who_was_entrusted_since_stays_when_it_is_undone(db: Any, odile: User, jean: User) -> None:
    bring(looked_after("Odile Fictive"))
    entry, _plan = bring(looked_after("Jean Inventé"), Decisions({"account_manager": "file"}))
    members.entrust(member(db), odile.id, by=BY)
    db.session.flush()
    assert services.undo(entry, by=BY)["left"] == 1
    assert [user for user, until in held(db) if until is None] == [odile.id]


def test_a_new_member_that_somebody_else_looks_after_since_stays(db: Any, odile: User, jean: User) -> None:
    entry, _plan = bring(looked_after("Odile Fictive"))
    members.entrust(member(db), jean.id, by=BY)
    db.session.flush()
    assert services.undo(entry, by=BY)["gone"] == 0


def test_a_new_member_goes_with_who_looks_after_it(db: Any, odile: User) -> None:
    entry, _plan = bring(looked_after("Odile Fictive"))
    assert services.undo(entry, by=BY)["gone"] == 1


def test_a_thousand_members_need_no_more_statements_than_ten(
    db: Any, odile: User, count_queries: Callable[..., Any]
) -> None:
    counted = []
    for n in (10, 1000):
        text = "Nom;Suivi par\n" + "".join(f"Forge {n} {i};Odile Fictive\n" for i in range(n))
        with count_queries() as counter:
            bring(text)
        counted.append(counter.n)
    assert counted[1] <= counted[0] + 4
