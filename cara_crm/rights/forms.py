"""Erasing asks for the name, typed."""

import wtforms
from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired, ValidationError

from cara_crm.core.fold import fold
from cara_crm.core.forms import Form, SharedForm


class EraseForm(Form):
    """`name` has to be the person's, so that nobody is erased by a slip."""

    name = wtforms.StringField(_l("Family name of the person"), validators=[InputRequired(_l("Type the family name."))])

    expected = ""

    def validate_name(self, field: wtforms.Field) -> None:
        if fold(field.data or "") != fold(self.expected):
            raise ValidationError(_l("This is not the family name of this person."))


class SeveralForm(Form):
    """How many people were chosen, typed: what is erased does not come back."""

    number = wtforms.IntegerField(_l("How many people you chose"), validators=[InputRequired(_l("Write a number."))])


class LiftForm(Form):
    """The address of somebody who came back."""

    email = wtforms.StringField(_l("E-mail address"), validators=[InputRequired(_l("Write the address."))])


class NoticeForm(SharedForm):
    """The cluster's own words; empty for those that come with the product."""

    text_fr = wtforms.TextAreaField(_l("Notice in French"))
    text_en = wtforms.TextAreaField(_l("Notice in English"))
    contact = wtforms.StringField(
        _l("Whom to write to"), description=_l("An address or an e-mail: people use it to ask for their rights.")
    )
