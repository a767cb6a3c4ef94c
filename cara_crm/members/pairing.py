"""Which members may be the same, of very many: only those that share something telling are compared. Pure."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from cara_crm.members.likeness import LONGEST_ACRONYM, telling_keys
from cara_crm.members.matching import DEFAULT, Known, Pair, Rules, score
from cara_crm.members.names import acronyms, in_one_word

COMMON = 60  # members that share a word; a more frequent one tells nothing
CROWD = 6  # members that share a domain, address or phone; a more frequent one tells nothing
SHORTEST_START = 5
INDEX_BITS = 24  # sixteen million members and rows at most
PARTS = 32
INDEX, HASHED = (1 << INDEX_BITS) - 1, (1 << (64 - INDEX_BITS)) - 1


def pairs(
    fresh: Sequence[Known], others: Sequence[Known], rules: Rules = DEFAULT, least: int | None = None
) -> list[Pair]:
    """Pairs of a fresh one with another fresh one or with one of `others`, from `least` points on; the likest first.

    Compared are only those that share a rare word, a beginning, a domain, an address, a phone or a number, so that ten
    thousand against ten thousand take a second.
    """
    found: dict[tuple[int, int], Pair] = {}
    everyone = _without_crowds([*fresh, *others])
    least = rules.ask if least is None else least
    for a, b in _candidates(everyone, len(fresh)):
        left, right = everyone[a], everyone[b]
        points, reasons = score(left, right, rules)
        if points >= least:
            found[left.id, right.id] = Pair(left.id, right.id, points, reasons)
    return sorted(found.values(), key=lambda pair: (-pair.alike, pair.left, pair.right))


def _without_crowds(everyone: list[Known]) -> list[Known]:
    """A domain, address or phone of many tells nothing."""
    counts = Counter(mark for one in everyone for mark in (*one.domains, *one.places, *one.phones))
    many = {mark for mark, n in counts.items() if n > CROWD}
    return [
        replace(one, domains=one.domains - many, places=one.places - many, phones=one.phones - many)
        if many & (one.domains | one.places | one.phones)
        else one
        for one in everyone
    ]


def _candidates(everyone: Sequence[Known], fresh: int) -> Iterator[tuple[int, int]]:
    """Indexes (fresh, other) that share a block; each once."""
    for a, blocks in sorted(_blocks(everyone, fresh).items()):
        shared = {b for block in blocks for b in block if b > a}
        yield from ((a, b) for b in sorted(shared))


def _blocks(everyone: Sequence[Known], fresh: int) -> dict[int, list[list[int]]]:
    """Index of a fresh one → blocks that it is in: ascending indexes of the few that share a word, beginning or mark.

    Marks are numbers (their hash, and below it who has it): of a hundred thousand most are of one only, and cost eight
    bytes each; they are sorted a part at a time, for sorted they cost five times as much. Two marks of one hash only
    make a block larger: what is in it is compared anyway.
    """
    parts = [array("Q") for _part in range(PARTS)]
    for index, one in enumerate(everyone):
        for mark in map(hash, _marks_of(one)):
            parts[mark % PARTS].append((mark & HASHED) << INDEX_BITS | index)
    found: dict[int, list[list[int]]] = defaultdict(list)
    for marks in parts:
        for _mark, same in groupby(sorted(marks), key=lambda mark: mark >> INDEX_BITS):
            block = [mark & INDEX for mark in same]
            if 1 < len(block) <= COMMON:
                for index in block:
                    if index < fresh:
                        found[index].append(block)
    return found


def _marks_of(one: Known) -> set[str]:
    names = {mark for key in telling_keys(one.names) for mark in _marks(key)}
    names |= {f"!{mark}" for name in one.names for mark in acronyms(name)}
    names |= {f"~{in_one_word(name)}" for name in one.names}
    others = {f"@{mark}" for marks in (one.domains, one.places, one.phones) for mark in marks}
    return names | others | {f"#{number}" for number in (*one.numbers, one.siren, one.abroad) if number}


def _marks(key: str) -> set[str]:
    whole = key.replace(" ", "")
    marks = {word for word in key.split() if len(word) > 2} | ({f"!{key}"} if len(key) <= LONGEST_ACRONYM else set())
    return marks | {f"={key}", f"^{whole[:SHORTEST_START]}", f"{whole[-SHORTEST_START:]}$"}
