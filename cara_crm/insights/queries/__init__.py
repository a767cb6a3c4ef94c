"""Figures of the whole cluster: the membership is public in the house, what members said stays under the threshold."""

from cara_crm.insights.queries.heard import Heard, Step, heard
from cara_crm.insights.queries.loop import Body, Downward, bodies, downward
from cara_crm.insights.queries.membership import Membership, membership
from cara_crm.insights.queries.published import heard_as_shown, shown

__all__ = [
    "Body",
    "Downward",
    "Heard",
    "Membership",
    "Step",
    "bodies",
    "downward",
    "heard",
    "heard_as_shown",
    "membership",
    "shown",
]
