"""Single cells into values: years, amounts, activity codes, categories, bands. Pure; None means not understood."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from cara_crm.core.fold import fold

AMOUNT = re.compile(r"\s*(-?[\d\s\u00a0\u202f.,'’]*\d)\s*(\D*?)\s*(?:H\.?T\.?|T\.?T\.?C\.?|net)?\s*", re.IGNORECASE)
UNITS = {"": 1, "€": 1, "eur": 1, "euros": 1, "k€": 1_000, "ke": 1_000, "keur": 1_000, "k": 1_000}
UNITS |= dict.fromkeys(("m€", "me", "meur", "m", "millions", "million", "millions d'euros"), 1_000_000)
UNITS |= dict.fromkeys(("md€", "mds€", "milliards"), 1_000_000_000)

#: Letters that end an activity code: NAF rev. 2 (2008) and NAF 2025 share none (INSEE, décret 2025-736).
NAF_REV_2 = frozenset("ABCDEFZ")
NAF_2025 = frozenset("GHJKLY")

SEVERAL = re.compile(r"[;|\n]|\s/\s")
CATEGORIES = {
    "micro": "micro|microenterprise|micro company|microentreprise|micro entreprise|mic|tpe|tres petite entreprise"
    "|independant|auto entrepreneur|artisan|profession liberale",
    "sme": "sme|small or medium company|small and medium company|pme|petite et moyenne entreprise"
    "|petites et moyennes entreprises|small and medium enterprise|start up|startup|jeune entreprise innovante|jei",
    "midcap": "midcap|mid cap company|midcap company|mid cap|eti|entreprise de taille intermediaire"
    "|entreprises de taille intermediaire",
    "large": "large|ge|grande entreprise|grande|grand groupe|grand compte|grandes entreprises|large company|gg",
    "laboratory": "laboratory|laboratoire|labo|laboratoires|recherche|organisme de recherche|centre de recherche"
    "|research|research body|lab|unite de recherche|laboratoire de recherche",
    "education": "education|ecole|universite|formation|etablissement d enseignement|enseignement superieur"
    "|organisme de formation|school|university|enseignement|lycee|cfa|etablissement de formation|training body",
    "authority": "authority|collectivite|collectivite territoriale|collectivites|public authority"
    "|collectivite locale|etablissement public|commune|metropole|region|administration|local authority|institution",
    "association": "association|asso|federation|syndicat|ong|fondation|cluster",
    "other": "other|autre|autres|divers",
}
STATUSES = {
    "prospect": "prospect|prospects|prospecte|non adherent|non adherente|non adherents|pas adherent|non membre"
    "|non member|not a member|pas membre|en attente|candidat|a relancer|contact|pending|lead|en cours d adhesion",
    "active": "active|actif|active member|active members|adherent actif|adherente active|adherents actifs"
    "|membre actif|adherente|adherents|membres|members|active membership|adherent a jour|membre a jour"
    "|a jour de cotisation|adherent|membre|a jour|member|oui|cotisant|current",
    "suspended": "suspended|suspendue|suspended member|adherent suspendu|suspendu|en suspens|impaye|gele",
    "former": "former|former member|former members|anciens adherents|ancienne adherente|ancien membre|ex membre"
    "|adherent sorti|radiee|demissionne|parti|ancien|radie|demissionnaire|ex adherent|ancien adherent|sorti"
    "|inactif|inactive|resigned|exclu",
    "stakeholder": "stakeholder|stakeholders|acteurs du territoire|partenaires|acteur du territoire|partenaire"
    "|partner|acteur",
}
#: INSEE's bands of headcount: code, fewest and most employees ("NN" employs nobody).
BANDS = (
    ("00", 0, 0),
    ("01", 1, 2),
    ("02", 3, 5),
    ("03", 6, 9),
    ("11", 10, 19),
    ("12", 20, 49),
    ("21", 50, 99),
    ("22", 100, 199),
    ("31", 200, 249),
    ("32", 250, 499),
    ("41", 500, 999),
    ("42", 1000, 1999),
    ("51", 2000, 4999),
    ("52", 5000, 9999),
    ("53", 10000, None),
)
BAND_CODES = frozenset(code for code, _least, _most in BANDS) | {"NN"}
MICRO_BANDS = frozenset({"NN", "00", "01", "02", "03"})
#: What a cell says that says nothing.
NOTHING_SAID = frozenset({"", "n/a", "na", "nc", "nd", "néant", "neant", "null", "none", "inconnu"})
NOTHING_FOLDED = frozenset(map(fold, NOTHING_SAID)) | {
    "n c",
    "n d",
    "n a",
    "non communique",
    "non renseigne",
    "unknown",
}


#: "T2 2025", "2025 T2", "2e trimestre 2025", "1er semestre 2025", "Q3 2024".
PART_OF_YEAR = re.compile(
    r"(?:(?P<before>20\d\d|19\d\d) )?(?:(?P<kind>[tqs]) ?(?P<part>[1-4])|(?P<behind>[1-4]) ?"
    r"(?:er|e|eme|ere|st|nd|rd|th)? (?P<of>trim(?:estre)?|sem(?:estre)?|semester))(?: (?:de )?(?P<year>20\d\d|19\d\d))?"
)


def _inverse(table: dict[str, str]) -> dict[str, str]:
    return {word: value for value, words in table.items() for word in words.split("|")}


MONTHS = (
    "janvier jan janv january",
    "fevrier fev fevr february feb",
    "mars mar march",
    "avril avr april apr",
    "mai may",
    "juin jun june",
    "juillet juil jul july",
    "aout aou august aug",
    "septembre sept sep september",
    "octobre oct october",
    "novembre nov november",
    "decembre dec december",
)
CATEGORY_OF = _inverse(CATEGORIES)
STATUS_OF = _inverse(STATUSES)


@dataclass(frozen=True)
class Activity:
    """An activity code as INSEE writes it ("29.32Z") and its nomenclature ("naf_rev_2" or "naf_2025")."""

    code: str
    nomenclature: str


def year_of(text: str) -> int | None:
    """The last year named: "2024", "2024.0", "31/12/2024", "2023-2024" → 2024."""
    years = re.findall(r"(?<!\d)(?:19|20)\d{2}(?!\d)", text)
    return int(years[-1]) if years else None


def day_of(text: str) -> date | None:
    """The day of "12/03/2025", "12.3.25", "2025-03-12", "12 mars 2025", and of 43831, as a spreadsheet counts days;
    None for anything else."""
    plain = fold(text)
    if re.fullmatch(r"[2-5]\d{4}( 0)?", plain):
        return date(1899, 12, 30) + timedelta(int(plain[:5]))
    iso = re.match(r"(\d{4}) (\d{1,2}) (\d{1,2})\b", plain)
    french = re.match(r"(?:\w+ )??(\d{1,2})(?:er)? (\d{1,2}|[a-z]+) (\d{4}|\d{2})$", plain)
    if iso:
        year, month, day = (int(part) for part in iso.groups())
    elif french:
        named = next((n for n, words in enumerate(MONTHS, 1) if french[2] in words.split()), None)
        month = int(french[2]) if french[2].isdigit() else named or 0
        day, year = int(french[1]), int(french[3]) + (2000 if len(french[3]) == 2 else 0)
    else:
        return None
    try:
        return date(year, month, day) if 1950 < year < 2100 else None
    except ValueError:
        return None


def first_day_of(text: str) -> date | None:
    """The first day of "T2 2025", "1er semestre 2025", "mars 2024", "mars-24", "03/2024", "2024-03" or "2024"; None for
    anything else."""
    words = fold(text).split()
    part = PART_OF_YEAR.fullmatch(" ".join(words))
    if part and bool(part["year"]) != bool(part["before"]):
        first = int(part["part"] or part["behind"])
        months = 6 if (part["kind"] or part["of"])[0] == "s" else 3
        return date(int(part["year"] or part["before"]), 1 + months * (first - 1), 1) if first * months <= 12 else None
    if len(words) == 2 and words[0].isalpha() and re.fullmatch(r"\d\d", words[1]):
        words[1] = f"20{words[1]}"  # as French spreadsheet programs show a month
    if len(words) == 2 and len(words[0]) == 4 and words[0].isdigit():
        words.reverse()
    day = day_of(" ".join(["1", *words])) if len(words) == 2 and len(words[1]) == 4 else None
    return day or (day_of(f"1 1 {words[0]}") if len(words) == 1 and re.fullmatch(r"(19|20)\d\d", words[0]) else None)


def since_of(text: str) -> date | None:
    """The day of "12/03/2015", or the first one of "mars 2015", "2015" and "2015.0"."""
    return day_of(text) or first_day_of(re.sub(r"(?<=\d{4})\.0$", "", text.strip()))


def amount_of(text: str, header: str = "") -> int | None:
    """Whole euros of "1 234,50 €", "1200€ HT", "12,5 M€" or, under the header "CA (k€)", "850"."""
    exact = exact_amount(text, header)
    return None if exact is None else round(exact)


def exact_amount(text: str, header: str = "") -> float | None:
    """The same with its cents."""
    found = re.fullmatch(
        r"\s*(-?[\d\s\u00a0\u202f.,'’]*\d)\s*([^\d]*?)\s*(?:H\.?T\.?|T\.?T\.?C\.?|net)?\s*", text, re.I
    )
    if not found:
        return None
    unit = fold_unit(found.group(2))
    if unit not in UNITS:
        return None
    number = decimal_of(found.group(1))
    told = re.search(r"\b(k|m)\s?(?:€|eur|euros)|\ben (k|m)\s?€|\((k|m)\)", header.lower())
    factor = UNITS[unit] if unit or not told else UNITS[next(letter for letter in told.groups() if letter)]
    return None if number is None else number * factor


def fold_unit(text: str) -> str:
    return re.sub(r"[\s.\u00a0\u202f]", "", text.lower())


def decimal_of(text: str) -> float | None:
    """ "1 234,5" and "1,234.5": the last of comma and point marks decimals; three digits behind a lone one do not."""
    plain = re.sub(r"[\s\u00a0\u202f'’]", "", text)
    marks = [char for char in plain if char in ",."]
    if len(set(marks)) == 1 and (len(marks) > 1 or re.fullmatch(r"-?[1-9]\d{0,2}[,.]\d{3}", plain)):
        plain = re.sub(r"[,.]", "", plain)
    elif marks:
        whole, _mark, rest = plain.rpartition(marks[-1])
        plain = re.sub(r"[,.]", "", whole) + "." + rest
    try:
        return float(plain)
    except ValueError:
        return None


def headcount_of(text: str) -> int | None:
    """Employees as a whole number; halves are rounded ("12,5" full-time equivalents), "≈ 250" is 250."""
    plain = re.sub(r"(?i)\s*(sal(?:ari\S*|\.)?|etp|employ\S*|pers\S*|fte|p\.)\s*$", "", text.strip())
    plain = re.sub(r"(?i)^(≈|~|env(iron)?\.?|approx(imately)?\.?|about|ca\.?|c\.)\s*", "", plain)
    number = decimal_of(plain) if re.fullmatch(r"[\d\s\u00a0\u202f.,]+", plain) else None
    return None if number is None or number > 10_000_000 else round(number)


@lru_cache(maxsize=4096)  # of a long list many are the same, and then one object
def activity_of(text: str) -> Activity | None:
    """ "2932z", "29.32 Z", "29.32Z Fabrication d'autres équipements" → 29.32Z of NAF rev. 2."""
    found = re.match(r"\s*(\d{2})\W?(\d{2})\s?([A-Za-z])(?![A-Za-z])", text)
    if not found:
        return None
    letter = found.group(3).upper()
    kind = "naf_2025" if letter in NAF_2025 else "naf_rev_2" if letter in NAF_REV_2 else ""
    return Activity(f"{found.group(1)}.{found.group(2)}{letter}", kind) if kind else None


def category_of(text: str) -> str | None:
    words = fold(text)
    return CATEGORY_OF.get(words) or CATEGORY_OF.get(words.split(" ")[0] if words else "")


def status_of(text: str) -> str | None:
    return STATUS_OF.get(fold(text))


def band_of(text: str) -> str | None:
    """INSEE's code of a band written as code ("32", "1.0") or as label ("250 à 499 salariés", "10 000 et plus")."""
    plain = re.sub(r"\.0$", "", text.strip()).upper()
    if plain and plain.zfill(2) in BAND_CODES:
        return plain.zfill(2)
    numbers = [int(re.sub(r"\D", "", n)) for n in re.findall(r"\d+(?:[\s\u00a0\u202f]\d{3})*", text)]
    if len(numbers) == 2:
        return next((code for code, least, most in BANDS if (least, most) == tuple(numbers)), None)
    if len(numbers) == 1 and re.search(r"(?i)plus|more|\+|et \+|>", text):
        return next((code for code, least, _most in BANDS if least == numbers[0]), None)
    return "NN" if re.search(r"(?i)non employeu", text) else None


def band_for(headcount: int) -> str:
    """INSEE's band that holds this many employees."""
    return next(code for code, least, most in BANDS if headcount >= least and (most is None or headcount <= most))


def department_of_cell(text: str, departments: dict[str, str]) -> str | None:
    """The code of "69", "1", "2a", "RHONE", "Rhône (69)" or "69 - Rhône"; `departments` is folded name → code."""
    words = fold(text)
    if words in departments:
        return departments[words]
    codes = set(departments.values())
    for part in re.findall(r"[0-9]{1,3}[ab]?|2[ab]", words):
        code = str(part).upper().zfill(2)
        if code in codes:
            return code
    named = re.sub(r"\s*\d+\w?\s*", " ", words).strip()
    return departments.get(named)


def split_address(text: str) -> tuple[str, str, str] | None:
    """Street, postal code and town of an address written in one cell; None when it does not end like a French one."""
    text = re.sub(r"(?i)[\s,;()-]+france[\s)]*$", "", text)
    if turned := re.fullmatch(r"\s*([^\d()]+?)\s*\(\s*(?:F-?)?(\d{5}|\d{2} \d{3})\s*\)\s*", text):
        return "", turned[2].replace(" ", ""), " ".join(turned[1].split())
    found = re.fullmatch(
        r"(?s)(.*?)[\s,;-]*(?<!\d)(?:F-?)?(\d{5}|\d{2} \d{3})\s+([^\d\s][^\d]*(?:cedex\s*\d*)?)\s*", text, re.IGNORECASE
    )
    if not found:
        return None
    street, code, town = (" ".join(part.split()) for part in found.groups())
    return street, code.replace(" ", ""), town


@lru_cache(maxsize=4096)
def split_list(text: str) -> tuple[str, ...]:
    """The entries of a cell that holds several: by semicolon, bar, line or a slash between spaces, else by comma."""
    pieces = SEVERAL.split(text) if SEVERAL.search(text) else text.split(",")
    return tuple(dict.fromkeys(" ".join(piece.split()) for piece in pieces if piece.strip()))
