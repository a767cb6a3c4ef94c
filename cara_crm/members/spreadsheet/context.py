"""What a column means beside the others: a plain date, a subject, a comment, in lists of what was said and relayed."""

import re
from collections.abc import Sequence

from cara_crm.core.fold import fold
from cara_crm.members.spreadsheet import beside, values
from cara_crm.members.spreadsheet.past import kind_of, urgency_of
from cara_crm.members.spreadsheet.wordings import Column

Chosen = dict[int, Column]
#: Names of sheets, folded.
OF_RELAYS = re.compile(r"\b(relais|relances?|relays?|informations?|infos?|transmi\w*|diffus\w*|envois?)\b")
OF_RELAYS_UP = re.compile(r"\b(remont\w*|montante?s?|relays? up|(a|aux?|vers)( la| les?)? federations?)\b")
DAYS = ("date", "le", "day", "jour")
#: Headers, folded, of a list of relays: the first that is found.
SUBJECTS = re.compile(
    r"(objet|sujet|titre|intitule|theme|motif|informations?|infos?|message|subject|title|topic)( .*)?$"
)
WITH_A_RELAY = (
    (Column.RELAY_ANSWER, re.compile(r"(reponse|retour|suite|reaction|resultat|answer|reply|response|outcome)s?\b.*$")),
    (Column.RELAY_DIRECTION, re.compile(r"(sens|direction|montant ou descendant|up or down)$")),
    (
        Column.RELAY_MORE,
        re.compile(r"(commentaire|detail|contenu|texte|description|message|note|remarque|observation|body|comment)s?$"),
    ),
)
OF_FEES = re.compile(r"\b(cotisations?|adhesions?|memberships?|fees?)\b")
AMOUNTS = re.compile(r"(montant|total|prix|amount)( (ht|ttc|net|en|euros?|eur|paye|regle|du|appele))*$")
A_YEAR = re.compile(r"20\d\d")
PEOPLE = frozenset({Column.CONTACT, Column.CONTACT_LAST, Column.CONTACT_FIRST, Column.CONTACT_EMAIL})
PASSED_TO = re.compile(r"(transmis|remonte|envoye|adresse|communique|transfere)e?s? (a|aux?|vers)$")
OF_RELAYED = re.compile(r"\b(infos?|informations?|relais|relay\w*)\b")
FEES = frozenset({Column.FEE_YEAR, Column.FEE_COLLEGE, Column.FEE_CALLED, Column.FEE_PAID})
OF_ISSUES = re.compile(
    r"\b(remontees?|problematiques?|problemes?|besoins?|attentes?|difficultes?|enjeux?|issues?|needs?)\b"
)
TITLES = re.compile(r"(titre|objet|sujet|intitule|resume|title|subject|topic|summary)( .*)?$")
KINDS_OF_ISSUES = re.compile(r"(type|nature|genre|kind)( .*)?$")
URGENCIES = re.compile(r"(niveau d )?(urgence|urgency|priorite|priority|criticite)$")
ANSWERS = re.compile(
    r"(suites?|reponses?|actions?|retours?|resultats?|follow up|answers?|repl(y|ies)|response|outcomes?)"
    r"( (donnees?|apportees?|menees?|realisees?|engagees?|given|taken)"
    r"|( (de|du))?( la)? (federations?( nationales?)?|pfa|fif|france velo|national body))?$"
)
MORE = re.compile(r"(details?|precisions?|commentaires?|contenu|texte|explications?|contexte|comments?)$")
#: Columns that a list of what members said has, and a list of members has not.
SAID = re.compile(r"(urgence|urgency|priorite|priority|suites? donnees?|suite|follow up|nature|type|etat|statut)$")
RELAYED = frozenset({Column.RELAY, Column.RELAY_UP})
HELPERS = frozenset({
    Column.RELAY_ON, Column.RELAY_FEDERATION, Column.RELAY_DIRECTION, Column.RELAY_MORE, Column.RELAY_ANSWER,
})  # fmt: skip
CARRIED = frozenset({Column.ISSUE_TO, Column.ISSUE_TO_ON})
TURNED = {
    Column.RELAY_FEDERATION: Column.ISSUE_TO,
    Column.RELAY_ON: Column.ISSUE_TO_ON,
    Column.RELAY_ANSWER: Column.ISSUE_ANSWER,
}


def in_context(chosen: Chosen, headers: Sequence[str], rows: Sequence[Sequence[str]], sheet: str) -> Chosen:
    """The columns again, now that all of them are known; `rows` are samples, `sheet` is the name of the sheet."""
    cells = [[row[i].strip() for row in rows if i < len(row) and row[i].strip()] for i in range(len(headers))]
    name = fold(sheet)
    chosen = _amount(_subject(chosen, headers, cells, name), headers, cells, name)
    chosen = _of_person(_years(chosen, headers, cells, name), headers, cells)
    told = _said(_title(chosen, headers, name), headers, cells)
    told = _passed_on(_relayed(told, headers, cells), headers)
    if not {Column.RELAY, Column.RELAY_UP} & set(told.values()):
        told = {i: column for i, column in told.items() if column not in HELPERS}
    if Column.ISSUE not in told.values():
        told = {i: column for i, column in told.items() if column not in CARRIED}
    return dict(sorted(_bare_title(told, headers).items()))


def _bare_title(chosen: Chosen, headers: Sequence[str]) -> Chosen:
    """ "Title" right behind a first and a last name is a function, as customer databases have it."""
    apart = (Column.CONTACT_FIRST, Column.CONTACT_LAST)
    if Column.CONTACT_FUNCTION in chosen.values() or not set(apart) <= set(chosen.values()):
        return chosen
    free = (i for i, header in enumerate(headers) if i not in chosen and fold(header) in ("title", "position", "titre"))
    return chosen | {i: Column.CONTACT_FUNCTION for i in free if chosen.get(i - 1) in apart}


def _subject(chosen: Chosen, headers: Sequence[str], cells: Sequence[Sequence[str]], sheet: str) -> Chosen:
    """In a list of relays (its sheet is called so, or it has a column of federations and nothing was said in it), the
    subject is what was relayed."""
    known = set(chosen.values())
    is_of_relays, has_federation = bool(OF_RELAYS.search(sheet)), Column.RELAY_FEDERATION in known
    free = {Column.ISSUE, Column.DESCRIPTION} if is_of_relays else {Column.DESCRIPTION}
    if {Column.RELAY, Column.RELAY_UP} & known or not (is_of_relays or (has_federation and Column.ISSUE not in known)):
        return chosen
    goes_up = OF_RELAYS_UP.search(" ".join([sheet, *map(fold, headers)]))
    for index, header in enumerate(headers):
        if (
            SUBJECTS.match(fold(header))
            and chosen.get(index, Column.ISSUE) in free | {Column.ISSUE}
            and beside.fits(Column.RELAY, cells[index])
        ):
            return chosen | {index: Column.RELAY_UP if goes_up else Column.RELAY}
    return chosen


def _amount(chosen: Chosen, headers: Sequence[str], cells: Sequence[Sequence[str]], sheet: str) -> Chosen:
    """In a list of fees (its sheet is called so, or it has a column of a college or of payments), a plain amount is the
    fee."""
    known = set(chosen.values())
    if Column.FEE in known or not (FEES & known or OF_FEES.search(sheet)):
        return chosen
    found = (i for i, header in enumerate(headers) if i not in chosen and AMOUNTS.match(fold(header)))
    index = next((i for i in found if cells[i] and beside.fits(Column.FEE.value, cells[i])), None)
    return chosen if index is None else chosen | {index: Column.FEE}


def _years(chosen: Chosen, headers: Sequence[str], cells: Sequence[Sequence[str]], sheet: str) -> Chosen:
    """In a list of fees, "2025" above amounts is the fee of that year."""
    if not ((FEES | {Column.FEE}) & set(chosen.values()) or OF_FEES.search(sheet)):
        return chosen
    free = (i for i, header in enumerate(headers) if i not in chosen and A_YEAR.fullmatch(header.strip()))
    return chosen | {i: Column.FEE for i in free if cells[i] and beside.fits(Column.FEE.value, cells[i])}


def _of_person(chosen: Chosen, headers: Sequence[str], cells: Sequence[Sequence[str]]) -> Chosen:
    """In a list of people as Outlook writes it, "Department" beside their function is a part of the company; "Qualité"
    with nobody beside it is no function."""
    if not PEOPLE & set(chosen.values()):
        chosen = {i: kind for i, kind in chosen.items() if not _of_things(kind, headers[i])}
    if Column.CONTACT_FUNCTION not in chosen.values():
        return chosen
    return {
        index: column
        for index, column in chosen.items()
        if column is not Column.DEPARTMENT
        or fold(headers[index]) != "department"
        or any(character.isdigit() for cell in cells[index] for character in cell)
    }


def _of_things(kind: Column, header: str) -> bool:
    return kind is Column.CONTACT_FUNCTION and fold(header) in ("qualite", "qualites", "job")


def _title(chosen: Chosen, headers: Sequence[str], sheet: str) -> Chosen:
    """In a list of what members said (its sheet is called so, or two of its columns), a title is what was said."""
    known = set(chosen.values())
    said = sum(bool(SAID.match(fold(header))) for header in headers) > 1 and Column.DESCRIPTION in known
    if {Column.ISSUE, Column.RELAY, Column.RELAY_UP} & known or not (said or OF_ISSUES.search(sheet)):
        return chosen
    index = next((i for i, header in enumerate(headers) if i not in chosen and TITLES.match(fold(header))), None)
    return chosen if index is None else chosen | {index: Column.ISSUE}


def _said(chosen: Chosen, headers: Sequence[str], cells: Sequence[Sequence[str]]) -> Chosen:
    """Beside what a member said, a description is of that and not of the member, and a plain date is its day."""
    known = set(chosen.values())
    if Column.ISSUE not in known:
        return chosen
    told: Chosen = {}
    for index, header in enumerate(headers):
        kind = chosen.get(index)
        if _is_more(kind, header, cells[index]) and _is_issues(index, chosen):
            told[index] = Column.ISSUE_MORE
        elif kind is Column.STATUS and not any(map(values.status_of, cells[index])):
            continue  # what became of the issue
        elif (
            kind in (None, Column.CATEGORY) and KINDS_OF_ISSUES.match(fold(header)) and any(map(kind_of, cells[index]))
        ):
            told[index] = Column.ISSUE_KIND
        elif kind is None and URGENCIES.match(fold(header)) and any(map(urgency_of, cells[index])):
            told[index] = Column.ISSUE_URGENCY
        elif kind in (None, Column.RELAY_ANSWER) and _is_issues(index, chosen) and ANSWERS.match(fold(header)):
            told[index] = Column.ISSUE_ANSWER
        elif kind is Column.CATEGORY and not any(map(values.category_of, cells[index])):
            continue  # what is meant is not the organisation
        elif kind:
            told[index] = kind
        elif Column.ISSUE_ON not in chosen.values() and _is_day(header, Column.ISSUE_ON, cells[index]):
            told[index] = Column.ISSUE_ON
    return told


def _is_more(kind: Column | None, header: str, cells: Sequence[str]) -> bool:
    return kind is Column.DESCRIPTION or (kind is None and bool(cells) and bool(MORE.match(fold(header))))


def _is_issues(index: int, chosen: Chosen) -> bool:
    """Does a column belong to the issue, where relays are beside it: is an issue the nearest before it?"""
    before = (kind for i, kind in sorted(chosen.items(), reverse=True) if i < index)
    nearest = next((kind for kind in before if kind in RELAYED or kind.value.startswith("issue")), None)
    return nearest not in RELAYED if nearest else not RELAYED & set(chosen.values())


def _relayed(chosen: Chosen, headers: Sequence[str], cells: Sequence[Sequence[str]]) -> Chosen:
    """Beside what was relayed, so are a plain date, an answer, a direction and a comment."""
    known = set(chosen.values())
    if not {Column.RELAY, Column.RELAY_UP} & known:
        return chosen
    told = _told(chosen, headers)
    for index, header in enumerate(headers):
        kind = told.get(index)
        if kind is Column.STATUS and not any(map(values.status_of, cells[index])):
            told[index] = Column.RELAY_ANSWER  # what became of it
        elif kind is None and not {Column.RELAY_ON, Column.ISSUE_ON} & set(told.values()):
            told |= {index: Column.RELAY_ON} if _is_day(header, Column.RELAY_ON, cells[index]) else {}
        if told.get(index) in (None, Column.DESCRIPTION):
            found = next((column for column, words in WITH_A_RELAY if words.match(fold(header))), None)
            told |= {index: found} if found else {}
    return told


def _passed_on(chosen: Chosen, headers: Sequence[str]) -> Chosen:
    """To whom an issue was passed, when, and what came back are the issue's, and not of the information that went down
    to the member. A federation alone is the one that an issue concerns: it went there where a day says so."""
    known = set(chosen.values())
    if Column.ISSUE not in known or Column.RELAY_UP in known:
        return chosen
    passed = (i for i, kind in chosen.items() if kind is Column.ISSUE_TO or _is_passed(kind, headers[i]))
    at = next(passed, None)
    if Column.RELAY not in known:
        is_told = at is not None or {Column.RELAY_FEDERATION, Column.RELAY_ON} <= known
        return _turned(chosen, [i for i, kind in chosen.items() if kind in HELPERS and is_told])
    if at is None:
        return chosen
    until = next((i for i in sorted(chosen) if i > at and chosen[i] in (Column.ISSUE, Column.RELAY)), len(headers))
    its = [i for i in range(at, until) if chosen.get(i) in HELPERS and not OF_RELAYED.search(fold(headers[i]))]
    return _turned(chosen, its)


def _is_passed(kind: Column, header: str) -> bool:
    return kind in HELPERS and bool(PASSED_TO.match(fold(header)))


def _turned(chosen: Chosen, its: Sequence[int]) -> Chosen:
    """The columns `its` as those of the issue that was passed on; what an issue has no column for is left aside."""
    told = {i: TURNED.get(kind, kind) for i, kind in chosen.items() if i in its}
    days = [i for i, kind in chosen.items() if kind is Column.ISSUE_ON]
    told |= {i: Column.ISSUE_TO_ON for i in days[1:] if Column.ISSUE_TO in (told.get(i - 1), chosen.get(i - 1))}
    found = {i: kind for i, kind in chosen.items() if i not in told}
    found |= {i: kind for i, kind in told.items() if kind not in HELPERS}
    is_carried = Column.ISSUE_TO in found.values()
    return {i: kind for i, kind in found.items() if is_carried or kind is not Column.ISSUE_TO_ON}


def _told(chosen: Chosen, headers: Sequence[str]) -> Chosen:
    """Who was told is the member, where no other column names it."""
    if {Column.NAME, Column.SIREN, Column.SIRET} & set(chosen.values()) or Column.RELAY not in chosen.values():
        return dict(chosen)
    found = (i for i, header in enumerate(headers) if re.match("(destinataire|recipient)s?$", fold(header)))
    return {**{i: Column.NAME for i in found if i not in chosen}, **chosen}


def _is_day(header: str, column: Column, cells: Sequence[str]) -> bool:
    return fold(header) in DAYS and bool(cells) and beside.fits(column.value, cells)
