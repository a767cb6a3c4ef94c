"""The leak check: does a text name or give away a member, a person or a third party that did not agree?

index = LeakIndex(entries, ordinary=names_anybody_may_write, k=5)
leaks = find_leaks(text, index, allowed=ids_of_members_that_agreed_to_be_named)
report = check_document({"position/12/statement": text, ...}, index, allowed=ids)
still = unwaived(leaks, waived=keys_of_false_alarms)
"""

from cara_crm.confidentiality.leaks.check import check_document, find_leaks, unwaived
from cara_crm.confidentiality.leaks.index import LeakIndex
from cara_crm.confidentiality.leaks.register import Leak, LeakKind, RegisterEntry

__all__ = ["Leak", "LeakIndex", "LeakKind", "RegisterEntry", "check_document", "find_leaks", "unwaived"]
