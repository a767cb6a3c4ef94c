"""What a page shows of a report: the laid-out document, its marks, where it stands."""

from dataclasses import dataclass
from typing import Any

from cara_crm.positions.differences import Piece, difference
from cara_crm.reports.assemble.differences import differences, reworded
from cara_crm.reports.build import Built, build
from cara_crm.reports.checks import Mark, open_marks
from cara_crm.reports.document import ReportDocument
from cara_crm.reports.labels import KINDS, WAITING, place_in_words
from cara_crm.reports.layout import laid_out
from cara_crm.reports.models import Report, ReportState, Review, Waiver
from cara_crm.reports.queries import listing
from cara_crm.reports.queries.state import scope_of, waivers_of
from cara_crm.reports.queries.wordings import position_code
from cara_crm.reports.services.drafting import has_lapsed


@dataclass(frozen=True, slots=True)
class Alarm:
    """A mark as a page lists it."""

    rank: int
    key: str
    where: str
    what: str
    text: str
    waiver: Waiver | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A report as it stands now, for a page."""

    report: Report
    built: Built
    document: dict[str, Any]
    alarms: list[Alarm]
    waiting: list[dict[str, Any]]
    marked: dict[str, list[tuple[str, int | None]]]

    @property
    def open_alarms(self) -> int:
        """Marks that nobody declared a false alarm."""
        return len(open_marks(self.built.marks))

    @property
    def has_lapsed(self) -> bool:
        return has_lapsed(self.report, self.built)

    @property
    def can_be_handed_over(self) -> bool:
        """Whether a review can be asked for."""
        return self.built.assembled.says_something and not self.open_alarms

    @property
    def can_be_sent(self) -> bool:
        """Whether nothing stands in the way of sending but an addressee."""
        ready = self.report.state is ReportState.APPROVED and not self.has_lapsed
        return ready and not self.open_alarms and self.built.assembled.says_something


def shown(report: Report) -> Shown:
    """The report built on the present data, with every mark in its place."""
    waivers = waivers_of(report)
    built = build(scope_of(report, draft=report.state is ReportState.DRAFT), frozenset(waivers))
    titles = {entry.position_id: entry.position.title for entry in report.entries}
    alarms = [
        Alarm(rank, m.key, place_in_words(m, titles), str(KINDS[m.leak.kind]), m.leak.text, waivers.get(m.key))
        for rank, m in enumerate(built.marks, 1)
    ]
    waiting = [
        {"id": w.position_id, "title": w.title, "why": WAITING[w.why], "groups": w.groups}
        for w in built.assembled.waiting
    ]
    return Shown(report, built, laid_out(built.document), alarms, waiting, marked_texts(built))


@dataclass(frozen=True, slots=True)
class Since:
    """What changed since a sitting: sentences in the document's language, and words by position and field."""

    review: Review
    sentences: tuple[str, ...]
    words: list[tuple[str, list[tuple[str, list[Piece]]]]]


def since_review(report: Report, now: ReportDocument) -> Since | None:
    """The difference to what a reviewer saw last; None when nobody looked yet, or nothing changed."""
    review = listing.seen_last(report)
    if review is None:
        return None
    seen = ReportDocument.from_json(review.document or "")
    words = [
        (position_id, [(name, difference(then, new)) for name, (then, new) in fields.items()])
        for position_id, fields in reworded(seen, now)
    ]
    sentences = differences(seen, now)
    return Since(review, sentences, words) if sentences or words else None


def frozen(report: Report) -> dict[str, Any]:
    """The laid-out document of a report that was sent."""
    return laid_out(ReportDocument.from_json(report.document or ""))


def marked_texts(built: Built) -> dict[str, list[tuple[str, int | None]]]:
    """By place in the page ("CARA-P7/statement", "key_messages/1"): the text in pieces, marked ones with a rank."""
    by_place: dict[str, list[tuple[int, Mark]]] = {}
    for rank, mark in enumerate(built.marks, 1):
        by_place.setdefault(mark.place, []).append((rank, mark))
    texts = {text.place: text.text for text in built.assembled.texts}
    return {_page_place(place): _pieces(texts[place], marks) for place, marks in by_place.items()}


def _page_place(place: str) -> str:
    parts = place.split("/")
    return "/".join([position_code(int(parts[1])), *parts[2:]]) if parts[0] == "position" else place


def _pieces(text: str, marks: list[tuple[int, Mark]]) -> list[tuple[str, int | None]]:
    pieces: list[tuple[str, int | None]] = []
    at = 0
    for rank, mark in sorted(marks, key=lambda pair: pair[1].leak.start):
        if mark.leak.start >= at:
            pieces += [(text[at : mark.leak.start], None), (text[mark.leak.start : mark.leak.end], rank)]
            at = mark.leak.end
    return [*pieces, (text[at:], None)]
