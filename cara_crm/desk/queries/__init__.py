"""What the desk's composed screens read. Each function loads only what the actor may see."""

from cara_crm.desk.queries.glance import Glance, Silent, glance
from cara_crm.desk.queries.search import Hit, search
from cara_crm.desk.queries.waiting import Waiting, task_for, waiting

__all__ = ["Glance", "Hit", "Silent", "Waiting", "glance", "search", "task_for", "waiting"]
