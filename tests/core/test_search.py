"""A word is found wherever it stands in a folded column, on both databases, after every change."""

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cara_crm.contacts.models import Contact
from cara_crm.core.search import holds, nearly, resembling, starts
from cara_crm.issues.models import Issue
from cara_crm.members.models import Member
from cara_crm.positions.models import Position
from tests import factories as f

pytestmark = pytest.mark.usefixtures("db")
TEXTS = st.text(alphabet="abé 1'\"%_\\*(-/", min_size=1, max_size=12)


def found(column, word):
    return bool(f.db.session.scalar(sa.select(sa.func.count()).where(holds(column, word))))


@pytest.mark.parametrize("word", ["forge", "orgeval", "val 69", "9", "69", "690"])
def test_at_the_beginning_in_the_middle_at_the_end(word: str) -> None:
    f.member(folded="forge orgeval 690")
    assert found(Member.folded, word)


@pytest.mark.parametrize("word", ["forges", "fo_ge", "f%e", "orgevall", "0 forge"])
def test_what_does_not_stand_there(word: str) -> None:
    f.member(folded="forge orgeval 690")
    assert not found(Member.folded, word)


def test_a_changed_text_is_found_by_its_new_words_only() -> None:
    member = f.member(folded="forge orgeval")
    member.folded = "fonderie"
    f.db.session.flush()
    assert found(Member.folded, "fonder")
    assert not found(Member.folded, "forge")


def test_a_deleted_record_is_not_found() -> None:
    contact = f.contact(last_name="Quintervoix")
    assert found(Contact.folded, "quintervoix")
    f.db.session.delete(contact)
    f.db.session.flush()
    assert not found(Contact.folded, "quintervoix")


@pytest.mark.parametrize("column", [Member.folded, Contact.folded, Issue.folded, Position.folded])
def test_every_searched_column_is_indexed(column: sa.orm.InstrumentedAttribute[str]) -> None:
    known = sa.inspect(f.db.session.connection())
    name = f"{column.class_.__tablename__}_words"
    if f.db.engine.dialect.name == "sqlite":
        assert known.has_table(name)
    else:
        assert name in {index["name"] for index in known.get_indexes(column.class_.__tablename__)}


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS, word=TEXTS)
def test_no_sign_means_more_than_itself(text: str, word: str) -> None:
    with f.db.session.begin_nested() as change:
        made = f.member(folded=text)
        mine = sa.select(sa.func.count()).where(Member.id == made.id, holds(Member.folded, word))
        assert bool(f.db.session.scalar(mine)) is (word.lower() in text.lower())
        change.rollback()


def test_what_else_is_asked_holds_for_each_half_of_a_word() -> None:
    member = f.member(folded="forge orgeval")
    select = sa.select(Member.id).where(nearly(Member.folded, "orjeval"))
    assert f.db.session.scalars(select).all() == [member.id]
    assert f.db.session.scalars(select.where(Member.archived_on.is_not(None))).all() == []


@pytest.mark.parametrize("typed", ["orjeval", "orgevla", "orgval", "orgevall", "forje", "forg orgeval"])
def test_one_slip_in_a_word(typed: str) -> None:
    texts = {1: "forge orgeval 69", 2: "tannerie du lac", 3: "fonderie"}
    assert resembling(typed, texts, most=5) == [1]


def test_a_word_that_nothing_resembles() -> None:
    assert resembling("forge zzzz", {1: "forge orgeval"}, most=5) == []


@pytest.mark.parametrize(("text", "expected"), [("for", True), ("forge o", True), ("orge", False), ("forh", False)])
def test_a_beginning(text: str, expected: bool) -> None:
    f.member(folded="forge", sort_key="forge orgeval")
    found = f.db.session.scalar(sa.select(sa.func.count()).where(starts(Member.sort_key, text)))
    assert bool(found) is expected


def test_the_index_is_asked_before_the_table() -> None:
    select = sa.select(Member.id).where(holds(Member.folded, "forge"), Member.archived_on.is_(None))
    shown = str(select.compile(f.db.engine, compile_kwargs={"literal_binds": True}))
    assert "= 1" not in shown
