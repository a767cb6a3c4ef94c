from dataclasses import replace
from datetime import date

import pytest

from cara_crm.reports.assemble import Treatment, assemble
from cara_crm.reports.assemble.sizes import Detail
from cara_crm.reports.document import EarlierRequest, Figure
from cara_crm.reports.material import InTerritory, Material, Released, Standing
from tests.reports.raw import HEAD, material, organisation, voice, wording


def figures(raw: Material) -> dict[str, Figure]:
    return {figure.id: figure for figure in assemble(raw).document.positions[0].figures}


def cell(raw: Material, table: str, row: str = "total") -> object:
    found = next(t for t in assemble(raw).document.tables if t.id == table)
    return found.column("total")[row]


def test_groups_behind_a_position_stand_beside_their_population():
    figure = figures(material(wording(6)))["groups"]
    assert (figure.value, figure.population) == (6, 40)


def test_members_of_one_group_count_once():
    voices = (*wording(5).voices, voice(9, organisation=organisation(9, group="m1")))
    assert figures(material(wording(5, voices=voices)))["groups"].value == 5


@pytest.mark.parametrize("count", [1, 4])
def test_fewer_than_k_waits(count: int):
    found = assemble(material(wording(count)))
    assert found.document.positions == ()
    assert found.waiting[0].why is Treatment.FEW


def test_a_signal_says_statement_and_request_and_nothing_else():
    voices = tuple(voice(n, agreed_signal=True, impacts=(("jobs", 5),)) for n in range(3))
    position = assemble(material(wording(3, way="signal", voices=voices))).document.positions[0]
    assert position.signal
    assert (position.why, position.examples, position.figures, position.named) == ("", (), (), ())


def test_silence_of_one_author_is_no():
    voices = (voice(1, agreed_signal=True), voice(2))
    assert assemble(material(wording(2, way="signal", voices=voices))).document.positions == ()


def test_named_needs_consent_and_the_authors_yes_to_the_wording():
    agreed = tuple(voice(n, named=True, agreed_named=True) for n in range(2))
    position = assemble(material(wording(2, way="named", voices=agreed))).document.positions[0]
    assert position.named == ("Maker 0", "Maker 1")
    assert position.figures == ()


def test_names_are_kept_back_when_who_is_left_could_be_guessed():
    voices = tuple(voice(n, named=n > 1) for n in range(7))
    assert assemble(material(wording(7, voices=voices))).document.positions[0].named == ()


def test_an_impact_of_fewer_than_k_groups_is_withheld():
    voices = tuple(voice(n, impacts=(("jobs", 10),) if n < 4 else ()) for n in range(6))
    figure = figures(material(wording(6, voices=voices)))["jobs"]
    assert (figure.value, figure.n) == (None, None)


@pytest.mark.parametrize(("measure", "told"), [("euros", "One total is not"), ("days", "One average is not")])
def test_an_impact_that_one_group_dominates_is_withheld_and_called_what_it_is(measure: str, told: str):
    voices = tuple(voice(n, impacts=((measure, 10_000 if n == 0 else 1),)) for n in range(6))
    raw = material(wording(6, voices=voices))
    assert figures(raw)[measure].value is None
    (position,) = assemble(raw).document.positions
    assert [caveat for caveat in position.caveats if "is not published" in caveat and caveat.startswith(told)]


def test_who_stands_against_is_not_counted_for():
    voices = (*wording(6).voices, voice(8, against=True))
    assert figures(material(wording(6, voices=voices)))["groups"].value == 6


def test_prospects_are_heard_and_counted_apart():
    guests = tuple(voice(50 + n, organisation=organisation(50 + n, standing=Standing.PROSPECT)) for n in range(6))
    raw = material(heard=10)
    raw = replace(raw, heard=(*raw.heard, *guests))
    assert cell(raw, "heard-category") == 10
    assert "6 groups that are not members" in assemble(raw).document.heard[1]


def test_few_members_make_one_breakdown():
    found = assemble(material(members=99)).document
    assert [table.id for table in found.tables if not table.public] == ["heard-category"]
    assert any("fewer than 100" in caveat.text for caveat in found.caveats)


def test_many_members_make_two_with_departments():
    found = assemble(material(members=100)).document
    assert {"heard-territory", "members-territory"} <= {table.id for table in found.tables}
    assert cell(material(members=100), "members-territory", "69") == 100


def test_counts_of_the_membership_are_public_and_whole():
    table = next(t for t in assemble(material(members=40)).document.tables if t.id == "members-category")
    assert table.public
    assert not table.withheld


def test_rows_merge_before_they_are_withheld():
    heard = tuple(voice(n) for n in (0, 1, 4, 5, 8, 9, 2, 3, 6, 7, 10))
    raw = replace(material(), heard=heard, population=(*material().population, organisation(60, category="authority")))
    raw = replace(raw, heard=(*heard, voice(60, organisation=organisation(60, category="authority"))))
    table = next(t for t in assemble(raw).document.tables if t.id == "heard-category")
    assert table.rows == ("micro_sme", "beyond_sme", "total")
    assert not table.withheld


def test_a_small_count_is_withheld_with_another_one():
    heard = tuple(voice(n) for n in (0, 1, 4, 5, 8, 9, 12, 13, 2, 6))
    raw = replace(material(), heard=heard)
    table = next(t for t in assemble(raw).document.tables if t.id == "heard-category")
    assert sum(line[-1] is None for line in table.cells) >= 2


def test_the_membership_is_drawn_on_a_map_with_its_text():
    table = next(t for t in assemble(material()).document.tables if t.map)
    assert (table.id, table.public) == ("members-department", True)
    assert "Rhône 40" in table.map


def test_a_figure_changes_only_when_k_groups_do():
    earlier = Released(6, frozenset(f"m{n}" for n in range(6)), date(2026, 6, 30))
    figure = figures(material(wording(8), released=(("CARA-P7:groups", (earlier,)),)))["groups"]
    assert (figure.value, figure.as_of) == (6, date(2026, 6, 30))


def groups_of(count: int, first: int = 0) -> frozenset[str]:
    return frozenset(f"m{n}" for n in range(first, first + count))


def test_a_figure_is_compared_with_every_report_that_the_federation_keeps():
    given = (Released(6, groups_of(6), date(2026, 3, 31)), Released(12, groups_of(12), date(2026, 6, 30)))
    figure = figures(material(wording(7), released=(("CARA-P7:groups", given),)))["groups"]
    assert (figure.value, figure.as_of) == (6, date(2026, 3, 31))


def test_a_report_about_fewer_sectors_does_not_tell_who_is_in_the_others():
    other = Released(22, groups_of(22), date(2026, 6, 30))
    raw = material(heard=20, released=(("AUTO+RAIL:heard-category:total:total", (other,)),))
    assert cell(raw, "heard-category") is None
    far = Released(30, groups_of(30), date(2026, 6, 30))
    assert cell(replace(raw, released=(("AUTO+RAIL:heard-category:total:total", (far,)),)), "heard-category") == 20


def test_rows_that_were_merged_stay_merged():
    before = (("RAIL:heard-category:beyond_sme:total", (Released(10, groups_of(10), date(2026, 6, 30)),)),)
    table = next(t for t in assemble(material(heard=40, released=before)).document.tables if t.id == "heard-category")
    assert table.rows == ("micro_sme", "beyond_sme", "total")


def test_merging_rows_does_not_tell_who_left_one_of_them():
    authorities = tuple(organisation(n, category="authority") for n in range(40, 50))
    heard = tuple(voice(n) for n in range(20)) + tuple(voice(o.member_id, organisation=o) for o in authorities[:4])
    beyond = frozenset(f"m{n}" for n in range(20) if n % 4 > 1)
    given = (
        ("RAIL:heard-category:midcap_large:total", (Released(10, beyond, date(2026, 6, 30)),)),
        ("RAIL:heard-category:others:total", (Released(6, groups_of(6, first=40), date(2026, 6, 30)),)),
    )
    raw = material(population=(*material().population, *authorities))
    assert cell(replace(raw, heard=heard), "heard-category", "beyond_sme") == 14
    assert cell(replace(raw, heard=heard, released=given), "heard-category", "beyond_sme") == 16


def test_others_who_were_heard_are_told_again_until_k_of_them_differ():
    strangers = tuple(voice(n, organisation=organisation(n, standing=Standing.PROSPECT)) for n in range(100, 107))
    earlier = Released(6, groups_of(6, first=100), date(2026, 6, 30))
    raw = replace(material(heard=20, released=(("RAIL:heard:others:total", (earlier,)),)))
    raw = replace(raw, heard=(*raw.heard, *strangers))
    document = assemble(raw).document
    assert "6 groups that are not members" in " ".join(document.heard)
    assert any("30 June 2026" in text for text in document.caveats_about("heard"))


def test_a_breakdown_does_not_tell_what_its_position_repeats():
    earlier = Released(12, groups_of(12), date(2026, 6, 30))
    raw = material(wording(13), members=400, heard=40, released=(("CARA-P7:groups", (earlier,)),))
    assert figures(raw)["groups"].value == 12
    tables = [t for t in assemble(raw).document.tables if t.id == "CARA-P7-category"]
    assert [t.column("total")["total"] for t in tables] == [12]


def test_a_figure_moves_once_k_groups_differ():
    earlier = Released(6, frozenset(f"m{n}" for n in range(6)), date(2026, 6, 30))
    assert figures(material(wording(11), released=(("CARA-P7:groups", (earlier,)),)))["groups"].value == 11


def test_a_cell_of_a_table_is_repeated_with_its_day():
    earlier = Released(19, frozenset(f"m{n}" for n in range(19)), date(2026, 6, 30))
    raw = material(heard=20, released=(("RAIL:heard-category:total:total", (earlier,)),))
    assert cell(raw, "heard-category") == 19
    assert any("30 June 2026" in text for text in assemble(raw).document.caveats_about("heard-category"))


def test_texts_to_check_are_all_that_people_wrote():
    raw = material(wording(6), key_messages=("Parts wait.",))
    places = [text.place for text in assemble(raw).texts]
    assert places == [
        "key_messages/1",
        "position/7/title",
        "position/7/statement",
        "position/7/why",
        "position/7/request",
        "position/7/examples/1",
    ]


def test_a_signal_is_not_touched_by_typography():
    french = replace(HEAD, language="fr")
    voices = (voice(1, agreed_signal=True),)
    raw = replace(material(wording(1, way="signal", statement="L'acier !", voices=voices)), head=french)
    assert assemble(raw).document.positions[0].statement == "L'acier !"


NAMED = tuple(voice(n, named=True) for n in range(6))
QUIET = tuple(voice(100 + n, organisation=organisation(n), named=n > 2) for n in range(6))
SECOND = replace(wording(6, voices=QUIET), id=8, code="CARA-P8", title="Second subject")


def may_be_named(raw: Material) -> dict[str, frozenset[int]]:
    """By place of the document, whom its words may name."""
    return {text.place: text.allowed for text in assemble(raw).texts}


def test_a_text_of_no_position_names_who_agreed_in_all_that_it_told_the_federation():
    raw = material(wording(6, voices=NAMED), key_messages=("Maker 1 waits.",), named_throughout=frozenset({1, 2, 99}))
    assert may_be_named(raw)["key_messages/1"] == {1, 2}


def test_who_is_named_in_one_position_and_not_in_another_is_named_in_the_first_alone():
    raw = material(
        wording(6, voices=NAMED),
        SECOND,
        key_messages=("Maker 1 waits.",),
        changes=("Maker 1 waited.",),
        named_throughout=frozenset(range(6)),
    )
    may = may_be_named(raw)
    assert may["position/7/title"] == may["position/7/statement"] == frozenset(range(6))
    assert may["key_messages/1"] == may["changes/1"] == {3, 4, 5}
    assert may["position/8/statement"].isdisjoint({0, 1, 2})


def test_a_position_that_may_not_be_said_keeps_its_authors_out_of_the_key_messages_too():
    raw = material(
        wording(6, voices=NAMED),
        replace(SECOND, voices=QUIET[:2]),
        key_messages=("Maker 1 waits.",),
        named_throughout=frozenset(range(6)),
    )
    assert may_be_named(raw)["key_messages/1"] == {2, 3, 4, 5}


@pytest.mark.parametrize(
    "more", [voice(90, organisation=organisation(1)), voice(91, organisation=organisation(1), against=True)]
)
def test_who_said_something_else_in_a_position_without_its_name_is_not_named_in_it(more):
    raw = material(wording(7, voices=(*NAMED, more)))
    assert may_be_named(raw)["position/7/examples/1"] == {0, 2, 3, 4, 5}


def test_who_said_something_in_a_position_that_may_not_be_used_is_not_named_in_it():
    raw = material(replace(wording(6, voices=NAMED), kept_quiet=frozenset({1})))
    assert 1 not in may_be_named(raw)["position/7/examples/1"]


def test_a_difference_that_the_product_words_names_whom_its_position_names():
    first = material(wording(6, voices=NAMED))
    sent = replace(assemble(first).document, positions=())
    raw = material(wording(6, voices=NAMED), SECOND, previous=sent)
    may, texts = may_be_named(raw), {text.place: text.text for text in assemble(raw).texts}
    about = {"Second subject" in texts[place]: may[place] for place in texts if place.startswith("changes/")}
    assert about == {False: frozenset(range(6)), True: may["position/8/title"]}


def test_an_earlier_request_names_who_agrees_in_all_that_it_carried():
    one = EarlierRequest("CARA-2026-1", "CARA-P7", "Maker 1 waits", "Help.", "waiting", "", None)
    raw = material(
        wording(6, voices=NAMED),
        earlier=(one, replace(one, report="CARA-2026-2")),
        named_before=((("CARA-2026-2", "CARA-P7"), frozenset({1})),),
        named_throughout=frozenset(range(6)),
    )
    may = may_be_named(raw)
    assert may["earlier/CARA-2026-1/CARA-P7/title"] == frozenset()
    assert may["earlier/CARA-2026-2/CARA-P7/title"] == {1}


def test_a_group_of_several_members_is_said_to_count_in_one_row():
    members = [organisation(n) for n in range(39)]
    raw = material(wording(6), population=(*members, organisation(40, group="m1", category="large")))
    assert any("in one row" in text for text in assemble(raw).document.caveats_about("heard"))


def test_where_every_group_has_one_member_it_needs_no_word():
    assert not any("in one row" in caveat.text for caveat in assemble(material(wording(6))).document.caveats)


def test_the_territory_is_told_with_its_source_and_a_caveat_and_its_words_are_checked():
    counted = InTerritory(
        "Ferroviaire", 412, "établissements de dix personnes", "Observatoire Fictif", date(2025, 12, 31)
    )
    found = assemble(material(wording(6), territory=(counted,)))
    said = " ".join(found.document.heard)
    assert "412 établissements de dix personnes" in said
    assert "Observatoire Fictif" in said
    assert any("échantillon" in one.text or "sample" in one.text for one in found.document.caveats)
    assert [text.text for text in found.texts if text.place == "territory/1"] == [
        "établissements de dix personnes Observatoire Fictif"
    ]


def test_without_a_source_nothing_is_said_of_the_territory():
    assert "territo" not in " ".join(assemble(material(wording(6))).document.heard).lower()


@pytest.mark.parametrize("count", [1, 12])
def test_the_membership_is_parted_as_often_for_many_positions_as_for_one(
    count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(Detail, "category", lambda _detail, one: asked.append(one.member_id) or one.category)
    several = [wording(9, id=n, code=f"CARA-P{n}") for n in range(count)]
    assemble(material(*several, members=200, heard=60))
    assert asked.count(0) == 2


@pytest.mark.parametrize(("heard", "told"), [(40, False), (200, True)])
def test_a_breakdown_does_not_tell_a_few_by_how_many_of_each_row_were_heard(heard: int, told: bool):
    """All 10 that were heard in three rows, and 3 of the fourth: beside the total, 10 of 10 would tell the 3."""
    behind = [n for n in range(40) if n % 4 < 3 or n < 12]
    raw = material(wording(0, voices=tuple(voice(n) for n in behind)), members=400, heard=heard)
    assert any(table.id == "CARA-P7-category" for table in assemble(raw).document.tables) is told
