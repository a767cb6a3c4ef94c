"""What the columns of a list are is remembered, proposed and managed."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from cara_crm.core.permissions import Role
from cara_crm.imports.models import ColumnMapping
from tests import factories
from tests.members.lists import A, B

ODD = f"Truc;Machin;Note\nForge;{A};à revoir\n"


@pytest.fixture
def manager(sign_in: Callable[..., FlaskClient]) -> FlaskClient:
    return sign_in(factories.user(Role.MANAGER))


def columns_of(post: Callable[..., Any], text: str, name: str = "liste.csv") -> str:
    data = {"file": (io.BytesIO(text.encode()), name), "source": "", "status": "prospect"}
    return post("/members/import", "/members/import", data, content_type="multipart/form-data").location


def choose(post: Callable[..., Any], text: str = ODD, **more: str) -> None:
    url = columns_of(post, text)
    post(url, url, {"column-1": "name", "column-2": "siren", "column-3": "", **more})


def only(db: Any) -> ColumnMapping:
    db.session.expire_all()
    return db.session.scalars(sa.select(ColumnMapping)).one()


def test_the_next_list_with_the_same_headers_is_read_the_same_way(
    manager: FlaskClient, post: Callable[..., Any], browse: Callable[..., str], db: Any
) -> None:
    choose(post, mapping_name="Tableur de Lyon")
    html = browse(columns_of(post, f"Note;Machin;TRUC\n;{B};Câble\n", "autre.csv"))
    assert "Tableur de Lyon" in html
    assert only(db).columns == {"Truc": "name", "Machin": "siren", "Note": ""}
    assert html.count('value="name" selected') == 1


def test_other_headers_are_recognised_anew(
    manager: FlaskClient, post: Callable[..., Any], browse: Callable[..., str]
) -> None:
    choose(post, mapping_name="Tableur de Lyon")
    assert "as you chose them" not in browse(columns_of(post, f"Nom;SIREN\nForge;{A}\n"))


def test_a_second_choice_replaces_the_first(manager: FlaskClient, post: Callable[..., Any], db: Any) -> None:
    choose(post)
    choose(post, **{"column-3": "description"})
    assert only(db).columns["Note"] == "description"


def test_it_is_renamed_and_removed(
    manager: FlaskClient, post: Callable[..., Any], browse: Callable[..., str], db: Any
) -> None:
    choose(post)
    url = f"/members/imports/mappings/{only(db).id}"
    assert "liste" in browse("/members/imports/mappings")
    assert "Machin" in browse(url)
    assert post(url, url, {"name": "Tableur"}).status_code == 303
    assert only(db).name == "Tableur"
    assert post(url, url, {"name": " "}).status_code == 422
    assert post(url, f"{url}/forget").status_code == 303
    assert "Nothing remembered yet" in browse("/members/imports/mappings")


def test_two_cannot_bear_one_name(manager: FlaskClient, post: Callable[..., Any], db: Any) -> None:
    choose(post, mapping_name="Tableur")
    choose(post, f"Un;Deux;Trois\nForge;{A};\n", mapping_name="tableur")
    names = db.session.scalars(sa.select(ColumnMapping.name).order_by(ColumnMapping.id)).all()
    assert names == ["Tableur", "tableur (2)"]


def test_the_command_takes_it_by_its_name(
    app: Flask, manager: FlaskClient, post: Callable[..., Any], tmp_path: Path
) -> None:
    choose(post, mapping_name="Tableur de Lyon")
    path = tmp_path / "x.csv"
    path.write_text(f"Machin;Truc\n{B};Câble\n")
    run = app.test_cli_runner().invoke
    assert json.loads(run(args=["members", "import", str(path), "--json", "--mapping", "tableur de lyon"]).stdout)[
        "created"
    ]
    wrong = run(args=["members", "import", str(path), "--mapping", "inconnu", "--lang", "en"])
    assert (wrong.exit_code, "remembered name" in wrong.stderr) == (2, True)
