"""The departments as outlines with a shade and a place for their number."""

from collections.abc import Mapping
from typing import Any

from cara_crm.territory.outlines import outlines

SHADES = 5


def drawn(counts: Mapping[str, int], names: Mapping[str, str]) -> dict[str, Any]:
    """Width, height, and for every department its path, shade (0 to 5), name, number and where that is written.

    Places are shares of width and height. Departments without a count stay white.
    """
    known = outlines()
    most = max(counts.values(), default=0)
    areas = []
    for code, path in known.paths.items():
        x, y = known.middles[code]
        count = counts.get(code, 0)
        areas.append(
            {
                "path": path,
                "name": names.get(code, code),
                "text": str(count) if count else "",
                "shade": min(SHADES, 1 + count * SHADES // (most + 1)) if count else 0,
                "x": x / known.width,
                "y": y / known.height,
            }
        )
    return {"width": known.width, "height": known.height, "areas": areas}
