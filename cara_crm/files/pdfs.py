"""Is it a whole PDF? Looked at only where a reader begins to read: nothing is unpacked, whatever the file holds."""

import re

HEADER = re.compile(rb"%PDF-\d")
START = re.compile(rb"startxref\s+(\d{1,10})\s+%%EOF")
TABLE = re.compile(rb"\s*(xref\b|\d{1,10}\s+\d{1,5}\s+obj\b)")
FIRST, LAST = 1024, 4096  # bytes; readers accept a header and an end that stand so near (Adobe's notes to ISO 32000)
NEAR = 64  # bytes that a table may begin with


def is_whole(content: bytes) -> bool:
    """A header near the beginning, and near the end the place of the table of its objects (ISO 32000-1, 7.5.5), where
    that table stands. Programs that rewrite line ends move the table: then a root and objects are enough, for readers
    look for them themselves."""
    head = HEADER.search(content, 0, FIRST)
    ends = list(START.finditer(content, max(0, len(content) - LAST)))
    if head is None or not ends:
        return False
    place = int(ends[-1][1])
    there = (content[at : at + NEAR] for at in (place, place + head.start()) if at < len(content))
    return any(TABLE.match(piece) for piece in there) or (b"/Root" in content and b" obj" in content)
