"""Raw material for the assembly: a sector's members by the number, and who of them says what. All invented."""

from dataclasses import replace
from datetime import date

from cara_crm.reports.document import Named, Period
from cara_crm.reports.material import Head, Material, Organisation, Standing, Voice, Wording

RAIL = frozenset({"RAIL"})
CATEGORIES = ("sme", "micro", "midcap", "large")
HEAD = Head(
    number="CARA-2026-3",
    version=1,
    language="en",
    cluster="CARA",
    federation="FIF",
    federation_name="Demonstration federation",
    sectors=(Named("RAIL", "Rail"),),
    period=Period(date(2026, 7, 1), date(2026, 9, 30)),
    dated=date(2026, 10, 9),
    threshold=5,
    draft=True,
    demonstration=True,
)


def organisation(n: int, **changes: object) -> Organisation:
    made = Organisation(n, f"m{n}", f"Maker {n}", CATEGORIES[n % 4], "69", "84", Standing.MEMBER, RAIL)
    return replace(made, **changes)


def voice(n: int, **changes: object) -> Voice:
    return replace(Voice(n, organisation(n), RAIL), **changes)


def wording(count: int, **changes: object) -> Wording:
    """A position with the voices of organisations 0 … count-1 behind it."""
    made = Wording(
        id=7,
        code="CARA-P7",
        priority="FIF-1",
        title="Certification",
        statement="Certification takes too long.",
        why="Parts wait.",
        examples=("A part waited a year.",),
        request="A time limit.",
        diverging="",
        way="",
        voices=tuple(voice(n) for n in range(count)),
    )
    return replace(made, **changes)


def material(*positions: Wording, members: int = 40, heard: int = 20, **changes: object) -> Material:
    made = Material(
        head=HEAD,
        priorities=(Named("FIF-1", "Skills"),),
        places=(Named("69", "Rhône"), Named("84", "Auvergne-Rhône-Alpes")),
        heard_from=date(2026, 7, 1),
        population=tuple(organisation(n) for n in range(members)),
        heard=tuple(voice(n) for n in range(min(heard, members))),
        positions=positions,
    )
    return replace(made, **changes)
