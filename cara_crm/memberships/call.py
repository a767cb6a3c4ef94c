"""The call for a year's fee as a tagged PDF, from plain values."""

from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from cara_crm.core.languages import euros, in_words
from cara_crm.core.typesetting import typeset

TEMPLATE = Path(__file__).parent / "call.typ"


@dataclass(frozen=True)
class FeeCall:
    """What a call says. `address` and `to` are lines; `is_preview` marks what was not sent."""

    number: str
    year: int
    dated: date
    due_on: date
    cluster: str
    address: tuple[str, ...]
    registration: str
    to: tuple[str, ...]
    college: str
    amount: int
    iban: str
    bic: str
    text: str
    language: str
    is_demonstration: bool = False
    is_preview: bool = False


def render_call(call: FeeCall) -> bytes:
    """The file's bytes, in the call's language."""
    with force_locale(call.language):
        return typeset(TEMPLATE, laid_out(call), dated=call.dated)


def laid_out(call: FeeCall) -> dict[str, Any]:
    """Every word of the page, in the present language."""
    day, due, amount = in_words(call.dated), in_words(call.due_on), euros(call.amount)
    facts = [
        (_("Number"), call.number),
        (_("Date"), day),
        (_("Year of membership"), str(call.year)),
        (_("College"), call.college),
        (_("To be paid by"), due),
    ]
    account = [(_("Account holder"), call.cluster), ("IBAN", spaced_iban(call.iban)), ("BIC", call.bic)]
    account.append((_("Reference of the transfer"), call.number))
    return {
        **{key: value for key, value in asdict(call).items() if key not in ("dated", "due_on")},
        "day": [call.dated.year, call.dated.month, call.dated.day],
        "amount": amount,
        "facts": [one for one in facts if one[1]],
        "account": [one for one in account if one[1]] if call.iban else [],
        "w": {
            "title": _("Membership fee %(year)s", year=call.year),
            "to": _("Addressed to"),
            "asked": _("The fee for your membership in %(year)s is", year=call.year),
            "pay": _("How to pay"),
            "no_account": _("Please ask us how to pay."),
            "preview": _("Preview, not sent"),
            "demonstration": _("Demonstration: companies, people, federations and issues are invented."),
        },
    }


def spaced_iban(iban: str) -> str:
    """In groups of four, as it stands on paper (ISO 13616)."""
    return " ".join(iban[at : at + 4] for at in range(0, len(iban), 4))
