"""A person is forgotten: in one transaction, for good."""

from cara_crm.rights.services.erasing import Erased, InFlight, erase
from cara_crm.rights.services.many import ERASE_JOB, NotTheNumber, ask_to_erase

__all__ = ["ERASE_JOB", "Erased", "InFlight", "NotTheNumber", "ask_to_erase", "erase"]
