"""The ways of asking in `subjects.txt` and the firms in `makers.txt`, read once."""

import re
from pathlib import Path

_FOLDER = Path(__file__).parent
_NAMED = re.compile(r"(?<!P)<([a-z ]+)>")


def _lines(name: str) -> list[str]:
    text = (_FOLDER / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]


def _read() -> dict[str, list[re.Pattern[str]]]:
    words: dict[str, str] = {}
    ways: dict[str, list[re.Pattern[str]]] = {}
    subject = ""
    for line in filter(None, _lines("subjects.txt")):
        whole = _NAMED.sub(lambda one: words[one[1]], line)
        if line.startswith("[") and line.endswith("]") and line[1:-1].replace(" ", "").isalpha():
            subject = line[1:-1]
        elif subject:
            ways.setdefault(subject, []).append(re.compile(rf"\b(?:{whole})"))
        else:
            name, _, value = whole.partition(" = ")
            words[name] = value
    return ways


WAYS = _read()
MAKERS, NO_MAKERS = (frozenset(part.split()) for part in "\n".join(_lines("makers.txt")).split("\n\n"))
