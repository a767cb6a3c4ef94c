"""What somebody receives as an Atom feed (RFC 4287), for a news reader. Pure.

Neither the words of an answer nor who is behind it stand in it: a reader elsewhere may keep what it reads. The bytes
are the same for the same entries, so that an ETag tells whether something is new.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree import ElementTree

MEDIA = "application/atom+xml"
NAMESPACE = "http://www.w3.org/2005/Atom"
FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, 2.2: Char


@dataclass(frozen=True)
class Item:
    """One entry; `html` is empty where the words are read in the members' space only. `changed_at`: when it was set
    right (None: never)."""

    key: str
    title: str
    kind: str
    at: datetime
    url: str
    html: str = ""
    changed_at: datetime | None = None

    @property
    def updated_at(self) -> datetime:
        return self.changed_at or self.at


@dataclass(frozen=True)
class Source:
    """The feed itself: `key` is its lasting identity, `url` the page that it is read on, `made_at` its first day."""

    key: str
    title: str
    author: str
    url: str
    language: str
    made_at: datetime


def written(source: Source, items: Sequence[Item]) -> bytes:
    """The feed, its entries in the order that they come in."""
    ElementTree.register_namespace("", NAMESPACE)
    feed = ElementTree.Element(_name("feed"), {"{http://www.w3.org/XML/1998/namespace}lang": source.language})
    _add(feed, "id", source.key)
    _add(feed, "title", source.title)
    _add(feed, "updated", _moment(max([source.made_at, *(one.updated_at for one in items)])))
    _add(_add(feed, "author"), "name", source.author)
    _add(feed, "link", rel="alternate", type="text/html", href=source.url)
    for item in items:
        _entry(feed, item)
    return bytes(ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True))


def _entry(feed: ElementTree.Element, item: Item) -> None:
    entry = _add(feed, "entry")
    _add(entry, "id", item.key)
    _add(entry, "title", item.title)
    _add(entry, "published", _moment(item.at))
    _add(entry, "updated", _moment(item.updated_at))
    _add(entry, "link", rel="alternate", type="text/html", href=item.url)
    _add(entry, "category", term=item.kind)
    if item.html:
        _add(entry, "content", item.html, type="html")
    else:
        _add(entry, "summary", item.title)


def _add(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> ElementTree.Element:
    clean = {key: FORBIDDEN.sub("", value) for key, value in attributes.items()}
    found = ElementTree.SubElement(parent, _name(name), clean)
    if text:
        found.text = FORBIDDEN.sub("", text)
    return found


def _name(local: str) -> str:
    return f"{{{NAMESPACE}}}{local}"


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")
