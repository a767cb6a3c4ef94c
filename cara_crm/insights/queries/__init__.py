"""Figures of the whole cluster: the membership is public in the house, what members said stays under the threshold."""

from cara_crm.insights.queries.answers import WAITING, Asked, Line, Measures, asked, by_federation, listed, measures
from cara_crm.insights.queries.heard import Heard, Step, heard
from cara_crm.insights.queries.loop import Downward, downward
from cara_crm.insights.queries.membership import Membership, membership
from cara_crm.insights.queries.published import heard_as_shown, opinions_as_shown, shown

__all__ = [
    "WAITING",
    "Asked",
    "Downward",
    "Heard",
    "Line",
    "Measures",
    "Membership",
    "Step",
    "asked",
    "by_federation",
    "downward",
    "heard",
    "heard_as_shown",
    "listed",
    "measures",
    "membership",
    "opinions_as_shown",
    "shown",
]
