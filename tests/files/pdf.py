"""Small documents as programs write them."""

import io
from typing import Any

import pikepdf


def pdf(**how: Any) -> bytes:
    """One empty page, saved so (the options of `pikepdf.Pdf.save`)."""
    out = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(out, **({"static_id": True} | how))
    return out.getvalue()


PLAN = pdf()
