"""Tables that may leave: small counts are withheld, and whatever they could be worked out from.

    table = count_table("by-department", departments, categories, groups_by_cell, population=..., keys=...)
    (safe,) = suppress([table], k=5, earlier=[last])     # SafeTable: cells row by row, margins last, None = withheld
    next_time = remember(table, safe, today, last)        # kept with the frozen report: next_time.to_data()

Give all tables of one report in one call. The same input gives the same output whatever its order.
"""

from cara_crm.confidentiality.suppression.merging import merge_small
from cara_crm.confidentiality.suppression.published import Figure, Published, remember
from cara_crm.confidentiality.suppression.report import suppress
from cara_crm.confidentiality.suppression.tables import (
    TOTAL,
    Place,
    SafeTable,
    Table,
    count_table,
    one_each,
    plain_table,
    sum_table,
)

__all__ = [
    "TOTAL",
    "Figure",
    "Place",
    "Published",
    "SafeTable",
    "Table",
    "count_table",
    "merge_small",
    "one_each",
    "plain_table",
    "remember",
    "sum_table",
    "suppress",
]
