"""The words that code knows of an issue."""

from enum import StrEnum


class IssueKind(StrEnum):
    EXPECTATION = "expectation"
    NEED = "need"
    PROBLEM = "problem"


class IssueState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    QUALIFIED = "qualified"
    RELAYED = "relayed"
    ANSWERED = "answered"
    SOLVED = "solved"
    CLOSED = "closed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Agreement(StrEnum):
    """Do these words have the author's yes? `own`: the author wrote them."""

    OWN = "own"
    ASKED = "asked"
    AGREED = "agreed"
    REFUSED = "refused"


class Consent(StrEnum):
    NAMED = "named"
    ANONYMOUS = "anonymous"
    NONE = "none"


class Opinion(StrEnum):
    """Does the answer help its author?"""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class Urgency(StrEnum):
    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"


class Measure(StrEnum):
    """What an impact is counted in: people, euros a year, days of delay, vehicles or parts."""

    JOBS = "jobs"
    EUROS = "euros"
    DAYS = "days"
    UNITS = "units"


class Channel(StrEnum):
    PORTAL = "portal"
    CALL = "call"
    VISIT = "visit"
    MEETING = "meeting"
    EMAIL = "email"


class WaitsFor(StrEnum):
    """Whose turn it is while an issue is paused."""

    AUTHOR = "author"
    FEDERATION = "federation"
    PARTNER = "partner"
    CLUSTER = "cluster"
