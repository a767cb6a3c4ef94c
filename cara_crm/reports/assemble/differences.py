"""What a correction changes, said to those who received the version before. Read from two documents, nothing else."""

from collections.abc import Iterator
from dataclasses import replace

from cara_crm.reports.document import DocumentPosition, Figure, ReportDocument
from cara_crm.reports.words import number, words

WORDS = ("title", "statement", "why", "examples", "named", "diverging", "request")


def differences(before: ReportDocument, after: ReportDocument) -> tuple[str, ...]:
    """One sentence a difference, in the language of the new version."""
    return tuple(_told(before, after))


def _told(before: ReportDocument, after: ReportDocument) -> Iterator[str]:
    said = words(after.language)["text"]
    if before.key_messages != after.key_messages:
        yield said["change_messages"]
    for position in after.positions:
        old = before.position(position.id)
        if old is None:
            yield said["change_added"].format(title=position.title)
        else:
            yield from _position(old, position, after.language)
    for position in before.positions:
        if after.position(position.id) is None:
            yield said["change_removed"].format(title=position.title)
    yield from _figures(before.figures, after.figures, after.question, after.language)
    tables = {table.id: table for table in before.tables}
    for table in after.tables:
        old_table = tables.get(table.id)
        if old_table and old_table.cells != table.cells:
            yield said["change_table"].format(title=table.title)


def reworded(before: ReportDocument, after: ReportDocument) -> list[tuple[str, dict[str, tuple[str, str]]]]:
    """The positions in both that say something else now: the id, and by field the words before and after."""
    pairs = ((before.position(one.id), one) for one in after.positions)
    found = ((new.id, _fields(old, new)) for old, new in pairs if old is not None)
    return [(position_id, fields) for position_id, fields in found if fields]


def _fields(old: DocumentPosition, new: DocumentPosition) -> dict[str, tuple[str, str]]:
    said = {name: (_plain(getattr(old, name)), _plain(getattr(new, name))) for name in WORDS}
    return {name: (then, now) for name, (then, now) in said.items() if then != now}


def _plain(value: str | tuple[str, ...]) -> str:
    return value if isinstance(value, str) else "\n".join(value)


def same_words(old: DocumentPosition, new: DocumentPosition) -> bool:
    """Whether a position says the same in both versions; its figures may have changed."""
    return _words(old) == _words(new)


def _position(old: DocumentPosition, new: DocumentPosition, language: str) -> Iterator[str]:
    said = words(language)["text"]
    if not same_words(old, new):
        yield said["change_worded"].format(title=new.title)
    yield from _figures(old.figures, new.figures, new.title, language)


def _figures(old: tuple[Figure, ...], new: tuple[Figure, ...], title: str, language: str) -> Iterator[str]:
    known, said = {figure.id: figure for figure in old}, words(language)["text"]
    for figure in new:
        earlier = known.get(figure.id)
        if earlier and earlier.value != figure.value:
            before, after = _value(earlier, language), _value(figure, language)
            yield said["change_figure"].format(title=title, label=figure.label, before=before, after=after)


def _words(position: DocumentPosition) -> DocumentPosition:
    return replace(position, figures=(), tables=(), caveats=())


def _value(figure: Figure, language: str) -> str:
    return str(words(language)["withheld"]) if figure.value is None else number(figure.value, language)
