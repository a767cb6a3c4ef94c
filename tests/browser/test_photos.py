"""Photographs of a telephone are made smaller in the browser, before 25 MB go over a mobile network."""

import base64
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Page

pytestmark = pytest.mark.browser
GPS, ORIENTATION, TURNED = 0x8825, 0x0112, 6  # Exif 2.3: the place; its first column was seen on top
READ = """async () => {
  const file = document.querySelector('[type=file]').files[0];
  const bytes = new Uint8Array(await file.arrayBuffer());
  return [file.name, btoa(Array.from(bytes, (one) => String.fromCharCode(one)).join(''))];
}"""


def taken(width: int = 3400, height: int = 2600) -> bytes:
    """As a telephone writes it: lying on its side, with the place. What is seen has a red band on top."""
    picture = Image.effect_noise((width, height), 90).convert("RGB")
    picture.paste((220, 20, 20), (0, 0, width // 5, height))
    exif = Image.Exif()
    exif[ORIENTATION] = TURNED
    exif.get_ifd(GPS).update({1: "N", 2: (45.0, 46.0, 2.0), 3: "E", 4: (4.0, 50.0, 8.0)})
    made = BytesIO()
    picture.save(made, "JPEG", quality=97, exif=exif)
    assert Image.open(made).getexif().get_ifd(GPS)
    return made.getvalue()


@pytest.fixture
def form(open_page) -> Page:
    page = open_page("/my/issues/new", who="member", width=390)
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    return page


def choose(page: Page, content: bytes, name: str = "IMG_0042.JPG") -> None:
    page.set_input_files("[type=file]", [{"name": name, "mimeType": "image/jpeg", "buffer": content}])


def chosen(page: Page) -> tuple[str, bytes]:
    name, content = page.evaluate(READ)
    return name, base64.b64decode(content)


def test_it_leaves_small_upright_and_from_nowhere(form):
    content = taken()
    choose(form, content)
    form.wait_for_selector("[type=file] + [role=status]:has-text('→')")
    name, made = chosen(form)
    picture = Image.open(BytesIO(made))
    assert (name, picture.size) == ("IMG_0042.jpg", (1529, 2000))
    assert len(made) < len(content) / 2
    assert not picture.getexif()
    assert b"Exif" not in made
    red, green, _blue = picture.convert("RGB").getpixel((700, 100))
    assert red > 2 * green


def test_who_sends_at_once_sends_the_small_one(form):
    form.fill("[name=what_happens]", "Le quai est trop bas.")
    form.locator("[name=kind]").first.check()
    content = taken()
    choose(form, content)
    with form.expect_request(lambda one: one.method == "POST" and "multipart" in one.headers["content-type"]) as sent:
        form.get_by_role("button", name="Check before sending").click()
    assert int(sent.value.all_headers()["content-length"]) < len(content) / 2
    form.wait_for_selector("text=IMG_0042.jpg")


def test_what_cannot_be_read_here_goes_as_it_is(form):
    choose(form, b"\xff\xd8\xff no picture", "broken.jpg")
    form.wait_for_timeout(300)
    assert chosen(form) == ("broken.jpg", b"\xff\xd8\xff no picture")
