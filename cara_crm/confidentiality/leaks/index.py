"""The register turned into tables that a text is looked up in."""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from hashlib import sha256

from cara_crm.confidentiality.leaks.combinations import Attributes
from cara_crm.confidentiality.leaks.folding import fold
from cara_crm.confidentiality.leaks.register import LeakKind, RegisterEntry
from cara_crm.confidentiality.leaks.terms import Look, Term, entry_terms, named, rare_words, town_form
from cara_crm.confidentiality.leaks.typos import Lookalikes
from cara_crm.confidentiality.leaks.vocabulary import Vocabulary
from cara_crm.confidentiality.threshold import K_DEFAULT, checked_k, group_key

_RARE = 2
_HEAD = 5
_SIREN, _SIRET = 9, 14

Owners = frozenset[Hashable]


class LeakIndex:
    """Built once from the register, asked often; never changes.

    `ordinary` are names that anybody may write: the cluster, federations, regions, departments, programmes. `k` is the
    number of groups under which a combination of attributes gives away. 10,000 members take about a second.
    """

    def __init__(self, entries: Iterable[RegisterEntry], *, ordinary: Iterable[str] = (), k: int = K_DEFAULT) -> None:
        members = sorted(entries, key=lambda entry: str(entry.id))
        self.k = checked_k(k)
        self.vocabulary = Vocabulary(ordinary)
        self._collected: dict[str, dict[tuple[LeakKind, Look], set[Hashable]]] = defaultdict(dict)
        self.digits: dict[str, list[tuple[LeakKind, Owners]]] = {}
        for entry in members:
            for term in entry_terms(entry, self.vocabulary):
                self._add(term, entry.id)
        self._add_rare_words(members)
        self._add_towns(members)
        self._add_digits(members)
        self.terms = {
            joined: [(kind, look, frozenset(owners)) for (kind, look), owners in sorted(found.items())]
            for joined, found in self._collected.items()
        }
        self._collected.clear()
        self.longest = max(map(len, self.terms), default=0)
        self.heads = {joined[:_HEAD] for joined in self.terms}
        self.lookalikes = Lookalikes(self._misspellable())
        self.attributes = Attributes(members, self.k)

    def _add(self, term: Term, owner: Hashable) -> None:
        joined, kind, look = term
        self._collected[joined].setdefault((kind, look), set()).add(owner)

    def _add_rare_words(self, members: list[RegisterEntry]) -> None:
        """A word that only one or two groups of the register have in their names stands for them."""
        holders: dict[str, set[Hashable]] = defaultdict(set)
        owners: dict[str, set[tuple[LeakKind, Hashable]]] = defaultdict(set)
        for entry in members:
            for kind, name in named(entry):
                for word in rare_words(name, self.vocabulary):
                    holders[word].add(_group_of(entry))
                    owners[word].add((kind, entry.id))
        for word, groups in holders.items():
            if len(groups) <= _RARE:
                for kind, owner in owners[word]:
                    self._add((word, kind, Look.WORDS), owner)

    def _add_towns(self, members: list[RegisterEntry]) -> None:
        """A town where a single group has sites gives it away."""
        holders: dict[str, set[Hashable]] = defaultdict(set)
        owners: dict[str, set[Hashable]] = defaultdict(set)
        for entry in members:
            for town in map(town_form, entry.towns):
                holders[town].add(_group_of(entry))
                owners[town].add(entry.id)
        for town, groups in holders.items():
            joined = town.replace(" ", "")
            if len(groups) == 1 and len(joined) > 1 and joined not in self.vocabulary.phrases:
                look = Look.CAPITALISED if len(joined) < 4 or self.vocabulary.is_ordinary(town) else Look.WORDS
                for form in {joined, joined.replace("saint", "st", 1)}:
                    for owner in owners[town]:
                        self._add((form, LeakKind.TOWN, look), owner)

    def _add_digits(self, members: list[RegisterEntry]) -> None:
        found: dict[str, dict[LeakKind, set[Hashable]]] = defaultdict(lambda: defaultdict(set))
        for entry in members:
            for number in entry.sirens:
                digits = _digits(number)
                if len(digits) in {_SIREN, _SIRET}:
                    found[digits[:_SIREN]][LeakKind.SIREN].add(entry.id)
            for number in entry.phones:
                digits = _digits(number)
                if len(digits) >= _SIREN:
                    found[digits[-_SIREN:]][LeakKind.PHONE].add(entry.id)
        self.digits = {
            number: [(kind, frozenset(owners)) for kind, owners in sorted(kinds.items())]
            for number, kinds in found.items()
        }

    def _misspellable(self) -> Iterable[str]:
        kinds = {LeakKind.NAME, LeakKind.GROUP, LeakKind.BRAND, LeakKind.PERSON, LeakKind.THIRD_PARTY}
        return (
            joined
            for joined, found in self.terms.items()
            if any(kind in kinds and look <= Look.WORDS for kind, look, _ in found)
        )


def _group_of(entry: RegisterEntry) -> Hashable:
    return group_key(entry.id, entry.group)


def _digits(text: str) -> str:
    return "".join(character for character in fold(text) if character.isdecimal())


def stable_key(kind: LeakKind, what: str, owners: Iterable[Hashable]) -> str:
    """What a waiver refers to: the same for the same thing wherever it stands and however it is written."""
    said = "\x1f".join([kind.value, what, *sorted(map(str, owners))])
    return sha256(said.encode()).hexdigest()[:20]
