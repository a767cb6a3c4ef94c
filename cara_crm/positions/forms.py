"""What a manager fills in about a position."""

import wtforms
from flask_babel import lazy_gettext as _l
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from cara_crm.core.forms import Form, LockedForm, SharedForm
from cara_crm.core.languages import named
from cara_crm.federations.models import Priority


class WordingForm(SharedForm, LockedForm):
    """The general wording."""

    title = wtforms.StringField(_l("Title"), validators=[InputRequired(_l("Give it a title."))])
    statement = wtforms.TextAreaField(
        _l("General statement"), description=_l("What is wrong, for everybody it concerns.")
    )
    why = wtforms.TextAreaField(_l("Why it matters"))
    examples = wtforms.TextAreaField(
        _l("Anonymised examples"), description=_l("One a line. Nothing in it may lead to a company.")
    )
    request = wtforms.TextAreaField(_l("What we ask for"))
    diverging_view = wtforms.TextAreaField(
        _l("Diverging view"), description=_l("Needed when a linked member stands against this position.")
    )
    priority_id = wtforms.SelectField(_l("National priority"), coerce=int, default=0)

    def offer(self, priorities: list[Priority]) -> None:
        """The priorities of the position's federation."""
        nothing = SelectChoice(0, _l("Not filed yet"))
        self.priority_id.choices = [nothing, *(SelectChoice(one.id, named(one)) for one in priorities)]


class NewForm(Form):
    federation_id = wtforms.SelectField(_l("For which federation?"), coerce=int)
    title = wtforms.StringField(_l("Title"), validators=[InputRequired(_l("Give it a title."))])
