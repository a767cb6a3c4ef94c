"""The rules of the house, as tests."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import wtforms
from flask import Flask

from cara_crm import FEATURES
from cara_crm.core.db import Base
from cara_crm.core.forms import Form

PACKAGE = Path(__file__).resolve().parents[1] / "cara_crm"
MODULES = sorted(PACKAGE.rglob("*.py"))
LAYERS = {"models", "queries", "services", "forms", "views"}
EDGES = {"views", "worker", "cli"}
WEB = {"flask.request", "flask.session", "flask.g", "flask.flash", "flask_login.current_user", "flask_login"}
LONGEST_FILE, LONGEST_FUNCTION = 300, 40
BANNED_NAMES = {"util", "utils", "helpers", "common", "misc"}


def name_of(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


def imports(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text())
    typing = {
        n
        for i in ast.walk(tree)
        if isinstance(i, ast.If) and "TYPE_CHECKING" in ast.unparse(i.test)
        for n in ast.walk(i)
    }
    for node in ast.walk(tree):
        if node in typing:
            continue
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{a.name}" for a in node.names)
        elif isinstance(node, ast.Import):
            yield from (a.name for a in node.names)


def feature(path: Path) -> str | None:
    first = path.relative_to(PACKAGE).parts[0]
    return first if first in FEATURES else None


def layer(path: Path) -> str:
    """`views` for members/views.py and for members/views/edit.py alike."""
    parts = [p.removesuffix(".py") for p in path.relative_to(PACKAGE).parts]
    return next((p for p in parts[1:] if p in LAYERS | EDGES), parts[-1] if len(parts) > 1 else parts[0])


def of_layer(*names: str) -> list[Path]:
    return [m for m in MODULES if feature(m) and layer(m) in names]


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_quotation_marks_stand_in_sentences_that_are_translated(path: Path) -> None:
    """Built around a word they are those of one language in both."""
    built = [
        part
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.JoinedStr)
        for part in node.values
    ]
    assert [part.value for part in built if isinstance(part, ast.Constant) and set(str(part.value)) & set("“”«»")] == []


@pytest.mark.parametrize("path", of_layer("models", "queries", "services"), ids=name_of)
def test_a_feature_imports_only_from_those_before_it(path: Path) -> None:
    mine = FEATURES.index(feature(path) or "")
    for name in imports(path):
        parts = name.split(".")
        if len(parts) > 1 and parts[0] == "cara_crm" and parts[1] in FEATURES:
            assert FEATURES.index(parts[1]) <= mine, f"{name_of(path)} imports {name}"


@pytest.mark.parametrize("path", of_layer("models"), ids=name_of)
def test_models_know_neither_the_web_nor_the_services(path: Path) -> None:
    for name in imports(path):
        assert not name.startswith(("flask", "wtforms")), name
        assert not {"services", "queries", "views", "forms"} & set(name.split(".")), name


@pytest.mark.parametrize("path", of_layer("services", "queries"), ids=name_of)
def test_services_and_queries_never_ask_who_is_signed_in(path: Path) -> None:
    for name in imports(path):
        assert name not in WEB, f"{name_of(path)} imports {name}"
        assert not {"views", "forms"} & set(name.split(".")), f"{name_of(path)} imports {name}"
        assert not name.endswith("current_actor"), f"{name_of(path)} imports {name}"


@pytest.mark.parametrize("path", of_layer("forms"), ids=name_of)
def test_forms_check_shape_only(path: Path) -> None:
    for name in imports(path):
        assert not {"services", "views"} & set(name.split(".")), f"{name_of(path)} imports {name}"


@pytest.mark.parametrize("path", of_layer("views"), ids=name_of)
def test_views_use_their_own_forms_and_no_sql(path: Path) -> None:
    for name in imports(path):
        parts = name.split(".")
        assert parts[0] != "sqlalchemy" or "exc" in parts or "orm" in parts, f"{name_of(path)} imports {name}"
        if len(parts) > 2 and parts[0] == "cara_crm" and parts[1] in FEATURES and {"forms", "views"} & set(parts[2:3]):
            assert parts[1] == feature(path), f"{name_of(path)} imports {name}"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_only_the_edges_commit(path: Path) -> None:
    commits = [n for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.Attribute) and n.attr == "commit"]
    allowed = bool(EDGES & {p.removesuffix(".py") for p in path.relative_to(PACKAGE).parts})
    assert not commits or allowed, f"{name_of(path)} commits"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_files_and_functions_stay_readable(path: Path) -> None:
    source = path.read_text()
    assert path.stem not in BANNED_NAMES
    assert len(source.splitlines()) <= LONGEST_FILE, f"{name_of(path)} is {len(source.splitlines())} lines long"
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef):
            length = (node.end_lineno or 0) - node.lineno + 1
            assert length <= LONGEST_FUNCTION, f"{name_of(path)}: {node.name} is {length} lines long"


@pytest.mark.parametrize("path", [p for p in MODULES if name_of(p).startswith("confidentiality")], ids=name_of)
def test_confidentiality_is_pure(path: Path) -> None:
    for name in imports(path):
        assert not name.startswith(("flask", "sqlalchemy", "wtforms")), name
        assert not name.startswith("cara_crm.") or name.startswith("cara_crm.confidentiality"), name


def test_every_route_says_who_may_enter(app: Flask) -> None:
    assert [e for e, view in app.view_functions.items() if e != "static" and not hasattr(view, "access")] == []


class NameForm(Form):
    class Meta:
        csrf = False

    name = wtforms.StringField()


def test_a_form_refuses_what_it_does_not_know(app: Flask) -> None:
    with app.test_request_context(), pytest.raises(TypeError, match="max_apps"):
        NameForm(max_apps=3)


def test_forms_strip_what_people_type(app: Flask) -> None:
    with app.test_request_context(method="POST", data={"name": "  ACME  "}):
        assert NameForm().name.data == "ACME"


def test_forms_refuse_what_no_database_holds(app: Flask) -> None:
    with app.test_request_context(method="POST", data={"name": "A\x00B"}):
        assert not NameForm().validate()


def test_rows_of_a_record_have_an_order(app: Flask) -> None:
    """PostgreSQL gives rows in any order once one was changed: what is built from them must not depend on it."""
    unordered = [str(r) for m in Base.registry.mappers for r in m.relationships if r.uselist and not r.order_by]
    assert not unordered, "say order_by"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_record_is_locked_alone(path: Path) -> None:
    """Refreshed with a lock it brings what it was loaded with: PostgreSQL locks no row of an outer join."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "refresh":
            lock = next((one.value for one in node.keywords if one.arg == "with_for_update"), None)
            assert lock is None or isinstance(lock, ast.Dict), f"{name_of(path)} locks whatever is loaded with it"


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.typ")), ids=name_of)
def test_a_heading_on_paper_stays_with_its_text(path: Path) -> None:
    """All but the first of a page is sticky; a line in bold above its text is a heading that only looks otherwise."""
    rules = re.findall(r"show heading\.where\(level: [2-9]\): .*", path.read_text())
    assert [rule for rule in rules if "sticky: true" not in rule] == []
    assert "par(strong(" not in path.read_text()
