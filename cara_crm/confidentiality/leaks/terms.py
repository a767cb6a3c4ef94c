"""The forms under which a member may appear in a text, from how it stands in the register."""

import re
from collections.abc import Iterator
from functools import lru_cache

from cara_crm.confidentiality.leaks.folding import fold, folded_words, spellings
from cara_crm.confidentiality.leaks.looks import Look
from cara_crm.confidentiality.leaks.register import LeakKind, RegisterEntry
from cara_crm.confidentiality.leaks.vocabulary import (
    ARTICLES,
    GLUE,
    KINDS_OF_FIRM,
    LEGAL_FORMS,
    PARTICLES,
    PUBLIC_MAIL,
    TITLES,
    Vocabulary,
)

_SHORTEST_JOINED = 6
_SHORTEST_TOKEN = 4
_COUNTRY, _SHORTEST_NUMBER = 2, 6  # letters of a country; letters and figures of a number that tells a company
_NOT_ITS_OWN = LEGAL_FORMS | GLUE
_AND = frozenset({"et", "and"})
_SHORTEST_LAST_NAME = _SHORTEST_FIRST_NAME = 3
_JOINING = re.compile(r"&|\+(?=\s*\w)")
_DOTTED = re.compile(r"(?<!\w)(?:\w\.)+\w?(?!\w)")
_HUMP = re.compile(r"(?<=[a-zß-öø-ÿ])(?=[A-ZÀ-Þ])")


Term = tuple[str, LeakKind, Look]
"""Joined letters, kind, look. Letters are joined without separators: hyphens, spaces, line breaks never matter."""


@lru_cache(maxsize=16)  # each name is asked for its rare words, its first, its initials
def own_words(name: str) -> tuple[str, ...]:
    """The folded words of a name but its legal form and the little words between."""
    return tuple([word for word in folded_words(name) if word not in _NOT_ITS_OWN])


def name_terms(name: str, kind: LeakKind, vocabulary: Vocabulary) -> Iterator[Term]:
    """A name whole, without its legal form, and what is left when ordinary words are taken from it."""
    for spelling in spellings(name):
        yield from _name_terms(spelling, kind, vocabulary)


def _name_terms(name: str, kind: LeakKind, vocabulary: Vocabulary) -> Iterator[Term]:
    plain = _DOTTED.sub(_joined_form, name) if "." in name else name
    words = folded_words(_JOINING.sub(" et ", plain) if "&" in plain or "+" in plain else plain)
    bare = [word for word in words if word not in LEGAL_FORMS]
    if not bare:
        return
    own = [word for word in bare if word not in GLUE and not vocabulary.is_ordinary(word)]
    short = _without_its_kind(bare)
    if len(bare) == 1 and vocabulary.is_ordinary(bare[0]):
        yield bare[0], kind, Look.USED if len(bare[0]) > 1 else Look.CALLED
        forms = (form for form in LEGAL_FORMS if len(form) + len(bare[0]) > _SHORTEST_TOKEN)
        yield from ((bare[0] + form, kind, Look.CAPITALISED) for form in forms)
    numbered = _up_to_its_number(bare)
    several = [words, bare, short, numbered, own if len(own) > 1 else []]
    for place, form in enumerate(several):
        if form not in several[:place] and (len(form) > 1 or (form and not vocabulary.is_ordinary(form[0]))):
            yield from _whole(form, kind, vocabulary)
            if not _AND.isdisjoint(form):
                yield from _whole([word for word in form if word not in _AND], kind, vocabulary)
                yield from _whole(["and" if word == "et" else word for word in form], kind, vocabulary)


def _joined_form(dotted: re.Match[str]) -> str:
    """ "S.A.S. Rulvo" is "SAS Rulvo"."""
    joined = "".join(folded_words(dotted.group()))
    return f"{joined} " if joined in LEGAL_FORMS else dotted.group()


def _up_to_its_number(words: list[str]) -> list[str]:
    """ "cap 3000" of "cap 3000 rail": ordinary words with a number are a name together."""
    place = next((place for place, word in enumerate(words) if word.isdecimal()), 0)
    found = words[: place + 1] if place < len(words) - 1 else []
    return found if any(word not in GLUE for word in found[:-1]) else []


def _without_its_kind(words: list[str]) -> list[str]:
    """What follows "La", "Société de", "Ets" …, when it is more than one word; else nothing."""
    if not words or words[0] not in KINDS_OF_FIRM | ARTICLES:
        return []
    start = next((place for place, word in enumerate(words[1:], 1) if word not in GLUE), len(words))
    return words[start:] if sum(word not in GLUE for word in words[start:]) > 1 else []


def _whole(words: list[str], kind: LeakKind, vocabulary: Vocabulary) -> Iterator[Term]:
    joined = "".join(words)
    if joined in vocabulary.phrases or len(joined) < 2:
        return
    content = [word for word in words if word not in _NOT_ITS_OWN]
    if joined in vocabulary.words:  # "Wago.n", "E.N."
        yield joined, kind, Look.USED
    elif len(content) > 1 and max(map(len, content)) < 3:
        yield joined, kind, Look.SIGN
    elif len(joined) < _SHORTEST_TOKEN or (
        _is_counted(content) if len(content) > 1 else all(map(vocabulary.is_ordinary, content))
    ):
        yield joined, kind, Look.CAPITALISED
    else:
        yield joined, kind, Look.WHOLE if len(words) == 1 and len(joined) < _SHORTEST_JOINED else Look.ANY


def _is_counted(words: list[str]) -> bool:
    """ "24 volts", "3 roues": a number and a word are anybody's in small letters."""
    return sum(map(str.isdecimal, words)) > len(words) - 2


def rare_words(name: str, vocabulary: Vocabulary) -> set[str]:
    """The words of a name that could stand for it alone, if the register has them rarely."""
    words = [word for spelling in spellings(name) for word in own_words(spelling)]
    if _HUMP.search(name):
        words += own_words(_HUMP.sub(" ", name))
    if "'" in name or "’" in name:
        words += _without_apostrophes(name)
    return {word for word in words if len(word) >= _SHORTEST_TOKEN and not vocabulary.is_ordinary(word)} - _NOT_ITS_OWN


def first_own_word(name: str, vocabulary: Vocabulary) -> str:
    """The first word of a name that is not an ordinary one: "roulebille" of "Mécanique Roulebille SA"; or nothing."""
    for word in own_words(name):
        if len(word) >= _SHORTEST_TOKEN and not vocabulary.is_ordinary(word):
            return word
    return ""


def _without_apostrophes(name: str) -> Iterator[str]:
    """ "O'Brolan" is also written "OBrolan"; an article is not part of the name."""
    for part in name.replace("’", "'").split():
        pieces = folded_words(part)
        if "'" in part and pieces and pieces[0] not in GLUE:
            yield "".join(pieces)


def first_word(name: str, vocabulary: Vocabulary) -> str:
    """The ordinary word that a longer name begins with, by which it may be called: "horizon" of "Horizon Mobilité"."""
    words = own_words(name)
    is_longer = len(words) > 1 and words[0] not in KINDS_OF_FIRM and len(words[0]) >= _SHORTEST_TOKEN
    return words[0] if is_longer and vocabulary.is_ordinary(words[0]) else ""


_PERSON = LeakKind.PERSON, Look.ANY
_PERSON_SHORT = LeakKind.PERSON, Look.CAPITALISED
_PERSON_SHORTENED = LeakKind.PERSON, Look.SHORTENED


def person_terms(person: str) -> Iterator[Term]:
    """First and last name in either order, the initials with the last name, the first name with the last initial."""
    for spelling in spellings(person):
        first, lasts = person_parts(spelling)
        joined = "".join(first)
        for words in lasts:
            last = "".join(words)
            yield joined + last, *_PERSON
            yield last + joined, *_PERSON
            yield first[0][0] + last, *_PERSON_SHORT
            if len(first) > 1:
                yield "".join([name[0] for name in first]) + last, *_PERSON_SHORT
            if len(joined) >= _SHORTEST_FIRST_NAME:
                yield joined + last[0], *_PERSON_SHORTENED


@lru_cache(maxsize=16)  # asked for the whole name, then for the last name
def person_parts(person: str) -> tuple[list[str], list[tuple[str, ...]]]:
    """The words of the first name, and what the last name is: all its words, and what is left when from its beginning
    particles or names are taken ("Meerschaut", "Nogueirol"); of two names the first, too. None for a single word."""
    parts = [found for found in map(fold, person.split()) if found and found not in TITLES]
    last = " ".join(parts[1:]).split()
    lasts = [tuple(last[place:]) for place, word in enumerate(last) if place == 0 or word not in PARTICLES]
    names = [word for word in last if word not in PARTICLES]
    if len(names) == 2 and (names[0],) not in lasts:
        lasts.append((names[0],))
    return (parts[0].split() if parts else []), lasts


def last_name_look(words: tuple[str, ...], vocabulary: Vocabulary) -> Look:
    """How a rare last name must look where it stands alone."""
    joined, own = "".join(words), [word for word in words if word not in PARTICLES] or list(words)
    if all(map(vocabulary.is_ordinary, own)) or len(joined) < _SHORTEST_LAST_NAME:
        return Look.WHOLE if len(words) > 1 and len(joined) > _SHORTEST_JOINED else Look.TITLED
    if len(words) > 1:
        return Look.CAPITALISED if words[0] in GLUE or len(joined) < _SHORTEST_JOINED else Look.ANY
    return Look.WHOLE if len(joined) >= _SHORTEST_JOINED else Look.CAPITALISED


def email_terms(email: str) -> Iterator[Term]:
    """An address whole, and its domain."""
    joined = "".join(folded_words(email))
    if "@" in email and len(joined) >= _SHORTEST_JOINED:
        yield joined, LeakKind.EMAIL, Look.ANY
        yield from domain_terms(email.rsplit("@", 1)[1])


@lru_cache(maxsize=16)  # everybody of an organisation has its address there
def domain_terms(domain: str) -> tuple[Term, ...]:
    """A domain, unless half the country has its mail there."""
    host = domain.strip().lower().removeprefix("https://").removeprefix("http://").removeprefix("www.").split("/")[0]
    joined = "".join(folded_words(host))
    if host in PUBLIC_MAIL or "." not in host or len(joined) < _SHORTEST_TOKEN:
        return ()
    return ((joined, LeakKind.DOMAIN, Look.ANY if len(joined) >= _SHORTEST_JOINED else Look.WHOLE),)


def number_terms(number: str) -> Iterator[Term]:
    """A company's number abroad: whole, without its country, and of a register of courts without the court."""
    words = fold(number).split()
    joined = "".join(words)
    for form in {joined, joined[_COUNTRY:], "".join(words[-2:])}:
        if len(form) >= _SHORTEST_NUMBER:
            yield form, LeakKind.SIREN, Look.WHOLE if form.isdecimal() else Look.ANY


_SAINTS = {"st": "saint", "ste": "sainte"}


def town_form(town: str) -> str:
    """A town's name without CEDEX, arrondissement and postal code, "St" written out."""
    words = [word for word in folded_words(town) if word != "cedex" and not word.isdecimal()]
    return " ".join([_SAINTS.get(word, word) for word in words])


def town_look(town: str, vocabulary: Vocabulary) -> Look:
    """A short or ordinary town ("Le Bouchet", "Tours") is one only with a capital."""
    words = [word for word in town.split() if word not in GLUE]
    if len(town) < _SHORTEST_TOKEN or all(vocabulary.is_ordinary(word) for word in words):
        return Look.CAPITALISED
    return Look.WHOLE if len(words) == 1 else Look.ANY


_NAMED = LeakKind.NAME, LeakKind.GROUP, LeakKind.BRAND, LeakKind.THIRD_PARTY


def named(entry: RegisterEntry) -> list[tuple[LeakKind, str]]:
    """Everything of a member that is written as a name, with what it is."""
    written = entry.names, entry.group_names, entry.brands, entry.third_parties
    return [(kind, name) for kind, names in zip(_NAMED, written, strict=True) for name in names]


def entry_terms(entry: RegisterEntry, vocabulary: Vocabulary) -> Iterator[Term]:
    """Every term of one member but those that depend on the rest of the register."""
    for kind, name in named(entry):
        yield from name_terms(name, kind, vocabulary)
    for person in entry.people:
        yield from person_terms(person)
    for email in entry.emails:
        yield from email_terms(email)
    for domain in entry.domains:
        yield from domain_terms(domain)
    for number in entry.foreign_numbers:
        yield from number_terms(number)
    for acronym in entry.acronyms:
        yield from _acronym_terms(acronym, vocabulary)


def _acronym_terms(acronym: str, vocabulary: Vocabulary) -> Iterator[Term]:
    joined = "".join(folded_words(acronym))
    if len(joined) >= 2 and not vocabulary.is_ordinary(joined):
        yield joined, LeakKind.ACRONYM, Look.CAPITALS
