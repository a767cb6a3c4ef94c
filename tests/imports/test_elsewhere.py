"""A list's company in another town, or of another legal form, is no member of the register until somebody says so."""

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from cara_crm.core.permissions import Role
from cara_crm.members.imports import check
from cara_crm.members.matching import DEFAULT, Ambiguous, Known, Register, only, score
from cara_crm.members.models import Member, Site
from cara_crm.members.names import spelt
from tests import factories

HEADERS = "Société;Ville;Contact;Mail\n"
PERSON = "Camille Exemple;camille@roulebille.example"


def known(id: int, name: str, town: str = "", department: str | None = None, siren: str | None = None) -> Known:
    return Known(id, siren, (name,), only(department), towns=frozenset(filter(None, [town])))


@pytest.mark.parametrize(
    ("row", "there", "against"),
    [
        (known(0, "Roulebille", "tours"), known(1, "Roulebille", "lyon", "69"), "other_town"),
        (known(0, "Roulebille", "villeurbanne", "69"), known(1, "Roulebille", "lyon", "69"), "other_town"),
        (known(0, "Roulebille SARL"), known(1, "Roulebille SCOP"), "other_form"),
        (known(0, "Roulebille SARL", "tours"), known(1, "Roulebille SCOP", "lyon", "69"), "other_form"),
    ],
)
def test_what_speaks_against_it_is_asked_about(row: Known, there: Known, against: str) -> None:
    points, reasons = score(row, there)
    assert DEFAULT.ask <= points < DEFAULT.take
    assert against in reasons
    assert Register([there]).taken(row) is None


def test_the_same_name_under_another_domain_is_asked_about() -> None:
    there = replace(known(1, "Roulebille", "lyon", "69"), domains=frozenset({"roulebille.example"}))
    row = replace(known(0, "Roulebille & Fils", "lyon"), domains=frozenset({"fils.example"}))
    points, reasons = score(row, there)
    assert DEFAULT.ask <= points < DEFAULT.take
    assert "other_domain" in reasons
    assert Register([there]).taken(row) is None
    street = {"places": frozenset({"1 rue four 69003"})}
    assert Register([replace(there, **street)]).taken(replace(row, **street)) is not None


@pytest.mark.parametrize(
    ("row", "there"),
    [
        (known(0, "Roulebille", "lyon"), known(1, "Roulebille SAS", "lyon", "69")),
        (known(0, "Roulebille"), known(1, "Roulebille", "lyon", "69")),
        (known(0, "Roulebille", "lion", "69"), known(1, "Roulebille", "lion angers", "69")),
        (known(0, "Roulebille", "villeurbane", "69"), known(1, "Roulebille", "villeurbanne", "69")),
        (known(0, "Roulebille SARL", "lyon"), known(1, "Roulebille SAS", "lyon", "69")),
        (known(0, "Roulebille EURL"), known(1, "Roulebille SARL")),
    ],
)
def test_what_does_not_is_taken(row: Known, there: Known) -> None:
    assert Register([there]).taken(row) == there


def test_of_several_of_one_name_the_one_of_its_town_or_of_its_very_name_is_taken() -> None:
    lyon, tours = known(1, "Forge", "lyon", "69"), known(2, "Forge", "tours", "37")
    assert Register([lyon, tours]).taken(known(0, "FORGE", "tours")) == tours
    assert Register([lyon, known(3, "Forge SAS")]).taken(known(0, "Forge S.A.S.")) == known(3, "Forge SAS")
    bare = known(4, "Forge")
    assert Register([bare, known(5, "Forge SAS"), known(6, "Ets Forge")]).taken(known(0, "forge")) == bare
    with pytest.raises(Ambiguous):
        Register([lyon, tours]).taken(known(0, "Forge"))


def test_a_name_is_compared_with_its_form_however_it_is_written() -> None:
    assert spelt("S.A.S. Béraud") == spelt("SAS BERAUD") != spelt("Béraud")


@pytest.fixture
def at_lyon(db: Any) -> Member:
    member = factories.member("Mécanique Roulebille SCOP", at="69", siren=factories.siren(81_234))
    member.sites[0].town, member.sites[0].postal_code = "Lyon", "69007"
    db.session.flush()
    return member


@pytest.fixture
def say(app: Flask, db: Any, tmp_path: Path) -> Callable[..., str]:
    """The command line's answer to a list."""

    def _say(text: str, *more: str) -> str:
        (tmp_path / "list.csv").write_text(text)
        db.session.commit()
        words = ["members", "import", str(tmp_path / "list.csv"), "--lang", "en", *more]
        return str(app.test_cli_runner().invoke(args=words).stdout)

    return _say


def place(db: Any, member: Member) -> Any:
    db.session.expire_all()
    where = sa.select(Site.town, Site.postal_code).where(Site.member_id == member.id)
    return tuple(db.session.execute(where).one())


@pytest.mark.parametrize("row", ["Société;Ville\n{};Tours\n", "Société;Code postal;Ville\n{};37000;Tours\n"])
@pytest.mark.parametrize("name", ["Mécanique Roulebille SARL", "Mécanique Roulebille"])
def test_the_command_line_holds_it_back_or_makes_its_own_member_and_names_the_other(
    say: Callable[..., str], db: Any, at_lyon: Member, row: str, name: str
) -> None:
    told = say(row.format(name))
    assert "0 members created" in told
    assert "1 row held back" in told
    assert f"possible duplicate, row 2: {name} | Mécanique Roulebille SCOP" in told
    told = say(row.format(name), "--undecided", "new")
    assert "1 member created" in told
    assert f"possible duplicate, row 2: {name} | Mécanique Roulebille SCOP" in told
    assert place(db, at_lyon) == ("Lyon", "69007")
    again = say(row.format(name))
    assert "0 members created" in again
    assert place(db, at_lyon) == ("Lyon", "69007")


def test_the_same_name_in_another_town_and_street_of_the_department_is_held_back(
    say: Callable[..., str], db: Any, at_lyon: Member
) -> None:
    at_lyon.sites[0].address = "12 rue du Four"
    told = say("Société;Adresse;CP;Ville\nMécanique Roulebille SCOP;3 rue du Donjon;69400;Villefranche\n")
    assert ("0 members created" in told, "1 row held back" in told) == (True, True)
    assert "possible duplicate, row 2" in told
    assert place(db, at_lyon) == ("Lyon", "69007")


@pytest.mark.parametrize(
    ("row", "why"), [("{};Tours;" + PERSON, "another town"), ("{};Tours (37000);" + PERSON, "another department")]
)
def test_the_wizard_shows_the_candidate_and_proposes_a_new_member(
    sign_in: Callable[..., FlaskClient],
    post: Callable[..., Any],
    browse: Callable[..., str],
    at_lyon: Member,
    row: str,
    why: str,
) -> None:
    sign_in(factories.user(Role.MANAGER))
    text = HEADERS + row.format("Mécanique Roulebille SARL") + "\n"
    data = {"file": (io.BytesIO(text.encode()), "liste.csv"), "source": "", "status": "prospect"}
    columns = post("/members/import", "/members/import", data, content_type="multipart/form-data").location
    page = browse(post(columns, columns, {"column-1": "name", "column-2": "town"}).location)
    assert f'name="row-2" value="{at_lyon.id}">' in page
    assert 'name="row-2" value="new" checked>' in page
    assert f"same name, {why}, another legal form" in page


@pytest.mark.usefixtures("request_context")
def test_two_sirens_of_one_name_are_not_asked_about(at_lyon: Member) -> None:
    row = f"Société;SIREN;Ville\nMécanique Roulebille;{factories.siren(81_235)};Tours\n"
    assert check(row.encode()).likenesses == ()


@pytest.mark.usefixtures("request_context")
@pytest.mark.parametrize("town", ["Tours", "LYON 7e", "Lyon CEDEX 03"])
def test_a_town_is_not_replaced_without_its_postal_code(at_lyon: Member, town: str) -> None:
    row = f"SIREN;Société;Adresse;Ville\n{at_lyon.siren};Mécanique Roulebille SCOP;;{town}\n"
    plan = check(row.encode())
    assert not plan.updates
    assert [change.new for one in plan.kept for change in one.changes] == (["Tours"] if town == "Tours" else [])


@pytest.mark.usefixtures("request_context")
def test_the_street_of_another_town_stays_with_it(at_lyon: Member) -> None:
    row = f"SIREN;Société;Adresse;Ville\n{at_lyon.siren};Mécanique Roulebille SCOP;1 rue du Four;Tours\n"
    assert not check(row.encode()).updates
    (there,) = check(row.replace("Tours", "Lyon").encode()).updates
    assert [change.new for change in there.changes] == ["1 rue du Four"]


@pytest.mark.usefixtures("request_context")
@pytest.mark.parametrize(
    ("told", "held"),
    [("St Etienne", "Saint-Étienne"), ("SAINT ETIENNE CEDEX 1", "St-Étienne"), ("Chalon s/ Saône", "Chalon-sur-Saône")],
)
def test_writings_of_one_town_are_one(at_lyon: Member, told: str, held: str) -> None:
    at_lyon.sites[0].town = held
    plan = check(f"Société;Ville\nMécanique Roulebille SCOP;{told}\n".encode())
    assert [id for _draft, id in plan.matched] == [at_lyon.id]
    assert not plan.updates


@pytest.mark.usefixtures("request_context")
def test_a_town_is_not_replaced_without_its_street(at_lyon: Member) -> None:
    at_lyon.sites[0].address = "1 rue du Four"
    row = f"SIREN;Société;Code postal;Ville\n{at_lyon.siren};Mécanique Roulebille SCOP;69400;Villefranche\n"
    plan = check(row.encode())
    assert not plan.updates
    assert [change.new for one in plan.kept for change in one.changes] == ["69400", "Villefranche"]


@pytest.mark.usefixtures("request_context")
def test_rows_are_counted_once(db: Any) -> None:
    for name in ("Forge SAS", "Forge SA"):
        factories.member(name)
    plan = check("Société;Ville\nForge;\nForge;\nCâbles;\nCâbles;\n".encode())
    assert (plan.rows, len(plan.refused), len(plan.creations), plan.folded) == (4, 2, 1, 1)
