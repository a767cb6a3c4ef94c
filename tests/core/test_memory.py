"""Python's collector of garbage while what stays is made."""

import gc
import os
import subprocess
import sys

import pytest

from cara_crm import factory
from cara_crm.core.memory import without_collection


@without_collection()
def fails() -> None:
    raise LookupError(gc.isenabled())


def test_nothing_is_collected_inside_and_all_is_as_before_after_a_fault() -> None:
    was_on = gc.isenabled()
    with pytest.raises(LookupError, match="False"):
        fails()
    assert gc.isenabled() == was_on


def test_the_application_is_put_together_without_it(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bool] = []
    monkeypatch.setattr(factory, "_register_features", lambda _app: seen.append(gc.isenabled()))
    monkeypatch.setenv("SECRET_KEY", "k" * 40)
    factory.create_app()
    assert seen == [False]


@pytest.mark.parametrize("library", ["docx", "lxml", "icalendar", "granian"])
def test_a_command_does_not_load_what_only_a_page_or_the_server_needs(library: str) -> None:
    program = f"import sys, cara_crm; cara_crm.create_app(); sys.exit({library!r} in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], env={**os.environ, "SECRET_KEY": "k" * 40}, check=False)
    assert done.returncode == 0
