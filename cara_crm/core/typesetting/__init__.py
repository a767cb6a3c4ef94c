"""Tagged PDF (PDF/UA-1), typeset by Typst from data alone: no text of a person is ever markup."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import typst

from cara_crm.core.typesetting.glyphs import FONTS, printable


def typeset(template: Path, values: Mapping[str, Any], *, dated: date) -> bytes:
    """The file's bytes; the same values give the same bytes on every machine.

    The template reads its values as JSON from `sys.inputs.values`. Fonts are our own and embedded, the day in the
    metadata is `dated`; the metadata hold no more than the template says.
    """
    moment = datetime(dated.year, dated.month, dated.day, tzinfo=UTC)
    return typst.compile(
        str(template),
        root=str(template.parent),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=["ua-1"],
        sys_inputs={"values": json.dumps(printable(values), ensure_ascii=False, sort_keys=True)},
        timestamp=int(moment.timestamp()),
    )
