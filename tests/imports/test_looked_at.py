"""What an import writes is what somebody looked at: rows of which the register changed since are shown again."""

import io
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from cara_crm.contacts.models import Affiliation
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.permissions import Role
from cara_crm.imports import services
from cara_crm.imports.jobs import import_members
from cara_crm.imports.models import ImportState, MemberImport
from cara_crm.jobs.models import Job, JobState
from cara_crm.jobs.registry import Work
from cara_crm.members.imports.decisions import Decisions
from cara_crm.members.imports.write import RegisterMoved
from cara_crm.members.models import Member, MemberStatus
from cara_crm.members.spreadsheet import Options
from tests import factories
from tests.members.lists import A, B

WORDS = {"Nom": "name", "SIREN": "siren", "Effectif": "headcount", "Description": "description"}
BY = Actor.system("test")
LIST = f"Nom;SIREN;Effectif\nForge Églantine;{A};5\nCâbles du Gier;{B};120\n"


@pytest.fixture(autouse=True)
def _words(request_context: None) -> None:
    """Refusals are sentences in a language."""


@pytest.fixture
def manager(sign_in: Callable[..., FlaskClient]) -> FlaskClient:
    return sign_in(factories.user(Role.MANAGER))


@pytest.fixture
def checked(manager: FlaskClient, post: Callable[..., Any]) -> Callable[[str], str]:
    """The address of a list that somebody looks at."""

    def _checked(text: str) -> str:
        data = {"file": (io.BytesIO(text.encode()), "liste.csv"), "source": "", "status": "prospect"}
        columns = post("/members/import", "/members/import", data, content_type="multipart/form-data").location
        chosen = {f"column-{n + 1}": WORDS[name] for n, name in enumerate(text.splitlines()[0].split(";"))}
        return post(columns, columns, chosen).location

    return _checked


def band(db: Any, siren: str) -> str:
    db.session.expire_all()
    return db.session.scalars(sa.select(Member.headcount_band).where(Member.siren == siren)).one()


def how_many(db: Any) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(Member))


def test_an_edit_made_since_the_check_is_not_overwritten_unseen(
    checked: Callable[[str], str], post: Callable[..., Any], browse: Callable[..., str], db: Any
) -> None:
    one = factories.member("Forge Églantine", siren=A, headcount_band="41", headcount_year=2020)
    db.session.commit()
    url = checked(LIST)
    one.headcount_band = "42"
    db.session.commit()
    page = browse(post(url, f"{url}/commit").location)
    assert "The register changed since you looked" in page
    assert "Row 2" in page
    assert "Row 3" not in page
    assert (band(db, A), how_many(db)) == ("42", 1)
    assert "member created" in browse(post(url, f"{url}/commit").location)
    assert (band(db, A), how_many(db)) == ("02", 2)


def test_an_edit_of_what_the_list_does_not_speak_of_is_no_news(
    checked: Callable[[str], str], post: Callable[..., Any], db: Any
) -> None:
    one = factories.member("Forge Églantine", siren=A, headcount_band="41", headcount_year=2020)
    db.session.commit()
    url = checked(LIST)
    one.description = "Estampage"
    db.session.commit()
    post(url, f"{url}/commit")
    assert (band(db, A), how_many(db)) == ("02", 2)


def test_a_row_that_was_new_and_is_a_member_now_is_shown_again(
    checked: Callable[[str], str], post: Callable[..., Any], browse: Callable[..., str], db: Any
) -> None:
    first, second = checked(LIST), checked(LIST.replace(";5\n", ";30\n"))
    post(first, f"{first}/commit")
    assert "Row 2" in browse(post(second, f"{second}/commit").location)
    assert band(db, A) == "02"


def test_a_row_that_was_a_member_and_is_none_any_more_makes_no_new_one(
    checked: Callable[[str], str], post: Callable[..., Any], browse: Callable[..., str], db: Any
) -> None:
    one = factories.member("Ateliers Mirandole", siren=A)
    db.session.commit()
    url = checked("Nom;Description\nAteliers Mirandole;Fonte\n")
    db.session.delete(one)
    db.session.commit()
    assert "would be a new member" in browse(post(url, f"{url}/commit").location)
    assert how_many(db) == 0


def test_a_member_that_was_archived_since_is_said(
    checked: Callable[[str], str], post: Callable[..., Any], browse: Callable[..., str], db: Any
) -> None:
    one = factories.member("Forge Églantine", siren=A, headcount_band="41", headcount_year=2020)
    db.session.commit()
    url = checked(LIST)
    one.archived_on, one.archived_reason = clock.today(), "sold"
    db.session.commit()
    assert "Row 2" in browse(post(url, f"{url}/commit").location)
    assert band(db, A) == "41"


def test_what_somebody_chose_since_the_check_is_no_news(
    checked: Callable[[str], str], post: Callable[..., Any], db: Any
) -> None:
    one = factories.member("Forge Églantine", siren=A, description="Estampage")
    db.session.commit()
    text = f"Nom;SIREN;Description\nForge Églantine;{A};Fonte\n"
    url = checked(text)
    post(url, f"{url}/decide", {"field-description": "file"}, headers={"HX-Request": "true"})
    post(url, f"{url}/commit")
    db.session.expire_all()
    assert one.description == "Fonte"
    again = checked(text.replace("Fonte", "Acier"))
    post(again, f"{again}/decide", {"field-description": "file"}, headers={"HX-Request": "true"})
    one.description = "Written by a colleague"
    db.session.commit()
    post(again, f"{again}/commit")
    db.session.expire_all()
    assert one.description == "Written by a colleague"


def test_other_columns_chosen_in_another_window_are_looked_at_first(
    checked: Callable[[str], str], post: Callable[..., Any], db: Any
) -> None:
    url = checked(LIST)
    entry = db.session.scalars(sa.select(MemberImport)).one()
    services.remember_choices(entry, mapping={"1": "name", "2": "siren", "3": ""}, options={})
    db.session.commit()
    post(url, f"{url}/commit")
    assert how_many(db) == 0
    post(url, f"{url}/commit")
    assert how_many(db) == 2


def test_the_worker_too_leaves_it_to_be_looked_at(
    checked: Callable[[str], str],
    post: Callable[..., Any],
    browse: Callable[..., str],
    db: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("cara_crm.imports.services.runs.LONG", 1)
    url = checked(LIST)
    post(url, f"{url}/commit")
    factories.member("Câbles du Gier", siren=B)
    db.session.commit()
    job = db.session.scalars(sa.select(Job)).one()
    import_members(Work(job.id, job.payload, None, BY, lambda done, total: db.session.commit()))
    job.state = JobState.DONE
    db.session.commit()
    assert "Row 3" in browse(url)
    assert db.session.scalars(sa.select(MemberImport)).one().state is ImportState.CHECKED
    assert how_many(db) == 1


def test_a_contact_that_was_filled_between_check_and_writing_is_compared_again(db: Any) -> None:
    forge = factories.member("Forge Églantine", siren=A)
    known = factories.contact(forge, first_name="Odile", last_name="Fictive", email=None, phone="")
    function = db.session.scalars(sa.select(Affiliation)).one()
    function.function = ""
    db.session.flush()
    text = f"Nom;SIREN;Contact;Fonction\nForge Églantine;{A};Odile Fictive;Directrice\n".encode()
    phone = text.replace(b"Fonction", b"Tel").replace(b"Directrice", b"0472000001")
    for data, change in ((phone, "phone"), (text, "function")):
        plan = services.check(data, options=Options(), source="", decisions=Decisions(), by=BY)
        if change == "phone":
            known.phone = "+33 1"
        else:
            function.function = "Gérante"
        db.session.flush()
        entry = services.receive("liste.csv", data, source="", status=MemberStatus.PROSPECT, by=BY)
        with pytest.raises(RegisterMoved):
            services.commit_import(entry, plan, by=BY)
    assert known.phone == "+33 1"
