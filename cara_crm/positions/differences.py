"""What changed between two wordings, word by word."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from cara_crm.positions.models import PositionVersion

PIECES = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True)
class Piece:
    """Some text that stayed ("same"), came ("new") or went ("gone")."""

    kind: str
    text: str


def difference(before: str, after: str) -> list[Piece]:
    """Both texts as one run of pieces, in reading order."""
    old, new = PIECES.findall(before), PIECES.findall(after)
    found: list[Piece] = []
    for tag, i, j, m, n in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Piece("same", "".join(old[i:j])))
            continue
        if i < j:
            found.append(Piece("gone", "".join(old[i:j])))
        if m < n:
            found.append(Piece("new", "".join(new[m:n])))
    return found


def differences(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[tuple[str, list[Piece]]]:
    """The fields that differ, by name, each with its pieces."""
    for name, text in after.items():
        if before.get(name, "") != text:
            yield name, difference(before.get(name, ""), text)


@dataclass(frozen=True)
class Change:
    """What one version says otherwise than an earlier one, and the ids of the issues that came and went."""

    version: PositionVersion
    words: tuple[tuple[str, list[Piece]], ...]
    came: tuple[int, ...]
    went: tuple[int, ...]


def change_of(before: PositionVersion | None, after: PositionVersion) -> Change:
    """The difference between two versions, or everything that the first one says."""
    then, now = (before.issue_ids if before else []), after.issue_ids
    return Change(
        version=after,
        words=tuple(differences(before.words if before else {}, after.words)),
        came=tuple(i for i in now if i not in then),
        went=tuple(i for i in then if i not in now),
    )
