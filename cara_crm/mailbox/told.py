"""What a report says of each address: by its fields (RFC 3464), else by its words, as servers write them. Pure.

An address may stand for several people, and a person may have its mail passed on: what comes back may tell of another
address than the one that was written to, while who reads there has the mail.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from email.message import Message
from enum import StrEnum

from cara_crm.mailbox.people import ADDRESS, people_in
from cara_crm.mailbox.refusals import REPLY, STATUS, Fate, by_words, fate_of
from cara_crm.mailbox.trying import is_final
from cara_crm.mailbox.words import header_words, in_a_line

LONGEST_SAID = 300
WRITTEN = ADDRESS.pattern
BEGINS = re.compile(rf"^[\s*•\"-]{{0,20}}<?({WRITTEN})>?(?=[\s:,;(]|$)")
THROUGH = re.compile(
    rf"\(\s?(?:(?:ultimately |originally )?(?:generated|expanded) from|alias of):?\s{{0,9}}<?({WRITTEN})>?\s?\)",
    re.IGNORECASE,
)
XTEXT = re.compile(r"\+([0-9A-F]{2})")  # RFC 3461, 4
OF_EXCHANGE = re.compile(r"(?i)\bsmtp[=:]")  # "c=US;a= ;p=X;dda:SMTP=claire@forge.example;"
TENANT = ".onmicrosoft.com"  # beside its own names every tenant of Microsoft 365 has one there
SPREAD = "expand"
NOBODYS = frozenset({"postmaster", "mailer-daemon", "abuse", "support", "helpdesk", "noreply", "no-reply"})


class Whose(StrEnum):
    """Whose failure a report tells of: `ours`, the address that was written to; `another`, while ours may have it;
    `untold`: it names nobody."""

    OURS = "ours"
    ANOTHER = "another"
    UNTOLD = "untold"


@dataclass(frozen=True)
class Told:
    """Of one recipient: its `addresses`, in lower case (() where none is named), what became of the mail, and why."""

    addresses: tuple[str, ...]
    fate: Fate
    said: str = ""

    def is_of(self, address: str) -> bool:
        return any(is_same(one, address) for one in self.addresses)


def is_same(one: str, other: str) -> bool:
    """One mailbox: the same address, or the same name at a machine of the domain, or at the tenant's other domain."""
    if one == other:
        return True
    (name, _at, host), (other_name, _at, other_host) = one.rpartition("@"), other.rpartition("@")
    hosts = sorted((host, other_host), key=len)
    near = hosts[1].endswith(f".{hosts[0]}") or any(one.endswith(TENANT) for one in hosts)
    return name == other_name and near


def by_fields(groups: Iterable[Message], words: str) -> tuple[Told, ...]:
    """`groups`: the fields of each recipient; `words`: what the server writes for people."""
    through = _through(words)
    return tuple(
        _of_fields(group, through, words)
        for group in groups
        if not _field(group, "Action").lower().startswith(SPREAD)  # each of those that it became has its own fields
    )


def _of_fields(group: Message, through: dict[str, list[str]], words: str) -> Told:
    last, first = (_addresses(group, name) for name in ("Final-Recipient", "Original-Recipient"))
    named = _addresses(group, "X-Actual-Recipient") or last or first
    status = _field(group, "Status")
    if not _has_failed(_field(group, "Action").lower(), status):
        return Told(named, Fate.WAITS)
    behind = [one for address in named for one in through.get(address, ())]
    if behind and not any(is_same(one, address) for one in behind for address in named):
        named = tuple(behind)
    said = _field(group, "Diagnostic-Code")
    said = (said.partition(";")[2] or said).strip()
    if not said and status[-4:] in ("", ".0.0"):
        said = reason(words)
    return Told(named, fate_of(f"{status} {said}") or Fate.REFUSED, said or status)


def _has_failed(action: str, status: str) -> bool:
    """Some servers have an action of their own ("error"): then its status tells."""
    known = action.startswith(("fail", "delay", "deliver", "relay", SPREAD))
    return action.startswith("fail") or (not known and status.startswith("5"))


def by_its_words(words: str, *, subject: str, failed: str, beside: Sequence[str]) -> tuple[Told, ...]:
    """`failed`: X-Failed-Recipients; `beside`: addresses in its head, of which it does not tell. A failure for which it
    has no reason is for a person to look at; nothing is told by what neither says that it is final nor refuses."""
    final = bool(failed) or is_final(subject, words)
    found = list(_of_blocks(words))
    if not found:
        named = [one.address for one in people_in(failed)] or _beginning(words) or _only(_named(words), beside)
        said = reason(words)
        found = [(tuple(named), said or words)] if said or named or is_final("", words) else []
    return tuple(
        Told(named, fate_of(said) or Fate.REFUSED, said) for named, said in found if final or _is_for_good(said)
    )


def _is_for_good(said: str) -> bool:
    """A server that refuses for good says 5; who says 4 may try again."""
    code = STATUS.search(said) or REPLY.search(said)
    return code[1] == "5" if code else by_words(said) is Fate.GONE


def _of_blocks(words: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """The parts that begin with an address, and why it failed."""
    lines = words.splitlines()
    starts = [(number, match[1]) for number, line in enumerate(lines) if (match := BEGINS.match(line))]
    ends = [number for number, _address in starts[1:]] + [len(lines)]
    for (start, address), end in zip(starts, ends, strict=False):
        if said := reason("\n".join(lines[start:end])):
            yield (address.lower(),), said


def _beginning(words: str) -> list[str]:
    """The addresses that lines begin with: those are listed."""
    return list(dict.fromkeys(match[1].lower() for line in words.splitlines() if (match := BEGINS.match(line))))


def _only(named: Iterable[str], beside: Sequence[str]) -> list[str]:
    """The one address that words name; of several it is not told which is meant."""
    found = {one for one in named if one not in beside and one.partition("@")[0] not in NOBODYS}
    return list(found) if len(found) == 1 else []


def _through(words: str) -> dict[str, list[str]]:
    """Of addresses that stood for others, those that they became: "paul@x.example (generated from team@x.example)"."""
    found: dict[str, list[str]] = {}
    for match in THROUGH.finditer(words):
        before = _named(words[max(0, match.start() - 400) : match.start()])
        if before:
            found.setdefault(match[1].lower(), []).append(before[-1])
    return found


def _named(text: str) -> list[str]:
    return [match[0].lower().strip(".'") for match in ADDRESS.finditer(OF_EXCHANGE.sub(" ", text))]


def _addresses(group: Message, name: str) -> tuple[str, ...]:
    """ "rfc822; <claire@forge.example>", also where a sign is written as "+2B" (RFC 3461)."""
    said = _field(group, name).rpartition(";")[2]
    found = [one.lower() for one in (said, XTEXT.sub(lambda code: chr(int(code[1], 16)), said))]
    return tuple(dict.fromkeys(match[0] for one in found if (match := ADDRESS.search(one))))


def _field(group: Message, name: str) -> str:
    return in_a_line(header_words(group.get(name, "")), LONGEST_SAID * 2)


def reason(text: str) -> str:
    """The line that holds the code or the words of a refusal, and the one after it."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for number, line in enumerate(lines):
        if STATUS.search(line) or REPLY.search(line) or by_words(line) in (Fate.GONE, Fate.LATER):
            return " ".join(lines[number : number + 2])
    return ""
