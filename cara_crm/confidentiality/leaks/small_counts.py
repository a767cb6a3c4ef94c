"""Counts of few organisations told in a sentence, as a number, what is left of one, or a share: a cell of a table
would withhold them."""

import re
from collections.abc import Iterator

from cara_crm.confidentiality.leaks.index import stable_key
from cara_crm.confidentiality.leaks.nouns import KIND_OF, ONE, ORGANISATION
from cara_crm.confidentiality.leaks.quantities import Quantity, Seen, seen
from cara_crm.confidentiality.leaks.register import NOTHING_PRINTED, Leak, LeakKind, Printed
from cara_crm.confidentiality.leaks.standing_out import standing_out

_BACK = 60
_OURS = rf"(?:remontees?|issues?|{ORGANISATION})"
_COUNTED = re.compile(rf"\s+(?:de\s+(?:nos|ces|leurs)\s+|of\s+(?:our|the|these)\s+)?{KIND_OF}(?:d'|de\s)?{_OURS}")
_OF_THEM = re.compile(r"\s+(?:d'entre\s+(?:eux|elles|nous)|of\s+(?:them|us)|de\s+nos\s+adherents)(?!\w)")
#: What those do who are counted without a word for them: "deux ont répondu non".
_DOING = re.compile(
    r"\s+(?:n'|ne |do not |did not )?(?:attend|repond|disent|ont (?:pas )?(?:dit|repondu|declare|indique|refuse"
    r"|accepte)|declar|signal|estim|demand|refus|accept|approuv|souhait|craign|indiqu|y sont"
    r"|sont (?:pas )?(?:pour|contre|d'accord|favorables)|said|say|wait|repl(?:y|ied)|answer|agree|disagree"
    r"|report(?:ed)? (?:that|no|yes)|refuse|want|fear)"
    r"\w*"
)
_ALONE_BEFORE = re.compile(r"(?:^|[.;:,!?(\n]\s*|(?<!\w)(?:et|mais|dont|seuls?|seules|only|and|but|les)\s+)$")
_ONE_ONLY = re.compile(rf"\s+(?:seule?|single|sole)\s+{KIND_OF}(?:{ONE}|remontee|issue)|\s+(?:remontee|issue)(?!\w)")
_ONLY_ONE = re.compile(r"(?<!\w)(?:seule?|only|qu'|juste)\s*$")
_ONE_HERE = re.compile(rf"\s+{KIND_OF}{ONE}")
_RELYING = re.compile(r"(?<!\w)(?:depend\w*|dependan\w*|fait suffit|suffit)\s+d'$")
_EXCEPT = re.compile(
    rf"(?<!\w)(?:tous|toutes|totalite|quasi-totalite|all|every(?:one|body)?|every {ONE})"
    rf"(?:\s+(?:(?:les|nos|our|the)\s+)?{KIND_OF}{ORGANISATION})?"
    r",?\s+(?:sauf|hormis|excepte|a part|but|except(?: for)?|save)\s+$"
)
_EXCEPTED = re.compile(rf"\s*(?:[.,;:)!?]|$)|{_COUNTED.pattern}|{_DOING.pattern}")
_EXCEPTIONS = re.compile(r"\s+exceptions?(?:\s+pres)?(?!\w)")
_OUT_OF = re.compile(
    rf"\s*(?:{KIND_OF}{ORGANISATION}\s+)?"
    r"(?:sur(?:\s+les)?|des|de\s+nos|de\s+ces|out\s+of(?:\s+the)?|of(?:\s+the|\s+our)?|in)\s+$"
)
_PART_OF = re.compile(rf"\s*(?:des|de\s+nos|de\s+ces|d'|de|of(?:\s+the|\s+our)?)\s*{KIND_OF}{ORGANISATION}")
_PERCENT = re.compile(r"\s*(?:%|pour\s?cent|per\s?cent)")
_PARTS = {"demi": 2, "half": 2, "tiers": 3, "third": 3, "quart": 4, "quarter": 4, "cinquieme": 5, "fifth": 5}
_PARTS |= {"sixieme": 6, "sixth": 6, "septieme": 7, "huitieme": 8, "eighth": 8, "neuvieme": 9, "ninth": 9}
_PARTS |= {"dixieme": 10, "tenth": 10, "douzieme": 12, "twelfth": 12, "seventh": 7}
_PART = re.compile(rf"[\s-]+({'|'.join(_PARTS)})s?(?!\w)")
_HANDFUL = re.compile(rf"(?<!\w)(?:poignee|handful)\s+(?:d'|de\s+|of\s+)(?:nos\s+|our\s+)?{KIND_OF}{ORGANISATION}")
_ELSEWHERE = re.compile(r"(?<!\w)(?:france|francaises?|europe\w*|nationa\w+|mondia\w+|insee|worldwide|french)(?!\w)")
_SENTENCE = re.compile(r"[.!?;\n]")
_COMMON_PARTS = 4  # "la moitié", "un quart" tell nothing where nobody knows of how many
_HUNDRED = 100


def small_counts(text: str, k: int, printed: Printed = NOTHING_PRINTED) -> Iterator[Leak]:
    """Places that tell a number from 1 to k-1 of organisations: "trois entreprises", "tous sauf deux", "83 % des
    ateliers", "le seul acteur". What is printed beside the text tells nothing more."""
    read = seen(text)
    for start, end in _Counting(read, k, printed).places():
        here, after = read.place(start, end)
        key = stable_key(LeakKind.SMALL_COUNT, " ".join(read.text[start:end].split()), ())
        yield Leak(here, after, LeakKind.SMALL_COUNT, text[here:after], key)


class _Counting:
    """The numbers of one text, and which of them count few."""

    def __init__(self, read: Seen, k: int, printed: Printed) -> None:
        self.read, self.k, self.printed, self.groups = read, k, printed.numbers | printed.groups, printed.groups

    def places(self) -> Iterator[tuple[int, int]]:
        """Each once: of those that overlap the first."""
        counted = [(one.start, self._share(rank) or self._few(one)) for rank, one in enumerate(self.read.quantities)]
        told = [(start, end) for start, end in counted if end]
        told += [match.span() for match in _HANDFUL.finditer(self.read.text)]
        after = 0
        for start, end in sorted([*told, *standing_out(self.read.text)]):
            if start >= after:
                yield start, end
                after = end

    def _few(self, one: Quantity) -> int | None:
        """Where a small count of organisations that begins with this number ends."""
        after, before = self._after(one), self._before(one)
        if one.value != int(one.value):
            return None
        if _EXCEPT.search(before) and _EXCEPTED.match(after):
            return one.end if self._is_small(int(one.value)) else None
        if one.value == 1:
            return self._only_one(one, before, after)
        counted = _COUNTED.match(after) or self._of_them(one, after) or _EXCEPTIONS.match(after)
        if counted is None and _ALONE_BEFORE.search(before):
            counted = _DOING.match(after)
        if counted is None:
            return None
        is_small = one.is_below and one.value <= self.k
        return one.end + counted.end() if is_small or self._tells(int(one.value)) else None

    def _of_them(self, one: Quantity, after: str) -> re.Match[str] | None:
        """Some of those that were counted before, unless other things were: "six sessions, two of them"."""
        of_them = _OF_THEM.match(after)
        before = [other for other in self.read.quantities if one.start - _BACK < other.end <= one.start]
        if (
            of_them
            and before
            and not _DOING.match(after, of_them.end())
            and not _COUNTED.match(self._after(before[-1]))
        ):
            return None
        return of_them

    def _only_one(self, one: Quantity, before: str, after: str) -> int | None:
        if _RELYING.search(before):
            return None
        only = _ONE_ONLY.match(after)
        if only is None and _ONLY_ONE.search(before):
            only = _ONE_HERE.match(after)
        return one.end + only.end() if only else None

    def _share(self, rank: int) -> int | None:
        """Where a share of organisations that begins with this number ends, if it tells a small count."""
        one = self.read.quantities[rank]
        after, found = self._after(one), None
        if percent := _PERCENT.match(after):
            whole, end = _HUNDRED, percent.end()
            found = _PART_OF.match(after, end)
        elif part := _PART.match(after):
            whole, found = _PARTS[part[1]], _PART_OF.match(after, part.end())
        elif two := self._out_of(rank):
            whole, stop = two
            return stop if self._is_telling_share(one, whole) else None
        else:
            return None
        if found is None or not self._is_telling_share(one, whole):
            return None
        return one.end + found.end()

    def _out_of(self, rank: int) -> tuple[int, int] | None:
        """The whole of "dix des douze ateliers", "neuf ateliers sur dix", and where it ends; None for other things."""
        if rank + 1 >= len(self.read.quantities):
            return None
        one, other = self.read.quantities[rank : rank + 2]
        between, after = self.read.text[one.end : other.start], self._after(other)
        if other.value != int(other.value) or other.value <= one.value or not _OUT_OF.match(between):
            return None
        named = re.match(rf"\s+{KIND_OF}{ORGANISATION}", after)
        if named is None and not re.search(ORGANISATION, between) and not _DOING.match(after):
            return None
        return int(other.value), other.end + (named.end() if named else 0)

    def _is_telling_share(self, one: Quantity, whole: int) -> bool:
        if int(one.value) in self.printed and (whole in self.printed or whole == _HUNDRED):
            return False
        if self._is_of_elsewhere(one) or not 0 < one.value < whole:
            return False
        if self.groups - {whole}:
            parts = [round(base * one.value / whole) for base in self.groups]
            pairs = zip(self.groups, parts, strict=True)
            return any(self._is_small(part) or self._is_small(base - part) for base, part in pairs)
        if whole == _HUNDRED:
            return True
        is_common = whole <= _COMMON_PARTS and whole not in self.groups
        return not is_common and (self._is_small(int(one.value)) or self._is_small(whole - int(one.value)))

    def _is_of_elsewhere(self, one: Quantity) -> bool:
        """A share that is told of the whole country is no count of ours."""
        sentence = _SENTENCE.split(self.read.text[: one.start])[-1] + _SENTENCE.split(self.read.text[one.start :])[0]
        return bool(_ELSEWHERE.search(sentence))

    def _tells(self, count: int) -> bool:
        """Is it small, or what it leaves of those that the document counts?"""
        if count in self.printed:
            return False
        return self._is_small(count) or any(self._is_small(base - count) for base in self.groups)

    def _is_small(self, count: int) -> bool:
        return 0 < count < self.k

    def _after(self, one: Quantity) -> str:
        return self.read.text[one.end : one.end + 2 * _BACK]

    def _before(self, one: Quantity) -> str:
        return self.read.text[max(0, one.start - _BACK) : one.start]
