"""What the invented companies say: `words/*.toml`, one file a theme, made into values."""

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from cara_crm.issues.models import IssueKind, Measure, Urgency
from cara_crm.issues.said import Said

URGENCIES = (Urgency.NORMAL, Urgency.HIGH, Urgency.NORMAL, Urgency.LOW)
CODES = (
    "pfa_prices", "pfa_retrofit", "pfa_zones", "pfa_energy", "pfa_data", "pfa_hydrogen",
    "fif_approval", "fif_orders", "fif_tracks", "fif_skills",
    "velo_batteries", "velo_theft", "velo_frames", "velo_cargo",
)  # fmt: skip


@dataclass(frozen=True)
class Voice:
    """One member's words, in the language of its author."""

    title: str
    says: str
    case: str = ""
    asks: str = ""
    lang: str = "fr"
    amount: int = 0
    against: bool = False


@dataclass(frozen=True)
class Reply:
    """What the federation answers: an outcome's value, words for the members, words for the cluster only."""

    outcome: str
    members: str
    cluster: str = ""


@dataclass(frozen=True)
class Theme:
    """A position with the voices behind it. `way`: what is done while fewer than k groups speak."""

    code: str
    federation: str
    sector: str
    priority: str
    kind: str
    title: str
    statement: str
    why: str
    request: str
    voices: tuple[Voice, ...]
    examples: tuple[str, ...] = ()
    measure: str = "euros"
    language: str = "fr"
    way: str = ""
    diverging: str = ""
    reply: Reply | None = None


def words(name: str) -> dict[str, Any]:
    """The content of one file of `words/`."""
    return tomllib.loads(files(__package__).joinpath(f"words/{name}.toml").read_text("utf-8"))


def theme(code: str) -> Theme:
    found = words(code)
    voices = tuple(Voice(**voice) for voice in found.pop("voice"))
    reply = found.pop("reply", None)
    examples = tuple(found.pop("examples", ()))
    return Theme(code=code, voices=voices, examples=examples, reply=Reply(**reply) if reply else None, **found)


def themes() -> dict[str, Theme]:
    """Every theme by its code."""
    return {code: theme(code) for code in CODES}


def said(voice: Voice, kind: str, measure: str, n: int) -> Said:
    """What the n-th voice says, as an issue wants it."""
    return Said(
        title=voice.title,
        what_happens=voice.says,
        example=voice.case,
        asked=voice.asks,
        kind=IssueKind(kind),
        urgency=URGENCIES[n % len(URGENCIES)],
        impacts={Measure(measure): voice.amount} if voice.amount else {},
    )
