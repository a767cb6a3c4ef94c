"""Every role and a stranger × every endpoint. A new route that is not in a table of tests/access/ fails here."""

from importlib import import_module
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from cara_crm.core.permissions import GRANTS, Role
from tests import factories

TABLES = sorted(p.stem for p in (Path(__file__).parent / "access").glob("*.py") if p.stem != "__init__")
ACCESS: dict[str, str] = {k: v for t in TABLES for k, v in import_module(f"tests.access.{t}").ENDPOINTS.items()}
ROLES = [r for r in Role if r not in (Role.SYSTEM, Role.STRANGER)]


def allowed_roles(app: Flask, endpoint: str) -> str:
    """What the code grants, as the tables write it: "public", or roles in alphabetical order."""
    access = app.view_functions[endpoint].access  # type: ignore[attr-defined]
    return access if access == "public" else " ".join(sorted(r.value for r in ROLES if access in GRANTS[r]))


def test_the_tables_say_what_the_code_grants(app: Flask) -> None:
    granted = {e: allowed_roles(app, e) for e in app.view_functions if e != "static"}
    assert granted == {e: " ".join(sorted(roles.split())) for e, roles in ACCESS.items()}


def _address(app: Flask, endpoint: str) -> tuple[str, str]:
    rule = next(r for r in app.url_map.iter_rules() if r.endpoint == endpoint)
    values = {name: 1 if "Id" in type(c).__name__ else "x" for name, c in rule._converters.items()}
    method = "GET" if "GET" in (rule.methods or ()) else "POST"
    with app.test_request_context():
        return method, app.url_for(endpoint, **values)


@pytest.mark.parametrize("endpoint", [e for e, roles in ACCESS.items() if roles != "public"])
def test_a_stranger_is_asked_to_sign_in(app: Flask, client: FlaskClient, endpoint: str) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    method, url = _address(app, endpoint)
    try:
        response = client.open(url, method=method)
    finally:
        app.config["WTF_CSRF_ENABLED"] = True
    assert response.status_code == 303
    assert "/sign-in" in response.location


@pytest.mark.parametrize("role", ROLES)
def test_who_is_not_granted_it_sees_that_there_is_nothing(app: Flask, sign_in, role: Role) -> None:
    keys = {Role.MEMBER: "member_id", Role.OFFICER: "federation_id"}
    target = {"member_id": factories.member().id, "federation_id": factories.federation().id}
    client = sign_in(factories.user(role, **{keys[role]: target[keys[role]]} if role in keys else {}))
    app.config["WTF_CSRF_ENABLED"] = False
    refused = [e for e, roles in ACCESS.items() if roles != "public" and role.value not in roles.split()]
    try:
        answers = {e: client.open(url, method=m).status_code for e in refused for m, url in [_address(app, e)]}
    finally:
        app.config["WTF_CSRF_ENABLED"] = True
    assert {e: code for e, code in answers.items() if code != 404} == {}
