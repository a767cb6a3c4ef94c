"""Documents of members and conversations, through the door."""

import html
import io
import re

import pytest
import sqlalchemy as sa
from PIL import Image

from cara_crm.audit.models import AuditEvent
from cara_crm.core.permissions import Role
from cara_crm.documents import services
from cara_crm.documents.models import Document
from cara_crm.files.models import StoredFile
from cara_crm.interactions.models import Interaction
from tests import factories
from tests.files.pdf import PLAN


@pytest.fixture
def member(db):
    return factories.member("Forge Fictive")


@pytest.fixture
def manager(sign_in):
    return sign_in(factories.user())


@pytest.fixture
def upload(db, member, post):
    def _upload(name="statuts.pdf", content=PLAN, **values):
        db.session.commit()
        data = {"file": (io.BytesIO(content), name), "kind": "statutes", "title": "Statuts de 2019"} | values
        home = f"/members/{member.id}/documents"
        return post(f"{home}/new", home, data, content_type="multipart/form-data")

    return _upload


def document(to, by=None, **about):
    checked = services.check("plan.pdf", PLAN)
    made = services.add(checked, services.About(title="Plan", **about), to=to, by=by or factories.actor())
    factories.db.session.flush()
    return made


def conversation(member):
    return factories.add(Interaction(members=[member]))


def elsewhere(sign_in):
    return sign_in(factories.user(sectors=[factories.sector("VELO")]))


def test_a_document_stands_on_the_page_of_the_member(manager, member, upload, browse):
    assert upload(dated_on="2019-04-01").status_code == 303
    html = browse(f"/members/{member.id}")
    assert "Statuts de 2019" in html
    assert "April 1, 2019" in html or "1 April 2019" in html


def test_a_member_without_documents_says_so(manager, member, browse):
    assert "No document yet." in browse(f"/members/{member.id}")
    assert "Statutes" in browse(f"/members/{member.id}/documents/new")


def test_it_is_downloaded_as_what_it_is_and_can_do_no_harm(manager, member, upload, db):
    upload("statuts.exe")
    one = db.session.scalars(sa.select(Document)).one()
    answer = manager.get(f"/documents/{one.id}")
    assert answer.data == PLAN
    assert answer.headers["Content-Disposition"] == "attachment; filename=statuts.exe.pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_picture_is_sandboxed(manager, member, db):
    picture = io.BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    one = services.add(services.check("a.png", picture.getvalue()), services.About(), to=member, by=factories.actor())
    db.session.flush()
    assert "sandbox" in manager.get(f"/documents/{one.id}").headers["Content-Security-Policy"]


def test_a_page_that_would_run_is_refused_at_the_field_and_what_was_typed_stays(manager, upload, db):
    answer = upload("statuts.pdf", b"<html><script>1</script></html>")
    assert answer.status_code == 422
    assert "is not kept" in answer.get_data(as_text=True)
    assert "Statuts de 2019" in answer.get_data(as_text=True)
    assert db.session.query(Document).count() == db.session.query(StoredFile).count() == 0


def test_without_a_file_the_field_says_so(manager, upload):
    answer = upload("", b"")
    assert answer.status_code == 422
    assert "Choose a file." in answer.get_data(as_text=True)


def test_a_file_that_is_too_large_is_refused(manager, upload, app, monkeypatch):
    monkeypatch.setitem(app.config, "MAX_DOCUMENT_MB", 0)
    answer = upload()
    assert answer.status_code == 422
    assert "larger than 0 MB" in answer.get_data(as_text=True)


def test_it_is_removed_with_a_reason_and_its_bytes_are_gone(manager, member, post, browse, db):
    one = document(member)
    page = f"/documents/{one.id}/remove"
    assert post(page, page, {"reason": ""}).status_code == 422
    assert post(page, page, {"reason": "Version périmée"}).status_code == 303
    db.session.expire_all()
    assert (one.removed_reason, one.file, db.session.query(StoredFile).count()) == ("Version périmée", None, 0)
    assert manager.get(f"/documents/{one.id}").status_code == 404
    assert "No document yet." in browse(f"/members/{member.id}")


def test_title_kind_and_date_are_corrected(manager, member, post, browse, db):
    one = document(member)
    page = f"/documents/{one.id}/edit"
    assert "Plan" in browse(page)
    post(page, page, {"title": "Charte signée", "kind": "charter", "dated_on": "2026-01-02", "is_confidential": "y"})
    db.session.expire_all()
    assert (one.title, one.kind.value, one.is_confidential) == ("Charte signée", "charter", True)


def test_who_corrects_second_sees_what_the_first_said(manager, member, post, browse, db):
    one = document(member)
    page = f"/documents/{one.id}/edit"
    read = html.unescape(re.search(r'name="read_as"[^>]*value="([^"]+)"', browse(page))[1])
    said = {"kind": "charter", "dated_on": "2026-01-02", "read_as": read}
    assert post(page, page, said | {"title": "Charte signée"}).status_code == 303
    second = post(page, page, said | {"title": "Charte"})
    assert second.status_code == 409
    assert 'value="Charte"' in second.text
    assert 'somebody else:</b><div class="words">Charte signée' in second.text
    db.session.expire_all()
    assert one.title == "Charte signée"


def test_who_reads_a_confidential_one_is_noted(manager, member, db):
    manager.get(f"/documents/{document(member).id}")
    one = document(member, is_confidential=True)
    manager.get(f"/documents/{one.id}")
    read = sa.select(AuditEvent.subject_id).where(AuditEvent.action == "document.read")
    assert db.session.scalars(read).all() == [one.id]


def test_a_manager_of_other_sectors_does_not_see_it(sign_in, member):
    ids = [document(member).id, document(conversation(member)).id]
    client = elsewhere(sign_in)
    assert [client.get(f"/documents/{id}").status_code for id in ids] == [404, 404]


def test_confidential_ones_of_a_member_that_left_its_sectors_stay_with_their_managers(sign_in, member, browse, db):
    plain, secret = document(member), document(member, is_confidential=True)
    for one in member.assignments:
        one.until_on = factories.LONG_AGO
    db.session.flush()
    codes = {}
    for code in ("VELO", "RAIL"):
        client = sign_in(factories.user(sectors=[factories.sector(code)]))
        codes[code] = [client.get(f"/documents/{one.id}").status_code for one in (plain, secret)]
        assert (f"/documents/{secret.id}" in browse(f"/members/{member.id}")) is (code == "RAIL")
    assert codes == {"VELO": [200, 404], "RAIL": [200, 200]}


def test_the_administrator_opens_what_is_not_confidential(sign_in, member, browse):
    plain, secret, said = document(member), document(member, is_confidential=True), document(conversation(member))
    client = sign_in(factories.user(Role.ADMINISTRATOR))
    codes = [client.get(f"/documents/{one.id}").status_code for one in (plain, secret, said)]
    assert codes == [200, 404, 404]
    assert f"/documents/{secret.id}" not in browse(f"/members/{member.id}")


def test_what_came_with_a_conversation_is_shown_there_and_with_the_member(db, manager, member, post, browse):
    talk = conversation(member)
    db.session.commit()
    home = f"/interactions/{talk.id}/documents"
    answer = post(
        f"{home}/new", home, {"file": (io.BytesIO(PLAN), "cr.pdf"), "kind": "other"}, content_type="multipart/form-data"
    )
    assert answer.location.endswith(f"/interactions/{talk.id}")
    assert "cr.pdf" in browse(f"/interactions/{talk.id}")
    assert "with a conversation" in browse(f"/members/{member.id}")
