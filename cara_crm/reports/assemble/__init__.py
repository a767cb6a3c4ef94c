"""From raw material to the document: pure, and the only way a fact gets into a report."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from cara_crm.reports.assemble.counts import Protected, protect
from cara_crm.reports.assemble.differences import differences
from cara_crm.reports.assemble.downward import received
from cara_crm.reports.assemble.families import kept_apart
from cara_crm.reports.assemble.given import Cell
from cara_crm.reports.assemble.heard import (
    Rows,
    by_category,
    heard_caveats,
    heard_counts,
    heard_texts,
    merge_before_withholding,
    others_heard,
    with_chart,
)
from cara_crm.reports.assemble.naming import unnameable
from cara_crm.reports.assemble.note import answered
from cara_crm.reports.assemble.polled import Polled, asked_for, is_polled, with_polls
from cara_crm.reports.assemble.positions import KEPT_BACK, Said, Treatment, behind, say, treatment
from cara_crm.reports.assemble.sizes import Detail, detail_for
from cara_crm.reports.document import FORMAT, NOTE, TOTAL, Definition, DocumentPosition, Named, ReportDocument
from cara_crm.reports.layout import GROUPS
from cara_crm.reports.material import Head, Inquiry, Material, Wording
from cara_crm.reports.words import typographic, words

TERMS = ("term_group", "term_member", "term_position", "term_signal", "term_withheld", "term_source")


@dataclass(frozen=True, slots=True)
class Waiting:
    """A position that may not be said, and why. Stays inside the cluster."""

    position_id: int
    title: str
    why: Treatment
    groups: int


@dataclass(frozen=True, slots=True)
class CheckedText:
    """A text of the document as the leak check reads it, the members that may be named in it, and the sectors that it
    is about if they are not the document's own."""

    place: str
    text: str
    allowed: frozenset[int]
    sectors: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Assembled:
    """The document, what is kept out of it, every text to check, and the figures to remember once sent.

    ``carried`` are the issues that each position carries (position id, issue ids), ``lapsed`` the positions it says
    whose review does not hold any more, ``one_sided`` those that a member stands against without saying
    so, ``note`` what the writer of a correction says of it. Of a flash note: ``is_enough``, whether at least k groups
    stand behind it, and ``counted``, the issues that it counts. Only ``document`` ever leaves.
    """

    document: ReportDocument
    waiting: tuple[Waiting, ...]
    texts: tuple[CheckedText, ...]
    cells: tuple[Cell, ...]
    carried: tuple[tuple[int, tuple[int, ...]], ...]
    lapsed: tuple[int, ...]
    one_sided: tuple[int, ...] = ()
    note: tuple[str, ...] = ()
    is_enough: bool = False
    counted: tuple[int, ...] = ()

    @property
    def says_something(self) -> bool:
        """Whether there is anything to send: a position, or figures that answer."""
        return bool(self.document.positions) or self.is_enough


def assemble(material: Material) -> Assembled:
    """Build the document from everything that may be said; nothing in it identifies who did not agree."""
    if material.inquiry:
        return _flash_note(material, material.inquiry)
    head = material.head
    plain = detail_for(material.population, [sector.code for sector in head.sectors])
    detail = merge_before_withholding(material, plain)
    categories = by_category(material, detail)
    untold = unnameable(material, detail, categories)
    polled = _figures(material, detail, categories, untold)
    said, safe = polled.said, polled.safe
    tables = tuple(with_chart(table, safe.tables, head.language) for table in safe.tables)
    downward = received(material)
    document = replace(
        _frame(material),
        downward=downward.relays,
        positions=tuple(p.position for _, p in said),
        priorities=_used_priorities(material, {p.position.priority for _, p in said}),
        heard=heard_texts(material, tables),
        tables=tables,
        caveats=(*heard_caveats(material, tables, detail), *safe.caveats, *downward.caveats),
    )
    if material.previous:
        document = replace(document, changes=(*document.changes, *differences(material.previous, document)))
    return Assembled(
        document=document,
        waiting=_waiting(material, untold),
        texts=(*_texts(material, document, said), *(CheckedText(at, text, frozenset()) for at, text in polled.words)),
        cells=(
            *safe.cells,
            others_heard(material)[0],
            *(cell for _, p in said for cell in p.cells),
            *polled.cells,
            *downward.cells,
        ),
        carried=tuple((wording.id, tuple(v.issue_id for v in wording.voices)) for wording, _ in said),
        lapsed=tuple(wording.id for wording, _ in said if wording.lapsed),
        one_sided=tuple(wording.id for wording, p in said if _is_one_sided(wording, p)),
        note=material.changes,
    )


def _figures(material: Material, detail: Detail, categories: Rows, untold: frozenset[str]) -> Polled:
    """What may be said, with every table protected beside all others."""
    pairs = [(wording, say(material, wording, detail, categories, untold)) for wording in material.positions]
    said = kept_apart(material, [(wording, position) for wording, position in pairs if position])
    counted = [*heard_counts(material, detail), *(table for _, p in said for table in p.counted)]
    safe = protect([*counted, *asked_for(material, said)], material)
    return with_polls(material, said, _agreeing(safe, [p.position for _, p in said]))


def _flash_note(material: Material, inquiry: Inquiry) -> Assembled:
    """The note that answers a federation's request."""
    made, language = answered(material, inquiry), material.head.language
    known, question = words(language)["text"], typographic(inquiry.question, language)
    document = replace(
        _frame(material),
        kind=NOTE,
        title=known["title_note"].format(question=question),
        question=question,
        asked_on=inquiry.asked_on,
        heard=made.heard,
        figures=made.figures,
        tables=made.tables,
        caveats=made.caveats,
        method=_method("method_note", material.head),
        definitions=tuple(_definition(known[key], material.head.threshold) for key in ("term_group", "term_withheld")),
    )
    if material.previous:
        document = replace(document, changes=(*document.changes, *differences(material.previous, document)))
    nobody = frozenset[int]()
    texts = [CheckedText("question", question, nobody), *(CheckedText(at, text, nobody) for at, text in made.words)]
    texts += [CheckedText(f"key_messages/{n}", text, nobody) for n, text in enumerate(document.key_messages, 1)]
    texts += [CheckedText(f"changes/{n}", text, nobody) for n, text in enumerate(document.changes, 1)]
    return Assembled(
        document=document,
        waiting=(),
        texts=tuple(texts),
        cells=made.cells,
        carried=(),
        lapsed=(),
        note=material.changes,
        is_enough=made.is_enough,
        counted=tuple(voice.issue_id for voice in inquiry.voices),
    )


def _agreeing(safe: Protected, positions: list[DocumentPosition]) -> Protected:
    """Without the breakdowns whose total is not the figure of their position: beside it, it would tell the rest."""
    told = {position.id: {figure.id: figure.value for figure in position.figures} for position in positions}
    own = [t for t in safe.tables if t.about in told and not is_polled(t.id)]
    stray = {t.id for t in own if t.column(TOTAL)[TOTAL] != told[t.about].get(GROUPS)}
    return replace(
        safe,
        tables=tuple(table for table in safe.tables if table.id not in stray),
        caveats=tuple(caveat for caveat in safe.caveats if caveat.about not in stray),
        cells=tuple(cell for cell in safe.cells if cell.key.split(":")[1] not in stray),
    )


def _is_one_sided(wording: Wording, said: Said) -> bool:
    return any(voice.against for voice in wording.voices) and not wording.diverging and not said.position.signal


def _frame(material: Material) -> ReportDocument:
    """The document before any position or count is in it."""
    head = material.head
    known = words(head.language)["text"]
    names = tuple(sector.name for sector in head.sectors)
    return ReportDocument(
        number=head.number,
        version=head.version,
        title=known["title"].format(sectors=", ".join(names)),
        language=head.language,
        cluster=head.cluster,
        federation=head.federation,
        federation_name=head.federation_name,
        sectors=tuple(sector.code for sector in head.sectors),
        sector_names=names,
        period=head.period,
        dated=head.dated,
        threshold=head.threshold,
        draft=head.draft,
        demonstration=head.demonstration,
        key_messages=tuple(typographic(text, head.language) for text in material.key_messages),
        earlier=material.earlier,
        method=_method("method", head),
        definitions=tuple(_definition(known[key], head.threshold) for key in TERMS),
        changes=material.changes,
        format=FORMAT,
        cluster_code=head.cluster_code,
    )


def _definition(pair: list[str], k: int) -> Definition:
    return Definition(pair[0], pair[1].replace("{k}", str(k)))


def _used_priorities(material: Material, used: set[str]) -> tuple[Named, ...]:
    """Only those of positions that are in the document: one that is kept out must not show by its priority."""
    return tuple(priority for priority in material.priorities if priority.code in used)


def _method(key: str, head: Head) -> tuple[str, ...]:
    """How the figures were made, and who reviewed what they stand in."""
    known = words(head.language)["text"]
    last = known["self_reviewed" if head.self_reviewed else "reviewed"]
    return (*(text.replace("{k}", str(head.threshold)) for text in known[key]), last)


def _waiting(material: Material, untold: frozenset[str]) -> tuple[Waiting, ...]:
    treated = [(one, treatment(one, material.head.threshold, untold)) for one in material.positions]
    return tuple(Waiting(one.id, one.title, how, _groups(one)) for one, how in treated if how in KEPT_BACK)


def _groups(wording: Wording) -> int:
    return len({voice.organisation.group for voice in behind(wording)})


def _texts(
    material: Material, document: ReportDocument, said: Sequence[tuple[Wording, Said]]
) -> tuple[CheckedText, ...]:
    """Every text that a person wrote, place by place. What the product itself words is not in doubt.

    Consent to be named belongs to an issue. A position names whom it lists, where all that these said in it may be told
    with their name; the key messages and what the writer of a correction says of it, which are of no position alone,
    whom a position names and who agreed so in everything that it told this federation; a request that the federation
    read before, whom it names still; what was relayed down, nobody.
    """
    own = [text for wording, position in said for text in _position_texts(wording, position)]
    throughout = _named_throughout(material, own)
    texts = [CheckedText(f"key_messages/{n}", text, throughout) for n, text in enumerate(document.key_messages, 1)]
    for n, text in enumerate(document.changes, 1):
        may = throughout if n <= len(material.changes) else _named_where_it_stands(text, own)
        texts.append(CheckedText(f"changes/{n}", text, may))
    texts += own
    nobody, before = frozenset[int](), dict(material.named_before)
    for item in document.earlier:
        may = before.get((item.report, item.position), nobody)
        place = f"earlier/{item.report}/{item.position}"
        texts += [CheckedText(f"{place}/{name}", getattr(item, name), may) for name in ("title", "request")]
    counts = (f"{one.what} {one.source}" for one in material.territory)
    texts += [CheckedText(f"territory/{n}", text, nobody) for n, text in enumerate(counts, 1)]
    return (*texts, *(CheckedText(f"downward/{n}", d.title, nobody) for n, d in enumerate(document.downward, 1)))


def _named_throughout(material: Material, own: Iterable[CheckedText]) -> frozenset[int]:
    """Whom a position names, but for those that some position of the report may not name."""
    listed = frozenset[int]().union(*(text.allowed for text in own))
    return (listed & material.named_throughout).difference(*map(_unnamed, material.positions))


def _named_where_it_stands(change: str, own: Iterable[CheckedText]) -> frozenset[int]:
    """Of a difference that the product words: it repeats the title of its position."""
    found = [text.allowed for text in own if text.place.endswith("/title") and text.text in change]
    return found[0].intersection(*found) if found else frozenset()


def _unnamed(wording: Wording) -> frozenset[int]:
    """Who said something here that may not be told with its name, or not at all."""
    return wording.kept_quiet.union(voice.organisation.member_id for voice in wording.voices if not voice.named)


def _position_texts(wording: Wording, said: Said) -> list[CheckedText]:
    position, place = said.position, f"position/{wording.id}"
    voices = [v for v in behind(wording) if v.named and v.organisation.name in position.named]
    allowed = frozenset(v.organisation.member_id for v in voices) - _unnamed(wording)
    fields = {name: getattr(position, name) for name in ("title", "statement", "why", "diverging", "request")}
    texts = [CheckedText(f"{place}/{name}", text, allowed, wording.sectors) for name, text in fields.items() if text]
    examples = enumerate(position.examples, 1)
    return texts + [CheckedText(f"{place}/examples/{n}", text, allowed, wording.sectors) for n, text in examples]
