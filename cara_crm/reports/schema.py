"""The JSON Schema of a report's JSON file, made from the document's own classes.

What is published stands in `schemas/`: a test compares it with what this makes of the classes. A field that is added
keeps the format's version; one that goes, or means something else, makes the next (`document.FORMAT`, a new file).
"""

from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints
from uuid import NAMESPACE_URL, uuid5

from cara_crm.positions.models import Outcome
from cara_crm.relays.models import RelayKind
from cara_crm.reports.document import FORMAT, NOTE, REPORT, Downward, EarlierRequest, Period, ReportDocument

DIALECT = "https://json-schema.org/draft/2020-12/schema"
VERSION = FORMAT.rpartition("/")[2]
NAME = uuid5(NAMESPACE_URL, FORMAT).urn  # the same wherever it is served: files of several clusters are read together
TITLE = "Report of a cluster to a national federation"
PUBLISHED = Path(__file__).parent / "schemas" / f"report-{VERSION}.json"
PLAIN = {str: "string", int: "integer", float: "number", bool: "boolean"}
ALWAYS = ("format", "cluster_code")  # missing in files from before there was a schema
LISTED: dict[tuple[type, str], list[str]] = {
    (ReportDocument, "language"): ["fr", "en"],
    (ReportDocument, "format"): [FORMAT],
    (ReportDocument, "kind"): [REPORT, NOTE],
    (EarlierRequest, "outcome"): [*Outcome, "waiting"],
    (Downward, "kind"): [*RelayKind],
}


def schema() -> dict[str, Any]:
    """The schema as plain values."""
    found: dict[str, Any] = {}
    whole = _object(ReportDocument, found)
    return {"$schema": DIALECT, "$id": NAME, "title": TITLE, **whole, "$defs": found}


def published() -> bytes:
    """The file as every installation serves it, the same for all clusters."""
    return PUBLISHED.read_bytes()


def _object(kind: Any, found: dict[str, Any]) -> dict[str, Any]:
    hints = get_type_hints(kind)
    properties = {field.name: _field(kind, field.name, hints[field.name], found) for field in fields(kind)}
    needed = [
        field.name for field in fields(kind) if field.default is MISSING or field.name in ("format", "cluster_code")
    ]
    if kind is Period:
        properties = {"from": properties["start"], "to": properties["end"]}
        needed = ["from", "to"]
    return {
        "type": "object",
        "description": " ".join((kind.__doc__ or "").split()),
        "properties": properties,
        "required": needed,
    }


def _field(kind: type, name: str, hint: Any, found: dict[str, Any]) -> dict[str, Any]:
    if known := LISTED.get((kind, name)):
        return {"enum": [value.value if isinstance(value, StrEnum) else value for value in known]}
    return _of(hint, found)


def _of(hint: Any, found: dict[str, Any]) -> dict[str, Any]:
    if get_origin(hint) in (UnionType, Union):
        parts = [arg for arg in get_args(hint) if arg is not NoneType]
        made = {"type": "number"} if set(parts) == {int, float} else _of(parts[0], found)
        return made | {"type": [made["type"], "null"]} if NoneType in get_args(hint) else made
    if get_origin(hint) is tuple:
        return {"type": "array", "items": _of(get_args(hint)[0], found)}
    if is_dataclass(hint):
        name = hint.__name__  # type: ignore[union-attr]
        if name not in found:
            found[name] = {}
            found[name].update(_object(hint, found))
        return {"$ref": f"#/$defs/{name}"}
    return {"type": "string", "format": "date"} if hint is date else {"type": PLAIN[hint]}
