"""Lists in the formats of other spreadsheet programs: OpenDocument, and the XLS of before 2007."""

import base64
import io
import zipfile
import zlib

import pytest

from cara_crm.members.spreadsheet import Unreadable, read_list, recognise_list

pytestmark = pytest.mark.usefixtures("request_context")
MEDIA = "application/vnd.oasis.opendocument.spreadsheet"
SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text", "manifest")
)
#: An XLS of a sheet "Adhérents": Nom, SIREN, Ville; Forge Églantine, 412585 (a number), Unieux; Tissage Ventoux,
#: "000000018", Lyon. Deflated, base 85.
XLS = (
    "c-rk)O=uHA6#i!OAKLuXR7iyq3RbN}EM9tPV}-T|8fw)lB5G=u8X7l}q|kcMYRyp)JSkoZMetJf;tzVzn}Sf$gHR9>J&7kl!9$z%"
    "&C6~~HHQYY__N<KZ{EB&Z|3d%yq%qw3&Fzd-IgMLKrd`4=^i+%WP*~%ECfJ$U6-txyD8}w{wjFfG?7jR9yPvj$vKqsU4()=_NPRF"
    "ca)Ce3}R_bjjSPdu@7+}edr-7aDya1gxRYmrYD)MV|trwK4!X;C6}4@P~Cz!f`w?TquW@;hm|(g`5@c9&o+xJ=|VG}$yI#*iYV80"
    "pf8h*r~XVutGxkppm`fqH8m4Y6%e8coWmDA0(>@i>XV2iUt75V$-l0YyK2a<Dt2HR`Uzg(c?99KgM(~e;?#$Xs^zjvIL2{RCL3rQ"
    "o^}BHcMtc+C?83tQmP*qNN2{>$n&vOT+1ajmG<yKEvZgSlIlP*n~jrlgc?gvOj7vXUPf0pb+u<It$AgK90dX^qCg|>js~I$_?Zv#"
    "9tn^yOSe9~+B-TFJ<gJ8_OASW*eG8KIxa{HGWM~?R-qkiv6bmXZgm6mElfkSvMFyLYBrdG8Lo4Qwe8f;4#w-~rYe3j@%fMY9<=7)"
    "N4F3^KUh2)ntv0WMH>xeg6!opgHF*Yu3wXQ7&UWY#FDp6!#~9pw-PXX*Nu;$AItDE8)RB8$<Yy&l46XNv=%k21zXGUIH!2oyC80E"
    "3mZCVZ8xly8rBM1JB;4SGvln3q_v#HUZn~5WL1iX-{FM?3l=O`uwcQ0h5s3XPpjp#xjb_^jMKl%xYt>xRI;u~{#gtoO;3(~O#7ix"
    "p21XI>t{V2!fZ>d(#E_mlsH7aXE2UY_G7&6^-F(mqWXPSZ5a4<Td3atOZE8qoBRI;_6Xak"
)


def cell(text: str, more: str = "") -> str:
    return f'<table:table-cell office:value-type="string"{more}><text:p>{text}</text:p></table:table-cell>'


def ods(rows: str, media: str = MEDIA) -> bytes:
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
        for path, kind in {"/": media, "content.xml": "text/xml"}.items()
    )
    sheet = f'<table:table table:name="Adhérents">{rows}</table:table>'
    content = f"<office:body><office:spreadsheet>{sheet}</office:spreadsheet></office:body>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", media, zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", f"<manifest:manifest {SPACES}>{entries}</manifest:manifest>")
        archive.writestr("content.xml", f"<office:document-content {SPACES}>{content}</office:document-content>")
    return out.getvalue()


def row(*cells: str, more: str = "") -> str:
    return f"<table:table-row{more}>{''.join(cells)}</table:table-row>"


HEAD = row(cell("Nom"), cell("SIREN"), cell("Ville"))
FORGE = row(cell("Forge Églantine"), cell("000000018"), cell("Unieux"))


def names(data: bytes) -> list[str]:
    return [draft.name for draft in read_list(data, {})[2]]


def test_an_opendocument_spreadsheet() -> None:
    listing = recognise_list(ods(HEAD + FORGE))
    assert (listing.grid.kind, listing.grid.sheet) == ("ods", "Adhérents")
    assert names(ods(HEAD + FORGE)) == ["Forge Églantine"]


def test_the_empty_rest_of_a_sheet_is_nothing() -> None:
    """As LibreOffice writes it: one row that is repeated to the end of the sheet."""
    rest = row(
        '<table:table-cell table:number-columns-repeated="16384"/>', more=' table:number-rows-repeated="1048574"'
    )
    assert names(ods(HEAD + FORGE + rest)) == ["Forge Églantine"]


def test_a_filled_cell_that_is_repeated_without_end_is_refused() -> None:
    vast = row(cell("x", ' table:number-columns-repeated="16384"'), more=' table:number-rows-repeated="1048576"')
    with pytest.raises(Unreadable):
        recognise_list(ods(HEAD + vast))


def test_an_old_workbook() -> None:
    data = zlib.decompress(base64.b85decode(XLS))
    listing, _parsed, drafts = read_list(data, {})
    assert (listing.grid.kind, listing.grid.sheet) == ("xls", "Adhérents")
    assert [draft.name for draft in drafts] == ["Forge Églantine", "Tissage Ventoux"]
    assert drafts[1].siren == "000000018"


def test_half_an_old_workbook_or_one_with_a_password_is_refused_with_a_sentence() -> None:
    data = zlib.decompress(base64.b85decode(XLS))
    with pytest.raises(Unreadable, match="password"):
        recognise_list(data[: len(data) // 3])


def test_a_text_document_is_no_list() -> None:
    with pytest.raises(Unreadable):
        recognise_list(ods("", media="application/vnd.oasis.opendocument.text"))
