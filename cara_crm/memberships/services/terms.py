"""What holds for every fee, decided by the administrator."""

from dataclasses import asdict, replace

from flask_babel import gettext as _
from stdnum import bic as bic_rule
from stdnum import iban as iban_rule
from stdnum.exceptions import ValidationError

from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError
from cara_crm.memberships.queries import Terms
from cara_crm.settings import services as settings


class AccountWrong(DomainError):
    """Money that goes to a mistyped account is hard to get back: the check digits are computed (ISO 13616)."""

    field = "iban"


def decide_terms(terms: Terms, *, by: Actor) -> None:
    """Keep what was decided; IBAN and BIC without spaces. Raises AccountWrong."""
    try:
        iban = iban_rule.validate(terms.iban) if terms.iban else ""
    except ValidationError as wrong:
        raise AccountWrong(_("This is not an IBAN: a figure is missing or two are swapped.")) from wrong
    try:
        bic = bic_rule.validate(terms.bic) if terms.bic else ""
    except ValidationError as wrong:
        raise AccountWrong(_("This is not a BIC."), field="bic") from wrong
    for name, value in asdict(replace(terms, iban=iban, bic=bic)).items():
        settings.set_value(f"fees.{name}", value, by=by)
