"""What may stand in a log: where something broke, never what was being said. Messages of exceptions quote values."""

from collections.abc import Iterator
from traceback import extract_tb


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
