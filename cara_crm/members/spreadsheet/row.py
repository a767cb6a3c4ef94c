"""What reading a list gives, row by row."""

from dataclasses import dataclass
from datetime import date

from cara_crm.members.spreadsheet import values
from cara_crm.members.spreadsheet.beside import NOTHING, Beside
from cara_crm.members.spreadsheet.grid import Problem


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a list; `number` is that which a spreadsheet program shows. What it does not say is None or empty."""

    number: int
    siren: str | None = None
    siret: str | None = None
    foreign_number: str | None = None
    year: int | None = None
    name: str = ""
    usual_name: str = ""
    other_names: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()
    site_name: str = ""
    address: str = ""
    postal_code: str = ""
    town: str = ""
    country: str = ""
    department: str | None = None
    activity: values.Activity | None = None
    category: str | None = None
    headcount_band: str | None = None
    headcount: int | None = None
    turnover: int | None = None
    description: str = ""
    website: str = ""
    phone: str = ""
    email: str = ""
    status: str | None = None
    member_since: date | None = None
    account_manager: str = ""
    sectors: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    network: str = ""
    group: str = ""
    tags: tuple[str, ...] = ()
    beside: Beside = NOTHING


@dataclass(frozen=True, slots=True)
class Doubt:
    """`row` was taken for the company of row `of`: `reason` is "other_mail" where their e-mails are of two domains,
    "other_name" where they have one number and names that have nothing in common, "decided" where a person said so.
    What it says of itself is gone with the row, but for these words."""

    row: int
    of: int
    reason: str
    name: str = ""
    place: str = ""
    domain: str = ""


@dataclass(frozen=True)
class Parsed:
    """`count` is the number of data rows; a refused row is not among `rows`."""

    count: int
    rows: list[Row]
    refused: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    doubts: tuple[Doubt, ...] = ()
