"""Who may be named: nobody of whom a reader of the whole document could then tell that it said something else too."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cara_crm.reports.assemble import assemble
from cara_crm.reports.assemble.positions import Treatment
from tests.reports.raw import HEAD, material, organisation, voice, wording

K = 3
MEMBERS = 8


def of(number, voices, **changes):
    return wording(0, id=number, code=f"CARA-P{number}", voices=tuple(voices), **changes)


def named(*numbers):
    return tuple(voice(n, named=True, agreed_named=True) for n in numbers)


def names(made):
    return {position.id: position.named for position in made.document.positions}


def test_who_is_named_is_not_where_everybody_heard_stands_behind_another_position():
    everybody = of(1, (voice(n) for n in range(15)))
    made = assemble(material(everybody, of(2, [*named(0), *(voice(n) for n in range(1, 8))]), heard=15))
    assert names(made) == {"CARA-P1": (), "CARA-P2": ()}


def test_where_enough_others_were_heard_it_is_named():
    some = of(1, (voice(n) for n in range(15)))
    made = assemble(material(some, of(2, [*named(0), *(voice(n) for n in range(1, 8))]), heard=20))
    assert names(made)["CARA-P2"] == ("Maker 0",)


def test_who_is_named_by_the_other_position_too_has_nothing_to_hide():
    everybody = of(1, [*named(0), *(voice(n) for n in range(1, 15))])
    made = assemble(material(everybody, of(2, [*named(0), *(voice(n) for n in range(1, 8))]), heard=15))
    assert names(made) == {"CARA-P1": ("Maker 0",), "CARA-P2": ("Maker 0",)}


def test_a_position_that_consists_of_names_waits_and_says_why():
    everybody = of(1, (voice(n) for n in range(15)))
    made = assemble(material(everybody, of(2, named(0, 1), way="named"), heard=15))
    assert names(made) == {"CARA-P1": ()}
    assert [(one.position_id, one.why) for one in made.waiting] == [(2, Treatment.PLAIN)]


def test_a_category_that_was_heard_whole_tells_it_as_well():
    """Of 120 members in four categories 60 were heard; every small one of these stands behind the first position."""
    small = [voice(n) for n in range(60) if n % 4 == 0]
    first = of(1, [*small, *(voice(n) for n in range(1, 24, 4))])
    second = of(2, [*named(0, 2), *(voice(n) for n in (3, 6, 7, 10, 11))])
    made = assemble(material(first, second, members=120, heard=60))
    assert "CARA-P1-category" in {table.id for table in made.document.tables}
    assert names(made)["CARA-P2"] == ("Maker 2",)


@settings(max_examples=120, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sets(st.integers(0, MEMBERS - 1)),
    st.lists(st.dictionaries(st.integers(0, MEMBERS - 1), st.booleans()), min_size=2, max_size=3),
)
def test_no_reader_finds_out_where_somebody_stands_who_is_not_named_there(silent, standing):
    """The reader knows how many were heard and how many stand behind each position, and that who is named was heard."""
    heard = set(range(MEMBERS)) - silent | {n for one in standing for n in one}
    positions = [
        of(number, (voice(n, named=is_named) for n, is_named in sorted(behind.items())))
        for number, behind in enumerate(standing, 1)
    ]
    raw = material(*positions, members=MEMBERS, head=replace(HEAD, threshold=K))
    made = assemble(replace(raw, heard=tuple(voice(n) for n in sorted(heard))))
    told = {name for position in made.document.positions for name in position.named}
    for position in made.document.positions:
        left_over = len(heard) - position.figures[0].value
        for n in heard:
            name = organisation(n).name
            assert name not in told or name in position.named or left_over >= K
