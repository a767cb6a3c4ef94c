"""Deciding for the whole house. Every decision leaves an audit event with the value before and after."""

from typing import Any

from flask_babel import gettext as _

from cara_crm.audit import services as audit
from cara_crm.confidentiality.threshold import K_FLOOR
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError
from cara_crm.extensions import db
from cara_crm.settings.models import Setting
from cara_crm.settings.queries import THRESHOLD


class ThresholdTooLow(DomainError):
    """Below three groups, who contributed can be worked out."""

    field = "threshold"


def set_value(key: str, value: Any, *, by: Actor) -> None:
    """Store a JSON value under `key`; nothing happens when it is already so. Raises ThresholdTooLow under 3."""
    if key == THRESHOLD and (not isinstance(value, int) or value < K_FLOOR):
        raise ThresholdTooLow(_("At least 3 groups must stand behind a figure."))
    setting = db.session.get(Setting, key)
    before = setting.value if setting else None
    if setting and before == value:
        return
    if setting is None:
        db.session.add(Setting(key=key, value=value))
    else:
        setting.value = value
    audit.record("setting.changed", "setting", by=by, key=key, before=before, after=value)
