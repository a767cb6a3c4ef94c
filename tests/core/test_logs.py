"""A log says where something broke, never what was being said."""

import json
import logging

import pytest
import sqlalchemy as sa
from flask import Flask

from cara_crm.core.logs import PLAIN, Lines, Objects, where
from config import engine_options

SECRET = "Aciérie Imaginaire perd quatre millions"


def broken() -> None:
    try:
        int(SECRET)
    except ValueError as error:
        raise KeyError(SECRET) from error


def test_it_names_kinds_and_places_without_their_messages() -> None:
    with pytest.raises(KeyError) as caught:
        broken()
    text = where(caught.value)
    assert SECRET not in text
    assert "builtins.KeyError" in text
    assert "builtins.ValueError" in text
    assert "test_logs.py" in text


def test_an_error_of_the_database_does_not_quote_what_was_stored() -> None:
    engine = sa.create_engine("sqlite://", **engine_options("sqlite://"))
    with engine.connect() as connection, pytest.raises(sa.exc.OperationalError) as caught:
        connection.execute(sa.text("INSERT INTO nowhere VALUES (:words)"), {"words": SECRET})
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("lines", [Lines(PLAIN), Objects()])
def test_what_a_library_logs_of_an_exception_is_without_its_message_too(lines) -> None:
    with pytest.raises(KeyError) as caught:
        broken()
    found = (caught.type, caught.value, caught.tb)
    record = logging.LogRecord("lib", logging.ERROR, "lib.py", 1, "it broke", (), found)
    assert SECRET not in lines.format(record)
    assert "builtins.KeyError" in lines.format(record)


def test_a_line_for_machines_is_one_object() -> None:
    record = logging.makeLogRecord(
        {"name": "cara_crm.worker", "levelname": "INFO", "msg": "job %s\ndone", "args": (7,)}
    )
    record.job = 7
    line = Objects().format(record)
    said = json.loads(line)
    assert "\n" not in line
    assert (said["message"], said["level"], said["job"]) == ("job 7\ndone", "info", 7)


def test_a_bug_is_logged_without_words_or_address(app: Flask, client, monkeypatch, caplog) -> None:
    def break_down() -> None:
        raise RuntimeError(SECRET)

    monkeypatch.setitem(app.view_functions, "accounts.sign_in", break_down)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    answer = client.get("/sign-in?next=/read/a-token")
    logged = caplog.text
    assert answer.status_code == 500
    assert SECRET not in logged + answer.text
    assert "a-token" not in logged
    assert caplog.records[0].args[0] in answer.text
