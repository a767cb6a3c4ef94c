import io
import re
from dataclasses import replace

import pikepdf
import pytest

from cara_crm.core.typesetting.glyphs import printable
from cara_crm.reports.document import ReportDocument
from cara_crm.reports.map import drawn
from cara_crm.reports.pdf import render_pdf
from tests.reports.sample import DOCUMENT, long_document


def opened(document: ReportDocument = DOCUMENT) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(render_pdf(document)))


def test_the_file_is_tagged_and_says_its_language():
    pdf = opened()
    root = pdf.Root
    assert bool(root.MarkInfo.Marked)
    assert str(root.Lang) == "fr-FR"
    assert "StructTreeRoot" in {key.strip("/") for key in root.keys()}  # noqa: SIM118 (a PDF dictionary)


def test_the_file_claims_pdf_ua_1():
    pdf = opened()
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf.Root.Metadata.read_bytes()


def test_every_font_is_embedded():
    pdf = opened()
    fonts = [
        item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor"
    ]
    assert fonts
    assert all({"/FontFile", "/FontFile2", "/FontFile3"} & set(font.keys()) for font in fonts)


def test_the_bookmarks_lead_to_every_position():
    pdf = opened()
    with pdf.open_outline() as outline:
        titles = [item.title for part in outline.root for item in [part, *part.children]]
    assert "1. Lisser le prix de l’électricité des fours" in titles
    assert "2. Un vivier d’apprentis en usinage" in titles


def test_the_chart_has_its_alternative_text():
    pdf = opened()
    texts = [str(item["/Alt"]) for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/Alt" in item]
    assert any("14 groupes entendus sur 31" in text for text in texts)


def test_the_metadata_name_the_cluster_and_nobody_else():
    pdf = opened()
    assert str(pdf.docinfo["/Author"]) == "CARA"


def test_the_same_document_gives_the_same_bytes():
    assert render_pdf(DOCUMENT) == render_pdf(replace(DOCUMENT))


def test_text_that_looks_like_markup_is_only_text():
    hostile = replace(DOCUMENT, title='#panic() $x *a* `b` "quoted" <tag> @ref // \\')
    pdf = opened(hostile)
    assert str(pdf.docinfo["/Title"]).startswith(hostile.title)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_empty_report_is_still_a_document(language: str):
    empty = replace(DOCUMENT, language=language, positions=(), tables=(), key_messages=(), earlier=(), downward=())
    assert len(opened(empty).pages) >= 1


def test_forty_positions_follow_each_other_each_with_its_bookmark():
    pdf = opened(long_document(40))
    with pdf.open_outline() as outline:
        titles = [item.title for chapter in outline.root for item in chapter.children]
    assert [title for title in titles if title.startswith("40. ")]
    assert len([title for title in titles if re.match(r"\d+\. ", title)]) == 40
    assert 15 < len(pdf.pages) < 40


def sections(pdf: pikepdf.Pdf) -> list[tuple[list[str], set[int]]]:
    """From the tags, in reading order: each heading of level 1 or 2 with what follows: tags, and pages."""
    numbers = {page.objgen: n for n, page in enumerate((one.obj for one in pdf.pages), 1)}
    found: list[tuple[list[str], set[int]]] = []

    def walk(node: pikepdf.Object) -> None:
        if isinstance(node, pikepdf.Array):
            for one in node:
                walk(one)
        elif isinstance(node, pikepdf.Dictionary):
            if (tag := str(node.get("/S", ""))) in ("/H1", "/H2") or not found:
                found.append(([], set()))
            found[-1][0].append(tag)
            if "/Pg" in node:
                found[-1][1].add(numbers[node["/Pg"].objgen])
            walk(node.get("/K", pikepdf.Array()))

    walk(pdf.Root.StructTreeRoot["/K"])
    return found


def pages_of_positions(document: ReportDocument) -> list[set[int]]:
    """The pages of each position: only these have headings of level 3."""
    return [pages for tags, pages in sections(opened(document)) if "/H3" in tags]


@pytest.mark.parametrize("lines", [1, 8, 16])
def test_a_position_that_fits_on_a_page_stands_on_one(lines: int):
    known = long_document(5)
    longer = replace(known.positions[0], why="\n\n".join(["Les fours tournent en continu."] * lines))
    whole = replace(known, positions=tuple(replace(longer, id=one.id) for one in known.positions))
    assert [len(pages) for pages in pages_of_positions(whole)] == [1] * 5


def test_a_position_longer_than_a_page_goes_on_where_it_began():
    position = replace(DOCUMENT.positions[0], why="\n\n".join(["Les fours tournent en continu."] * 80))
    (pages,) = pages_of_positions(replace(DOCUMENT, positions=(position,)))
    assert len(pages) > 1


def test_who_was_heard_follows_the_summary_on_its_page():
    firsts = [pages for tags, pages in sections(opened()) if tags[0] == "/H1"]
    assert [min(pages) for pages in firsts[:2]] == [1, 1]


def test_a_word_with_a_sign_that_the_fonts_lack_is_printed_all_the_same():
    position = replace(DOCUMENT.positions[0], statement="Un délai 😀 de 中文\x07 \u2028 mois, الخ")
    assert render_pdf(replace(DOCUMENT, positions=(position, *DOCUMENT.positions[1:]))).startswith(b"%PDF")


def test_a_missing_letter_leaves_a_square_and_an_emoji_nothing():
    assert printable({"text": ["é ﬁn 😀中\u202f:"]}) == {"text": ["é fin □\u202f:"]}


def test_a_word_wider_than_the_page_may_be_broken():
    assert printable("x" * 31) == "\N{ZERO WIDTH SPACE}".join(["x" * 10, "x" * 10, "x" * 10, "x"])


def test_the_longest_word_of_the_language_and_the_outlines_of_a_map_stay_whole():
    whole = {"text": "anticonstitutionnellement", "path": drawn({}, {})["areas"][0]["path"]}
    assert printable(whole) == whole
