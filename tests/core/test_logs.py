"""A log says where something broke, never what was being said."""

import pytest
import sqlalchemy as sa
from flask import Flask

from cara_crm.core.logs import where
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
