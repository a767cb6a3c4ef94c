"""A whole house to look at with a browser: a database of its own, a cast, a server. Run as a process by conftest.py.

Prints one line of JSON: the address, and a session cookie for each person of the cast.
"""

import json
import secrets
import sys
import threading
from datetime import timedelta
from pathlib import Path

import flask_migrate
import sqlalchemy as sa
from flask import Flask
from werkzeug.serving import make_server

from cara_crm import create_app
from cara_crm.accounts.models import User, UserSession
from cara_crm.accounts.services import open_address
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.permissions import Role
from cara_crm.core.tokens import token_hash
from cara_crm.correspondence.models import JournalAddress, MailDraft, MailDraftFile
from cara_crm.extensions import db
from cara_crm.files import services as files
from cara_crm.issues.models import IssueState
from cara_crm.members.models import Member
from config import Config
from tests import factories

TEXT = "Bonjour,\n\nl’acier laminé attend quatorze semaines.\n\nCordialement"


def build(folder: Path) -> Flask:
    config = Config(
        SECRET_KEY="k" * 32,
        SQLALCHEMY_DATABASE_URI=f"sqlite:///{folder / 'house.db'}",
        INSTANCE=folder,
        BASE_URL="http://127.0.0.1",
        MAILBOX_URL=f"maildir:{folder}/mailbox",
        MAILBOX_ADDRESS="crm@cluster.example",
    )
    return create_app(config)


def mails(owner: User, member: Member) -> None:
    """Two that wait to be filed: with a member, and with nobody yet."""
    people = [{"address": "ana@atelier.example", "name": "Ana Neuve"}]
    said = {"user_id": owner.id, "sent_at": clock.now(), "subject": "Délais <b>", "text": TEXT, "people": people}
    draft = factories.add(MailDraft(key="1", member_id=member.id, came_from="jean@autre.example", **said))
    factories.add(MailDraftFile(draft_id=draft.id, file=files.store("Délais.csv", "text/plain", b"a;b")))
    factories.add(MailDraft(key="2", left_out=["outil.exe"], **said))
    open_address(JournalAddress, owner, by=Actor.system("test"))


def cast() -> dict[str, User]:
    """One person of each role; words that are long, accented, and some that must be escaped."""
    members = [factories.member(name, at=at) for name, at in NAMES]
    for one in members:
        factories.contact(one)
    issues = [factories.issue(one, title=f"Délais de « {one.name} » & suites <b>") for one in members]
    factories.issue(members[0], state=IssueState.SUBMITTED, title="Acier laminé : de 6 à 14 semaines")
    factories.position(*issues[:5])
    writer = factories.contact(members[0])
    officer = factories.contact(of=factories.federation(), receives_reports=True)
    rail = factories.federation()
    manager = factories.user(Role.MANAGER)
    mails(manager, members[0])
    return {
        "manager": manager,
        "reviewer": factories.user(Role.REVIEWER),
        "director": factories.user(Role.DIRECTOR),
        "observer": factories.user(Role.OBSERVER),
        "administrator": factories.user(Role.ADMINISTRATOR),
        "member": factories.user(Role.MEMBER, member_id=members[0].id, contact_id=writer.id),
        "officer": factories.user(Role.OFFICER, federation_id=rail.id, contact_id=officer.id),
    }


NAMES = (
    ("Ateliers Mirandole", "74"),
    ("Boulonnerie Argousier", "63"),
    ("Câblages Tournesol", "18"),
    ("Fonderie Quatre-Vents", "42"),
    ("Emboutissage, Découpage et Traitements Spéciaux de la Haute Vallée de l’Œillet", "01"),
    ("Rail-Essai Aubépine", "38"),
)


def cookies(app: Flask, people: dict[str, User]) -> dict[str, str]:
    """A signed session cookie for each, as the server would have given it."""
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    found = {}
    for name, user in people.items():
        token = secrets.token_urlsafe(32)
        until = clock.now() + timedelta(days=1)
        db.session.add(UserSession(user_id=user.id, token_hash=token_hash(token), expires_at=until))
        found[name] = signer.dumps({"_user_id": token, "_fresh": True})
    return found


def main(folder: str) -> None:
    app = build(Path(folder))
    with app.app_context():
        flask_migrate.upgrade()
        with db.engine.connect() as connection:
            connection.execute(sa.text("SELECT 1"))
        people = cast()
        found = cookies(app, people)
        db.session.commit()
    server = make_server("127.0.0.1", 0, app, threaded=True)
    sys.stdout.write(json.dumps({"address": f"http://127.0.0.1:{server.server_port}", "cookies": found}) + "\n")
    sys.stdout.flush()
    threading.Thread(target=lambda: (sys.stdin.read(), server.shutdown()), daemon=True).start()
    server.serve_forever()


if __name__ == "__main__":
    main(sys.argv[1])
