"""What a person wrote, without what it answers and its signature."""

import time

import pytest

from cara_crm.mailbox.replies import own_words, title_of

SAID = "Bonjour,\nl’acier manque."


@pytest.mark.parametrize(
    "below",
    [
        "Le lun. 16 nov. 2026 à 10:12, Jean Ours <jean@cluster.example> a écrit :\n> Où en êtes-vous ?",
        "Le lun. 16 nov. 2026 à 10:12, Jean Ours <\njean@cluster.example> a écrit :\n> Où en êtes-vous ?",
        "On Mon, 16 Nov 2026 at 10:12, Jean <jean@cluster.example> wrote:\n> Where are you?",
        "-----Message d’origine-----\nDe : Jean",
        "De : Jean Ours <jean@cluster.example>\nEnvoyé : lundi 16 novembre 2026\nÀ : Claire\nObjet : Acier\n\nOù ?",
        "> Où en êtes-vous ?",
        "--\nClaire Martin\n06 00 00 00 00",
        "Cordialement,\nClaire Martin\nDirectrice",
        "Envoyé de mon iPhone",
    ],
)
def test_what_stands_below_is_left_out(below):
    assert own_words(f"{SAID}\n\n{below}") == SAID


def test_a_mail_that_says_nothing_itself_is_kept_whole():
    text = "De : Jean <jean@cluster.example>\nÀ : Claire\nObjet : Acier\n\nIl manque."
    assert own_words(text) == text


@pytest.mark.parametrize(
    "said",
    [
        "De : 6 semaines à 14.",
        "Le décret nous a coûté cher : on nous a écrit trois fois.",
        "On attend. Le fournisseur a écrit : rien avant mars.\nEt nous ?",
        "Cordialement est un mot.",
    ],
)
def test_ordinary_sentences_are_words(said):
    assert own_words(said) == said


def test_a_subject_is_told_without_its_answers():
    assert title_of("RE: TR : Fwd: Acier") == "Acier"


@pytest.mark.parametrize("text", ["le " * 20_000, "De : \n" * 7_000, ">" * 40_000, "on " + "a écrit " * 5_000])
def test_a_text_made_to_hurt_is_read_at_once(text):
    begun = time.monotonic()
    own_words(text)
    assert time.monotonic() - begun < 1
