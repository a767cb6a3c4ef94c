"""Shapes of what people type to come in."""

import re
from typing import Any

import wtforms
from flask_babel import lazy_gettext as _l
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, Regexp

from cara_crm.accounts.invitation_lines import is_address
from cara_crm.core.forms import TEXT, Form, SharedForm
from cara_crm.core.languages import label
from cara_crm.core.permissions import Role

TEAM = [
    Role.ADMINISTRATOR,
    Role.MANAGER,
    Role.REVIEWER,
    Role.DIRECTOR,
    Role.OBSERVER,
    Role.OFFICER,
]


class AddressField(wtforms.EmailField):
    """One e-mail address; what it means for the database is for the service."""

    def pre_validate(self, form: Any) -> None:
        if self.data and not is_address(self.data):
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


class SetupForm(Form):
    """The first administrator."""

    email = AddressField(_l("E-mail address"), validators=[InputRequired(_l("Write your e-mail address."))])
    name = wtforms.StringField(_l("Your name"), validators=[InputRequired(_l("Write your name."))])
    new_password = wtforms.PasswordField(_l("Password"), validators=[Optional(), Length(max=200)])


class AcceptForm(Form):
    """An invitation's button, and a password for who wants one."""

    new_password = wtforms.PasswordField(_l("Password"), validators=[Optional(), Length(max=200)])


def _number(value: str | None) -> int | None:
    return int(value) if value else None


class RoleForm(Form):
    """A role, and what it is about. The view brings the choices of sectors and federations."""

    role = wtforms.SelectField(_l("Role"), coerce=Role)
    federation = wtforms.SelectField(
        _l("Federation"), coerce=_number, description=_l("For a federation officer."), validate_choice=True
    )

    def offer(self, roles: list[Role], federations: list[tuple[int, str]]) -> None:
        """What can be chosen."""
        self.role.choices = [SelectChoice(role.value, label(role)) for role in roles]
        named = (SelectChoice(str(key), name) for key, name in federations)
        self.federation.choices = [SelectChoice("", "–"), *named]


class InviteForm(RoleForm):
    lines = wtforms.TextAreaField(
        _l("People"),
        description=_l("One person a line: address; name; role. The address alone is enough."),
        validators=[InputRequired(_l("Write at least one address.")), Length(max=TEXT * 5)],
    )


class UserForm(SharedForm, RoleForm):
    name = wtforms.StringField(_l("Name"), validators=[InputRequired(_l("Write the name."))])
    is_reviewer = wtforms.BooleanField(_l("Reviews reports that others drafted"))
    is_member_director = wtforms.BooleanField(
        _l("Directs the member"), description=_l("Sees and decides about whatever its people have said.")
    )
    all_sectors = wtforms.BooleanField(_l("In charge of every sector"))
    sectors = wtforms.SelectMultipleField(
        _l("Or only of these sectors"),
        coerce=int,
        option_widget=wtforms.widgets.CheckboxInput(),
        widget=wtforms.widgets.ListWidget(prefix_label=False),
        validators=[Optional()],
    )


class DeputyForm(Form):
    deputy = AddressField(_l("Address of the deputy"), validators=[InputRequired(_l("Write an address."))])
    from_on = wtforms.DateField(_l("From"), validators=[InputRequired(_l("Choose a day."))])
    until_on = wtforms.DateField(_l("Until"), validators=[InputRequired(_l("Choose a day."))])
