"""A person's name, addresses and phones, as they are found in texts and taken out of them. No database here."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from cara_crm.core.fold import fold
from cara_crm.core.reaching import dialled, figures

GONE = "—"
TITLES = r"(?:(?:M\.|Mme|Mlle|Mr\.?|Mrs\.?|Ms\.?|Monsieur|Madame|Mademoiselle)\s+)"
BETWEEN = r"[\s.\-/()]*"


@dataclass(frozen=True)
class Words:
    """What leads to one person. `names`: (first name, family name); `phones` as they are kept ("+33 6 12 34 56 78").

    `is_alone`: nobody else and no organisation bears the family name, and it is no word of the language, so that it is
    the person wherever it stands with a capital.
    """

    names: frozenset[tuple[str, str]]
    emails: frozenset[str]
    phones: frozenset[str]
    is_alone: bool = False

    @property
    def families(self) -> set[str]:
        return {last for _first, last in self.names if len(last) > 1}

    def looked_for(self) -> set[str]:
        """Pieces of which each text that is concerned holds one, as written, in capitals and in small letters."""
        phones = {one for phone in self.phones for one in (phone, dialled(phone), figures(phone))}
        written = {*self.families, *self.emails, *phones}
        return {form for one in written if one for form in (one, one.upper(), one.lower(), one.title())}

    def looked_for_folded(self) -> set[str]:
        return {one for one in map(fold, {*self.families, *self.emails, *map(figures, self.phones)}) if one}

    @cached_property
    def _found(self) -> re.Pattern[str]:
        parts = [re.escape(one) for one in sorted(self.emails, key=len, reverse=True)]
        for first, last in sorted(self.names, reverse=True):
            last_, first_ = _with_capital(last), _with_capital(first)
            if first:
                parts += [rf"\b{TITLES}?{first_}[\s,]+{last_}\b", rf"\b{TITLES}?{last_}[\s,]+{first_}\b"]
                parts += [rf"\b{re.escape(first)} {re.escape(last)}\b"]
            parts += [rf"\b{TITLES}{last_}\b"]
            parts += [rf"\b{last_}\b"] if self.is_alone and len(last) > 1 else []
        for phone in sorted(self.phones):
            parts += [BETWEEN.join(map(re.escape, _digits(one))) for one in (phone, dialled(phone))]
        return re.compile("|".join(parts) or r"(?!)", re.IGNORECASE)

    @cached_property
    def _found_folded(self) -> re.Pattern[str]:
        whole = [
            f"{one} {other}" for first, last in self.names if first for one, other in ((first, last), (last, first))
        ]
        alone = self.families if self.is_alone else set()
        written = [*whole, *alone, *self.emails, *map(figures, self.phones)]
        parts = [rf"\b{re.escape(one)}\b" for one in map(fold, written) if one]
        return re.compile("|".join(parts) or r"(?!)")

    def out_of(self, text: str) -> str:
        """The text with a dash where the person stood."""
        return self._found.sub(GONE, text)

    def out_of_folded(self, text: str) -> str:
        return " ".join(self._found_folded.sub("", text).split())

    def out_of_value(self, value: Any, key: str = "", *, whole: bool = False) -> Any:
        """The same for what JSON holds; a family name that stands as a record's own field goes too. `whole`: a text in
        which the person stands goes with all that it says."""
        if isinstance(value, str):
            is_field = key == "last_name" and fold(value) in map(fold, self.families)
            left = GONE if is_field else self.out_of(value)
            return GONE if whole and left != value else left
        if isinstance(value, list):
            return [self.out_of_value(one, key, whole=whole) for one in value]
        if isinstance(value, dict):
            return {self.out_of(name): self.out_of_value(one, name, whole=whole) for name, one in value.items()}
        return value


def _with_capital(name: str) -> str:
    """A pattern of the name as it is written, in capitals, or with a capital: in small letters it may be a word."""
    forms = sorted({name, name.upper(), name.title()}, key=len, reverse=True)
    return f"(?-i:{'|'.join(map(re.escape, forms))})"


def _digits(phone: str) -> str:
    return re.sub(r"[^\d+]", "", phone)


def escaped(written: Iterable[str]) -> set[str]:
    """Words as they stand in a JSON column, where letters beyond ASCII are escapes."""
    return {json.dumps(one)[1:-1] for one in written}
