"""What a column means beside the others: a plain date, a subject, a comment, in lists of what was said and relayed."""

import re
from collections.abc import Sequence

from cara_crm.core.fold import fold
from cara_crm.members.spreadsheet import beside, values
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
HELPERS = frozenset({
    Column.RELAY_ON, Column.RELAY_FEDERATION, Column.RELAY_DIRECTION, Column.RELAY_MORE, Column.RELAY_ANSWER,
})  # fmt: skip


def in_context(chosen: Chosen, headers: Sequence[str], rows: Sequence[Sequence[str]], sheet: str) -> Chosen:
    """The columns again, now that all of them are known; `rows` are samples, `sheet` is the name of the sheet."""
    cells = [[row[i].strip() for row in rows if i < len(row) and row[i].strip()] for i in range(len(headers))]
    told = _relayed(_said(_subject(chosen, headers, cells, fold(sheet)), headers, cells), headers, cells)
    if not {Column.RELAY, Column.RELAY_UP} & set(told.values()):
        told = {i: column for i, column in told.items() if column not in HELPERS}
    return dict(sorted(told.items()))


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


def _said(chosen: Chosen, headers: Sequence[str], cells: Sequence[Sequence[str]]) -> Chosen:
    """Beside what a member said, a description is of that and not of the member, and a plain date is its day."""
    if Column.ISSUE not in chosen.values():
        return chosen
    told: Chosen = {}
    for index, header in enumerate(headers):
        kind = chosen.get(index)
        if kind is Column.DESCRIPTION:
            told[index] = Column.ISSUE_MORE
        elif kind is Column.STATUS and not any(map(values.status_of, cells[index])):
            continue  # what became of the issue
        elif kind:
            told[index] = kind
        elif Column.ISSUE_ON not in chosen.values() and _is_day(header, Column.ISSUE_ON, cells[index]):
            told[index] = Column.ISSUE_ON
    return told


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


def _told(chosen: Chosen, headers: Sequence[str]) -> Chosen:
    """Who was told is the member, where no other column names it."""
    if {Column.NAME, Column.SIREN, Column.SIRET} & set(chosen.values()) or Column.RELAY not in chosen.values():
        return dict(chosen)
    found = (i for i, header in enumerate(headers) if re.match("(destinataire|recipient)s?$", fold(header)))
    return {**{i: Column.NAME for i in found if i not in chosen}, **chosen}


def _is_day(header: str, column: Column, cells: Sequence[str]) -> bool:
    return fold(header) in DAYS and bool(cells) and beside.fits(column.value, cells)
