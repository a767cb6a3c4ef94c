"""By what a report is known again: the hash of its JSON file, printed in the others."""

from dataclasses import dataclass
from textwrap import wrap

BLOCK = 8  # hexadecimal digits that stand together, so that a long number is read and copied
DIGITS = 64


@dataclass(frozen=True, slots=True)
class Seal:
    """The SHA-256 of the JSON file, and the page on which it is looked up; both "" in a draft."""

    fingerprint: str = ""
    url: str = ""

    @property
    def in_blocks(self) -> str:
        """The hash as it is printed: "01234567 89abcdef …"."""
        return " ".join(wrap(self.fingerprint, BLOCK))


NO_SEAL = Seal()


def typed_hash(text: str) -> str | None:
    """A SHA-256 as somebody typed or copied it, spaces and capitals aside; None when it is none."""
    digits = "".join(text.lower().split()).replace("\N{ZERO WIDTH SPACE}", "")
    return digits if len(digits) == DIGITS and set(digits) <= set("0123456789abcdef") else None
