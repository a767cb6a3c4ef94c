"""One question to the registers and what comes of it. No database here: nobody waits for a lock while others think."""

from dataclasses import dataclass
from datetime import datetime

from cara_crm.official.client import NotAnswered, Registers
from cara_crm.official.company import Company
from cara_crm.official.models import LookupState, Trouble
from cara_crm.official.place import Place


@dataclass(frozen=True)
class Question:
    """What is asked about a member: its SIREN, else words; the rest is what is stored of its head office."""

    siren: str = ""
    words: str = ""
    department: str = ""
    address: str = ""
    postal_code: str = ""
    with_place: bool = True


@dataclass(frozen=True)
class Answer:
    """What came of it. With `state` TROUBLE nothing but `trouble` and perhaps `retry_at` is said."""

    state: LookupState
    company: Company | None = None
    place: Place | None = None
    candidates: tuple[Company, ...] = ()
    trouble: Trouble | None = None
    retry_at: datetime | None = None


def ask(question: Question, registers: Registers) -> Answer:
    """The company of a SIREN with its place, or those that a name may mean. A register in trouble is an answer too."""
    try:
        if not question.siren:
            return _by_name(question, registers)
        found = registers.company(question.siren)
    except NotAnswered as refused:
        return Answer(LookupState.TROUBLE, trouble=refused.trouble, retry_at=refused.retry_at)
    place = _place(question, found, registers) if question.with_place else None
    return Answer(LookupState.FOUND if found else LookupState.NOTHING, company=found, place=place)


def _by_name(question: Question, registers: Registers) -> Answer:
    """First in the member's department, then everywhere: it may have moved."""
    found = registers.companies(question.words, question.department)
    if not found and question.department:
        found = registers.companies(question.words)
    return Answer(LookupState.CHOOSE if found else LookupState.NOTHING, candidates=tuple(found))


def _place(question: Question, found: Company | None, registers: Registers) -> Place | None:
    """Where the official address lies, else the stored one. Without the geocoder the rest is said all the same.

    Of a company that keeps its address back nothing is asked: the stored one may be of another place by now.
    """
    if found and (found.is_abroad or "address" in found.masked):
        return None
    try:
        if found and found.street and found.town:
            address = f"{found.street} {found.postal_code} {found.town}"
            return registers.place(address, postal_code=found.postal_code, commune=found.commune)
        if question.address:
            return registers.place(question.address, postal_code=question.postal_code)
    except NotAnswered:
        return None
    return None
