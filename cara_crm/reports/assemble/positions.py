"""One position as it may be said to one federation: with figures, with names, as a signal, or not yet."""

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from textwrap import shorten

from cara_crm.confidentiality.threshold import Amount, SumRefusal, decide_sum
from cara_crm.reports.assemble.counts import Counted, Place, group_cells
from cara_crm.reports.assemble.given import Cell, settled
from cara_crm.reports.assemble.heard import Rows
from cara_crm.reports.assemble.sizes import OTHERS, Detail, groups_of
from cara_crm.reports.document import DocumentPosition, Figure
from cara_crm.reports.layout import GROUPS
from cara_crm.reports.material import Material, Voice, Wording, counts_as_member
from cara_crm.reports.words import typographic, words

MEASURES = ("jobs", "euros", "days", "units")
AVERAGED = {"days"}
SIGNAL_TITLE = 90
MANY = "-n"  # behind a measure: how many groups declared it


class Treatment(StrEnum):
    """How a position may be said, given who stands behind it."""

    COUNTED = "counted"
    NAMED = "named"
    SIGNAL = "signal"
    FEW = "few"
    PLAIN = "plain"
    NOBODY = "nobody"
    WORDLESS = "wordless"


KEPT_BACK = (Treatment.FEW, Treatment.PLAIN, Treatment.NOBODY, Treatment.WORDLESS)


def behind(wording: Wording) -> tuple[Voice, ...]:
    """The voices that stand for the position."""
    return tuple(voice for voice in wording.voices if not voice.against)


def treatment(wording: Wording, k: int, untold: frozenset[str] = frozenset()) -> Treatment:
    """Counted from k distinct groups on; below, only what every author agreed to; otherwise it waits.

    ``untold`` are the groups that the document may not name.
    """
    voices = behind(wording)
    if not (wording.statement and wording.request):
        return Treatment.WORDLESS
    if not voices:
        return Treatment.NOBODY
    if len(groups_of(voice.organisation for voice in voices)) >= k:
        return Treatment.COUNTED
    if wording.way == "signal" and all(voice.agreed_signal for voice in voices):
        return Treatment.SIGNAL
    if wording.way == "named" and all(voice.named and voice.agreed_named for voice in voices):
        return Treatment.PLAIN if groups_of(voice.organisation for voice in voices) & untold else Treatment.NAMED
    return Treatment.FEW


@dataclass(frozen=True, slots=True)
class Said:
    """A position of the document, its breakdown still to be protected, and the figures to remember."""

    position: DocumentPosition
    counted: tuple[Counted, ...] = ()
    cells: tuple[Cell, ...] = ()


def say(material: Material, wording: Wording, detail: Detail, categories: Rows, untold: frozenset[str]) -> Said | None:
    """The position for the document, or None when it may not be said. ``untold``: the groups that it may not name."""
    k = material.head.threshold
    how = treatment(wording, k, untold)
    if how is Treatment.SIGNAL:
        return Said(_signal(wording))
    if how is Treatment.NAMED:
        return Said(_worded(material, wording, named=_names(behind(wording))))
    if how is not Treatment.COUNTED:
        return None
    figures, cells, caveats = figures_behind(material, wording)
    safe = safely_named(wording, k, untold)
    named = _names(voice for voice in behind(wording) if voice.organisation.group in safe)
    position = _worded(material, wording, figures=figures, caveats=caveats, named=named)
    return Said(position, _breakdown(material, wording, detail, categories), cells)


def _signal(wording: Wording) -> DocumentPosition:
    """Statement and request in exactly the words that were agreed to, and nothing else: the title is cut from them."""
    return DocumentPosition(
        id=wording.code,
        priority=wording.priority,
        title=shorten(" ".join(wording.statement.split()), SIGNAL_TITLE, placeholder="…"),
        statement=wording.statement,
        request=wording.request,
        signal=True,
    )


def _worded(
    material: Material,
    wording: Wording,
    *,
    figures: tuple[Figure, ...] = (),
    caveats: tuple[str, ...] = (),
    named: tuple[str, ...] = (),
) -> DocumentPosition:
    def set_well(text: str) -> str:
        return typographic(text, material.head.language)

    said = words(material.head.language)["text"]
    against = any(voice.against for voice in wording.voices) and wording.diverging
    return DocumentPosition(
        id=wording.code,
        priority=wording.priority,
        title=set_well(wording.title),
        statement=set_well(wording.statement),
        request=set_well(wording.request),
        examples=tuple(set_well(example) for example in wording.examples),
        figures=figures,
        why=set_well(wording.why),
        diverging=set_well(wording.diverging),
        named=named,
        caveats=(*caveats, said["against"]) if against else caveats,
    )


def _names(voices: Iterable[Voice]) -> tuple[str, ...]:
    return tuple(sorted({voice.organisation.name for voice in voices if voice.named}))


def safely_named(wording: Wording, k: int, untold: frozenset[str]) -> frozenset[str]:
    """The groups that agreed and may be named, unless the others would then be fewer than k: they could be guessed."""
    voices = behind(wording)
    named = groups_of(voice.organisation for voice in voices if voice.named) - untold
    rest = groups_of(voice.organisation for voice in voices) - named
    return named if not rest or len(rest) >= k else frozenset()


def figures_behind(
    material: Material, wording: Wording
) -> tuple[tuple[Figure, ...], tuple[Cell, ...], tuple[str, ...]]:
    """The groups behind it (members, then others, apart) and the declared impacts, each under the threshold.

    Too few others are not mentioned: that there are some now would tell who left, for the membership is public.
    """
    said = words(material.head.language)
    voices = material.counted(behind(wording))
    hearing = material.parted(voices)
    members, others = hearing.members, hearing.others
    made = [
        _count(material, wording, GROUPS, said["text"]["groups_label"], members, len(groups_of(material.population)))
    ]
    if others:
        made.append(_count(material, wording, OTHERS, said["text"]["others_label"], others, None))
    figures = [figure for figure, _ in made if figure.id != OTHERS or figure.value is not None]
    cells = [cell for _, cell in made]
    beside = [cell.value for cell in cells if not (cell.key.endswith(f":{OTHERS}") and cell.value is None)]
    elsewhere = groups_of(voice.organisation for voice in behind(wording)) - members - others
    caveats = [said["text"]["elsewhere"]] if len(elsewhere) >= material.head.threshold else []
    for measure in MEASURES:
        amounts = declared(voices, measure)
        if amounts:
            figure, of_impact, refusal = _impact(material, wording, measure, amounts, beside)
            figures.append(figure)
            cells += of_impact
            dominated = "dominated_mean" if measure in AVERAGED else "dominated"
            caveats += [said["text"][dominated]] if refusal is SumRefusal.DOMINATED else []
            caveats += [said["text"]["declared"]]
    return tuple(figures), tuple(cells), tuple(dict.fromkeys(caveats))


def _count(
    material: Material, wording: Wording, name: str, label: str, groups: frozenset[str], population: int | None
) -> tuple[Figure, Cell]:
    k = material.head.threshold
    shown = len(groups) if len(groups) >= k and not _few_against(material, wording) else None
    cell, on = settled(material, Cell(f"{wording.code}:{name}", shown, groups))
    value = cell.value
    return Figure(name, label, value, "", n=value, population=population or None, as_of=on), cell


def _few_against(material: Material, wording: Wording) -> bool:
    """Would the count of who stands behind it leave fewer than 1 to k-1 groups open that may stand against it?

    That somebody does is said; who was heard and does not stand behind it is the most that there can be.
    """
    if not (wording.diverging and any(voice.against for voice in wording.voices)):
        return False
    k, everybody = material.head.threshold, material.hearing
    heard = everybody.members | (everybody.others if len(everybody.others) >= k else frozenset())
    return len(heard - groups_of(voice.organisation for voice in behind(wording))) < k - 1


def declared(voices: Iterable[Voice], measure: str) -> dict[str, int]:
    """What each group declared in all, in the measure's unit."""
    found: dict[str, int] = {}
    for voice in voices:
        for kind, amount in voice.impacts:
            if kind == measure and amount:
                found[voice.organisation.group] = found.get(voice.organisation.group, 0) + amount
    return found


def summed(amounts: Mapping[str, int], measure: str) -> int:
    """What the groups declared together; delays are averaged, because nobody waits for the sum of them."""
    whole = sum(amounts.values())
    return round(whole / len(amounts)) if measure in AVERAGED else whole


def _impact(
    material: Material, wording: Wording, measure: str, amounts: dict[str, int], beside: list[int | None]
) -> tuple[Figure, tuple[Cell, Cell], SumRefusal | None]:
    """What was declared, and how many declared it as far as that may stand ``beside`` the counts of who spoke."""
    label, unit = words(material.head.language)["measures"][measure]
    contributions: dict[Hashable, Amount] = dict(amounts.items())
    decision = decide_sum(contributions, material.head.threshold)
    shown = summed(amounts, measure) if decision.publishable else None
    cell, on = settled(material, Cell(f"{wording.code}:{measure}", shown, frozenset(amounts)))
    n = len(amounts) if cell.value is not None and on is None else None  # else that of the figure that is repeated
    many, _ = settled(material, Cell(f"{wording.code}:{measure}{MANY}", n, cell.groups))
    if cell.value is None or not may_stand_beside(many.value, beside, material.head.threshold):
        many = Cell(many.key, None, many.groups)
    return Figure(measure, label, cell.value, unit, n=many.value, as_of=on), (cell, many), decision.refusal


def may_stand_beside(n: int | None, counts: Collection[int | None], k: int) -> bool:
    """May it be told that n groups declared something, where these ``counts`` are told of all who could have?

    None is a count that is withheld: 1 to k-1 groups, each of which must stay possible. Where all are told, nobody or
    at least k kept silent.
    """
    told = [count for count in counts if count is not None]
    withheld = len(counts) - len(told)
    if n is None or withheld > 1:
        return False
    return n <= sum(told) + 1 if withheld else not 0 < abs(sum(told) - n) < k


def _who_could(material: Material, home: Mapping[str, Place]) -> dict[Place, frozenset[str]]:
    """The groups of each row that could stand behind a position: those that were heard, where the report tells how many
    they are, else all its members."""
    k = material.head.threshold
    heard, everyone = group_cells(material.hearing.members, home), group_cells(home, home)
    return {row: heard[row] if len(heard.get(row, ())) >= k else members for row, members in everyone.items()}


def _breakdown(material: Material, wording: Wording, detail: Detail, categories: Rows) -> tuple[Counted, ...]:
    """The member groups behind it by category, where the sectors are large enough for a second breakdown; not where
    its issues came from, or went to, a position that was sent: row by row, who moved could be read off."""
    codes = frozenset(sector.code for sector in material.head.sectors)
    voices = [v for v in behind(wording) if counts_as_member(v, codes)]
    if wording.kin or detail.is_small or len(groups_of(v.organisation for v in voices)) < 2 * material.head.threshold:
        return ()
    axis, home = categories.axis, categories.home
    cells = group_cells(groups_of(v.organisation for v in voices), home)
    everyone = {place: groups | cells.get(place, frozenset()) for place, groups in _who_could(material, home).items()}
    title = words(material.head.language)["text"]["position_category"]
    key = f"{wording.code}:{GROUPS}"
    return (Counted(f"{wording.code}-category", title, axis, {}, cells, everyone, about=wording.code, figure=key),)
