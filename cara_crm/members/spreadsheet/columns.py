"""Which column of a list is what: by what its header says, in French or English, and by what its cells look like."""

import re
from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import cache

from cara_crm.core.fold import fold
from cara_crm.members import siren
from cara_crm.members.spreadsheet import beside, values
from cara_crm.territory import postal

SAMPLES = 60
MOSTLY = 0.8
ENOUGH = 4  # cells to judge a column by what it holds
SOME = 0.3  # of the cells; below it a header's word means something else here


class Column(StrEnum):
    """What a column of an imported list can be. The values are the names in `--mapping`."""

    NAME = "name"
    USUAL_NAME = "usual_name"
    OTHER_NAMES = "other_names"
    SITE_NAME = "site_name"
    SIREN = "siren"
    SIRET = "siret"
    YEAR = "year"
    ADDRESS = "address"
    POSTAL_CODE = "postal_code"
    TOWN = "town"
    DEPARTMENT = "department"
    COUNTRY = "country"
    ACTIVITY = "activity"
    CATEGORY = "category"
    HEADCOUNT_BAND = "headcount_band"
    HEADCOUNT = "headcount"
    TURNOVER = "turnover"
    DESCRIPTION = "description"
    WEBSITE = "website"
    STATUS = "status"
    SECTORS = "sectors"
    NETWORK = "network"
    GROUP = "group"
    TAGS = "tags"
    CONTACT = "contact"
    CONTACT_LAST = "contact_last"
    CONTACT_FIRST = "contact_first"
    CONTACT_FUNCTION = "contact_function"
    CONTACT_EMAIL = "contact_email"
    CONTACT_PHONE = "contact_phone"
    FEE = "fee"
    FEE_YEAR = "fee_year"
    FEE_COLLEGE = "fee_college"
    FEE_CALLED = "fee_called"
    FEE_PAID = "fee_paid"
    ISSUE = "issue"
    ISSUE_ON = "issue_on"
    RELAY = "relay"
    RELAY_ON = "relay_on"

    @property
    def is_beside(self) -> bool:
        """Does it hold more than the member itself? Such columns may come several times."""
        return self.value.startswith(("contact", "fee", "issue", "relay"))


#: Headers as lists of the ministry, INSEE, Géorisques and clusters' own spreadsheets write them, before folding.
WORDINGS: dict[Column, str] = {
    Column.NAME: "name|nom|raison sociale|denomination|denomination sociale"
    "|denomination unite legale|nom raison sociale"
    "|nom de l entreprise|nom entreprise|nom de la societe|nom societe|entreprise|societe|organisation|organization"
    "|company|company name|legal name|nom legal|organisme|structure adherente|adherent|adherents|membre|member"
    "|member name|nom adherent|nom de l adherent|nom de la structure|nom structure|nom complet|etablissement employeur"
    "|business name|firm|raison sociale de l entreprise|libelle entreprise|nom du membre|denominationunitelegale"
    "|name of company|account name|nom du compte|nom usuel de l entreprise",
    Column.USUAL_NAME: "usual name|nom usuel|nom commercial|sigle|acronym|trade name|nom d usage|marque|appellation"
    "|sigleunitelegale|short name|nom court",
    Column.OTHER_NAMES: "other names|autres noms|anciens noms|ancien nom|former name|former names|alias|aliases",
    Column.SITE_NAME: "site name|nom etablissement|nom de l etablissement|etablissement|nom du site|site|usine|plant"
    "|plant name|nom usine|enseigne|enseigne etablissement|denomination usuelle etablissement|nom de l usine|facility"
    "|facility name|nom d etablissement",
    Column.SIREN: "siren|numero siren|n siren|no siren|num siren|code siren|siren entreprise"
    "|numero de siren|siren number"
    "|identifiant siren|n de siren|siren rcs|rcs|tva|numero tva|n tva|tva intracommunautaire|vat|vat number|vat no"
    "|numero de tva|n tva intracommunautaire|numero tva intracommunautaire|company number|siren de l entreprise",
    Column.SIRET: "siret|numero siret|n siret|no siret|num siret|code siret|siret etablissement|numero de siret"
    "|siret number|identifiant siret|n de siret|siret siege|siret du siege|siren siret|siren ou siret|siret siren"
    "|numero siret etablissement|siret de l etablissement",
    Column.YEAR: "year|annee|millesime|exercice|annee de reference|annee indicateurs|an|reporting year|fiscal year",
    Column.ADDRESS: "address|adresse|adresse postale|rue|voie|street|adresse 1|adresse ligne 1"
    "|street address|adresse siege"
    "|adresse du siege|adresse etablissement|adresse complete|adresse de l etablissement|libelle voie|address line 1",
    Column.POSTAL_CODE: "postal code|code postal|cp|zip|zip code|postcode|code postal etablissement|codepostal|c p"
    "|code postal siege|code postal du siege|codepostaletablissement",
    Column.TOWN: "town|city|ville|commune|localite|libelle commune|nom commune|nom de la commune|municipality"
    "|libelle commune etablissement|libellecommuneetablissement|ville siege|bureau distributeur|ville du siege",
    Column.DEPARTMENT: "department|departement|dept|dep|code departement|nom departement|departement du siege|code dept"
    "|departement siege|dpt|dpt siege|numero departement|libelle departement|county|n departement",
    Column.COUNTRY: "country|pays|libelle pays|country code|code pays",
    Column.ACTIVITY: "activity|ape|naf|code ape|code naf|ape naf|naf ape|code naf ape|code ape naf|activite principale"
    "|activity code|nace|code nace|naf rev 2|naf rev2|naf 2025|code activite|apet|activiteprincipaleunitelegale"
    "|code ape etablissement|activite principale etablissement|main activity",
    Column.CATEGORY: "category|categorie|categorie entreprise|categorie d entreprise|taille|taille entreprise|size"
    "|company size|type|type d entreprise|type de structure|type d organisation|type de membre|categorie insee"
    "|categorieentreprise|company category|taille de l entreprise|member type|type adherent",
    Column.HEADCOUNT_BAND: "headcount band|tranche effectifs|tranche effectif|tranche d effectif|tranche d effectifs"
    "|tranche effectif salarie|tranche effectifs assujettis|size band|code tranche effectif|tranche de salaries"
    "|trancheeffectifsunitelegale|tranche d effectif salarie|employee range|tranche effectifs unite legale",
    Column.HEADCOUNT: "headcount|effectif|effectifs|nombre de salaries|nb salaries|salaries|employees|staff"
    "|nombre d employes|number of employees|nb employes|effectif total|effectif salarie|etp|fte|nbre salaries",
    Column.TURNOVER: "turnover|chiffre d affaires|ca|revenue|chiffre affaires|ca annuel|ca eur|ca euros|ca keur|ca k"
    "|ca en k|ca meur|ca m|chiffre d affaires keur|chiffre d affaires k|sales|ca ht"
    "|chiffre d affaires ht|annual turnover",
    Column.DESCRIPTION: "description|presentation|activites|commentaire activite|objet social|about"
    "|profil|savoir faire",
    Column.WEBSITE: "website|site web|site internet|url|web|www|home page|internet|adresse web",
    Column.STATUS: "status|statut|etat|statut adherent|statut adhesion|membership status|statut d adhesion",
    Column.SECTORS: "sectors|sector|filiere|filieres|secteur|secteurs|filiere principale|main sector|secteur d activite"
    "|marche|marches|filiere s",
    Column.NETWORK: "network|reseau|reseau d origine|origine|reseau origine|network of origin|predecessor network",
    Column.GROUP: "group|groupe|groupe d appartenance|parent company|maison mere|holding|nom du groupe|tete de groupe",
    Column.TAGS: "tags|tag|etiquettes|etiquette|mots cles|keywords|labels",
}

#: The beginning of a header decides when the whole does not: "SIREN (9 chiffres)", "Effectif 2024".
BEGINNINGS: tuple[tuple[str, Column], ...] = (
    ("siret", Column.SIRET),
    ("numero siret", Column.SIRET),
    ("siren", Column.SIREN),
    ("numero siren", Column.SIREN),
    ("raison sociale", Column.NAME),
    ("denomination", Column.NAME),
    ("nom de l etablissement", Column.SITE_NAME),
    ("nom etablissement", Column.SITE_NAME),
    ("nom de l entreprise", Column.NAME),
    ("company name", Column.NAME),
    ("code postal", Column.POSTAL_CODE),
    ("tranche d effectif", Column.HEADCOUNT_BAND),
    ("tranche effectif", Column.HEADCOUNT_BAND),
    ("effectif", Column.HEADCOUNT),
    ("chiffre d affaires", Column.TURNOVER),
    ("code ape", Column.ACTIVITY),
    ("code naf", Column.ACTIVITY),
    ("ape", Column.ACTIVITY),
    ("naf", Column.ACTIVITY),
    ("annee", Column.YEAR),
    ("departement", Column.DEPARTMENT),
    ("dpt", Column.DEPARTMENT),
    ("commune", Column.TOWN),
    ("ville", Column.TOWN),
    ("adresse", Column.ADDRESS),
    ("categorie", Column.CATEGORY),
)
#: Columns whose values are known words or numbers: "type" above names of car parks is no category.
UNDERSTOOD: dict[Column, Callable[[str], object]] = {
    Column.CATEGORY: values.category_of,
    Column.STATUS: values.status_of,
    Column.YEAR: values.year_of,
    Column.HEADCOUNT_BAND: values.band_of,
    Column.HEADCOUNT: values.headcount_of,
    Column.TURNOVER: values.amount_of,
    Column.POSTAL_CODE: postal.clean,
}
EXACT, BEGUN, BY_CONTENT = 3, 2, 1
WEB = re.compile(r"(https?://|www\.)\S+$", re.IGNORECASE)
NOT_THIS = re.compile(r"\b(libelle (ape|naf)|date|mail|email|e mail|courriel|telephone|url|creation|insee)\b")


@cache
def _exact() -> dict[str, Column]:
    return {fold(words): column for column, wordings in WORDINGS.items() for words in wordings.split("|")}


def by_header(header: str) -> tuple[Column | None, int]:
    """What a header says, and how surely (EXACT, BEGUN, or 0)."""
    words = fold(header)
    found = _exact().get(words)
    if found:
        return found, EXACT
    if more := beside.by_words(words):
        return Column(more), BEGUN
    if NOT_THIS.search(words):
        return None, 0
    for beginning, column in BEGINNINGS:
        if words == beginning or words.startswith(beginning + " "):
            return column, BEGUN
    return None, 0


def recognise(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[int, Column]:
    """Index of column → what it is; each Column at most once, the surest and leftmost wins. `rows` are samples."""
    guesses: list[tuple[int, int, Column]] = []
    for index, header in enumerate(headers):
        cells = [row[index].strip() for row in rows if index < len(row) and row[index].strip()]
        column, sure = by_header(header)
        if column is not None and _fits(column, cells):
            guesses.append((-sure, index, column))
        elif seen := by_content(cells):
            guesses.append((-BY_CONTENT, index, seen))
    chosen: dict[int, Column] = {}
    for _sure, index, column in sorted(guesses):
        if column not in chosen.values() or column.is_beside:
            chosen[index] = column
    return dict(sorted(_person_beside(_with_a_name(chosen, headers, rows), headers).items()))


def _person_beside(chosen: dict[int, Column], headers: Sequence[str]) -> dict[int, Column]:
    """ "Nom" beside "Prénom" is a person's where another column names the company; a second before an e-mail too."""
    chosen = _second_name(chosen, headers)
    if Column.CONTACT_FIRST not in chosen.values() or Column.CONTACT_LAST in chosen.values():
        return chosen
    named = [i for i, header in enumerate(headers) if by_header(header)[0] is Column.NAME]
    persons = [i for i in named if fold(headers[i]) in ("nom", "name")]
    others = [i for i in named if (i not in persons and i not in chosen) or chosen.get(i) is Column.NAME]
    others = [i for i in others if i not in persons]
    if not persons:
        return chosen
    told = {**chosen, persons[0]: Column.CONTACT_LAST}
    if others:
        return {**told, others[0]: Column.NAME}
    return told if {Column.SIREN, Column.SIRET} & set(chosen.values()) else chosen


def _second_name(chosen: dict[int, Column], headers: Sequence[str]) -> dict[int, Column]:
    beside_it = (Column.CONTACT_EMAIL, Column.CONTACT_PHONE, Column.CONTACT_FUNCTION)
    if Column.NAME not in chosen.values() or {Column.CONTACT, Column.CONTACT_LAST} & set(chosen.values()):
        return chosen
    for index, header in enumerate(headers[:-1]):
        if (
            index not in chosen
            and re.fullmatch(r"(nom|name)( \d+)?", fold(header))
            and chosen.get(index + 1) in beside_it
        ):
            return {**chosen, index: Column.CONTACT}
    return chosen


def by_content(cells: Sequence[str]) -> Column | None:
    """What most of the cells look like: company numbers, activity codes, websites; nothing else is sure enough."""
    few = cells[:SAMPLES]
    if not few:
        return None
    numbers = [number for number in map(_number, few) if number]
    if len(numbers) >= MOSTLY * len(few):
        return Column.SIRET if sum(bool(n.siret) for n in numbers) > len(numbers) / 2 else Column.SIREN
    if sum(bool(re.fullmatch(r"\d{2}\.?\d{2}\s?[A-Za-z]", cell)) for cell in few) >= MOSTLY * len(few):
        return Column.ACTIVITY
    if sum(bool(WEB.match(cell)) for cell in few) >= MOSTLY * len(few):
        return Column.WEBSITE
    return None


def _number(cell: str) -> siren.Number | None:
    digits, lengths = len(re.sub(r"\D", "", cell)), (siren.SIREN_LENGTH, siren.SIRET_LENGTH)
    if values.day_of(cell) or not {digits, digits + 1} & set(lengths):
        return None
    try:
        return siren.read(cell)
    except siren.NotANumber:
        return None


def _fits(column: Column, cells: Sequence[str]) -> bool:
    """Does the header's word stand against what is below it? "Établissement" above company numbers is no name."""
    few = cells[:SAMPLES]
    if not few:
        return True
    if column.is_beside:
        return beside.fits(column.value, few)
    if column in (Column.NAME, Column.SITE_NAME, Column.TOWN):
        return sum(any(c.isalpha() for c in cell) and not WEB.match(cell) for cell in few) > len(few) / 2
    if column in UNDERSTOOD and len(few) >= ENOUGH:
        return sum(UNDERSTOOD[column](cell) is not None for cell in few) >= SOME * len(few)
    if column is Column.ACTIVITY:
        return sum(bool(re.search(r"\d{2}", cell)) for cell in few) > len(few) / 2
    return True


def _with_a_name(chosen: dict[int, Column], headers: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[int, Column]:
    """A list without any name column but with company numbers: the free column whose texts differ most is the name."""
    known = set(chosen.values())
    if Column.SITE_NAME in known and not known & {Column.NAME, Column.SIREN, Column.SIRET}:
        return {i: Column.NAME if column is Column.SITE_NAME else column for i, column in chosen.items()}
    if {Column.NAME, Column.SITE_NAME} & known:
        return chosen
    if Column.USUAL_NAME in known:
        return {i: Column.NAME if column is Column.USUAL_NAME else column for i, column in chosen.items()}
    best, index = max(
        ((_namelike([row[i] for row in rows if i < len(row)]), -i) for i in range(len(headers)) if i not in chosen),
        default=(0.0, 0),
    )
    return chosen | {-index: Column.NAME} if best > 0.5 else chosen


def _namelike(cells: Sequence[str]) -> float:
    """Share of cells that differ and hold a word of letters, not a date, code or address of the web."""
    few = [cell.strip() for cell in cells[:SAMPLES] if cell.strip()]
    texts = {cell for cell in few if re.search(r"[^\W\d_]{3}", cell) and not re.search(r"@|://|\d{5}", cell)}
    return len(texts) / len(few) if few else 0.0
