"""What may stand in a log: where something broke, never what was being said. Messages of exceptions quote values."""

import json
import logging
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from traceback import extract_tb
from types import TracebackType
from typing import Any

PLAIN = "%(asctime)s %(levelname)s %(name)s: %(message)s"
USUAL = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime"}  # what every record of a log has


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def where(error: BaseException) -> str:
    """The kinds of an exception and of what caused it, each with the way through the code, without their messages."""
    lines = []
    for one in _chain(error):
        lines.append(f"{type(one).__module__}.{type(one).__qualname__}")
        lines += [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in extract_tb(one.__traceback__)]
    return "\n".join(lines)


Found = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Lines(logging.Formatter):
    """For people at a terminal or in the journal of a machine."""

    def formatException(self, found: Found) -> str:
        """Whoever logs an exception, be it a library: without its message."""
        return where(found[1]) if found[1] else ""


class Objects(Lines):
    """One JSON object a line: time (UTC), level, logger, message, where it broke, and what `extra=` gave."""

    def format(self, record: logging.LogRecord) -> str:
        said: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "process": record.process,
            "message": record.getMessage(),
        }
        if record.exc_info:
            said["where"] = self.formatException(record.exc_info)
        said |= {name: value for name, value in vars(record).items() if name not in USUAL}
        return json.dumps(said, ensure_ascii=False, default=str)


def configure(form: str) -> None:
    """At the start of a process: warnings on standard error, as `text`; as `json` also news of what is done."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Objects() if form == "json" else Lines(PLAIN))
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger("cara_crm").setLevel(logging.INFO if form == "json" else logging.WARNING)
