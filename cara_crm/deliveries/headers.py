"""Fields of a message's head as they go over the wire: ASCII, in lines of 76, read back as they were written. Pure.

Free text is encoded whole or not at all (RFC 2047): who reads it drops the blanks between two encoded words (6.2), so
each blank stands inside one. Python's own folding loses some (CPython gh-92081), and reads "=?" in what is written.
"""

import re
from collections.abc import Mapping
from email.charset import Charset
from itertools import chain, repeat
from textwrap import wrap
from urllib.parse import quote

LONGEST, LONGEST_WORD = 76, 75  # RFC 2047, 2: of a line that holds an encoded word, and of the word
LONGEST_LINE = 998  # RFC 5322, 2.1.1
UTF8 = Charset("utf-8")
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
ATOMS = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+(?: [\w!#$%&'*+/=?^`{|}~-]+)*", re.ASCII)
PLAIN_VALUE = re.compile(r"[\w. ()+,;@&-]*", re.ASCII)  # nothing that a reader takes for marks of its own
FOLD = "\r\n "


def free_text(name: str, value: str) -> bytes:
    """A field that says anything; what cannot be printed is a blank."""
    said = UNPRINTABLE.sub(" ", value)
    return _written(name, _folded(name, said) or _encoded(name, said))


def mailbox(name: str, display_name: str, address: str) -> bytes:
    """A field that names one address, with the name of whose it is. `address`: as RFC 5322 has it, ASCII."""
    return named(name, display_name, f"<{address}>") if display_name.strip() else token(name, address)


def named(name: str, phrase: str, identifier: str) -> bytes:
    """A phrase and what it is the name of, in angle brackets (RFC 5322, 3.4; RFC 2919). Raises ValueError for an
    identifier that would break out of its line."""
    said = UNPRINTABLE.sub(" ", phrase).strip()
    lines = _phrase(name, said)
    room = LONGEST - len(lines[-1]) - (len(name) + 2 if len(lines) == 1 else 1)
    between = " " if len(identifier) < room else FOLD
    return _written(name, [*lines[:-1], f"{lines[-1]}{between}{_token(identifier)}"])


def token(name: str, value: str) -> bytes:
    """A field that a program reads, on one line. Raises ValueError for what is not printable ASCII of one line."""
    return _written(name, [_token(value)])


def with_parameters(name: str, value: str, parameters: Mapping[str, str]) -> bytes:
    """A MIME field with its parameters, each on lines of its own (RFC 2045, 5.1; RFC 2231 where one is not plain)."""
    return _written(name, [";\r\n ".join([_token(value), *chain(*(_parameter(*one) for one in parameters.items()))])])


def _written(name: str, lines: list[str]) -> bytes:
    return f"{name}: {FOLD.join(lines)}\r\n".encode("ascii")


def _is_plain(said: str) -> bool:
    """Read as it stands, wherever it is folded at a blank."""
    return said.isascii() and "=?" not in said and "  " not in said and said == said.strip()


def _folded(name: str, said: str) -> list[str]:
    """Lines without their first blank; none where the text has to be encoded."""
    if not _is_plain(said):
        return []
    head = f"{name}: "
    lines = wrap(head + said, LONGEST - 1, break_long_words=False, break_on_hyphens=False) if said else [head]
    is_short = lines[0].startswith(head) and max(map(len, lines)) < LONGEST
    return [lines[0].removeprefix(head), *lines[1:]] if is_short else []


def _encoded(name: str, said: str) -> list[str]:
    lengths = chain([LONGEST - len(name) - 2], repeat(LONGEST_WORD))
    return [word or "" for word in UTF8.header_encode_lines(said, lengths)]


def _phrase(name: str, said: str) -> list[str]:
    if not said.isascii() or "=?" in said:
        return _encoded(name, said)
    plain = said if ATOMS.fullmatch(said) else '"{}"'.format(re.sub(r'(["\\])', r"\\\1", said))
    return [plain] if len(name) + 2 + len(plain) <= LONGEST else _encoded(name, said)


def _token(value: str) -> str:
    if not value.isascii() or not value.isprintable() or len(value) > LONGEST_LINE - 40:
        raise ValueError(f"not for one line of a mail's head: {value[:80]!r}")
    return value


def _parameter(name: str, value: str) -> list[str]:
    """One parameter, or its parts numbered; no character is cut in two."""
    said = UNPRINTABLE.sub(" ", value)
    if PLAIN_VALUE.fullmatch(said) and len(name) + len(said) <= LONGEST - 5:
        return [f'{name}="{said}"']
    parts = ["utf-8''"]
    for character in said:
        written = quote(character, safe="")
        if len(parts[-1]) + len(written) > LONGEST - len(name) - 9:
            parts.append("")
        parts[-1] += written
    return [f"{name}*={parts[0]}"] if len(parts) == 1 else [f"{name}*{n}*={part}" for n, part in enumerate(parts)]
