"""A member's brands: written, found, imported, exported, and looked for by the leak check."""

import pytest

from cara_crm.core.permissions import Role
from cara_crm.extensions import db
from cara_crm.issues.queries.register import leak_index
from cara_crm.members.spreadsheet import recognise_list
from cara_crm.members.spreadsheet.wordings import Column
from tests import factories as f
from tests.reports.cast import drafted, manager, six_voices, stands, worded

pytestmark = pytest.mark.usefixtures("request_context")


def test_a_brand_is_written_shown_and_found(sign_in, browse, post) -> None:
    member = f.member("Cycles Fictifs")
    db.session.commit()
    sign_in(f.user(Role.MANAGER))
    page = f"/members/{member.id}/edit"
    data = {"legal_name": "Cycles Fictifs", "brands": " Vélomirage \n\nTrottibulle", "category": "sme"}
    answer = post(page, page, data | {"version": str(member.version)})
    assert answer.status_code == 303, answer.text
    assert "Vélomirage, Trottibulle" in browse(f"/members/{member.id}", budget=30)
    assert "Cycles Fictifs" in browse("/members?q=velomirage", budget=20)


def test_the_leak_check_marks_a_brand() -> None:
    f.member("Cycles Fictifs", brands="Vélomirage\nTrottibulle")
    by = manager()
    worded(by, *six_voices(), statement="Les cadres Trottibulle cassent.")
    kinds = {mark.leak.kind.value for mark in stands(drafted(by)).marks}
    assert kinds == {"brand"}
    assert leak_index()


def test_a_column_of_brands_is_recognised() -> None:
    listing = recognise_list("Nom;Marques\nCycles Fictifs;Vélomirage, Trottibulle\n".encode())
    assert Column.BRANDS in listing.mapping.values()
