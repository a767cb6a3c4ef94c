"""The register turned into tables that a text is looked up in."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from hashlib import sha256
from typing import TypeVar

from cara_crm.confidentiality.leaks.combinations import Attributes
from cara_crm.confidentiality.leaks.folding import fold, spellings
from cara_crm.confidentiality.leaks.initials import Initials
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

_ACRONYM, _NAME, _PERSON, _TOWN = LeakKind.ACRONYM, LeakKind.NAME, LeakKind.PERSON, LeakKind.TOWN
_MISSPELLABLE = frozenset({_NAME, LeakKind.GROUP, LeakKind.BRAND, _PERSON, LeakKind.THIRD_PARTY})

Owners = frozenset[Hashable]
What = TypeVar("What", bound=Hashable)


Holder = tuple[LeakKind, Hashable, Hashable]
"""What somebody has it as, the member, its group."""


class _Holders(defaultdict[What, list[Holder]]):
    """Who has something in its register entry: the members, and how many groups they are."""

    def __init__(self) -> None:
        super().__init__(list)
        self.first: set[What] = set()  # those that some name begins with

    def counted(self) -> Iterator[tuple[What, int, Iterable[tuple[LeakKind, Hashable]]]]:
        """Each thing, how many groups have it, and who has it as what."""
        for what, holders in self.items():
            if len(holders) == 1:
                yield what, 1, [holders[0][:2]]
            else:
                yield what, len({group for _, _, group in holders}), dict.fromkeys([one[:2] for one in holders])


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
        self.places = {part for town in held.towns for part in town.split()}
        self._add_words(held.words, held.towns)
        self._add_short_names(held.short)
        self._add_first_words(held.first_words)
        self._add_surnames(held)
        self._add_towns(held.towns)
        self.terms.default_factory = self.digits.default_factory = None
        self.longest = max(map(len, self.terms), default=0)
        self.heads = {joined[:_HEAD] for joined in self.terms}
        misspellable = self._misspellable()
        self.lookalikes = Lookalikes(misspellable)
        self.alone = [term for term in misspellable if len(term) >= SHORTEST_INFLECTED]
        self.attributes = Attributes(members, self.k, self.vocabulary)
        self.initials = Initials(
            ((name, entry.id, group_key(entry.id, entry.group)) for entry in members for name in entry.names),
            self.k,
            self.vocabulary,
        )

    def _read(self, entry: RegisterEntry, held: _Held) -> None:
        """Take up what one entry tells alone, and note what depends on how many others tell it too."""
        owner, group, vocabulary = entry.id, group_key(entry.id, entry.group), self.vocabulary
        for joined, kind, look in dict.fromkeys(entry_terms(entry, vocabulary)):
            self.terms[joined].append((kind, look, owner))
        for kind, name in named(entry):
            holder = kind, owner, group
            for word in rare_words(name, vocabulary):
                held.words[word].append(holder)
            held.words.first.add(first_own_word(name, vocabulary))
            part = (_ACRONYM, owner, group) if kind is _NAME else holder
            for short in short_names(name, vocabulary):
                held.short[short].append(part)
            if first := first_word(name, vocabulary):
                held.first_words[first].append(holder)
        person_of, town_of = (_PERSON, owner, group), (_TOWN, owner, group)
        for person in entry.people:
            for spelling in spellings(person):
                first_names, lasts = person_parts(spelling)
                held.first_names.update(first_names)
                for last in lasts:
                    held.surnames[last].append(person_of)
        for town in map(town_form, entry.towns):
            held.towns[town].append(town_of)
        self._add_digits(entry)

    def _add_words(self, words: _Holders[str], towns: _Holders[str]) -> None:
        """A word that fewer than k groups of the register have in their names stands for them.

        So does the word that a name begins with, however many have it, where it has a capital: legal entities of one
        house are not always entered as a group. A town where k groups have sites is nobody's name.
        """
        places = {part for town, groups, _ in towns.counted() if groups >= self.k for part in town.split()}
        for word, groups, owners in words.counted():
            if word not in places and (groups < self.k or word in words.first):
                self._add(word, Look.WHOLE if groups < self.k else Look.CAPITALISED, owners)

    def _add(self, joined: str, look: Look, owners: Iterable[tuple[LeakKind, Hashable]]) -> None:
        self.terms[joined] += [(kind, look, owner) for kind, owner in owners]

    def _add_short_names(self, short: _Holders[Short]) -> None:
        """A short name that fewer than k groups have stands for them: "CNC" is nobody's where many have it."""
        for (joined, look), groups, owners in short.counted():
            for kind, owner in owners if groups < self.k else ():
                is_whole = any(other == owner and one is _NAME for one, _, other in self.terms[joined])
                self.terms[joined].append((_NAME if is_whole else kind, look, owner))

    def _add_first_words(self, words: _Holders[str]) -> None:
        """The ordinary word that the names of fewer than k groups begin with calls them where it is called."""
        for word, groups, owners in words.counted():
            if groups < self.k and word not in self.vocabulary.phrases:
                self._add(word, Look.CALLED, owners)

    def _add_surnames(self, held: _Held) -> None:
        """A last name that few groups know gives a person away alone, a common or ordinary one after a title."""
        for last, groups, owners in held.surnames.counted():
            joined = "".join(last)
            self._add(joined, Look.TITLED, owners)
            if groups < self.k and joined not in held.first_names:
                self._add(joined, last_name_look(last, self.vocabulary), owners)

    def _add_towns(self, towns: _Holders[str]) -> None:
        """A town where a single group has sites gives it away."""
        for town, groups, owners in towns.counted():
            joined = town.replace(" ", "")
            if groups == 1 and len(joined) > 1 and joined not in self.vocabulary.phrases:
                look = town_look(town, self.vocabulary)
                for form in {joined, joined.replace("saint", "st", 1)}:
                    self._add(form, look, owners)

    def _add_digits(self, entry: RegisterEntry) -> None:
        for number in map(_digits, entry.sirens):
            if len(number) in (_SIREN, _SIRET):
                self.digits[number[:_SIREN]].append((LeakKind.SIREN, entry.id))
        for number in map(_digits, entry.foreign_numbers):
            if len(number) >= _SIREN:
                self.digits[number[-_SIREN:]].append((LeakKind.SIREN, entry.id))
        for number in map(_digits, entry.phones):
            if len(number) >= _SIREN:
                self.digits[number[-_SIREN:]].append((LeakKind.PHONE, entry.id))

    def _misspellable(self) -> list[str]:
        kinds, most = _MISSPELLABLE, Look.WHOLE
        found = set()
        for joined, entries in self.terms.items():
            for kind, look, _ in entries:
                if look <= most and kind in kinds:
                    found.add(joined)
                    break
        return sorted(found)


def _digits(text: str) -> str:
    if text.isascii():
        return text.translate(_NO_DIGITS)
    return "".join(filter(str.isdecimal, fold(text)))


def stable_key(kind: LeakKind, what: str, owners: Iterable[Hashable]) -> str:
    """What a waiver refers to: the same for the same thing wherever it stands and however it is written."""
    said = "\x1f".join([kind.value, what, *sorted(map(str, owners))])
    return sha256(said.encode()).hexdigest()[:20]
