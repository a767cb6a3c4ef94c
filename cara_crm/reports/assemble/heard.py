"""Who was heard, and how representative that is of the membership on the last day of the period."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from cara_crm.reports.assemble.counts import Axis, Counted, Place, group_cells, homes, repeated_caveat
from cara_crm.reports.assemble.elsewhere import Told
from cara_crm.reports.assemble.given import HEARD, Cell, cell_key, settled
from cara_crm.reports.assemble.sizes import BEYOND, COARSER, MERGED, NOWHERE, OTHERS, Detail, groups_of
from cara_crm.reports.document import TOTAL, Caveat, Table
from cara_crm.reports.material import InTerritory, Material, Released
from cara_crm.reports.words import day, number, percent, words

THIN = 0.2
UNDER_HEARD = 0.5


def category_axis(material: Material, detail: Detail) -> Axis:
    """Rows by category of organisation, merged where the members are few."""
    known = words(material.head.language)
    merged = ("micro_sme", BEYOND) if detail.in_two else (*dict.fromkeys(MERGED.values()), OTHERS)
    codes = merged if detail.merged else tuple(known["categories"])
    names = {code: known["categories"][code] for code in codes}
    alone = known["categories"].keys() - COARSER.keys() - {*COARSER.values()}
    coarser = COARSER | dict.fromkeys(alone, OTHERS)
    return Axis("category", known["text"]["category"], names, detail.category, coarser)


@dataclass(frozen=True, slots=True)
class Rows:
    """An axis, and the cell of each group of the membership on it."""

    axis: Axis
    home: Mapping[str, Place]


def by_category(material: Material, detail: Detail) -> Rows:
    """The categories of the whole membership: the same for every position of a report."""
    axis = category_axis(material, detail)
    return Rows(axis, homes(material.population, axis, {}))


def territory_axis(material: Material, detail: Detail) -> Axis:
    """Rows by department, or by region where the members are few."""
    known = words(material.head.language)["text"]
    names = {place.code: place.name for place in material.places} | {NOWHERE: known["nowhere"]}
    region_of = {one.department: one.region for one in material.population if one.department and one.region}
    return Axis("territory", known["territory"], names, detail.place, region_of)


def merge_before_withholding(material: Material, detail: Detail) -> Detail:
    """Two rows instead of three where one of the three would be withheld: with few who were heard, or with nobody of
    so few members that this would be known of each."""
    detail = _as_coarse_as_before(material, detail)
    if not detail.merged:
        return detail
    axis, k = category_axis(material, detail), material.head.threshold
    home = homes(material.population, axis, {})
    heard, members = group_cells(material.hearing.members, home), group_cells(home, home)
    small = any(0 < (len(heard.get(place, ())) or len(groups)) < k for place, groups in (members | heard).items())
    return replace(detail, in_two=True) if small else detail


def _as_coarse_as_before(material: Material, detail: Detail) -> Detail:
    """Rows that were one in a report about any of these sectors stay one: their parts, added up, would tell who came
    to them or left."""
    codes = {sector.code for sector in material.head.sectors}
    parts = (key.split(":") for key, _ in material.released)
    given = {(one[1], one[2]) for one in parts if len(one) == 4 and codes & set(one[0].split("+"))}
    in_two = ("heard-category", BEYOND) in given
    return replace(
        detail,
        merged=detail.merged or in_two or any(("heard-category", row) in given for row in COARSER.values()),
        in_two=detail.in_two or in_two,
        by_department=detail.by_department
        and not any(("heard-territory", o.region) in given for o in material.population),
    )


def others_heard(material: Material) -> tuple[Cell, date | None]:
    """How many groups that are not members were heard, and from when the figure is if it is repeated."""
    groups, told = material.hearing.others, Told(material, HEARD, coarser={}, key=HEARD)
    shown = len(groups) if len(groups) >= material.head.threshold else None
    cell, on = settled(material, Cell(cell_key(material.head, HEARD, OTHERS, TOTAL), shown, groups))
    if on or told.beside(OTHERS, TOTAL, Released(len(groups), cell.groups, material.head.dated)) is None:
        return cell, on
    return replace(cell, value=None), None


def heard_counts(material: Material, detail: Detail) -> list[Counted]:
    """The tables of who was heard, each followed by the public table that it is compared to."""
    axes = [category_axis(material, detail)]
    if detail.by_territory:
        axes.append(territory_axis(material, detail))
    counted = [table for axis in axes for table in _pair(material, detail, axis)]
    return counted if detail.by_department else [*counted, _by_department(material)]


def _by_department(material: Material) -> Counted:
    """Where the members are: the membership is public, so it may stand on a map however few they are."""
    said = words(material.head.language)["text"]
    names = {place.code: place.name for place in material.places} | {NOWHERE: said["nowhere"]}
    axis = Axis("department", said["territory"], names, lambda organisation: organisation.department or NOWHERE)
    home = homes(material.population, axis, {})
    everyone = group_cells(home, home)
    return Counted("members-department", said["members_territory"], axis, {}, everyone, everyone, public=True)


def _pair(material: Material, detail: Detail, axis: Axis) -> tuple[Counted, Counted]:
    said = words(material.head.language)["text"]
    columns = {sector.code: sector.name for sector in material.head.sectors} if detail.by_sector else {}
    home = homes(material.population, axis, columns)
    everyone, heard = group_cells(home, home), group_cells(material.hearing.members, home)
    members = Counted(f"members-{axis.id}", said[f"members_{axis.id}"], axis, columns, everyone, everyone, public=True)
    table = replace(
        members,
        id=f"heard-{axis.id}",
        title=said[f"heard_{axis.id}"],
        cells=heard,
        public=False,
        key="heard",
        compared_to=members.id,
    )
    return table, members


def with_chart(table: Table, tables: tuple[Table, ...], language: str) -> Table:
    """The table with the alternative text of its chart or map, where it has one."""
    said = words(language)
    if table.id == _mapped(tables):
        return replace(table, map=said["text"]["alt_map"].format(list=_listed(table, language)))
    whole = next((other for other in tables if other.id == table.population), None)
    if whole is None:
        return table
    heard, members = table.column(TOTAL), whole.column(TOTAL)
    parts = [
        said["text"]["alt_bar"].format(
            name=name,
            part=said["withheld"] if heard[code] is None else number(heard[code] or 0, language),
            whole=number(members.get(code) or 0, language),
        )
        for code, name in zip(table.rows, table.row_names, strict=True)
        if code != TOTAL and members.get(code)
    ]
    return replace(table, chart=said["text"]["alt_head"] + " ; ".join(parts)) if parts else table


def _mapped(tables: tuple[Table, ...]) -> str:
    """The id of the table that is drawn as a map: the membership by department."""
    ids = {table.id for table in tables}
    return "members-department" if "members-department" in ids else "members-territory"


def _listed(table: Table, language: str) -> str:
    cells = table.column(TOTAL)
    named = zip(table.rows, table.row_names, strict=True)
    return " ; ".join(f"{name} {number(cells[code] or 0, language)}" for code, name in named if code != TOTAL)


def heard_texts(material: Material, tables: tuple[Table, ...]) -> tuple[str, ...]:
    """The sentences above the tables, from figures that the tables show."""
    head, said = material.head, words(material.head.language)["text"]
    total, whole = _totals(tables)
    values = {
        "start": day(material.heard_from, head.language),
        "end": day(head.period.end, head.language),
        "day": day(head.period.end, head.language),
        "k": head.threshold,
        "population": number(whole, head.language),
        "heard": number(total or 0, head.language),
        "share": percent(total or 0, whole, head.language) or "0 %",
    }
    told = any(table.id.startswith("heard-") and any(table.column(TOTAL).values()) for table in tables)
    key = "heard" if total is not None else "heard_withheld" if told else "heard_few"
    texts = [said[key].format(**values)]
    texts += [_of_territory(one, head.language) for one in material.territory]
    others, _on = others_heard(material)
    if others.value is not None:
        texts.append(said["others_heard"].format(count=number(others.value, head.language)))
    return tuple(texts)


def _of_territory(one: InTerritory, language: str) -> str:
    """Public figures of somebody else, with their source and day."""
    values = {"sector": one.sector, "count": number(one.count, language), "what": one.what, "source": one.source}
    return str(words(language)["text"]["territory_count"]).format(**values, day=day(one.on, language))


def _totals(tables: tuple[Table, ...]) -> tuple[int | None, int]:
    """How many groups were heard (None: withheld), and out of how many."""
    by_id = {table.id: table.column(TOTAL)[TOTAL] for table in tables}
    heard = by_id.get("heard-category")
    return (None if heard is None else int(heard)), int(by_id.get("members-category") or 0)


def heard_caveats(material: Material, tables: tuple[Table, ...], detail: Detail) -> tuple[Caveat, ...]:
    """Where who was heard is thin or lopsided, and why the breakdown is coarse."""
    language, said = material.head.language, words(material.head.language)["text"]
    total, whole = _totals(tables)
    caveats = [Caveat("heard", said["small"])] if detail.is_small else []
    _others, on = others_heard(material)
    if on:
        caveats.append(repeated_caveat("heard", on, [said["others_label"]], material.head))
    if material.territory:
        caveats.append(Caveat("heard", said["territory_caveat"]))
    if len(material.population) > len(groups_of(material.population)):
        caveats.append(Caveat("heard", said["one_row"]))
    if total is not None and whole and total / whole < THIN:
        caveats.append(Caveat("heard", said["thin"].format(share=percent(total, whole, language))))
    for table in tables:
        names = _under_heard(table, tables, (total or 0) / whole if whole else 0)
        if names:
            caveats.append(Caveat(table.id, said["under"].format(names=", ".join(names))))
    return tuple(caveats)


def _under_heard(table: Table, tables: tuple[Table, ...], average: float) -> list[str]:
    whole = next((other for other in tables if other.id == table.population), None)
    if whole is None or not average:
        return []
    heard, members = table.column(TOTAL), whole.column(TOTAL)
    return [
        name
        for code, name in zip(table.rows, table.row_names, strict=True)
        if code != TOTAL
        and heard[code] is not None
        and (heard[code] or 0) < UNDER_HEARD * average * (members[code] or 0)
    ]
