"""What is in the way of `make run` is said in one sentence."""

import os
import socket
import stat
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from cara_crm import create_app, launcher
from cara_crm.extensions import db as database
from cara_crm.settings.models import Setting
from cara_crm.settings.queries import DEMONSTRATION
from config import Config, ConfigurationError, load

ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def _umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def make_outbox(folder: Path) -> None:
    folder.mkdir()
    (folder / "a.eml").write_text("")


def test_the_secret_key_is_its_owners_alone_and_stays(tmp_path: Path) -> None:
    launcher.prepare_instance(tmp_path / "instance")
    key = tmp_path / "instance" / "secret_key"
    first = key.read_text()
    launcher.prepare_instance(tmp_path / "instance")
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert len(first) > 40
    assert key.read_text() == first


def test_a_folder_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    folder = tmp_path / "instance"
    folder.mkdir(mode=0o755)
    launcher.prepare_instance(folder)
    assert mode(folder) == 0o700


def test_what_the_server_and_the_worker_write_is_for_their_account_alone(tmp_path: Path) -> None:
    launcher.prepare_instance(tmp_path / "instance")
    made = tmp_path / "instance" / "outbox"
    children = launcher.Children({"worker": partial(make_outbox, made)})
    children.start("worker")
    children.running["worker"].join(30)
    assert children.running["worker"].exitcode == 0
    assert [mode(made), mode(made / "a.eml")] == [0o700, 0o600]


def test_the_database_is_for_its_account_alone(tmp_path: Path) -> None:
    launcher.prepare_instance(tmp_path / "instance")
    url = f"sqlite:///{tmp_path}/instance/cara_crm.db"
    launcher.prepare_database(create_app(Config("k" * 32, SQLALCHEMY_DATABASE_URI=url, INSTANCE=tmp_path)))
    assert mode(tmp_path / "instance" / "cara_crm.db") == 0o600


@pytest.mark.parametrize("unit", ["cara-web.service", "cara-worker@.service"])
def test_an_installed_service_writes_for_its_account_alone(unit: str) -> None:
    assert "\nUMask=0077\n" in (ROOT / "deploy" / unit).read_text()


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(launcher.CannotStart, match="cannot be written"):
        launcher.prepare_instance(tmp_path / "file" / "instance")


def test_a_taken_port() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(launcher.CannotStart, match="PORT=8001"):
            launcher.refuse_taken_port("127.0.0.1", other.getsockname()[1])


def test_a_database_of_a_newer_version(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/newer.db"
    app = create_app(Config(SECRET_KEY="k" * 32, SQLALCHEMY_DATABASE_URI=url, INSTANCE=tmp_path))
    assert launcher.prepare_database(app) is True
    with app.app_context(), database.engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = 'from-the-future'"))
    with pytest.raises(launcher.CannotStart, match="newer version"):
        launcher.prepare_database(app)


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "list.db").write_text("Nom;SIREN\n" * 200)
    url = f"sqlite:///{tmp_path}/list.db"
    app = create_app(Config(SECRET_KEY="k" * 32, SQLALCHEMY_DATABASE_URI=url, INSTANCE=tmp_path))
    with pytest.raises(launcher.CannotStart, match="cannot be opened"):
        launcher.prepare_database(app)


def test_a_demonstration_reads_mail_from_a_folder_and_nobody_else_does(db: Any, tmp_path: Path) -> None:
    app = create_app(Config("k" * 32, SQLALCHEMY_DATABASE_URI="sqlite://", INSTANCE=tmp_path))
    launcher.lend_mailbox(app)
    assert app.config["MAILBOX_URL"] == ""
    db.session.merge(Setting(key=DEMONSTRATION, value=True))
    db.session.flush()
    launcher.lend_mailbox(app)
    assert app.config["MAILBOX_URL"] == f"maildir:{tmp_path}/mailbox"
    assert (tmp_path / "mailbox" / "new").is_dir()


def test_no_secret_no_application(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="SECRET_KEY"):
        load({"INSTANCE": str(tmp_path), "SECRET_KEY": ""})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "high"),
        ("MAIL_URL", "mailto:somebody"),
        ("MAIL_URL", "smtp://u:p/w@host"),
        ("MAILBOX_URL", "pop://u:p@host"),
        ("MAILBOX_URL", "maildir:relative"),
        ("MAILBOX_URL", "imaps://host/INBOX"),
        ("MAILBOX_URL", "maildir:/var/mail/crm"),
        ("MAILBOX_ADDRESS", "crm+tag@cluster.example"),
        ("MAILBOX_ADDRESS", "crm@cluster.example"),
        ("MAX_DOCUMENT_MB", "21"),
        ("COMPANIES_URL", "http://register.example"),
        ("GEOCODER_URL", "https://somebody:secret@geocoder.example"),
        ("COMPANIES_URL", "file:///etc"),
    ],
)
def test_a_setting_that_makes_no_sense(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(ConfigurationError, match=name):
        load({"INSTANCE": str(tmp_path), "SECRET_KEY": "k" * 32, name: value})


def test_the_public_registers_are_asked_unless_somebody_says_no(tmp_path: Path) -> None:
    given = {"INSTANCE": os.fspath(tmp_path), "SECRET_KEY": "k" * 32, "GEOCODER_URL": ""}
    config = load(given)
    assert (config.COMPANIES_URL, config.GEOCODER_URL) == ("https://recherche-entreprises.api.gouv.fr", "")


def test_a_register_on_this_machine_may_be_asked_openly(tmp_path: Path) -> None:
    given = {"INSTANCE": os.fspath(tmp_path), "SECRET_KEY": "k" * 32, "COMPANIES_URL": "http://127.0.0.1:9000/"}
    assert load(given).COMPANIES_URL == "http://127.0.0.1:9000"


def test_postgresql_is_reached_by_its_url_alone(tmp_path: Path) -> None:
    config = load({"INSTANCE": os.fspath(tmp_path), "SECRET_KEY": "k" * 32, "DATABASE_URL": "postgres://a@b/c"})
    assert config.SQLALCHEMY_DATABASE_URI == "postgresql+psycopg://a@b/c"
