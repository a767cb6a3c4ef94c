"""Words of the screens for what has no column: kinds of leak, why a position waits, places in a report."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from cara_crm.confidentiality.leaks import LeakKind
from cara_crm.reports.assemble.positions import Treatment
from cara_crm.reports.checks import Mark

KINDS = {
    LeakKind.NAME: _l("names an organisation"),
    LeakKind.BRAND: _l("names a brand"),
    LeakKind.GROUP: _l("names an economic group"),
    LeakKind.ACRONYM: _l("names an organisation by its initials"),
    LeakKind.PERSON: _l("names a person"),
    LeakKind.THIRD_PARTY: _l("names a customer, supplier or another third party"),
    LeakKind.SIREN: _l("holds a company’s number"),
    LeakKind.EMAIL: _l("holds an e-mail address"),
    LeakKind.DOMAIN: _l("holds the web address of an organisation"),
    LeakKind.PHONE: _l("holds a telephone number"),
    LeakKind.TOWN: _l("names a town where one group only has a site"),
    LeakKind.COMBINATION: _l(
        "says, in one word or together, what too few groups share in the register, or in the sector: word it more "
        "broadly, or say why it means none of them"
    ),
    LeakKind.SMALL_COUNT: _l("counts few or singles one out: as a figure it would be withheld"),
    LeakKind.MENTIONED: _l("is perhaps a customer or supplier that a member speaks of"),
    LeakKind.WORDS: _l("repeats the words of an issue that this federation may not be told of"),
    LeakKind.VERBATIM: _l("repeats an author’s exact words, which we promise not to send: word it otherwise"),
}
WAITING = {
    Treatment.FEW: _l(
        "Too few groups stand behind it: wait, ask the sector, name with agreement, or send as a signal."
    ),
    Treatment.PLAIN: _l(
        "Naming its authors would tell that they stand behind another position too, where nearly all who were heard do "
        "and they are not named: ask whether they may be named there, or wait."
    ),
    Treatment.NOBODY: _l("No issue behind it may be used for this federation: consent or agreement is missing."),
    Treatment.WORDLESS: _l("It has no statement or no request yet."),
}
FIELDS = {
    "title": _l("title"),
    "statement": _l("statement"),
    "why": _l("why it matters"),
    "examples": _l("examples"),
    "request": _l("request"),
    "diverging": _l("diverging view"),
    "answers": _l("a question to the members"),
}


def place_in_words(mark: Mark, titles: dict[int, str]) -> str:
    """Where a mark stands: "Position “Steel”, examples" or "Key messages"."""
    parts = mark.place.split("/")
    if parts[0] == "position":
        title, field = titles.get(int(parts[1]), ""), FIELDS.get(parts[2], parts[2])
        return str(_("Position “%(title)s”, %(field)s", title=title, field=field))
    known = {
        "key_messages": _("Key messages"),
        "changes": _("What changes"),
        "question": _("The federation’s question"),
        "answers": _("A question to the members"),
        "earlier": _("Earlier requests"),
        "downward": _("Information relayed to members"),
        "territory": _("Sectors in the territory"),
    }
    return str(known.get(parts[0], parts[0]))
