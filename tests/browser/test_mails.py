"""HTML mails as a reader's program shows them."""

import pytest
from markupsafe import Markup

from cara_crm.deliveries import letters
from tests.deliveries.test_mails import RELAY

LONG = "https://federation.example/" + "appel" * 300


@pytest.mark.parametrize("width", [390, 1280])
def test_a_long_address_makes_no_mail_wider_than_the_screen(browser, request_context, width):
    body = Markup(f'<p>{LONG}</p><ul><li><a href="{LONG}">{LONG}</a></li></ul>')
    context = {
        **RELAY,
        "body_html": body,
        "link": LONG,
        "title": LONG,
        "recipient_name": "Ana",
        "files": [f"{LONG}.pdf"],
    }
    letter = letters.write("relay_information", "fr", context)
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.set_content(letter.html)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()
