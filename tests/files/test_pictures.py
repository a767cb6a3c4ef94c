"""A picture does not say where it was taken."""

from io import BytesIO

import pytest
from PIL import Image, PngImagePlugin

from cara_crm.files import pictures
from cara_crm.files.pictures import NotAPicture, without_origin

MAKER, ORIENTATION, PLACE = 0x010F, 0x0112, 0x8825


def taken(kind: str) -> bytes:
    exif = Image.Exif()
    exif[MAKER], exif[ORIENTATION] = "Téléphone", 6
    exif.get_ifd(PLACE)[1] = "N"
    made = BytesIO()
    Image.effect_noise((40, 30), 40).convert("RGB").save(made, kind, exif=exif)
    return made.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_place_and_device_are_gone_and_it_still_stands_upright(kind: str) -> None:
    with Image.open(BytesIO(without_origin(taken(kind)))) as picture:
        exif = picture.getexif()
        assert (dict(exif), dict(exif.get_ifd(PLACE)), picture.format, picture.size) == (
            {ORIENTATION: 6},
            {},
            kind,
            (40, 30),
        )


def test_words_inside_a_picture_are_gone() -> None:
    said, made = PngImagePlugin.PngInfo(), BytesIO()
    said.add_text("Location", "45 N, 5 E")
    Image.new("RGB", (4, 4)).save(made, "PNG", pnginfo=said)
    assert b"45 N" not in without_origin(made.getvalue())


@pytest.mark.parametrize("content", [b"", b"GIF89a", taken("JPEG")[:200], taken("PNG")[:60]])
def test_what_cannot_be_opened_is_none(content: bytes) -> None:
    with pytest.raises(NotAPicture):
        without_origin(content)


def test_of_several_in_one_the_first_is_kept_as_a_jpeg() -> None:
    shots, made = [Image.new("RGB", (400, 300), colour) for colour in ("teal", "red")], BytesIO()
    shots[0].save(made, "MPO", save_all=True, append_images=shots[1:])
    for longest in (None, 200):
        with Image.open(BytesIO(without_origin(made.getvalue(), longest))) as picture:
            assert (picture.format, max(picture.size)) == ("JPEG", longest or 400)


def test_a_jpeg_that_is_made_smaller_may_be_larger_than_what_is_opened_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    made = {}
    for progressive in (False, True):
        Image.new("RGB", (800, 600)).save(into := BytesIO(), "JPEG", progressive=progressive)
        made[progressive] = into.getvalue()
    monkeypatch.setattr(pictures, "MOST_PIXELS", 400_000)
    with Image.open(BytesIO(without_origin(made[False], 100))) as picture:
        assert picture.size == (100, 75)
    for content, longest in ((made[True], 100), (made[False], None)):
        with pytest.raises(NotAPicture):
            without_origin(content, longest)


def test_one_larger_than_a_camera_makes_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOST_PIXELS", 1000)
    with pytest.raises(NotAPicture):
        without_origin(taken("JPEG"))
