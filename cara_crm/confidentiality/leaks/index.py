"""The register turned into tables that a text is looked up in."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from hashlib import sha256
from typing import Generic, TypeVar

from cara_crm.confidentiality.leaks.combinations import Attributes
from cara_crm.confidentiality.leaks.folding import fold, spellings
from cara_crm.confidentiality.leaks.looks import Look
from cara_crm.confidentiality.leaks.register import LeakKind, RegisterEntry
from cara_crm.confidentiality.leaks.short_names import Short, short_names
from cara_crm.confidentiality.leaks.terms import (
    entry_terms,
    first_own_word,
    first_word,
    last_name_look,
    named,
    person_parts,
    rare_words,
    town_form,
    town_look,
)
from cara_crm.confidentiality.leaks.typos import Lookalikes
from cara_crm.confidentiality.leaks.vocabulary import Vocabulary
from cara_crm.confidentiality.threshold import K_DEFAULT, checked_k, group_key

SHORTEST_INFLECTED = 7
_HEAD = 5
_SIREN, _SIRET = 9, 14
_NO_DIGITS = {code: None for code in range(128) if not chr(code).isdecimal()}

Owners = frozenset[Hashable]
What = TypeVar("What", bound=Hashable)


class _Holders(Generic[What]):
    """Who has something in its register entry: the members, and how many groups they are."""

    def __init__(self) -> None:
        self.groups: dict[What, set[Hashable]] = defaultdict(set)
        self.owners: dict[What, dict[tuple[LeakKind, Hashable], None]] = defaultdict(dict)
        self.first: set[What] = set()  # those that some name begins with

    def add(self, what: What, group: Hashable, owner: tuple[LeakKind, Hashable]) -> None:
        self.groups[what].add(group)
        self.owners[what][owner] = None

    def held_by(self, most: int) -> Iterator[tuple[What, LeakKind, Hashable]]:
        """What at most so many groups have."""
        for what, groups in self.groups.items():
            if len(groups) <= most:
                for kind, owner in self.owners[what]:
                    yield what, kind, owner


class _Held:
    """What gives away only as long as few groups of the register have it."""

    def __init__(self) -> None:
        self.words: _Holders[str] = _Holders()
        self.short: _Holders[Short] = _Holders()
        self.first_words: _Holders[str] = _Holders()
        self.surnames: _Holders[tuple[str, ...]] = _Holders()
        self.towns: _Holders[str] = _Holders()
        self.first_names: set[str] = set()


class LeakIndex:
    """Built once from the register, asked often; never changes.

    `ordinary` are names that anybody may write: the cluster, federations, regions, departments, programmes. `k` is the
    number of groups under which a word of a name or a combination of attributes gives away. 10,000 members take about
    a second.
    """

    def __init__(self, entries: Iterable[RegisterEntry], *, ordinary: Iterable[str] = (), k: int = K_DEFAULT) -> None:
        members = sorted(entries, key=lambda entry: str(entry.id))
        self.k = checked_k(k)
        self.vocabulary = Vocabulary(ordinary)
        self.terms: dict[str, list[tuple[LeakKind, Look, Hashable]]] = defaultdict(list)
        self.digits: dict[str, list[tuple[LeakKind, Hashable]]] = defaultdict(list)
        held = _Held()
        for entry in members:  # all of one entry before the next: what is folded once serves again
            self._read(entry, held)
        self.places = {part for town in held.towns.groups for part in town.split()}
        self._add_words(held.words, held.towns, len(members))
        self._add_short_names(held.short)
        self._add_first_words(held.first_words)
        self._add_surnames(held, len(members))
        self._add_towns(held.towns)
        self.terms.default_factory = self.digits.default_factory = None
        self.longest = max(map(len, self.terms), default=0)
        self.heads = {joined[:_HEAD] for joined in self.terms}
        misspellable = self._misspellable()
        self.lookalikes = Lookalikes(misspellable)
        self.alone = [term for term in misspellable if len(term) >= SHORTEST_INFLECTED]
        self.attributes = Attributes(members, self.k, self.vocabulary)

    def _read(self, entry: RegisterEntry, held: _Held) -> None:
        """Take up what one entry tells alone, and note what depends on how many others tell it too."""
        group = group_key(entry.id, entry.group)
        for joined, kind, look in dict.fromkeys(entry_terms(entry, self.vocabulary)):
            self.terms[joined].append((kind, look, entry.id))
        for kind, name in named(entry):
            for word in rare_words(name, self.vocabulary):
                held.words.add(word, group, (kind, entry.id))
            held.words.first.add(first_own_word(name, self.vocabulary))
            part = LeakKind.ACRONYM if kind is LeakKind.NAME else kind
            for short in short_names(name, self.vocabulary):
                held.short.add(short, group, (part, entry.id))
            if first := first_word(name, self.vocabulary):
                held.first_words.add(first, group, (kind, entry.id))
        for person in entry.people:
            for spelling in spellings(person):
                first_names, lasts = person_parts(spelling)
                held.first_names.update(first_names)
                for last in lasts:
                    held.surnames.add(last, group, (LeakKind.PERSON, entry.id))
        for town in map(town_form, entry.towns):
            held.towns.add(town, group, (LeakKind.TOWN, entry.id))
        self._add_digits(entry)

    def _add_words(self, words: _Holders[str], towns: _Holders[str], everybody: int) -> None:
        """A word that fewer than k groups of the register have in their names stands for them.

        So does the word that a name begins with, however many have it, where it has a capital: legal entities of one
        house are not always entered as a group. A town where k groups have sites is nobody's name.
        """
        places = {part for town, groups in towns.groups.items() if len(groups) >= self.k for part in town.split()}
        for word, kind, owner in words.held_by(everybody):
            is_rare = len(words.groups[word]) < self.k
            if word not in places and (is_rare or word in words.first):
                self.terms[word].append((kind, Look.WHOLE if is_rare else Look.CAPITALISED, owner))

    def _add_short_names(self, short: _Holders[Short]) -> None:
        """A short name that fewer than k groups have stands for them: "CNC" is nobody's where many have it."""
        for (joined, look), kind, owner in short.held_by(self.k - 1):
            is_whole = any(other == owner and one is LeakKind.NAME for one, _, other in self.terms[joined])
            self.terms[joined].append((LeakKind.NAME if is_whole else kind, look, owner))

    def _add_first_words(self, words: _Holders[str]) -> None:
        """The ordinary word that the names of fewer than k groups begin with calls them where it is called."""
        for word, kind, owner in words.held_by(self.k - 1):
            if word not in self.vocabulary.phrases:
                self.terms[word].append((kind, Look.CALLED, owner))

    def _add_surnames(self, held: _Held, everybody: int) -> None:
        """A last name that few groups know gives a person away alone, a common or ordinary one after a title."""
        rare = {last for last, _, _ in held.surnames.held_by(self.k - 1)}
        for last, kind, owner in held.surnames.held_by(everybody):
            joined = "".join(last)
            self.terms[joined].append((kind, Look.TITLED, owner))
            if last in rare and joined not in held.first_names:
                self.terms[joined].append((kind, last_name_look(last, self.vocabulary), owner))

    def _add_towns(self, towns: _Holders[str]) -> None:
        """A town where a single group has sites gives it away."""
        for town, kind, owner in towns.held_by(1):
            joined = town.replace(" ", "")
            if len(joined) > 1 and joined not in self.vocabulary.phrases:
                look = town_look(town, self.vocabulary)
                for form in {joined, joined.replace("saint", "st", 1)}:
                    self.terms[form].append((kind, look, owner))

    def _add_digits(self, entry: RegisterEntry) -> None:
        for number in map(_digits, entry.sirens):
            if len(number) in {_SIREN, _SIRET}:
                self.digits[number[:_SIREN]].append((LeakKind.SIREN, entry.id))
        for number in map(_digits, entry.foreign_numbers):
            if len(number) >= _SIREN:
                self.digits[number[-_SIREN:]].append((LeakKind.SIREN, entry.id))
        for number in map(_digits, entry.phones):
            if len(number) >= _SIREN:
                self.digits[number[-_SIREN:]].append((LeakKind.PHONE, entry.id))

    def _misspellable(self) -> list[str]:
        kinds = {LeakKind.NAME, LeakKind.GROUP, LeakKind.BRAND, LeakKind.PERSON, LeakKind.THIRD_PARTY}
        return sorted(
            joined
            for joined, found in self.terms.items()
            if any(kind in kinds and look <= Look.WHOLE for kind, look, _ in found)
        )


def _digits(text: str) -> str:
    if text.isascii():
        return text.translate(_NO_DIGITS)
    return "".join(filter(str.isdecimal, fold(text)))


def stable_key(kind: LeakKind, what: str, owners: Iterable[Hashable]) -> str:
    """What a waiver refers to: the same for the same thing wherever it stands and however it is written."""
    said = "\x1f".join([kind.value, what, *sorted(map(str, owners))])
    return sha256(said.encode()).hexdigest()[:20]
