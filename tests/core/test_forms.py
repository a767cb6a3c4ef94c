"""What every form does with what people type."""

import pytest
import sqlalchemy as sa

from cara_crm.accounts.models import User
from cara_crm.core.permissions import Role
from cara_crm.extensions import db
from tests import factories


def renamed(sign_in, post, name: str) -> str:
    account = factories.user(Role.OBSERVER)
    sign_in(account)
    post("/account", "/account", {"name": name})
    return db.session.scalar(sa.select(User.name).where(User.id == account.id))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\t", "\x0b", "\x85", "\u2028", " \n \n "])
def test_a_line_stays_one_line(sign_in, post, end):
    assert renamed(sign_in, post, f"Ana{end}Bcc: x@y.example") == "Ana Bcc: x@y.example"


@pytest.mark.parametrize("mark", ["\u202e", "\u2066", "\u2069", "\x1b", "\x7f", "\x9b", "\x08"])
def test_what_cannot_be_seen_is_not_kept(sign_in, post, mark):
    assert renamed(sign_in, post, f"Ana{mark} Fictive") == "Ana Fictive"


def test_the_spaces_of_french_are_kept(sign_in, post):
    assert renamed(sign_in, post, "« Ana »\u202f!") == "« Ana »\u202f!"


def test_nul_is_refused(sign_in, post):
    assert "\x00" not in renamed(sign_in, post, "A\x00na")


def test_an_address_has_plain_figures(sign_in, client):
    member = factories.member()
    sign_in(factories.user())
    assert client.get(f"/members/{member.id}").status_code == 200
    other = str(member.id).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert client.get(f"/members/{other}").status_code == 404
