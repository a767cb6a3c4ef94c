"""Photographs of a telephone come with the form, as heavy as they are."""

import re
from io import BytesIO

import pytest
from PIL import Image
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import stream_encode_multipart

from cara_crm.core.permissions import Role
from cara_crm.issues.models import Issue
from tests import factories


@pytest.fixture
def me(sign_in):
    member = factories.member("Forge Fictive")
    return sign_in(factories.user(Role.MEMBER, member_id=member.id, contact_id=factories.contact(member).id))


@pytest.fixture
def send(client):
    """send(path, data): as a browser does, and without a temporary file of the client that nobody closes."""

    def _send(path, data):
        page = client.get(path).get_data(as_text=True)
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        named = data | {"csrf_token": token[1] if token else ""}
        stream, length, boundary = stream_encode_multipart(MultiDict(named), use_tempfile=False)
        kind = f"multipart/form-data; boundary={boundary}"
        return client.post(path, input_stream=stream, content_length=length, content_type=kind)

    return _send


def heavy(n, megabytes=7):
    return [FileStorage(BytesIO(bytes(megabytes * 1024 * 1024)), f"IMG_{i}.jpg") for i in range(n)]


def test_several_photographs_come_with_one_form(me, send, db):
    taken = [BytesIO() for _ in range(3)]
    for one in taken:
        Image.effect_noise((3400, 2600), 90).convert("RGB").save(one, "JPEG", quality=100)
        one.seek(0)
    assert sum(one.getbuffer().nbytes for one in taken) > 20 * 1024 * 1024
    said = {"what_happens": "Le quai est trop bas.", "kind": "problem", "urgency": "normal"}
    files = [FileStorage(one, f"IMG_{n}.jpg") for n, one in enumerate(taken)]
    assert send("/my/issues/new", said | {"files": files}).status_code == 303
    issue = db.session.query(Issue).one()
    assert [one.file.media_type for one in issue.attachments] == ["image/jpeg"] * 3


def test_other_forms_do_not_take_that_much(me, send):
    assert send("/my/organisation", {"files": heavy(3)}).status_code == 413


def test_strangers_do_not_send_that_much(send):
    assert send("/my/issues/new", {"files": heavy(3)}).status_code == 413


def test_even_photographs_are_not_without_end(me, send):
    assert send("/my/issues/new", {"files": heavy(4, 26)}).status_code == 413
