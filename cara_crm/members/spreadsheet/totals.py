"""Lines that count the others: wherever their label stands, they are nobody's row."""

import re
from collections.abc import Iterator, Mapping, Sequence

from cara_crm.core.fold import fold
from cara_crm.members.spreadsheet.answers import answers
from cara_crm.members.spreadsheet.values import NOTHING_FOLDED
from cara_crm.members.spreadsheet.wordings import Column

#: A name that is a label of totals; companies are called "Ensemble" and "Total" too, but then with a number.
LABELS = re.compile(
    r"((sous|grand|s) )?(total|totaux|ensemble)( \d.*)?|((sous|grand|s) )total.*|totaux .*"
    r"|total (general|des|du|de|l|adherents|ht|ttc|en|a|cotis\w*|encaisse\w*|paye\w*|regle\w*|due?s?|appele\w*)\b.*"
    r"|nombre (d|de|total)\b(?! or\b).*"
    r"|\d+ (adherents?|membres?|entreprises?|societes?|organisations?|lignes?|contacts?|members?|companies|rows)( .*)?"
)
#: "Nombre : 3", "Adhérents à jour : 2/2", "Reste à payer = 300 €".
COUNTED = re.compile(r"[^:=\d][^:=]{0,50}\s*[:=]\s*[-+]?\d[\d\s.,/]*(k?€|%|euros?|eur|sur \d+|of \d+)?", re.IGNORECASE)
PART = re.compile(r"(dont|soit|of which|including|thereof|i e)\b.{0,50}")
#: What a label may be besides, in a row that names no company.
ELSEWHERE = re.compile(r"((sous|grand|s) )?(total|totaux|tot)\b.{0,40}|(montant|somme|cumul|moyenne)( .{0,40})?")
#: What sums are called under a table, folded: a label has one of these and is of nothing but bookkeepers' words.
HEADS = frozenset({
    "amount", "appele", "appelee", "appelees", "appeles", "average", "balance", "budget", "count", "cumul", "date",
    "demissions", "difference", "du", "dues", "dus", "ecart", "effectif", "effectifs", "encaisse", "encaissee",
    "encaissees", "encaissement", "encaissements", "encaisses", "entrants", "entrees", "evolution", "facture",
    "factures", "ht", "impaye", "impayee", "impayees", "impayes", "jour", "max", "maxi", "maximum", "mean",
    "median", "mediane", "min", "mini", "minimum", "montant", "montants", "moyen", "moyenne", "moyennes", "nb",
    "nbre", "new", "nombre", "nouveau", "nouveaux", "nouvelle", "nouvelles", "number", "objectif", "objectifs",
    "outstanding", "paid", "part", "paye", "payee", "payees", "payes", "prevision", "previsionnel", "previsions",
    "radiation", "radiations", "rate", "realise", "recap", "recapitulatif", "received", "recette", "recettes",
    "recouvrer", "regle", "reglee", "reglees", "regles", "relance", "relances", "renouvellements", "report",
    "restant", "reste", "solde", "somme", "sortants", "sorties", "statistiques", "still", "sum", "summary",
    "synthese", "target", "taux", "total", "totaux", "ttc", "tva", "unpaid", "variation", "vat",
})  # fmt: skip
BOOKKEEPERS = HEADS | frozenset({
    "a", "actif", "actifs", "active", "adherent", "adherente", "adherentes", "adherents", "adhesion", "adhesions",
    "and", "annee", "annuel", "annuelle", "appel", "appeler", "appels", "attendu", "attendus", "au", "aux", "by",
    "called", "ce", "cette", "companies", "company", "contact", "contacts", "cotis", "cotisation", "cotisations",
    "d", "de", "des", "deviation", "due", "employees", "en", "encaisser", "entreprise", "entreprises", "entres",
    "et", "eur", "euro", "euros", "exercice", "expected", "facturer", "faire", "fee", "fees", "general", "generale",
    "global", "globale", "headcount", "hors", "in", "inclus", "jour", "k", "l", "la", "late", "le", "les", "member",
    "members", "membership", "memberships", "membre", "membres", "non", "not", "of", "on", "organisation",
    "organisations", "paiement", "paiements", "par", "pas", "pay", "payer", "payment", "payments", "per",
    "percevoir", "pour", "prevu", "prevue", "recevoir", "recouvrement", "recu", "recue", "recues", "recus",
    "reglement", "reglements", "regler", "relancer", "reminder", "reminders", "retard", "salarie", "salaries",
    "societe", "societes", "sortis", "standard", "structure", "structures", "subscription", "subscriptions", "sur",
    "taxe", "taxes", "the", "to", "type", "up", "year",
})  # fmt: skip
NAMES = frozenset({Column.NAME, Column.SITE_NAME, Column.USUAL_NAME})
NUMBERS = frozenset({Column.SIREN, Column.SIRET, Column.FOREIGN_NUMBER})
PERSONS = frozenset({Column.CONTACT, Column.CONTACT_LAST, Column.CONTACT_FIRST})
PLACES = frozenset({Column.ADDRESS, Column.TOWN, Column.COUNTRY, Column.WEBSITE})
MAILS = frozenset({Column.EMAIL, Column.CONTACT_EMAIL})
PHONES = frozenset({Column.PHONE, Column.CONTACT_PHONE})
LONGEST = 60  # characters of a label
FIGURES = 9  # of a phone

Told = Sequence[tuple[Column | None, str]]


def is_label(text: str) -> bool:
    """Is it what a line of totals is called?"""
    return len(text) <= LONGEST and bool(LABELS.fullmatch(fold(text)))


def says_sum(text: str) -> bool:
    """Is it what a sum, an average or a count is called under a table? Companies may be called so, within it."""
    folded = fold(text)
    words = folded.split()
    if not words or len(text) > LONGEST:
        return False
    is_of_books = not HEADS.isdisjoint(words) and all(word in BOOKKEEPERS or word.isdigit() for word in words)
    return is_of_books or bool(COUNTED.fullmatch(text.strip()) or PART.fullmatch(folded) or is_label(text))


def totals_of(rows: Sequence[Sequence[str]], data: Sequence[int], mapping: Mapping[int, Column]) -> frozenset[int]:
    """Indexes, of those of `data`, of the rows that count others. Where the label stands in the name's column: who has
    a number, a person or a place is a company whatever it is called, and what could be a name is one within the table.
    """
    found: set[int] = set()
    last = -1
    for index in data:
        told = _told(rows[index], mapping)
        if _is_somebody(told):
            last = index
        elif _counts(told):
            found.add(index)
    return frozenset(found | set(_below(rows, [index for index in data if index > last], mapping)))


def _told(cells: Sequence[str], mapping: Mapping[int, Column]) -> Told:
    return [(mapping.get(at), cell) for at, cell in enumerate(cells) if cell and not cell.isspace()]


def _below(rows: Sequence[Sequence[str]], data: Sequence[int], mapping: Mapping[int, Column]) -> Iterator[int]:
    """From the end upwards, as long as nothing else stands there."""
    for index in reversed(data):
        told = _told(rows[index], mapping)
        names = [cell for column, cell in told if column in NAMES]
        if names and not all(map(says_sum, names)):
            return
        if names:
            yield index


def _counts(told: Told) -> bool:
    """Has the row a label that nobody is called by, or a plain one where it names no company?"""
    names = [cell for column, cell in told if column in NAMES]
    if any(is_label(cell) or COUNTED.fullmatch(cell.strip()) for cell in names):
        return True
    if any(column in PERSONS and is_label(cell) for column, cell in told):
        return True
    return not names and any(
        is_label(cell) or (len(cell) <= LONGEST and ELSEWHERE.fullmatch(fold(cell))) for _column, cell in told
    )


def _is_somebody(told: Told) -> bool:
    """Has the row what only a company has? Where it names none, a number; the label may stand at a person's."""
    is_named = any(column in NAMES for column, _cell in told) or not _counts(told)
    return any(_is_proof(column, cell) for column, cell in told if is_named or column in NUMBERS)


def _is_proof(column: Column | None, cell: str) -> bool:
    figures = sum(map(str.isdigit, cell))
    if column in NUMBERS:
        return figures > 0 and not is_label(cell)
    if column in MAILS:
        return "@" in cell
    if column in PHONES or column is Column.POSTAL_CODE:
        return figures >= (5 if column is Column.POSTAL_CODE else FIGURES)
    if column not in PERSONS | PLACES or says_sum(cell):
        return False
    folded = fold(cell)
    is_street = column is Column.ADDRESS or not cell.strip()[:1].isdigit()
    return is_street and any(map(str.isalpha, folded)) and folded not in NOTHING_FOLDED and not answers(cell)
