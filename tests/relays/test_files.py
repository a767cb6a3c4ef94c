"""Files that go with a relay; what it is filed under; a preview; what one begins from."""

from io import BytesIO

import pytest
import sqlalchemy as sa

from cara_crm.core.actor import Actor
from cara_crm.core.permissions import Role
from cara_crm.deliveries.models import Delivery
from cara_crm.extensions import db
from cara_crm.federations.models import Federation, Priority, Programme
from cara_crm.files.intake import Checked
from cara_crm.relays import services
from cara_crm.relays.models import Question, QuestionKind, Relay, RelayKind, RelayState, RelayTemplate
from cara_crm.relays.services import Asked
from tests import factories
from tests.files.pdf import PLAN
from tests.relays import cast

SYSTEM = Actor.system("test")


@pytest.fixture
def manager(sign_in):
    user = factories.user()
    db.session.commit()
    sign_in(user)
    return user


def filled(**more):
    rail = factories.sector("RAIL").id
    return {
        "kind": "information",
        "title": "Salon",
        "body": "Un **stand**.",
        "sectors": rail,
        "statuses": "active",
    } | more


def with_files(*contents: bytes) -> Relay:
    factories.contact(factories.member())
    relay = cast.draft(factories.actor())
    given = [Checked(f"plan{n}.pdf", "application/pdf", one) for n, one in enumerate(contents)]
    services.attach(relay, given, by=SYSTEM)
    return relay


def the_mail() -> Delivery:
    return db.session.scalars(sa.select(Delivery).where(Delivery.kind == "relay_information")).one()


def test_a_file_is_given_with_the_words(manager, post, browse):
    page = "/relays/new"
    response = post(page, page, filled(files=(BytesIO(PLAN), "plan.exe")), content_type="multipart/form-data")
    assert response.status_code == 303
    html = browse(response.location)
    assert "plan.exe.pdf" in html
    relay = db.session.scalars(sa.select(Relay)).one()
    address = f"/relays/{relay.id}/files/{relay.files[0].file_id}"
    assert post(response.location, f"{address}/remove", {}).status_code == 303
    db.session.expire_all()
    assert relay.files == []


def test_what_is_no_document_is_refused_and_the_words_stay(manager, post):
    page = "/relays/new"
    response = post(page, page, filled(files=(BytesIO(b"MZ\x90\0"), "plan.pdf")), content_type="multipart/form-data")
    assert (response.status_code, "Un **stand**." in response.text) == (422, True)
    assert db.session.scalar(sa.select(sa.func.count(Relay.id))) == 0


def test_more_than_five_are_too_many(request_context):
    with pytest.raises(services.FileRefused):
        with_files(*[PLAN] * 6)


def test_small_files_go_with_each_mail(request_context):
    relay = with_files(PLAN)
    services.send_relay(relay, by=SYSTEM)
    mail = the_mail()
    assert [one.file_id for one in mail.attachments] == [relay.files[0].file_id]
    assert "En pièce jointe" in mail.body_text
    with pytest.raises(services.NotADraft):
        services.detach(relay, relay.files[0].file_id, by=SYSTEM)


def test_big_files_are_opened_on_the_page(db, client, sign_in):
    relay = with_files(PLAN + b" " * 2_200_000)
    services.send_relay(relay, by=SYSTEM)
    row = relay.recipients[0]
    user = factories.user(Role.MEMBER, member_id=row.member_id, contact_id=row.contact_id)
    stranger = factories.member()
    other = factories.user(Role.MEMBER, member_id=stranger.id, contact_id=factories.contact(stranger).id)
    assert (the_mail().attachments, "à ouvrir sur la page" in the_mail().body_text) == ([], True)
    db.session.commit()
    address = f"/information/{relay.id}/files/{relay.files[0].file_id}"
    response = sign_in(user).get(address)
    assert (response.status_code, response.data[:4]) == (200, b"%PDF")
    assert "plan0.pdf" in sign_in(user).get(f"/information/{relay.id}").text
    assert sign_in(other).get(address).status_code == 404


def test_a_priority_brings_its_federation(request_context):
    priority = db.session.scalars(sa.select(Priority).order_by(Priority.id)).first()
    relay = cast.draft(factories.actor(), priority_id=priority.id)
    assert relay.federation_id == priority.federation_id


def test_a_programme_of_another_federation_is_refused(manager, post):
    ours = factories.federation("FIF")
    made = factories.add(Programme(federation_id=ours.id, code="X", name_fr="Essai", name_en="Trial"))
    another = db.session.scalars(sa.select(Federation).where(Federation.id != ours.id).order_by(Federation.id)).first()
    db.session.commit()
    page = "/relays/new"
    refused = post(page, page, filled(programme_id=made.id, federation_id=another.id))
    assert (refused.status_code, "another federation" in refused.text) == (422, True)
    assert post(page, page, filled(programme_id=made.id)).status_code == 303
    assert db.session.scalars(sa.select(Relay)).one().federation_id == ours.id


@pytest.mark.parametrize("page", ["/relays/preview", "/relays/new"])
def test_a_preview_shows_the_words_and_keeps_nothing(manager, post, page):
    said = filled(title_en="Fair", body_en="A *stand*.", preview="yes")
    html = post("/relays/new", page, said).text
    assert ["<strong>stand</strong>" in html, "<em>stand</em>" in html, "Fair" in html] == [True] * 3
    assert "Write a title and a text first." in post("/relays/new", page, filled(body="", preview="yes")).text
    assert db.session.scalar(sa.select(sa.func.count(Relay.id))) == 0


def test_a_draft_is_previewed_and_not_changed(manager, post):
    relay = cast.draft(factories.actor())
    db.session.commit()
    page = f"/relays/{relay.id}/edit"
    response = post(page, page, filled(preview="yes", version=relay.version))
    assert "<strong>stand</strong>" in response.text
    db.session.expire_all()
    assert relay.title == "Appel à projets"


def test_a_consultation_is_begun_from_a_template(manager, post, browse):
    factories.contact(factories.member())
    audience = {"sectors": [factories.sector("RAIL").id], "except_contacts": [1], "functions": ["achats"]}
    first = cast.draft(factories.actor(), kind=RelayKind.CONSULTATION, audience=audience)
    db.session.flush()
    services.ask(first, [Asked(QuestionKind.CHOICE, "Oui ?", "Yes?", ("Oui", "Non"), ("Yes", "No"))], by=SYSTEM)
    db.session.commit()
    page = f"/relays/{first.id}/keep"
    assert post(page, page, {"name": "Baromètre"}).status_code == 303
    assert post(page, page, {"name": "Baromètre"}).status_code == 422
    kept = db.session.scalars(sa.select(RelayTemplate)).one()
    assert kept.audience == {"sectors": audience["sectors"], "functions": ["achats"]}
    begun = f"/relays/new?template={kept.id}"
    assert 'value="achats"' in browse(begun)
    said = filled(kind="consultation", body="Deux questions.", template=kept.id)
    assert post(begun, "/relays/new", said).status_code == 303
    second = db.session.scalars(sa.select(Relay).order_by(Relay.id.desc()).limit(1)).one()
    asked = db.session.scalars(sa.select(Question).where(Question.relay_id == second.id)).one()
    assert (asked.words_en, asked.options, second.state) == ("Yes?", ["Oui", "Non"], RelayState.DRAFT)
    assert "Baromètre" in browse("/relays/templates")
    assert post("/relays/templates", f"/relays/templates/{kept.id}/drop", {}).status_code == 303
    assert "No template yet" in browse("/relays/templates")


def test_what_was_recorded_is_no_template(manager, post):
    relay = cast.recorded()
    db.session.commit()
    assert post(f"/relays/{relay.id}/keep", f"/relays/{relay.id}/keep", {"name": "x"}).status_code == 422


def test_a_manager_of_some_sectors_begins_with_its_own(request_context):
    kept = RelayTemplate(name="x", kind=RelayKind.INFORMATION, audience={"sectors": [1, 2]})
    by = Actor(None, Role.MANAGER, sector_ids=frozenset({2}))
    assert services.audience_from(kept, by=by)["sectors"] == [2]
