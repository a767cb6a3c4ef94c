"""Identifiers as the files of a report carry them: the cluster's code, then what never changes.

Inside, a position is "CARA-P7" whatever the cluster is called. In a file the cluster's own code stands in front, so
that files of several clusters stack without a clash.
"""

from typing import Any

OWN = "CARA"
CARRIED_BY = {"positions": ("id",), "tables": ("id", "about"), "caveats": ("about",), "earlier": ("position",)}


def public_id(identifier: str, cluster: str) -> str:
    """ "CARA-P7" as the files of a cluster write it: "XYZ-P7". What is no position's stays."""
    return _moved(identifier, OWN, cluster)


def outward(raw: dict[str, Any], cluster: str) -> dict[str, Any]:
    """The plain values of a document with the identifiers that its files carry."""
    return _all_moved(raw, OWN, cluster)


def inward(raw: dict[str, Any], cluster: str) -> dict[str, Any]:
    """The same back."""
    return _all_moved(raw, cluster, OWN)


def _all_moved(raw: dict[str, Any], before: str, after: str) -> dict[str, Any]:
    if before == after:
        return raw
    return raw | {
        part: [
            item | {name: _moved(item[name], before, after) for name in names if name in item}
            for item in raw.get(part, ())
        ]
        for part, names in CARRIED_BY.items()
    }


def _moved(identifier: str, before: str, after: str) -> str:
    start = f"{before}-P"
    return f"{after}-P{identifier.removeprefix(start)}" if identifier.startswith(start) else identifier
