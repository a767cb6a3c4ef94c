"""How an organisation is reached, and its number abroad: written, shown, found, exported, brought by lists, merged."""

import html
import re
from typing import Any

import phonenumbers
import pytest
import sqlalchemy as sa

from cara_crm.contacts.models import Contact
from cara_crm.core import reaching
from cara_crm.core.actor import Actor
from cara_crm.core.permissions import Role
from cara_crm.correspondence.queries import members_at
from cara_crm.desk.queries.search import Kind, Why, search
from cara_crm.extensions import db
from cara_crm.imports import services as imports
from cara_crm.members import queries
from cara_crm.members.imports.decisions import Decisions
from cara_crm.members.models import Member, MemberStatus
from cara_crm.members.services import refresh_search
from cara_crm.members.spreadsheet import Options, recognise_list
from cara_crm.merging.services import merge_contacts, merge_members, undo
from tests import factories as f
from tests.members.lists import A, B
from tests.reports.cast import drafted, manager, six_voices, stands, worded

pytestmark = pytest.mark.usefixtures("request_context")
BY = Actor.system("test")
FORM = {"legal_name": "Forge Fictive", "category": "sme"}
REACHED = {"phone": "+33 4 99 00 12 78", "email": "contact@forge.example", "foreign_number": "CHE000001011"}


def bring(text: str) -> Any:
    plan = imports.check(text.encode(), options=Options(), source="liste", decisions=Decisions(), by=BY)
    entry = imports.receive("liste.csv", text.encode(), source="liste", status=MemberStatus.PROSPECT, by=BY)
    imports.commit_import(entry, plan, by=BY)
    db.session.expire_all()
    return plan


def own(name: str) -> tuple[str, str, str | None]:
    columns = (Member.phone, Member.email, Member.foreign_number)
    return tuple(db.session.execute(sa.select(*columns).where(Member.legal_name == name)).one())  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("kept", "shown", "word"),
    [
        ("+33 4 77 00 00 00", "04 77 00 00 00", "0477000000"),
        ("+41 22 555 12 34", "+41 22 555 12 34", "41225551234"),
        ("", "", ""),
    ],
)
def test_a_number_is_shown_as_it_is_dialled_here(kept: str, shown: str, word: str) -> None:
    assert (reaching.dialled(kept), reaching.figures(kept)) == (shown, word)
    assert reaching.phone_of(shown) == kept


@pytest.mark.parametrize(
    "text", ["0477000000", "04 77 00 00 00", "+33 (0)4.77.00.00.00", "0033 6 39 98 00 01", "0977000000"]
)
def test_the_usual_writings_are_read_as_the_library_reads_them(text: str) -> None:
    kind = phonenumbers.PhoneNumberFormat.INTERNATIONAL
    assert reaching.USUAL.fullmatch(text)
    assert reaching.phone_of(text) == phonenumbers.format_number(phonenumbers.parse(text, "FR"), kind)


@pytest.mark.parametrize("text", ["04.77.00.00.00 (standard)", "Tél : 04 77 00 00 00", "+33 (0)4 77 00 00 00"])
def test_what_people_write_beside_a_number_is_no_part_of_it(text: str) -> None:
    assert reaching.phone_of(text) == "+33 4 77 00 00 00"


def test_it_is_written_and_shown(sign_in, browse, post) -> None:
    member = f.member("Forge Fictive")
    db.session.commit()
    sign_in(f.user(Role.MANAGER))
    page = f"/members/{member.id}/edit"
    said = {"phone": "0499001278", "email": "Contact@Forge.example", "foreign_number": "CHE-000.001.011 MWST"}
    assert post(page, page, FORM | said | {"version": str(member.version)}).status_code == 303
    db.session.expire_all()
    assert own("Forge Fictive") == tuple(REACHED.values())
    text = browse(f"/members/{member.id}", budget=30)
    assert 'href="tel:+33499001278">04 99 00 12 78</a>' in text
    assert 'href="mailto:contact@forge.example"' in text
    assert "CHE-000.001.011" in text
    assert 'value="04 99 00 12 78"' in browse(page)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"phone": "12"}, "This is not a phone number."),
        ({"email": "contact@"}, "This is not an e-mail address."),
        ({"foreign_number": "0000.100.067"}, "Begin with the country"),
        ({"foreign_number": "FR 123"}, "A French company has a SIREN"),
        ({"foreign_number": "DE HRB 12345"}, "Write the court too"),
        ({"foreign_number": "CHE-123.456.789"}, "check digit"),
        ({"foreign_number": "CHE-000.001.011"}, "Usine Fictive has this number already."),
    ],
)
def test_what_is_none_is_said_at_its_field(sign_in, post, typed: dict[str, str], said: str) -> None:
    member = f.member("Forge Fictive")
    f.member("Usine Fictive", foreign_number="CHE000001011")
    db.session.commit()
    sign_in(f.user(Role.MANAGER))
    page = f"/members/{member.id}/edit"
    answer = post(page, page, FORM | typed | {"version": str(member.version)})
    assert answer.status_code == 422
    assert said in answer.text
    assert f'value="{next(iter(typed.values()))}"' in answer.text


def found_forge() -> Member:
    forge = f.member("Forge Fictive", folded="", **REACHED)
    refresh_search(forge)
    f.member("Usine Fictive")
    db.session.flush()
    return forge


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("04 99 00 12 78", Why.PHONE),
        ("0499001278", Why.PHONE),
        ("+33 (0)4.99.00.12.78", Why.PHONE),
        ("0033499001278", Why.PHONE),
        ("+33 4 99 00", Why.PHONE),
        ("contact@forge", Why.EMAIL),
        ("CONTACT@forge.example", Why.EMAIL),
        ("CHE-000.001.011", Why.FOREIGN_NUMBER),
        ("000 001 011", Why.FOREIGN_NUMBER),
    ],
)
def test_it_is_found_in_any_writing(typed: str, why: Why) -> None:
    forge = found_forge()
    hits = [hit for hit in search(manager(), typed) if hit.kind is Kind.MEMBER]
    assert [(hit.id, hit.why) for hit in hits] == [(forge.id, why)]
    page = queries.page_of(manager(), queries.Filters(q=typed), None)
    assert [line.id for line in page.items] == [forge.id]


def test_a_word_of_its_address_finds_nobody() -> None:
    found_forge()
    assert search(manager(), "contact") == []


def test_a_manager_of_another_sector_finds_nobody_by_it() -> None:
    found_forge()
    other = Actor(user_id=1, role=Role.MANAGER, sector_ids=frozenset({f.sector("AUTO").id}))
    assert [hit.kind for typed in ("0499001278", "contact@forge") for hit in search(other, typed)] == []


@pytest.mark.parametrize(
    ("header", "cell", "column"),
    [
        ("Standard téléphonique", "0499001278", "phone"),
        ("Tél. entreprise", "0499001278", "phone"),
        ("Téléphone (standard)", "0499001278", "phone"),
        ("N° standard", "0499001278", "phone"),
        ("Company phone", "0499001278", "phone"),
        ("Main phone", "0499001278", "phone"),
        ("E-mail générique", "contact@f.example", "email"),
        ("Adresse mail de l'entreprise", "contact@f.example", "email"),
        ("General e-mail", "contact@f.example", "email"),
        ("E-mail général", "contact@f.example", "email"),
        ("Company email", "contact@f.example", "email"),
        ("Fixe", "0499001278", "contact_phone"),
        ("Portable", "0699001278", "contact_phone"),
        ("Ligne directe", "0499001278", "contact_phone"),
        ("Tél. du dirigeant de l'entreprise", "0499001278", "contact_phone"),
        ("E-mail professionnel", "a.b@f.example", "contact_email"),
        ("N° IDE", "CHE-000.001.011", "foreign_number"),
        ("Numéro à l'étranger", "BE0000100067", "foreign_number"),
        ("N° entreprise", "12", None),
    ],
)
def test_headers_say_whose_it_is(header: str, cell: str, column: str | None) -> None:
    listing = recognise_list(f"Société;{header}\nForge;{cell}\n".encode())
    assert listing.mapping.get(1) == column


def test_a_list_brings_it_and_says_it_again_without_a_change() -> None:
    text = (
        "Société;SIREN;Tél. standard;E-mail générique;Contact;Fixe;Portable;Pays;N° TVA étranger\n"
        f"Forge;{A};04 99 00 12 78;Contact@forge.example;Odile Fictive;0499001279;06 99 00 12 79;;\n"
        "Schmiede;;;;;;;Suisse;000.001.011\n"
    )
    plan = bring(text)
    assert (plan.warnings, plan.refused) == ((), ())
    assert own("Forge") == ("+33 4 99 00 12 78", "contact@forge.example", None)
    assert own("Schmiede") == ("", "", "CHE000001011")
    odile = db.session.scalars(sa.select(Contact)).one()
    assert (odile.phone, odile.second_phone) == ("+33 4 99 00 12 79", "+33 6 99 00 12 79")
    assert "0699001279" in odile.folded
    again = bring(text)
    assert (again.unchanged, again.creations, again.updates, again.extras) == (2, (), (), ())


def test_the_number_abroad_makes_two_rows_one_and_names_a_member() -> None:
    f.member("Schmiede Fiktiv", siren=None, foreign_number="BE0000100067")
    plan = bring(
        "Société;Pays;N° TVA\nForges du Nord;Belgique;0000.100.067\n"
        "FN;Belgique;BE 0000 100 067\nAutre;Suisse;CHE000001011\n"
    )
    assert [draft.name for draft in plan.creations] == ["Autre"]
    assert [update.name for update in plan.updates] == ["Schmiede Fiktiv"]


def test_a_number_that_is_anothers_is_left_out() -> None:
    f.member("Schmiede Fiktiv", siren=None, foreign_number="CHE000001011")
    forge = f.member("Forge", siren=A)
    plan = bring(f"Société;SIREN;N° IDE\nForge;{A};CHE-000.001.011\n")
    assert [("CHE000001011" in one.reason) for one in plan.warnings] == [True]
    assert forge.foreign_number is None


def test_a_member_that_is_updated_is_still_found_by_its_brand() -> None:
    f.member("Forge", siren=A, brands="Vélomirage")
    bring(f"Société;SIREN;Tél. standard\nForge;{A};04 99 00 12 78\n")
    assert {"velomirage", "0499001278"} <= set(db.session.scalars(sa.select(Member.folded)).one().split())


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_is_exported_is_read_back(sign_in, language: str) -> None:
    f.member("Forge Fictive", siren=A, **REACHED)
    f.member("Schmiede", siren=B, phone="+41 22 555 12 34")
    db.session.commit()
    client = sign_in(f.user(Role.ADMINISTRATOR))
    content = client.get("/members/export.csv", headers={"Accept-Language": language}).get_data()
    assert b"04 99 00 12 78" in content
    found = {column.value for column in recognise_list(content).mapping.values()}
    assert {"phone", "email", "foreign_number"} <= found
    plan = imports.check(content, options=Options(), source="x", decisions=Decisions(), by=BY)
    assert (plan.unchanged, plan.updates, plan.kept) == (2, (), ())


def test_the_leak_check_marks_it() -> None:
    f.member("Forge Fictive", **REACHED | {"foreign_number": "DE Stuttgart HRB 12345"})
    by = manager()
    words = "Appelez le 04.99.00.12.78, écrivez à contact@forge.example, HRB 12345."
    worded(by, *six_voices(), statement=words)
    found = {(one.leak.kind.value, bool(one.leak.owners)) for one in stands(drafted(by)).marks}
    assert {("phone", True), ("email", True), ("siren", True)} <= found


def test_a_list_taken_back_leaves_nothing_behind() -> None:
    forge = f.member("Forge", siren=A)
    odile = f.contact(forge, first_name="Odile", last_name="Fictive", email=None)
    text = (
        f"Société;SIREN;Tél. standard;N° IDE;Contact;Fixe;Portable\nForge;{A};0499001278;CHE-000.001.011;Odile Fictive;"
    )
    data, words = f"{text}0499001279;0699001279\n".encode(), Options()
    plan = imports.check(data, options=words, source="x", decisions=Decisions(), by=BY)
    entry = imports.receive("liste.csv", data, source="x", status=MemberStatus.PROSPECT, by=BY)
    imports.commit_import(entry, plan, by=BY)
    db.session.expire_all()
    assert (forge.phone, odile.second_phone) == ("+33 4 99 00 12 78", "+33 6 99 00 12 79")
    imports.undo(entry, by=BY)
    db.session.expire_all()
    assert (own("Forge"), odile.phone, odile.second_phone) == (("", "", None), "", "")
    assert not any(word.isdigit() and len(word) == 10 for word in f"{forge.folded} {odile.folded}".split())


@pytest.mark.parametrize(
    ("kept", "merged", "phones"),
    [
        (("+33 4 1", ""), ("+33 6 2", ""), ("+33 4 1", "+33 6 2")),
        (("", ""), ("+33 6 2", "+33 4 3"), ("+33 6 2", "+33 4 3")),
        (("+33 4 1", ""), ("+33 4 1", ""), ("+33 4 1", "")),
        (("+33 4 1", "+33 6 2"), ("+33 4 3", ""), ("+33 4 1", "+33 6 2")),
        (("+33 4 1", ""), ("+33 4 3", "+33 4 1"), ("+33 4 1", "+33 4 3")),
    ],
)
def test_two_people_that_are_one_keep_their_phones(kept, merged, phones) -> None:
    one, other = (f.contact(phone=first, second_phone=second) for first, second in (kept, merged))
    db.session.commit()
    merge_contacts(one, other, choices={}, versions=(one.version, other.version), by=BY)
    assert (one.phone, one.second_phone) == phones


def test_a_mail_from_its_own_address_proposes_it() -> None:
    forge = f.member("Forge", email="accueil@forge.example")
    f.member("Usine", email="contact@usine.example")
    assert members_at(manager(), {"accueil@forge.example"}) == [forge]


def test_what_two_people_typed_is_shown_side_by_side(sign_in, browse, post) -> None:
    member = f.member("Forge Fictive", **REACHED)
    db.session.commit()
    sign_in(f.user(Role.MANAGER))
    page = f"/members/{member.id}/edit"
    read_as = re.search(r'name="read_as"[^>]* value="([^"]*)"', browse(page))
    said = FORM | {"version": str(member.version), "read_as": html.unescape(read_as[1]) if read_as else ""}
    assert post(page, page, said | {"phone": "04 99 00 00 01", "email": REACHED["email"]}).status_code == 303
    answer = post(page, page, said | {"phone": "04 99 00 00 02", "email": REACHED["email"]})
    assert answer.status_code == 409
    assert ('value="04 99 00 00 02"' in answer.text, "04 99 00 00 01" in answer.text) == (True, True)


def test_merging_takes_what_is_empty_and_undoing_gives_it_back() -> None:
    kept, merged = f.member("Forge", siren=A), f.member("Forge bis", siren=B, **REACHED)
    db.session.commit()
    merge = merge_members(kept, merged, choices={}, versions=(kept.version, merged.version), by=BY)
    db.session.commit()
    assert own("Forge") == tuple(REACHED.values())
    assert own("Forge bis")[2] is None
    assert "0499001278" in kept.folded
    undo(merge, by=BY)
    db.session.commit()
    assert (own("Forge"), own("Forge bis")) == (("", "", None), tuple(REACHED.values()))
