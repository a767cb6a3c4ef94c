"""How somebody is reached: telephone numbers and e-mail addresses, as they are written, kept, shown and searched."""

import re

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _

from cara_crm.core.errors import DomainError
from cara_crm.core.fold import fold

#: How a French number begins as it is kept, and what people write for it: "+33 (0)4", "0033 4".
FRANCE = "+33 "
FROM_ABROAD_IN_FIGURES = (10, 13)
FROM_ABROAD = re.compile(r"\s*(?:\+|00)\s*33[\s.]*(?:\(\s*0\s*\)|0)?")
REMARK = re.compile(r"\([^)\d]*[^\W\d_]{2}[^)\d]*\)|[^\W\d_]{3,}")  # "(standard)", "poste": letters that dial nothing
#: As nearly all are written: read here, because the library needs twenty times as long and lists are long.
USUAL = re.compile(r"(?:(?:\+|00)33[ .]?(?:\(0\)|0)?|0)[ .]?([1-79])[ .]?(\d\d)[ .]?(\d\d)[ .]?(\d\d)[ .]?(\d\d)")
MOBILE = (phonenumbers.PhoneNumberType.MOBILE,)


class EmailWrong(DomainError):
    field = "email"


class PhoneWrong(DomainError):
    field = "phone"


def email_of(written: str) -> str:
    """An address as it is kept: normalized, in lower case. Raises EmailWrong."""
    try:
        return validate_email(written, check_deliverability=False, test_environment=True).normalized.lower()
    except EmailNotValidError as wrong:
        raise EmailWrong(_("This is not an e-mail address.")) from wrong


def phone_of(written: str, *, field: str = "phone") -> str:
    """A French number or one with its country code, as it is dialled from abroad: "+33 4 77 00 00 00"; "" for nothing.

    Raises PhoneWrong, of this field of the form.
    """
    if not written:
        return ""
    if usual := USUAL.fullmatch(written):
        return FRANCE + " ".join(usual.groups())
    try:
        number = phonenumbers.parse(REMARK.sub(" ", written), "FR")
    except phonenumbers.NumberParseException as wrong:
        raise PhoneWrong(_("This is not a phone number."), field=field) from wrong
    if not phonenumbers.is_possible_number(number):
        raise PhoneWrong(_("This is not a phone number."), field=field)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def dialled(phone: str) -> str:
    """A number that is kept, as it is dialled in France: "04 77 00 00 00"; one of another country with its code."""
    return f"0{phone.removeprefix(FRANCE)}" if phone.startswith(FRANCE) else phone


def is_mobile(phone: str) -> bool:
    """Is a number that is kept that of a mobile phone?"""
    try:
        return phonenumbers.number_type(phonenumbers.parse(phone)) in MOBILE
    except phonenumbers.NumberParseException:
        return False


def figures(phone: str) -> str:
    """A number that is kept as one word of a search text: "0477000000", "41225551234"; "" for none."""
    return re.sub(r"\D", "", dialled(phone))


def searched(text: str) -> str:
    """What is searched, where a number as it is dialled from abroad is what `figures` makes of it."""
    n = len(re.sub(r"\D", "", text))
    if not text.lstrip().startswith("+") and not FROM_ABROAD_IN_FIGURES[0] <= n <= FROM_ABROAD_IN_FIGURES[1]:
        return text  # as long as a SIREN or a SIRET, which begin with zeros too
    return FROM_ABROAD.sub("0", text) if FROM_ABROAD.match(text) else re.sub(r"^\s*00(?=[\d\s.()-]+$)", "", text)


def words_of(text: str) -> str:
    """Folded words of a search; figures are one number, however they are grouped."""
    return re.sub(r"(?<=\d) (?=\d)", "", fold(searched(text)))
