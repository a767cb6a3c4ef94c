"""What can be done with official facts."""

from cara_crm.official.services.answers import CHECK_JOB, LOOKUP_JOB, BadQuestion, ask, begin_check, note
from cara_crm.official.services.decisions import NothingChosen, SiretTaken, accept, dismiss

__all__ = [
    "CHECK_JOB",
    "LOOKUP_JOB",
    "BadQuestion",
    "NothingChosen",
    "SiretTaken",
    "accept",
    "ask",
    "begin_check",
    "dismiss",
    "note",
]
