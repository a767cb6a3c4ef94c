"""What the mails of this feature say, word for word, in both languages (tests/accounts/mails/)."""

import re
from pathlib import Path

import pytest
from lxml import html

from cara_crm.accounts import services
from cara_crm.accounts.models import User
from cara_crm.accounts.services import mails
from cara_crm.accounts.services.tokens import Issued
from cara_crm.core.actor import Actor
from cara_crm.core.permissions import Role
from cara_crm.deliveries.models import Delivery
from cara_crm.settings import services as settings
from tests import factories

FOLDER = Path(__file__).parent / "mails"
ISSUED = Issued(link="LINK", code="123456")
INVITER = Actor(user_id=None, role=Role.ADMINISTRATOR, name="Inès Fictive")


def person(role: Role) -> User:
    keys = {
        Role.MEMBER: {"member_id": lambda: factories.member().id},
        Role.OFFICER: {"federation_id": lambda: factories.federation().id},
    }
    more = {name: make() for name, make in keys.get(role, {}).items()}
    return factories.user(role, name="Camille Exemple", email="camille@cluster.example", **more)


def sent(db) -> Delivery:
    db.session.flush()
    return db.session.query(Delivery).one()


def written(delivery: Delivery) -> str:
    """Subject and plain text, as the files of FOLDER have them."""
    return f"{delivery.subject}\n\n{delivery.body_text}"


def unsaid(delivery: Delivery) -> list[str]:
    """Lines of the plain text that the HTML does not say."""
    page = html.document_fromstring(delivery.body_html)
    for tag in page.xpath("//style | //title | //h1"):
        tag.drop_tree()
    read = re.sub(r"\s+", " ", page.text_content())
    lines = [line.strip() for line in delivery.body_text.splitlines()]
    said = {line: re.sub(r"\s+", " ", line.replace("123456", "")).strip(" :") for line in lines}
    return [line for line in lines if said[line] not in read and not line.startswith("--")]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_sign_in_mail(db, language):
    mails.send_link(person(Role.MANAGER), ISSUED, language=language)
    mail = sent(db)
    assert written(mail) == (FOLDER / f"sign_in.{language}.txt").read_text()
    assert unsaid(mail) == []


@pytest.mark.parametrize("role", [Role.MANAGER, Role.MEMBER, Role.OFFICER])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_invitation(db, language, role):
    mails.send_invitation(person(role), ISSUED, language=language, by=INVITER)
    mail = sent(db)
    assert written(mail) == (FOLDER / f"invitation.{role}.{language}.txt").read_text()
    assert unsaid(mail) == []


def test_a_mail_of_a_demonstration_says_so(db):
    settings.set_value("demonstration", True, by=INVITER)
    mails.send_link(person(Role.MANAGER), ISSUED, language="en")
    assert "are invented" in sent(db).body_text


def test_a_subject_shows_no_secret(db):
    services.invite("mona@cluster.example", "Mona", services.Access(Role.OBSERVER), by=INVITER)
    assert "http" not in sent(db).subject
