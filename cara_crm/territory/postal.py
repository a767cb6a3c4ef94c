"""Which department a French postal code lies in, or None where the code alone does not say.

A postal code is a delivery route of La Poste, not a place of the Code officiel géographique: twenty codes reach over a
border of departments. `border_codes.json` lists them with their communes (its head names source, licence and day).
CEDEX codes stand in no public table; La Poste numbers them inside the department of their first digits.
"""

import json
import re
from functools import cache
from importlib import resources

from cara_crm.core.fold import fold

MAINLAND = {f"{n:02d}" for n in range(1, 96)} - {"20"}
OVERSEAS = {"971", "972", "973", "974", "975", "976", "977", "978", "984", "986", "987", "988"}
CORSICA = {"200": "2A", "201": "2A", "202": "2B", "206": "2B"}
CODE_LENGTH = 5


def clean(written: str | int | float | None) -> str | None:
    """Five digits from what somebody wrote: "69 003", "F-69003", 1000 or "1000.0" (its zero eaten by a spreadsheet)."""
    if written is None:
        return None
    if isinstance(written, (int, float)):
        return f"{int(written):05d}" if 0 < written < 100_000 and written == int(written) else None
    text = re.sub(r"^(?:FR?|France)[\s-]+(?=\d)", "", written.strip(), flags=re.IGNORECASE)
    digits = re.sub(r"[\s\u00a0\u202f]", "", re.sub(r"\.0+$", "", text))
    if not re.fullmatch(r"[0-9]{4,5}", digits):
        return None
    return digits.zfill(CODE_LENGTH)


def department_of(written: str | int | float | None, town: str = "") -> str | None:
    """The department's code ("01", "2A", "974") of a postal code and, where the code straddles a border, its town.

    None means unknown: not a French code, Monaco, a foreign or military one, or a border code whose town does not say.
    """
    code = clean(written)
    if code is None:
        return None
    towns = _border_codes().get(code)
    if towns is not None:
        return _only(towns) or towns.get(town_key(town))
    return _neighbour(code, town) or _prefix(code)


def town_key(town: str) -> str:
    """A town as the border list writes it: "ST-PIERRE LAVAL CEDEX 2" → "saint pierre laval"."""
    words = re.sub(r"\bcedex\b.*$", "", fold(town)).split()
    spelled = {"st": "saint", "ste": "sainte"}
    return " ".join(spelled.get(word, word) for word in words)


def _prefix(code: str) -> str | None:
    if code.startswith("20"):
        return CORSICA.get(code[:3])
    if code[:3] in OVERSEAS:
        return code[:3]
    return code[:2] if code[:2] in MAINLAND else None


def _neighbour(code: str, town: str) -> str | None:
    """A CEDEX code that La Poste numbered beside a border code, when its town is one of the border's."""
    if not town:
        return None
    towns = _border_codes().get(code[:4] + "0")
    return towns.get(town_key(town)) if towns else None


def _only(towns: dict[str, str]) -> str | None:
    departments = set(towns.values())
    return departments.pop() if len(departments) == 1 else None


@cache
def _border_codes() -> dict[str, dict[str, str]]:
    """Postal code → folded town → department."""
    text = resources.files(__package__).joinpath("border_codes.json").read_text(encoding="utf-8")
    codes: dict[str, dict[str, list[str]]] = json.loads(text)["codes"]
    return {code: {t: dep for dep, towns in by.items() for t in towns} for code, by in codes.items()}
