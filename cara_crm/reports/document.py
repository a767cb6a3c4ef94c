"""A report as one frozen value. Web page, PDF, workbook and JSON are all read from it and say nothing else.

Every text and figure in it has been through the threshold and the leak check; a withheld figure is ``None`` here, so
no rendering can bring it back.
"""

import hashlib
import json
from dataclasses import asdict, dataclass, fields, is_dataclass
from datetime import date
from types import UnionType
from typing import Any, Self, TypeVar, Union, get_args, get_origin, get_type_hints

from cara_crm.core.fold import fold
from cara_crm.reports.identifiers import OWN, inward, outward, public_id

TOTAL = "total"
REPORT, NOTE = "report", "note"
FORMAT = "cluster-report/1"
"""What a file says that it is; its schema is published under the same version (`schema.py`)."""

Number = int | float
Kind = TypeVar("Kind")


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day, both included."""

    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Named:
    """Something with a stable code and a name in the document's language.

    ``own_code`` is what the federation itself calls its priority in its documents, "" where it has no code.
    """

    code: str
    name: str
    own_code: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """One number behind a position: what it counts, over how many groups (n), out of which population.

    ``value`` is None where the figure is withheld. ``as_of`` is set when an earlier figure is repeated.
    """

    id: str
    label: str
    value: Number | None
    unit: str
    n: int | None = None
    population: int | None = None
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class DocumentPosition:
    """One position. A *signal* carries its statement and its request, and nothing that counts or dates."""

    id: str
    priority: str
    title: str
    statement: str
    request: str
    examples: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    why: str = ""
    diverging: str = ""
    named: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    caveats: tuple[str, ...] = ()
    signal: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Counts in rows and columns; margins are a row and a column named ``total``; None is a withheld cell.

    ``rows`` and ``columns`` are stable codes, so that files of several clusters stack; ``row_names`` and
    ``column_names`` say the same in the document's language.

    ``shares``: what part of the total each row is may be said with it.
    ``public`` is true for counts of the membership itself, which no threshold protects.
    ``about`` says what it is printed with: "heard" or a position's id. ``chart`` is the alternative text of the chart
    of its ``total`` column, ``map`` that of its map of departments, "" when it has none; ``population`` is the id of
    the public table that the chart compares it to.
    """

    id: str
    title: str
    public: bool
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[Number | None, ...], ...]
    row_names: tuple[str, ...]
    column_names: tuple[str, ...]
    about: str = "heard"
    row_head: str = ""
    chart: str = ""
    map: str = ""
    population: str = ""
    shares: bool = False

    @property
    def withheld(self) -> bool:
        """Whether at least one cell is not shown."""
        return any(cell is None for row in self.cells for cell in row)

    def column(self, name: str) -> dict[str, Number | None]:
        """The cells of one column by row name."""
        at = self.columns.index(name)
        return {row: cells[at] for row, cells in zip(self.rows, self.cells, strict=True)}


@dataclass(frozen=True, slots=True)
class Caveat:
    """A reservation, printed next to what it is about: "report", "heard", a table's id or a position's id."""

    about: str
    text: str


@dataclass(frozen=True, slots=True)
class EarlierRequest:
    """What became of a request of an earlier report."""

    report: str
    position: str
    title: str
    request: str
    outcome: str
    text: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Downward:
    """One downward relay of the period and how it was received; counts of people are None below the threshold."""

    kind: str
    title: str
    sent_on: date
    targeted: int | None
    reached: int | None
    acknowledged: int | None


@dataclass(frozen=True, slots=True)
class Definition:
    """A word of the report and what is meant by it."""

    term: str
    text: str


@dataclass(frozen=True, slots=True)
class ReportDocument:
    """The whole report, or a flash note (``kind`` "note"): figures and tables that answer a federation's ``question``.

    ``format`` names the version of the schema, "" in files from before there was one. ``cluster_code`` stands in front
    of every identifier of a position in the file.
    """

    number: str
    version: int
    title: str
    language: str
    cluster: str
    federation: str
    federation_name: str
    sectors: tuple[str, ...]
    sector_names: tuple[str, ...]
    period: Period
    dated: date
    threshold: int
    draft: bool
    demonstration: bool
    key_messages: tuple[str, ...] = ()
    priorities: tuple[Named, ...] = ()
    positions: tuple[DocumentPosition, ...] = ()
    heard: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    caveats: tuple[Caveat, ...] = ()
    earlier: tuple[EarlierRequest, ...] = ()
    downward: tuple[Downward, ...] = ()
    method: tuple[str, ...] = ()
    definitions: tuple[Definition, ...] = ()
    changes: tuple[str, ...] = ()
    format: str = ""
    cluster_code: str = OWN
    kind: str = REPORT
    question: str = ""
    asked_on: date | None = None
    figures: tuple[Figure, ...] = ()

    @property
    def is_note(self) -> bool:
        """Whether it answers a federation's request."""
        return self.kind == NOTE

    @property
    def addressee(self) -> str:
        """The federation's name with its code, but for a code that only repeats the name (FRANCE_VELO)."""
        is_said = f" {fold(self.federation)} " in f" {fold(self.federation_name)} "
        return self.federation_name if is_said else f"{self.federation_name} ({self.federation})"

    def caveats_about(self, subject: str) -> list[str]:
        """The texts of the caveats that stand next to ``subject``."""
        return [caveat.text for caveat in self.caveats if caveat.about == subject]

    def tables_about(self, subject: str) -> list[Table]:
        """The tables printed with ``subject`` ("heard" or a position's id)."""
        return [table for table in self.tables if table.about == subject]

    def priority_name(self, code: str) -> str:
        """A national priority by the federation's own code and its name; our code where the document has no name."""
        found = next((priority for priority in self.priorities if priority.code == code), None)
        return " ".join(filter(None, (found.own_code, found.name))) if found else code

    def public_id(self, position_id: str) -> str:
        """A position's or its table's identifier as the files and pages print it."""
        return public_id(position_id, self.cluster_code)

    def position(self, position_id: str) -> DocumentPosition | None:
        """The position of that stable id, or None."""
        return next((position for position in self.positions if position.id == position_id), None)

    def as_dict(self) -> dict[str, Any]:
        """The document as plain values, days in ISO 8601; the period's keys are ``from`` and ``to``."""
        plain = _plain(asdict(self))
        plain["period"] = {"from": plain["period"]["start"], "to": plain["period"]["end"]}
        return outward(plain, self.cluster_code)

    def to_json(self) -> bytes:
        """The canonical bytes: UTF-8, sorted keys, one trailing newline. Equal documents have equal bytes."""
        text = json.dumps(self.as_dict(), ensure_ascii=False, sort_keys=True, indent=1)
        return (text + "\n").encode()

    @classmethod
    def from_json(cls, data: bytes | str) -> Self:
        """Read a frozen document back; keys of later versions are ignored, missing ones take their default."""
        raw = json.loads(data)
        raw = inward(raw, raw.get("cluster_code", OWN))
        raw["period"] = {"start": raw["period"]["from"], "end": raw["period"]["to"]}
        return _build(cls, raw)


def sha256(data: bytes) -> str:
    """The hexadecimal SHA-256 of a file's bytes."""
    return hashlib.sha256(data).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def _build(kind: type[Kind], raw: dict[str, Any]) -> Kind:
    hints = get_type_hints(kind)
    known = {field.name for field in fields(kind)}  # type: ignore[arg-type]
    return kind(**{key: _read(hints[key], value) for key, value in raw.items() if key in known})


def _read(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    if get_origin(hint) in (UnionType, Union):
        hint = next((arg for arg in get_args(hint) if arg is date), Any)
    if get_origin(hint) is tuple:
        return tuple(_read(get_args(hint)[0], item) for item in value)
    if is_dataclass(hint):
        return _build(hint, value)  # type: ignore[arg-type]
    return date.fromisoformat(value) if hint is date else value
