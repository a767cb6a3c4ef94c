"""The kinds of reference data, as data: what each is called, which columns people edit, in which order they stand."""

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from cara_crm.core.db import Base
from cara_crm.federations.models import Federation, Mandate, Priority, Programme
from cara_crm.members.models import Network
from cara_crm.memberships.models import College
from cara_crm.sectors.models import Sector, SectorPopulation, ValueChainRole
from cara_crm.settings.models import KeyFigure, Milestone
from cara_crm.territory.models import Region


@dataclass(frozen=True)
class Column:
    """One column people edit. `shape`: line, code, area, number, day, tick, or the kind it points at."""

    name: str
    label: Any
    shape: str = "line"
    required: bool = True
    hint: Any = ""


@dataclass(frozen=True)
class Kind:
    """One kind of reference data. `parent`: (column, kind) when each belongs to one of another kind."""

    slug: str
    model: type[Base]
    title: Any
    new: Any
    columns: tuple[Column, ...]
    order: tuple[Any, ...]
    parent: tuple[str, str] | None = None
    can_add: bool = True
    load: tuple[str, ...] = ()

    @property
    def ends(self) -> bool:
        """Can one of them be over? Regions cannot: they are covered or not."""
        return self.can_add


CODE = Column("code", _l("Code"), "code", hint=_l("Short, for commands and files. Letters, digits, _."))
FR = Column("name_fr", _l("Name in French"))
EN = Column("name_en", _l("Name in English"))
ABOUT_FR = Column("description_fr", _l("What it is, in French"), "area", required=False)
ABOUT_EN = Column("description_en", _l("What it is, in English"), "area", required=False)
OWN_CODE = Column(
    "own_code",
    _l("The federation’s own code"),
    required=False,
    hint=_l("As its documents call it, “2.3” for example. It stands in every file of a report."),
)
PLACE = Column("ordinal", _l("Place in the list"), "number", required=False)

ALL = (
    Kind("sectors", Sector, _l("Sectors"), _l("New sector"), (CODE, FR, EN, PLACE), (Sector.ordinal, Sector.id)),
    Kind(
        "roles",
        ValueChainRole,
        _l("Roles of the value chain"),
        _l("New role"),
        (CODE, FR, EN, Column("sector_id", _l("Only in this sector"), "sectors", required=False), PLACE),
        (ValueChainRole.ordinal, ValueChainRole.id),
    ),
    Kind(
        "federations",
        Federation,
        _l("Federations"),
        _l("New federation"),
        (CODE, Column("short_name", _l("What people call it")), FR, EN, ABOUT_FR, ABOUT_EN, PLACE),
        (Federation.ordinal, Federation.id),
    ),
    Kind(
        "priorities",
        Priority,
        _l("Priorities"),
        _l("New priority"),
        (CODE, FR, EN, OWN_CODE, PLACE),
        (Priority.ordinal, Priority.id),
        parent=("federation_id", "federations"),
    ),
    Kind(
        "programmes",
        Programme,
        _l("Programmes"),
        _l("New programme"),
        (CODE, FR, EN, ABOUT_FR, ABOUT_EN, PLACE),
        (Programme.ordinal, Programme.id),
        parent=("federation_id", "federations"),
    ),
    Kind(
        "mandates",
        Mandate,
        _l("Mandates"),
        _l("New mandate"),
        (
            Column("sector_id", _l("Sector"), "sectors"),
            Column("regions", _l("Regions"), "regions"),
            Column("from_on", _l("From"), "day"),
            Column("until_on", _l("Until"), "day", required=False, hint=_l("Empty while it lasts.")),
        ),
        (Mandate.from_on, Mandate.id),
        parent=("federation_id", "federations"),
        load=("sector", "regions"),
    ),
    Kind(
        "regions",
        Region,
        _l("Regions"),
        _l("New region"),
        (Column("is_covered", _l("The cluster works there"), "tick", required=False),),
        (Region.is_covered.desc(), Region.name),
        can_add=False,
    ),
    Kind(
        "populations",
        SectorPopulation,
        _l("Sectors in the territory"),
        _l("New count of a sector"),
        (
            Column("sector_id", _l("Sector"), "sectors"),
            Column("count", _l("How many there are"), "number"),
            Column(
                "name_fr", _l("What is counted, in French"), hint=_l("Example: establishments of ten people or more")
            ),
            Column("name_en", _l("What is counted, in English")),
            Column("source", _l("Source")),
            Column("counted_on", _l("Counted on"), "day", hint=_l("A report says the last count before its end.")),
        ),
        (SectorPopulation.sector_id, SectorPopulation.counted_on.desc(), SectorPopulation.id),
        load=("sector",),
    ),
    Kind("networks", Network, _l("Networks of origin"), _l("New network"), (CODE, FR, EN, PLACE), (Network.ordinal,)),
    Kind(
        "colleges",
        College,
        _l("Colleges and fees"),
        _l("New college"),
        (CODE, FR, EN, Column("fee_euros", _l("Yearly fee in euros"), "number", required=False), PLACE),
        (College.ordinal, College.id),
    ),
    Kind(
        "milestones",
        Milestone,
        _l("History of the cluster"),
        _l("New milestone"),
        (
            Column("year", _l("Year"), "number"),
            FR,
            EN,
            Column("text_fr", _l("Text in French"), "area"),
            Column("text_en", _l("Text in English"), "area"),
            PLACE,
        ),
        (Milestone.year, Milestone.ordinal, Milestone.id),
    ),
    Kind(
        "figures",
        KeyFigure,
        _l("Key figures"),
        _l("New key figure"),
        (
            Column("value", _l("Figure")),
            Column("name_fr", _l("What is counted, in French")),
            Column("name_en", _l("What is counted, in English")),
            Column("source", _l("Source"), required=False),
            PLACE,
        ),
        (KeyFigure.ordinal, KeyFigure.id),
    ),
)
KINDS = {kind.slug: kind for kind in ALL}
