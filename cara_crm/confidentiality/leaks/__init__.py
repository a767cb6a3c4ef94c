"""The leak check: does a text name or give away a member, a person or a third party that did not agree?

    index = LeakIndex(entries, ordinary=names_anybody_may_write, k=5)
    leaks = find_leaks(text, index, allowed=ids_of_members_that_agreed_to_be_named, about=[codes_of_its_sectors])
    report = check_document({"position/12/statement": text, ...}, index, allowed=ids, about=[codes])
    perhaps = mentioned({"position/12/statement": text, ...}, words_of_issues, index)
    repeated = quotes({"position/12/statement": text, ...}, words_withheld, words_usable)
    still = unwaived(leaks, waived=keys_of_false_alarms)

`entries` are `RegisterEntry`, one a member, from the whole register. A `Leak` has its place in the text (`start`,
`end`), `kind`, the `text` as written, `owners` (member ids; for those who may read the register) and a `key`: the same
for the same thing wherever it stands and however it is disguised, so that a waiver keeps its meaning when words move.

Found through accents, case, other alphabets' letters, invisible characters, Markdown and HTML entities, hyphens, line
ends, spelt-out letters, figures for letters, plurals, one slip in seven letters or more, numbers in any grouping or in
words, addresses with "at" and "dot". A short name that stands in a longer one ("A2M", "K&B", "S.T.M.") and a last name
of several words are found alone. Ordinary words (`ordinary_words.txt` and `ordinary`) are no leak alone; a name made of
them is one when it stands there whole, a single one where it is used as a name ("chez Horizon"). Third parties never
agree. An e-mail or web address, a telephone number and a SIREN are leaks whoever they belong to. Who agreed to be named
agreed to its name, and to nothing else of it.

What few share gives away together: a role, a place, a size or kind in its usual words, a number of employees, a
turnover, a product. A product of few tells alone where its makers are spoken of ("un fabricant de hayons"), as do a
count of 1 to k-1 organisations, what it leaves of those that are `Printed` beside the text, a share that comes to one,
and who is the only, the largest, the first. A number that is printed beside the text is no leak. In a text about a
sector the sector is one of these: a place, and a size, a kind or a role that is said of one or some ("une école", not
"les écoles"), are marked alone where 1 to k-1 groups of that sector share them, among its members of today or among all
of the register that ever were of it. False alarms are for the reviewer to waive.
"""

from cara_crm.confidentiality.leaks.check import check_document, find_leaks, unwaived
from cara_crm.confidentiality.leaks.index import LeakIndex
from cara_crm.confidentiality.leaks.mentioned import mentioned
from cara_crm.confidentiality.leaks.quotes import quotes
from cara_crm.confidentiality.leaks.register import Leak, LeakKind, Printed, RegisterEntry
from cara_crm.confidentiality.leaks.settling import in_order

__all__ = [
    "Leak",
    "LeakIndex",
    "LeakKind",
    "Printed",
    "RegisterEntry",
    "check_document",
    "find_leaks",
    "in_order",
    "mentioned",
    "quotes",
    "unwaived",
]
