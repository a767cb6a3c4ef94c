"""What a plan brings beside its members, each with the member that it belongs to."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cara_crm.members.imports.plan import Extra


@dataclass(frozen=True)
class Placed:
    """The extras of a plan, each with the id of its member: made anew each time, for a long list has many.

    `fresh` is row → id of the members that are new.
    """

    extras: Sequence[Extra]
    fresh: Mapping[int, int]

    def __iter__(self) -> Iterator[tuple[Extra, int]]:
        for extra in self.extras:
            yield extra, self.fresh[extra.row] if extra.member_id is None else extra.member_id
