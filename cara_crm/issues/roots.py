"""What words of everyday French and English come down to: their root, how it sounds, and the subject it means.

Pure, without network. Words come folded (`core.fold`), as people type them: with typos, without accents or apostrophes.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from cara_crm.core.fold import fold

LEXICON = Path(__file__).with_name("lexicon.toml")
SUBJECT = "="  # what the key of a subject of the lexicon begins with
LEAST_LETTERS, LEAST_ROOT, LONGEST_ROOT = 4, 4, 8
LEAST_PIECE = 3  # letters that a search by trigrams can look for
SOUNDS = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("ph", "f"), ("eau|au", "o"), ("qu|q", "k"), ("sc(?=[eiy])|c(?=[eiy])|ss|z", "s"), ("c|ck", "k"),
        ("g(?=[eiy])", "j"), ("gu(?=[eiy])", "g"), ("[ae]i|ay|ey", "e"), ("y", "i"), ("(?<![cp])h", ""),
        ("em|en|am", "an"), (r"(.)\1", r"\1"), ("(er|ez|es|e|t|d|s|x)$", ""),
    )
]  # fmt: skip
ENDINGS = [(re.compile(r"(ss|s|c)ion(?=s?$)"), "tion"), (re.compile(r"i(k|c)e?(?=s?$)"), "ique")]
GLUED = re.compile(r"^(?:qu|[ldjnsmt])(?=[aeiouyh])")


@dataclass(frozen=True)
class Root:
    """`key`: what equal words share (a subject of the lexicon, else the root); `sound` of the root; the `word` read."""

    key: str
    sound: str
    word: str


def roots(folded: str) -> dict[str, Root]:
    """The telling words of a folded text, by key, each with the first word that stands for it."""
    found: dict[str, Root] = {}
    for word in folded.split():
        if (root := root_of(word)) is not None:
            found.setdefault(root.key, root)
    return found


@lru_cache(maxsize=50_000)
def root_of(word: str) -> Root | None:
    """What a folded word comes down to; None where it says nothing of a subject."""
    subjects, whole, empty = _lexicon()
    if word in whole:
        return Root(whole[word], sound(cut(word)), word)
    if word in empty or any(letter.isdigit() for letter in word):
        return None
    if word in apart():
        return Root(word, sound(word), word)
    root = cut(word)
    if root in subjects:
        return Root(subjects[root], sound(root), word)
    return Root(root, sound(root), word) if len(word) >= LEAST_LETTERS else None


def cut(word: str) -> str:
    """Without its ending, and not longer than tells words apart: recrutement, recruter → recrut."""
    for ending in _endings():
        if word.endswith(ending) and len(word) - len(ending) >= LEAST_ROOT:
            return word[: -len(ending)][:LONGEST_ROOT]
    return word[:LONGEST_ROOT]


def sound(root: str) -> str:
    """As it is said, roughly, in French: sertific and certific, acier and assier are one."""
    for pattern, said in SOUNDS:
        root = pattern.sub(said, root)
    return root


def respelled(word: str) -> str | None:
    """The word with its ending written as it mostly is: homologassion → homologation, electrik → electrique; None
    where it is."""
    rest = word
    for pattern, written in ENDINGS:
        rest = pattern.sub(written, rest)
    return rest if rest != word else None


def is_empty(said: str) -> bool:
    """Is this the `sound` of a word that says nothing of a subject? demende, for demande."""
    return said in _silent()


@cache
def _silent() -> frozenset[str]:
    return frozenset(sound(cut(word)) for word in _lexicon()[2] if len(word) > LEAST_LETTERS)


@cache
def apart() -> frozenset[str]:
    """Words that are themselves and nothing else, whatever they look like."""
    return frozenset(fold(_read()["apart"]).split())


def unglued(word: str) -> str | None:
    """The word behind an article that was typed without its apostrophe: lacier → acier; None where there is none."""
    rest = GLUED.sub("", word)
    return rest if rest != word and len(rest) >= LEAST_LETTERS else None


@cache
def _lexicon() -> tuple[dict[str, str], dict[str, str], frozenset[str]]:
    """(subject by root, subject by whole word, words that say nothing)."""
    read = _read()
    lines = [fold(line).split() for line in read["words"]]
    whole = {word: f"{SUBJECT}{words[0]}" for words in lines for word in words}
    subjects: dict[str, str] = {}
    for line in read["same"]:
        words = fold(line).split()
        for word in words:
            subjects.setdefault(cut(word), f"{SUBJECT}{words[0]}")
    return subjects, whole, frozenset(fold(read["empty"]).split())


@cache
def spellings(key: str) -> tuple[str, ...]:
    """Pieces of folded words, one of which stands wherever this key of a `Root` is read."""
    if not key.startswith(SUBJECT):
        return (key,)
    subjects, whole, _empty = _lexicon()
    found = {piece for known in (subjects, whole) for piece, one in known.items() if one == key}
    return tuple(sorted(piece for piece in found if len(piece) >= LEAST_PIECE))


@cache
def circumstances() -> frozenset[str]:
    """Keys of subjects that say how something is, and not what it is about."""
    return frozenset(f"{SUBJECT}{word}" for word in _read()["circumstances"].split())


@cache
def _endings() -> list[str]:
    """The longest first."""
    return sorted(_read()["endings"].split(), key=lambda ending: (-len(ending), ending))


@cache
def _read() -> dict[str, Any]:
    return tomllib.loads(LEXICON.read_text())
