"""What a first visit downloads, and where it comes from."""

import gzip
import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[2] / "cara_crm" / "static"
OF_EVERY_PAGE = [
    "cara.css",
    "cara.js",
    "icon.svg",
    "vendor/htmx/htmx.min.js",
    "vendor/inter/inter-latin-wght-normal.woff2",
]
FIRST_VISIT = 130_000  # bytes, compressed; 150 kB with the page itself


def test_the_first_visit_is_light():
    assert sum(len(gzip.compress((STATIC / file).read_bytes())) for file in OF_EVERY_PAGE) < FIRST_VISIT


@pytest.mark.parametrize("folder", sorted((STATIC / "vendor").glob("*/")), ids=lambda path: path.name)
def test_what_is_vendored_says_its_version_and_licence(folder):
    assert (folder / "LICENSE").stat().st_size > 0
    row = next(
        line for line in (STATIC / "vendor/README.md").read_text().splitlines() if line.startswith(f"| `{folder.name}`")
    )
    assert re.search(r"\d+\.\d+\.\d+", row)


def test_nothing_is_asked_of_a_third_party():
    own = [STATIC / "cara.css", STATIC / "cara.js"]
    assert not [file.name for file in own if re.search(r"https?://", file.read_text())]
