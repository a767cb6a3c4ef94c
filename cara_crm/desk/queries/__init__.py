"""What the desk's composed screens read. Each function loads only what the actor may see."""

from cara_crm.desk.queries.glance import Glance, Silent, glance
from cara_crm.desk.queries.search import Hit, search
from cara_crm.desk.queries.silent import COLUMNS as SILENT_COLUMNS
from cara_crm.desk.queries.silent import LONGEST, Silence, count_silent, exported_silent, silent_members
from cara_crm.desk.queries.timeline import Happening, readable, timeline
from cara_crm.desk.queries.waiting import task_for, waiting
from cara_crm.desk.queries.waits import Waiting

__all__ = [
    "LONGEST",
    "SILENT_COLUMNS",
    "Glance",
    "Happening",
    "Hit",
    "Silence",
    "Silent",
    "Waiting",
    "count_silent",
    "exported_silent",
    "glance",
    "readable",
    "search",
    "silent_members",
    "task_for",
    "timeline",
    "waiting",
]
