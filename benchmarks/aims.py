"""What the figures say of the aims: those of pages beside the floor and the peer of the same run, where they are."""

import re
from typing import Any

#: Page, the system beside which it stands, its page there, how many times its p50 is allowed.
TIMES = (
    ("list", "floor", "list", 4.0),
    ("filtered list", "floor", "filtered list", 4.0),
    ("deep page", "floor", "deep page", 4.0),
    ("search box", "floor", "filtered list", 3.0),
    ("list", "django", "list", 1 / 3),
    ("filtered list", "django", "filtered list", 1 / 3),
    ("deep page", "django", "deep page", 1 / 3),
    ("record", "django", "record", 1 / 3),
    ("create", "django", "create", 1.5),
)
#: The same from 100,000 members on, on each database beside the floor on it.
MANY = 100_000
TIMES_OF_MANY = (("list", "floor", "filtered list", 6.0), ("search box", "floor", "filtered list", 3.0))
SLOWEST = 3.0  # times its p50 for the p95 of a page
#: What a page of many may take, times its own p50 in the last run at 10,000.
GROWTH = {"list": 1.3, "deep page": 1.3, "record": 1.3, "filtered list": 3.0}
QUERIES = 12  # of a page that only reads
MEMORY_MB = 400.0
REPORT_MB = 300.0
QUEUED_SECONDS = 10.0
MAILS_A_SECOND = {"product, SQLite": {1: 100.0}, "product, PostgreSQL": {1: 100.0, 2: 180.0}}  # by number of workers
SECONDS = {"report of": 2.0, "import of": 26 / 4}


def lines(results: dict[str, Any], smaller: dict[str, Any] | None = None) -> list[str]:
    """One line an aim: what it is, what was measured, met or missed. `smaller`: the results of the run at 10,000."""
    told, many = [], results["members"] >= MANY
    for database in ("SQLite", "PostgreSQL"):
        told += _beside(database, results, TIMES_OF_MANY if many else TIMES)
        if many:
            told += _spread(database, results) + _grown(database, results, smaller or {})
    for database in ("SQLite", "PostgreSQL"):
        told += _seconds(database, results[f"product, {database}"])
    return [*told, *_alone(results["product, SQLite"]), *_mail(results)]


def _beside(database: str, results: dict[str, Any], times: Any) -> list[str]:
    told, found = [], results[f"product, {database}"]
    for page, system, its_page, limit in times:
        its = results.get(system if system == "django" else f"{system}, {database}", {}).get("pages", {})
        if its_page in its:
            ratio = found["pages"][page][0]["p50"] / its[its_page][0]["p50"]
            told.append(_line(f"{page}, times {its_page} of {system}, {database}", ratio, limit))
    return told


def _spread(database: str, results: dict[str, Any]) -> list[str]:
    pages = results[f"product, {database}"]["pages"].items()
    return [_line(f"{page}, p95 times p50, {database}", one["p95"] / one["p50"], SLOWEST) for page, (one, _) in pages]


def _grown(database: str, results: dict[str, Any], smaller: dict[str, Any]) -> list[str]:
    name = f"product, {database}"
    if name not in smaller:
        return []
    now, before = results[name]["pages"], smaller[name]["pages"]
    return [
        _line(
            f"{page}, times its p50 at {smaller['members']}, {database}",
            now[page][0]["p50"] / before[page][0]["p50"],
            limit,
        )
        for page, limit in GROWTH.items()
    ]


def _alone(found: dict[str, Any]) -> list[str]:
    most = max(found["queries"].values())
    return [
        _line("queries of a read page", most, QUERIES),
        _line("MB of 4 web processes and a worker", found["memory_mb"], MEMORY_MB),
    ]


def _seconds(database: str, found: dict[str, Any]) -> list[str]:
    told = []
    for label, value in found["commands"].items():
        measured = re.match(r"([\d.]+) s, (\d+) MB", value)
        for start, limit in SECONDS.items():
            if label.startswith(start) and measured:
                told.append(_line(f"seconds of {label}, {database}", float(measured[1]), limit))
        if label.startswith("report of") and measured:
            told.append(_line(f"MB of {label}, {database}", float(measured[2]), REPORT_MB))
    return told


def _mail(results: dict[str, Any]) -> list[str]:
    told = []
    for system, found in results.items():
        if isinstance(found, dict) and (measured := found.get("mail")):
            tens = measured["people"] / 10_000
            told.append(_line(f"seconds to queue 10,000, {system}", measured["queued_seconds"] / tens, QUEUED_SECONDS))
            for workers, least in MAILS_A_SECOND.get(system, {}).items():
                rate = measured["a_second"][workers]
                told.append(_line(f"ms a mail with {workers}, {system}", 1000 / rate, 1000 / least))
    return told


def _line(what: str, measured: float, limit: float) -> str:
    verdict = "met" if measured <= limit else "MISSED"
    return f"{what:58}{measured:>9.2f}  (aim {limit:.2f})  {verdict}"
