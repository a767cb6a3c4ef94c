"""Every kind of mail is kept as a text in tests/snapshots/mail, French and English, and compared with what is made now.

    def test_the_answer_reads_as_agreed():
        mails.check("answer", {"federation": "FIF", "url": "https://crm.example/issues/7"})

`WRITE_MAILS=1 pytest …` writes the texts anew; read the difference before you keep it.
"""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lxml import html as parser

from cara_crm.deliveries import letters

SNAPSHOTS = Path(__file__).parent / "snapshots" / "mail"
LINK = re.compile(r"https?://[^\s<>\"')]+")
REMOTE = "//img | //link | //script | //iframe | //*[@background]"


def check(kind: str, context: Mapping[str, Any], *, name: str = "") -> None:
    """Both languages of a mail obey the rules of every mail and read as they did. `name` tells variants apart."""
    made = {
        language: letters.write(kind, language, {"recipient_name": "Camille Exemple", "can_reply": True, **context})
        for language in ("fr", "en")
    }
    assert made["fr"].subject != made["en"].subject, "the subject is not translated"
    for language, letter in made.items():
        check_rules(letter)
        _compare(SNAPSHOTS / f"{name or kind}.{language}.txt", f"Subject: {letter.subject}\n\n{letter.text}")


def check_rules(letter: letters.Letter) -> None:
    """The HTML says what the plain text says, leads to the same places, and fetches nothing."""
    page = parser.document_fromstring(letter.html)
    assert not page.xpath(REMOTE), "something remote"
    assert set(LINK.findall(letter.text)) == {url for url in page.xpath("//a/@href") if LINK.match(url)}
    assert len(page.xpath("//html[@lang]")) == 1
    said = _words(page.text_content())
    missing = [line for line in letter.text.splitlines() if not LINK.search(line) and _words(line) not in said]
    assert not missing, f"not in the HTML: {missing}"


def _words(text: str) -> str:
    """Letters and digits only: the two forms may set marks and spaces differently."""
    return re.sub(r"[\W_]+", "", text)


def _compare(path: Path, text: str) -> None:
    if os.environ.get("WRITE_MAILS"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    assert path.is_file(), f"no text of {path.name} yet: WRITE_MAILS=1 pytest … writes it"
    assert path.read_text() == text
