"""What the administrator decided about fees."""

from dataclasses import dataclass, fields
from typing import Any

import sqlalchemy as sa

from cara_crm.settings import queries as settings
from cara_crm.settings.models import Setting


@dataclass(frozen=True)
class Terms:
    """Days to pay, days between reminders and how many, days of grace in a new year; what a call prints."""

    payment_days: int = 30
    remind_after_days: int = 21
    most_reminders: int = 2
    grace_days: int = 90
    address: str = ""
    registration: str = ""
    iban: str = ""
    bic: str = ""
    text_fr: str = ""
    text_en: str = ""

    def text_in(self, language: str) -> str:
        return self.text_en if language == "en" and self.text_en else self.text_fr


KEYS = {f"fees.{one.name}": one.name for one in fields(Terms)}


def decided(name: str) -> sa.ScalarSelect[Any]:
    """One of the terms as part of another statement; NULL where nobody decided."""
    return sa.select(Setting.value).where(Setting.key == f"fees.{name}").scalar_subquery()


def terms() -> Terms:
    """What was decided; the rest as it is usual."""
    return Terms(**{KEYS[key]: value for key, value in settings.values(*KEYS).items() if value is not None})
