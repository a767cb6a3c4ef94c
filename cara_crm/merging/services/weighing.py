"""The points by which members are compared, as the administrator decides."""

from dataclasses import asdict

from flask_babel import gettext as _

from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError
from cara_crm.members.matching import Rules
from cara_crm.merging.queries import MATCHING
from cara_crm.merging.services.looking import ask_to_look
from cara_crm.settings import services as settings


class ThresholdsCrossed(DomainError):
    """What is sure is also likely."""

    field = "ask"


def refuse_crossed(rules: Rules) -> None:
    """Raises ThresholdsCrossed."""
    if not rules.list <= rules.ask <= rules.take:
        raise ThresholdsCrossed(_("Each threshold is at least as high as the one before it."))


def decide(rules: Rules, *, by: Actor) -> None:
    """From now on members are compared so; pairs are looked for again. Raises ThresholdsCrossed."""
    refuse_crossed(rules)
    settings.set_value(MATCHING, asdict(rules), by=by)
    ask_to_look(by=by)
