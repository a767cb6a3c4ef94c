"""Members' own words, found again in a text that goes up."""

import pytest

from cara_crm.confidentiality.leaks import LeakKind, quotes

SAID = "Depuis mars, deux de nos soudeurs sont partis chez un concurrent voisin. Personne ne vient."


def found(text: str, *, withheld: tuple[str, ...] = (), usable: tuple[str, ...] = ()) -> list[tuple[LeakKind, str]]:
    by_one = [("one", said) for said in usable]
    leaks = quotes({"examples/1": text}, withheld, by_one).get("examples/1", ())
    return [(leak.kind, leak.text) for leak in leaks]


def test_the_exact_words_of_an_author_are_marked_whatever_it_allows():
    text = "Une entreprise écrit : deux de nos soudeurs sont partis chez un concurrent voisin, et elle attend."
    said = "deux de nos soudeurs sont partis chez un concurrent voisin"
    assert found(text, usable=(SAID,)) == [(LeakKind.VERBATIM, said)]
    assert found(text, withheld=(SAID,)) == [(LeakKind.WORDS, said)]


def test_words_that_may_be_used_are_no_withheld_ones():
    assert found(SAID, withheld=(SAID,), usable=(SAID,))[0][0] is LeakKind.VERBATIM


def test_accents_case_and_punctuation_hide_nothing():
    assert found("DEUX de nos soudeurs, sont partis - chez un concurrent", usable=(SAID,))


def test_other_words_for_the_same_are_none():
    text = "Une entreprise a perdu deux soudeurs depuis le printemps : un concurrent les a embauchés."
    assert found(text, usable=(SAID,)) == []


def test_what_two_said_with_words_between_is_marked_apart():
    text = "deux de nos soudeurs sont partis, puis plus rien du tout, depuis mars deux de nos soudeurs"
    assert len(found(text, usable=(SAID,))) == 2


@pytest.mark.parametrize(("groups", "marks"), [(1, 1), (4, 1), (5, 0)])
def test_what_k_groups_say_in_the_same_words_is_nobodys(groups, marks):
    said = [(group, SAID) for group in range(groups)]
    assert len(quotes({"statement": SAID}, (), [*said, *said], k=5).get("statement", ())) == marks
