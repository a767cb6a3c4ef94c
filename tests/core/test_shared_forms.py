"""Two people fill in the same form: what each changed stays."""

import json
from typing import Any

import pytest
import wtforms
from flask import Flask
from werkzeug.datastructures import MultiDict

from cara_crm.core.forms import SharedForm

SEEN = {"name": "Forge", "phone": "1", "kind": "a"}


class PersonForm(SharedForm):
    name = wtforms.StringField()
    phone = wtforms.StringField()
    number = wtforms.IntegerField(validators=[wtforms.validators.Optional()])
    kind = wtforms.SelectField(choices=[wtforms.SelectChoice("a", "First"), wtforms.SelectChoice("b", "Second")])


def sent(seen: dict[str, Any] | None, **values: str) -> PersonForm:
    told = {"read_as": json.dumps(seen)} if seen is not None else {}
    return PersonForm(formdata=MultiDict(told | values), meta={"csrf": False})


@pytest.fixture(autouse=True)
def _request(app: Flask) -> Any:
    with app.test_request_context():
        yield


def test_what_was_read_is_kept_in_the_form() -> None:
    form = PersonForm(data=SEEN, meta={"csrf": False})
    assert json.loads(form.read_as.data) == {**SEEN, "number": None}


def test_what_only_they_changed_is_taken_over() -> None:
    form = sent(SEEN, name="Forge", phone="2", kind="a")
    meanwhile = form.meet({"name": "Forge & fils", "phone": "1", "number": 7, "kind": "a"})
    assert (form.name.data, form.phone.data) == ("Forge & fils", "2")
    assert (meanwhile.taken, meanwhile.theirs) == (["name"], {"number": "7"})


def test_what_both_changed_keeps_mine_and_tells_theirs_in_words() -> None:
    form = sent(SEEN, name="Mine", phone="1", kind="a")
    meanwhile = form.meet({"name": "Theirs", "phone": "1", "kind": "b"})
    assert form.name.data == "Mine"
    assert meanwhile.theirs == {"name": "Theirs"}
    assert form.kind.data == "b"


def test_the_same_change_is_no_conflict() -> None:
    form = sent(SEEN, name="Same", phone="1", kind="a")
    assert form.was_overtaken({**SEEN, "name": "Same"})
    assert not form.meet({**SEEN, "name": "Same"}).says_something


def test_the_next_time_it_is_compared_with_what_was_shown() -> None:
    form = sent(SEEN, name="Mine", phone="1", kind="a")
    form.meet({**SEEN, "name": "Theirs"})
    assert json.loads(form.read_as.data)["name"] == "Theirs"


@pytest.mark.parametrize("seen", [None, {}])
def test_who_does_not_say_what_was_read_is_shown_everything_that_differs(seen: dict[str, Any] | None) -> None:
    form = sent(seen, name="Mine", phone="1", kind="a")
    assert form.meet({**SEEN, "name": "Theirs"}).theirs == {"name": "Theirs"}
    assert form.name.data == "Mine"


def test_nonsense_in_place_of_what_was_read_is_nothing() -> None:
    form = PersonForm(formdata=MultiDict({"read_as": "[1", "name": "Mine"}), meta={"csrf": False})
    assert form.meet({"name": "Theirs"}).theirs == {"name": "Theirs"}
