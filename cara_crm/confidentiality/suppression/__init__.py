"""Tables that may leave: small counts are withheld, and whatever they could be worked out from.

    table = count_table("by-department", departments, categories, groups_by_cell, population=members_by_cell, keys=...)
    safe, = suppress([table], k=5)          # SafeTable: cells row by row, margins last, None where withheld

Give all tables of one report in one call. The same input gives the same output whatever its order.
"""

from cara_crm.confidentiality.suppression.report import suppress
from cara_crm.confidentiality.suppression.tables import (
    TOTAL,
    Place,
    SafeTable,
    Table,
    count_table,
    plain_table,
    sum_table,
)

__all__ = ["TOTAL", "Place", "SafeTable", "Table", "count_table", "plain_table", "sum_table", "suppress"]
