"""Who is the same behind two figures, whatever the register called it when each of them left.

A member gets a group, changes or loses it; two records are merged, or are two again. Keys that ever stood for the same
organisation are one here, so that a difference between figures is never counted too large.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Sameness:
    """By key of a group the one key that stands for all that were ever the same; a key that it lacks is alone."""

    one_of: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, ties: Iterable[tuple[str, str]]) -> "Sameness":
        """From pairs of keys that were the same at some time: what is tied in several steps is the same too."""
        to: dict[str, str] = {}
        for pair in ties:
            one, other = (_last(to, key) for key in pair)
            if one != other:
                to[max(one, other)] = min(one, other)
        return cls({key: _last(to, key) for key in to})

    def apart(self, groups: Iterable[Hashable]) -> frozenset[str]:
        """The groups, each under the key that stands for it. Keys are made text that survives JSON."""
        names = (":".join(map(str, key)) if isinstance(key, tuple) else str(key) for key in groups)
        return frozenset(self.one_of.get(name, name) for name in names)


def _last(to: dict[str, str], key: str) -> str:
    while key in to:
        key = to[key]
    return key
