"""What mixed sheets hold beside the member: its people, its fees by year, what it once said. Pure.

A column may come several times: "Contact 2", "Cotisation 2024". People begin anew where a kind of column repeats; fees
belong to the year in their header, else to the row's.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from cara_crm.core.fold import fold
from cara_crm.core.told import gettext as _
from cara_crm.members.spreadsheet import values
from cara_crm.members.spreadsheet.answers import answers, is_no, is_yes
from cara_crm.members.spreadsheet.past import Cell, Past, read_past
from cara_crm.members.spreadsheet.people import Person, read_people
from cara_crm.members.spreadsheet.whose import of_person

PAID = frozenset({"paye", "payee", "regle", "reglee", "oui paye", "ok paye", "acquitte", "acquittee"})
UNPAID = frozenset({
    "en attente", "a venir", "a payer", "a regler", "en cours", "non paye", "non payee", "non regle", "non reglee",
    "pas paye", "pas payee", "pas encore", "relance", "relancee", "a relancer", "pending", "unpaid", "not paid",
    "not yet", "outstanding", "open", "due", "en retard", "attente", "rien",
})  # fmt: skip
SAYS_PAID = re.compile(
    r"(oui|yes|ok|o|y|a jour|payee?s?|reglee?s?|paid|settled|received|recue?|acquittee?|encaissee?|soldee?|fait|done"
    r"|(jour|date) inconnue?|day unknown)\b(?!.*\b(partiel|acompte|moitie|partly|half)\w*)"
)
DAY_WITHIN = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})(?!\d)|\d{4}-\d{2}-\d{2}")
FREE = frozenset({"gratuit", "gratuite", "exonere", "exoneree", "offert", "offerte", "free"})


@dataclass(frozen=True, slots=True)
class Fee:
    """A year of membership; None and empty: the list does not say. `is_paid`: also where it tells no day."""

    year: int
    euros: int | None = None
    college: str = ""
    called_on: date | None = None
    paid_on: date | None = None
    is_paid: bool = False
    row: int = 0


@dataclass(frozen=True, slots=True)
class Beside:
    """All of it, of one row or one member, with what could not be understood: (header, reason).

    `general`: (kind, header, text) of phones and e-mails of a row beside which nobody is named.
    """

    people: tuple[Person, ...] = ()
    fees: tuple[Fee, ...] = ()
    past: tuple[Past, ...] = ()
    problems: tuple[tuple[str, str], ...] = ()
    general: tuple[Cell, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.people or self.fees or self.past)


NOTHING = Beside()


def read(cells: Sequence[Cell], row: int, year: int | None, this_year: int) -> Beside:
    """What the cells of one row say; `year` is that of the row."""
    filled = [(kind, header, text.strip()) for kind, header, text in cells]
    if not any(text for _kind, _header, text in filled):
        return NOTHING
    problems: list[tuple[str, str]] = []
    general: list[Cell] = []
    people = read_people([cell for cell in filled if cell[0].startswith("contact")], row, problems, general)
    fees = _fees([cell for cell in filled if cell[0].startswith("fee")], row, year or this_year, problems)
    past = read_past([cell for cell in filled if cell[0].startswith(("issue", "relay"))], row, year, problems)
    return Beside(tuple(people), tuple(fees), tuple(past), tuple(problems), tuple(general))


def together(ones: Iterable[Beside]) -> Beside:
    """Of the rows of one member: what is said of a person and each word once, of a year what the last row says."""
    told = list(ones)
    people = {replace(p, row=0, email=p.email.lower()): p for one in told for p in one.people}
    fees = {fee.year: fee for one in told for fee in one.fees}
    past = {one.key: one for part in told for one in part.past}
    return Beside(tuple(people.values()), tuple(fees[year] for year in sorted(fees)), tuple(past.values()))


def _fees(cells: Sequence[Cell], row: int, year: int, problems: list[tuple[str, str]]) -> list[Fee]:
    told_year = next((values.year_of(text) for kind, _header, text in cells if kind == "fee_year" and text), None)
    college = next((" ".join(text.split()) for kind, _header, text in cells if kind == "fee_college"), "")
    years: dict[int, dict[str, object]] = {}
    last = told_year or year
    sums: list[tuple[str, str, dict[str, object]]] = []
    for kind, header, text in cells:
        last = values.year_of(header) or (last if kind != "fee" else told_year or year)
        if kind in ("fee_year", "fee_college") or (is_no(text) and text != "0") or fold(text) in UNPAID:
            continue
        found = _fee_cell(kind, header, text)
        if found is None:
            problems.append((header, _("“%(text)s” is neither an amount nor a day.", text=text[:40])))
        elif kind == "fee_paid" and "euros" in found:
            sums.append((header, text, years.setdefault(last, {})))
        else:
            before = years.setdefault(last, {}).get("euros")
            if before not in (None, found.get("euros", before)):
                problems.append((header, _second_amount(last, before, found["euros"])))
            years[last].update(found)
            if (euros := found.get("euros")) and values.exact_amount(text, header) != euros:
                problems.append((header, _rounded(text, euros)))
    for header, text, told in sums:
        _pay(told, header, text, problems)
    if told_year and not years and college:
        years[told_year] = {}
    return [Fee(year=one, college=college, row=row, **told) for one, told in sorted(years.items())]  # type: ignore[arg-type]


def _pay(told: dict[str, object], header: str, text: str, problems: list[tuple[str, str]]) -> None:
    """A sum that was paid is the fee where no other is told; less than the fee pays it not."""
    sum_paid, fee = values.amount_of(text, header) or 0, told.get("euros")
    if isinstance(fee, int) and sum_paid < fee:
        problems.append(
            (header, _("“%(text)s” is less than the fee of %(euros)s €: it stays unpaid.", text=text[:40], euros=fee))
        )
    elif sum_paid:
        told.update(is_paid=True, euros=sum_paid if fee is None else fee)


def _second_amount(year: int, before: object, kept: object) -> str:
    told = {"year": year, "other": before, "euros": kept}
    return _("Fee %(year)s: the row says %(other)s € too; %(euros)s € is kept.", **told)


def _rounded(text: str, euros: object) -> str:
    return _("“%(text)s” is kept as %(euros)s €: fees are whole euros.", text=text[:40], euros=euros)


def _fee_cell(kind: str, header: str, text: str) -> dict[str, object] | None:
    words = fold(text)
    if kind == "fee_called":
        day = values.day_of(text)
        return {"called_on": day} if day else None
    if kind == "fee_paid":
        return _payment(text, header)
    if words in FREE:
        return {"euros": 0}
    if words in PAID:
        return {"is_paid": True}
    if is_yes(text):
        return {}
    euros = values.amount_of(text, header)
    return None if euros is None or euros < 0 else {"euros": euros}


def _payment(text: str, header: str) -> dict[str, object] | None:
    """What a cell of payments says: "12/03/2025", "payé le 12/03/2025 (CB)"; "oui", "mars 2025" and "600 €" tell no day
    of what is paid all the same."""
    words = fold(text)
    told = DAY_WITHIN.search(text)
    day = values.day_of(text) or (values.day_of(told[0]) if told else None)
    if day:
        return {"paid_on": day, "is_paid": True}
    if is_yes(text) or SAYS_PAID.match(words) or values.first_day_of(text):
        return {"is_paid": True}
    euros = values.amount_of(text, header)
    return None if euros is None or euros < 0 else {"euros": euros}


#: What is the organisation's own, and what is a person's all the same.
OF_ALL = (
    r"(generique|generale?|standard|accueil|siege|entreprise|societe|structure|organisme|company|account|organi[sz]ation"
    r"|main|generic)"
)
OF_NOBODY = r"^(?!.*\b(contact|dirigeante?|gerante?|referente?|interlocuteur|directeur|directrice|president)\b).*"
#: Words of headers, folded; the first that is found says what a column is.
PATTERNS: tuple[tuple[str, str], ...] = (
    ("email", rf"{OF_NOBODY}(\b(e mail|email|mail|courriel|mel|adresse electronique)s?\b.*\b{OF_ALL}s?\b"
     rf"|\b{OF_ALL} (e mail|email|mail|courriel)\b)"),
    ("phone", rf"{OF_NOBODY}(\b(tel|telephone|phone|ligne)s?\b.*\b{OF_ALL}s?\b"
     rf"|\b{OF_ALL} (tel|telephone|phone|line)\b)|^((n|no|num|numero) (de |du )?)?(standard|switchboard)\b"
     r"|^(accueil|reception)$"),
    ("relay_federation", r"^(federations?|national body)"
     r"( (nationales?|concernees?|destinataires?|professionnelles?))?$"
     r"|^(transmis|relaye|remonte|envoye|communique|adresse|transfere|sent|relayed|passed on)e?s? (a|aux?|vers|to)$"),
    ("relay_on", r"\bdate\b.*\b(relais|relances?|informations?|infos?|diffusion|transmission|envoi)\b|\brelay date\b"
     r"|^(date |day )?((relaye|transmis|diffuse|envoye|communique|relance)e?s?|sent|relayed) (le|on)$"),
    ("issue_to", r"^(transmis|remonte|envoye|communique|adresse|transfere|porte|sent|passed on|carried up)"
     r"e?s? (a|aux?|vers|to) (?!((l|la|les|le|the|our) )?(adherent|membre|client|entreprise|societe|contact|interne"
     r"|equipe|member|team))"
     r"(?!.*federations?( nationales?)?$)\w+( \w+){0,2}( (le|on))?$"),
    ("relay_up", r"^(relais montants?|relays? up|relayed up|informations? remontees?"
     r"|(remonte|transmis|relaye)e?s? (a|aux?|vers|aupres) .*federations?)\b"),
    ("relay", r"^((objet|sujet|texte) (du|de la|de l) (relais|relance|information|envoi)"
     r"|relais|relances?|relays?|infos?(rmations?)? (transmise|relayee|diffusee|envoyee|communiquee|descendante"
     r"|descendue)s?)\b(?!.*\bdate\b)"),
    ("issue_on", r"\bdate\b.*\b(remontee|problematique|probleme|sujet|besoin|attente|difficulte)\b|\bissue date\b"),
    ("issue", r"^(problematique|probleme|sujet|remontee|besoin|attente|difficulte|issue|need|expectation|problem)s?\b"
     r"(?!.*\bdate\b)"),
    ("fee_paid", r"^((montant|mt|mnt|amount) )?(date )?(de |du )?(payee?|reglee?|paiement|reglement|encaissee?"
     r"|encaissement|paid)\b"),
    ("fee_called", r"^(date (d |de |de l )?)?(appel|appele|appelee|facture|facturee|facturation|called|invoiced)\b"
     r"(?! d offres)"),
    ("fee_paid", r"^(cotis(ation)?|adhesion|membership|fees?|dues|subscription)\b.*\b(payee|reglee|encaissee|acquittee"
     r"|soldee|a jour|paid|settled)( le| on)?\b"
     r"|^(a jour|acquittee?|soldee?|settled|payment received|received on)\b(?! (de|du|des) (?!cotis))"
     r"|^(statut|etat|situation|date)( (de|du|d))?( la)? (paiement|reglement)\b|^payment (status|received|date)\b"),
    ("fee_year", r"^annee (de |d )?(cotisation|adhesion)|^(membership|fee) year"),
    ("fee_college", r"^college\b"),
    ("fee", r"^montant (appele|du|facture)\b"
     r"|^((montant|mt|mnt) (de la |de l |d )?)?(cotisation|cotis|adhesion \d{4}|membership fee|fee)s?\b(?!.*\bdate\b)"
     r"|^cot \d{4}$|^(montant|mt|mnt) (de l |d )?adhesion$|^subscription( fee)?( \d{4})?$"),
    ("contact_email", r"\b(e mail|email|mail|courriel|mel|adresse electronique)s?\b(?!ing)"),
    ("contact_phone", r"^(n |no |num |(n|num) de |numero (de )?|business |work |office )?"
     r"(tel|telephone|mobile|portable|gsm|phone|cell|cellphone|ligne directe|direct line)\b"
     r"|^(fixe|port|tph|landline)$"),
    ("contact_function", r"^(fonction|fct|poste|intitule d[eu] poste|job title|job position|function"
     r"|qualite du contact)\b|^(qualite|qualites|job)$"),
    ("contact_first", r"^(prenom|prenoms|first name|given name|forename)\b(?! nom)"),
    ("contact_last", r"^(nom (du |de |de l )?(contact|dirigeant|interlocuteur|referent|representant|famille)"
     r"|last name|surname|family name|patronyme)\b"),
    ("contact", r"^((main|primary|principal|key|first|second|secondary|third|other|autre|premier|deuxieme) )?"
     r"(contacts?(?! (id|owner|proprietaire|record|source|status|statut|type|date|stage|city|country|street|salutation"
     r"|civilite)\b)|interloc|interlocuteur|interlocutrice|gerante?|signataire"
     r"|referent(?! (cara|cluster|pole|interne|filiere))"
     r"|representant|dirigeant|correspondant|personne|prenom nom"
     r"|nom prenom|nom et prenom)\b"),
)  # fmt: skip


def by_words(words: str) -> str | None:
    """The kind of column that a folded header names, of those that hold more than the member itself."""
    return of_person(words) or next((kind for kind, pattern in PATTERNS if re.search(pattern, words)), None)


def fits(kind: str, cells: Sequence[str]) -> bool:
    """Does what is below the header agree? `cells` are the filled ones of a sample."""
    if not cells:
        return True
    tests: dict[str, Callable[[str], object]] = {
        "contact_email": lambda cell: "@" in cell,
        "contact_phone": lambda cell: len(re.sub(r"\D", "", cell)) >= 6,
        "fee": _is_amount,
        "fee_paid": lambda cell: is_no(cell) or fold(cell) in UNPAID or _payment(cell, "") is not None,
        "fee_year": lambda cell: values.year_of(cell) is not None,
    }
    if kind in ("relay", "relay_up") and all(map(answers, cells)):
        return False
    if kind in ("relay_answer", "relay_more", "relay_direction", "issue_to"):
        return True
    days = ("fee_called", "issue_on", "issue_to_on", "relay_on")
    test = tests.get(kind, _is_day if kind in days else _has_letters)
    return sum(bool(test(cell)) for cell in cells) > len(cells) / 3


def _is_day(cell: str) -> bool:
    return values.day_of(cell) is not None or values.first_day_of(cell) is not None or is_no(cell)


def _is_amount(cell: str) -> bool:
    words = fold(cell)
    return words in PAID | FREE or answers(cell) or values.amount_of(cell) is not None


def _has_letters(cell: str) -> bool:
    """Beside e-mails too: "Marie Curat (RH) marie@forge.example"."""
    return bool(re.search(r"[^\W\d_]{2}", re.sub(r"\S*@\S*", "", cell)))
