"""The points by which members are compared: one scale, read and changed by the administrator."""

from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from cara_crm.audit.models import AuditEvent
from cara_crm.core.actor import Actor
from cara_crm.core.permissions import Role
from cara_crm.imports import services as imports
from cara_crm.jobs.models import Job
from cara_crm.members.imports import Decisions
from cara_crm.members.matching import DEFAULT, Known, Register, Rules, score
from cara_crm.members.pairing import pairs
from cara_crm.members.services import MemberData
from cara_crm.members.spreadsheet import Options
from cara_crm.merging import queries, services
from cara_crm.merging.models import LOOK_JOB
from tests import factories

BY = Actor.system("test")


def company(id: int, *names: str, **told: Any) -> Known:
    marks = {key: frozenset([value]) for key, value in told.items() if key != "siren"}
    return Known(id, told.get("siren"), names, marks.pop("departments", frozenset()), **marks)


MIRANDOLE = company(1, "Ateliers Mirandole", domains="mirandole.example")
NEAR = company(2, "Atelier Mirandolle", domains="mirandole.example")


def test_points_follow_the_rules() -> None:
    none, some = replace(DEFAULT, domain=0), replace(DEFAULT, domain=10)
    assert score(MIRANDOLE, NEAR, some)[0] == score(MIRANDOLE, NEAR, none)[0] + 10
    assert score(MIRANDOLE, NEAR)[1] == ("close_name", "domain")


def test_a_threshold_decides_what_is_shown_and_what_is_taken() -> None:
    assert pairs([MIRANDOLE], [NEAR], replace(DEFAULT, ask=100)) == [] != pairs([MIRANDOLE], [NEAR])
    same = company(3, "Atelier Mirandolle")
    assert Register([NEAR], replace(DEFAULT, same_name=60)).taken(same) is None
    assert Register([NEAR]).taken(same) == NEAR


@pytest.mark.usefixtures("request_context")
def test_one_scale_for_lists_for_the_door_and_for_the_register(db: Any) -> None:
    factories.member("Ateliers Mirandole")
    data = MemberData("Atelier Mirandolle")
    row = "Nom;Département\nAtelier Mirandolle;69\n".encode()

    def likely() -> int:
        plan = imports.check(row, options=Options(), source="", decisions=Decisions(), by=BY)
        return len(plan.likenesses)

    assert likely() == 1
    with pytest.raises(services.PerhapsTheSame):
        services.ask_about_member(data, by=BY)
    services.decide(replace(DEFAULT, close_name=0, part_name=0), by=BY)
    assert likely() == 0
    services.ask_about_member(data, by=BY)


def test_thresholds_do_not_cross() -> None:
    with pytest.raises(services.ThresholdsCrossed):
        services.decide(Rules(list=90, ask=80), by=BY)


@pytest.fixture
def administrator(sign_in: Callable[..., FlaskClient]) -> FlaskClient:
    return sign_in(factories.user(Role.ADMINISTRATOR))


URL = "/settings/matching"


def filled(**points: int) -> dict[str, str]:
    return {name: str(n) for name, n in asdict(replace(DEFAULT, **points)).items()}


def test_the_administrator_tries_other_points_before_saving(
    administrator: FlaskClient, post: Callable[..., Any], browse: Callable[..., str], db: Any
) -> None:
    factories.member("Forge Alpha", siren=None, at="42")
    factories.member("Forge Alpha", siren=None, at="69")
    assert 'value="95"' in browse(URL)
    page = post(URL, URL, filled(other_department=-60) | {"preview": "1"})
    assert "These pairs would not match any more" in page.text
    assert queries.matching_rules() == DEFAULT


def test_saving_is_audited_and_the_register_is_compared_again(
    administrator: FlaskClient, post: Callable[..., Any], browse: Callable[..., str], db: Any
) -> None:
    assert post(URL, URL, filled(domain=40)).status_code == 303
    assert queries.matching_rules().domain == 40
    assert db.session.scalar(sa.select(AuditEvent.details).where(AuditEvent.action == "setting.changed"))
    assert db.session.scalar(sa.select(Job.kind)) == LOOK_JOB
    assert 'value="40"' in browse(URL)
    assert 'value="25"' in browse(f"{URL}?default=1")


@pytest.mark.parametrize("points", [{"same_name": 101}, {"other_department": 5}, {"ask": 20}])
def test_what_makes_no_sense_is_said_at_the_field(
    administrator: FlaskClient, post: Callable[..., Any], points: dict[str, int]
) -> None:
    answer = post(URL, URL, filled(**points))
    assert answer.status_code == 422
    assert f'value="{next(iter(points.values()))}"' in answer.text
