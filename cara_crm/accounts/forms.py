"""Shapes of what people type to come in."""

import re
from typing import Any

import wtforms
from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired, Length, Optional, Regexp

from cara_crm.core.forms import Form

LONGEST_ADDRESS = 254
ADDRESS = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;.]{2,}")


class AddressField(wtforms.EmailField):
    """One e-mail address; what it means for the database is for the service."""

    def pre_validate(self, form: Any) -> None:
        if self.data and (len(self.data) > LONGEST_ADDRESS or not ADDRESS.fullmatch(self.data)):
            raise wtforms.ValidationError(_l("Write one address, such as name@company.fr."))


class SignInForm(Form):
    """With a password it signs in at once, without one it asks for a link and a code by e-mail."""

    email = AddressField(_l("E-mail address"), validators=[InputRequired(_l("Write your e-mail address."))])
    password = wtforms.PasswordField(_l("Password"), validators=[Optional(), Length(max=200)])


class CodeForm(Form):
    code = wtforms.StringField(
        _l("Six-digit code"),
        filters=[lambda text: re.sub(r"\D", "", text or "")],
        validators=[InputRequired(), Regexp(r"\d{6}$", message=_l("The code has six digits."))],
    )


class Pressed(Form):
    """A button and its token, nothing else."""


class ProfileForm(Form):
    name = wtforms.StringField(_l("Your name"), validators=[InputRequired(_l("Write your name."))])


class PasswordForm(Form):
    """The present password is asked for where there is one."""

    password = wtforms.PasswordField(_l("Present password"), validators=[Optional(), Length(max=200)])
    new_password = wtforms.PasswordField(
        _l("New password"), validators=[InputRequired(_l("Write the new password.")), Length(max=200)]
    )
