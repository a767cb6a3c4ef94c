"""A text is read the same whichever letters stand around it."""

from hypothesis import given
from hypothesis import strategies as st

from cara_crm.confidentiality.leaks.folding import fold, folded_words, tokens

ASCII = st.text(st.characters(max_codepoint=127))


@given(ASCII)
def test_plain_letters_fold_as_they_do_beside_others(text: str) -> None:
    assert [*folded_words(text), "ete"] == folded_words(f"{text} été")


@given(st.text())
def test_the_register_and_a_text_are_folded_alike(text: str) -> None:
    assert fold(text).split() == folded_words(text)
    if "&" not in text:
        assert folded_words(text) == [token.text for token in tokens(text)]
