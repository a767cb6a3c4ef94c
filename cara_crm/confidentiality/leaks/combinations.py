"""Attributes that name nobody alone but give somebody away together: a role, a place, a size, a product; and in a text
about a sector, one of them together with the sector. A product that a single group has does so alone, as a town where a
single one has sites."""

import re
from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from cara_crm.confidentiality.leaks.areas import NAMES_WITH_A_CAPITAL
from cara_crm.confidentiality.leaks.attributes import Holders, Said, roots
from cara_crm.confidentiality.leaks.departments import NO_DEPARTMENT, is_department
from cara_crm.confidentiality.leaks.folding import Token, listed
from cara_crm.confidentiality.leaks.headcounts import sizes
from cara_crm.confidentiality.leaks.inflections import is_agent
from cara_crm.confidentiality.leaks.products import is_made
from cara_crm.confidentiality.leaks.register import NOTHING_PRINTED, Printed, RegisterEntry
from cara_crm.confidentiality.leaks.vocabulary import GLUE, Vocabulary

_LONGEST_NAME = 5  # words of a region's or department's name
_PLACES = ("areas", "departments", "regions", "towns")
#: What is put together, one of each: a department lies in its region, so a place is one or the other.
_AXES = (("roles",), _PLACES, ("sizes",), ("employees",), ("turnovers",), ("products",))
_AXIS = {kind: rank for rank, kinds in enumerate(_AXES, 1) for kind in kinds}
#: "un équipementier", "deux de nos laboratoires", "one of the schools": some are meant, and not all of their kind.
_SOME = frozenset(
    listed(
        "un une deux trois quatre seul seule unique cet cette notre certain certaine certains certaines plusieurs"
        " a an one two three four only single sole this that our some several"
    )
)
_THE = frozenset(listed("le la l the au du"))
_BETWEEN = frozenset(
    listed(
        "des de d du les of the nos our ses autre autres other grand grande grands grandes petit petite petits petites"
        " gros grosse jeune jeunes important importante premier premiere ancien ancienne large small big young major"
    )
)
_FARTHEST = 4
_NAMED = "~"  # before a sector that a text names in passing: with a place alone it says who of it is meant
_TO_ANOTHER = (
    listed("a l autre"),
    listed("ou l autre"),
    listed("et l autre"),
    listed("to another"),
    listed("to the next"),
)
_SENTENCE_ENDS = re.compile(r"[.!?…;\n]")


class Mention(NamedTuple):
    """An attribute that a text mentions, who has it, and where; `is_one`: it speaks of one or some that have it."""

    said: Said
    holders: int
    start: int
    end: int
    is_one: bool = False

    @property
    def place(self) -> tuple[int, int]:
        return self.start, self.end


Shared = tuple[tuple[Mention, ...], int]
"""Mentions, and the members that have all of them."""


class Told(NamedTuple):
    """What gives away together, and whom; `sector` when the sector of the text belongs to it."""

    together: tuple[Mention, ...]
    owners: frozenset[Hashable]
    sector: str = ""

    @property
    def what(self) -> str:
        """The same wherever it stands and however it is said."""
        said = [f"{kind}={phrase}" for kind, phrase in (one.said for one in self.together)]
        return "\x1e".join([*said, f"sector={self.sector}"] if self.sector else said)

    @property
    def tells_products(self) -> bool:
        return any(one.said[0] == "products" for one in self.together)


class Attributes:
    """Which members, and so which groups, share which attributes."""

    def __init__(self, members: Iterable[RegisterEntry], k: int, vocabulary: Vocabulary) -> None:
        self.k, self.vocabulary = k, vocabulary
        self.holders = Holders(members, vocabulary)

    def mentions(self, text: str, words: Sequence[Token], printed: Printed = NOTHING_PRINTED) -> list[Mention]:
        """Each attribute that the words mention: the first place where one or some of those that have it are meant,
        else the first of all.

        The longest phrase counts: "Centre-Val de Loire" and "Haute-Loire" do not mention the department of Loire.
        """
        found: dict[Said, Mention] = {}
        for mention in (*self._phrases(text, words), *self._sized(text, printed)):
            before = found.get(mention.said)
            if mention.holders and (before is None or (mention.is_one and not before.is_one)):
                found[mention.said] = mention
        told = [found[said] for said in sorted(found)]
        same = {(one.said[0], one.place, one.holders): one for one in reversed(told)}
        return [one for one in told if same[one.said[0], one.place, one.holders] is one]

    def _phrases(self, text: str, words: Sequence[Token]) -> Iterator[Mention]:
        first = 0
        while first < len(words):
            length, attributes = self._phrase_at(text, words, first)
            for said in attributes:
                start, end = words[first].start, words[first + length - 1].end
                if said[0] == "products":
                    is_one = is_made(text, words, first, first + length)
                else:
                    is_one = _is_one(text, words, first, said[0]) and not _goes_on(words, first + length)
                yield Mention(said, self.holders.of[said], start, end, is_one)
            first += length

    def _sized(self, text: str, printed: Printed) -> Iterator[Mention]:
        for one in sizes(text):
            if one.value not in printed.numbers and one.value not in printed.groups:
                said = (one.kind, f"{one.least}-{one.most or ''}")
                holders = self.holders.of_size(one.kind, one.least, one.most)
                yield Mention(said, holders, one.start, one.end, is_one=True)

    def _phrase_at(self, text: str, words: Sequence[Token], first: int) -> tuple[int, frozenset[Said]]:
        """How many words the longest known phrase takes from here (1 when none is known), and what it mentions."""
        for length in range(min(self._most_words, len(words) - first), 0, -1):
            here = words[first : first + length]
            said = self.holders.phrases.get(roots(word.text for word in here), ())
            meant = frozenset(one for one in said if self._is_meant(text, here, one))
            joined = "".join(word.text for word in here)
            if meant or joined in NO_DEPARTMENT or (length > 1 and joined in self.vocabulary.phrases):
                return length, meant
        if words[first].text in self.holders.numbers and is_department(text, words, first):
            return 1, frozenset(self.holders.numbers[words[first].text])
        return 1, frozenset()

    @property
    def _most_words(self) -> int:
        return max(self.holders.longest, _LONGEST_NAME)

    def _is_meant(self, text: str, words: Sequence[Token], said: Said) -> bool:
        """ "cher" is dear, "Cher" a department; "ain", "allier" and "tours" likewise. A town has no plural."""
        kind, phrase = said
        written = " ".join(word.text for word in words)
        if kind == "towns" and written not in (phrase, phrase.replace("saint", "st", 1)):
            return False
        if kind == "towns":
            needs_a_capital = all(self.vocabulary.is_ordinary(word.text) for word in words)
        elif kind == "areas":
            needs_a_capital = written in NAMES_WITH_A_CAPITAL
        else:
            needs_a_capital = len(words) == 1 and phrase.startswith(written) and kind == "departments"
            needs_a_capital = needs_a_capital and self.vocabulary.is_common(written)
        own = [word for word in words if word.text not in GLUE] or words
        return not needs_a_capital or text[own[0].start].isupper()

    def telling(self, text: str, mentions: Sequence[Mention], about: Iterable[Collection[str]] = ()) -> Iterator[Told]:
        """The smallest combinations of attributes that 1 to k-1 groups share, and their members: one of each kind, two
        products, or a product of a single group alone.

        `about`: the sectors that the text is about, in one or more readings. Those that share a place, or a size or a
        role that is said of one or some, are then counted among the sector's members of today, and among all that ever
        were of it. Of a part of a department it is not known how many share it: it tells as soon as somebody does.
        """
        told: list[frozenset[tuple[int, int]]] = []
        alone: list[frozenset[tuple[int, int]]] = []  # they may be waived where they mean nobody, and then hide nothing
        everybody = -1
        for sector, pool in (("", everybody), *self._pools(mentions, about)):
            level: list[Shared] = [
                ((one,), one.holders & pool) for one in mentions if one.said[0] in _AXIS and one.holders & pool
            ]
            while level:
                wider: list[Shared] = []
                for together, owners in level:
                    here = frozenset(one.place for one in together)
                    if len(here) < len(together) or any(fewer <= here for fewer in told):
                        continue
                    is_told = self._is_told(text, together, owners, sector)
                    if is_told and here not in alone:
                        (alone if sector and len(together) == 1 else told).append(here)
                        yield Told(together, self.holders.members(owners), sector)
                    if not is_told or here in alone:
                        wider += _with_one_more(together, owners, mentions)
                level = wider

    def _pools(self, mentions: Iterable[Mention], about: Iterable[Collection[str]]) -> Iterator[tuple[str, int]]:
        """The sectors that a text is about, or names: in words, and their members."""
        for codes in dict.fromkeys(frozenset(one) for one in about):
            pools = [0, 0]
            for code in codes:
                pools[0] |= self.holders.present.get(code, 0)
                pools[1] |= self.holders.ever.get(code, 0)
            yield from (("+".join(sorted(codes)), pool) for pool in dict.fromkeys(pools))
        yield from ((_NAMED + one.said[1], one.holders) for one in mentions if one.said[0] == "sector_names")

    def _is_told(self, text: str, together: Sequence[Mention], owners: int, sector: str) -> bool:
        if sector.startswith(_NAMED) and not any(one.said[0] in _PLACES for one in together):
            return False
        if (sector and not _singles_out(text, together)) or not _is_of_one(text, together):
            return False
        groups = self.holders.groups(owners, self.k)
        if len(together) == 1 and not sector:
            return self._tells_alone(together[0], groups)
        return groups < self.k or any(one.said[0] == "areas" for one in together)

    def _tells_alone(self, one: Mention, groups: int) -> bool:
        """A product that a single group has, or that few have who are spoken of as its makers, but for ordinary words:
        "maintenance" is nobody's."""
        kind, phrase = one.said
        is_own = kind == "products" and groups < (self.k if one.is_one else 2)
        return is_own and not all(self.vocabulary.is_ordinary(word) for word in phrase.split())


def _is_of_one(text: str, together: Sequence[Mention]) -> bool:
    """A size and a role alone are of the same only in one sentence, and the role is somebody's: "les PME de la
    maintenance" and "une PME. L'équipementier" are not."""
    if {one.said[0] for one in together} != {"roles", "sizes"}:
        return True
    start, end = min(one.end for one in together), max(one.start for one in together)
    agents = (is_agent(one.said[1]) for one in together if one.said[0] == "roles")
    return all(agents) and not _SENTENCE_ENDS.search(text[start:end])


def _singles_out(text: str, together: Sequence[Mention]) -> bool:
    """Does it speak of somebody of the sector, and not of a size, a role or a product as such, nor of what is done
    there? In one sentence, unless it says a place."""
    kinds = {one.said[0] for one in together}
    if not all(one.is_one for one in together if one.said[0] in ("sizes", "roles")):
        return False
    if kinds == {"products"}:
        return all(one.is_one for one in together)
    if not all(is_agent(one.said[1]) for one in together if one.said[0] == "roles"):
        return False
    if not kinds.isdisjoint(_PLACES):
        return "products" not in kinds or not kinds.isdisjoint(("sizes", "roles"))
    in_order = sorted(one.place for one in together)
    return not any(_SENTENCE_ENDS.search(text[one[1] : two[0]]) for one, two in pairwise(in_order))


def _with_one_more(together: tuple[Mention, ...], owners: int, mentions: Iterable[Mention]) -> Iterator[Shared]:
    """What tells more, as long as somebody has it: of the axes that follow, or two products and no more."""
    last = together[-1]
    axis = _AXIS[last.said[0]]
    for one in mentions:
        further = _AXIS.get(one.said[0], 0)
        is_second_product = len(together) == 1 and axis == further == _AXIS["products"] and one.said > last.said
        if (further > axis or is_second_product) and owners & one.holders:
            yield (*together, one), owners & one.holders


def _goes_on(words: Sequence[Token], after: int) -> bool:
    """ "d'une métropole à l'autre" means all of them."""
    return any([word.text for word in words[after : after + len(said)]] == said for said in _TO_ANOTHER)


def _is_one(text: str, words: Sequence[Token], first: int, kind: str) -> bool:
    """Is one, or are some, of those that the phrase stands for meant? "les PME" and "la recherche" mean all."""
    for back in range(1, min(_FARTHEST, first) + 1):
        if _SENTENCE_ENDS.search(text[words[first - back].end : words[first].start]):
            return False
        word = words[first - back].text
        if word in _SOME:
            return True
        if back == 1 and kind == "sizes" and word in _THE and not (word == "the" and words[first].text.endswith("s")):
            return True
        if word not in _BETWEEN:
            return False
    return False
