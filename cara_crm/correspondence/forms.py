"""A mail that is kept as a conversation."""

from typing import Any

import wtforms
from flask_babel import lazy_gettext as _l
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from cara_crm.core.forms import OnceForm
from cara_crm.core.languages import label
from cara_crm.interactions.forms import AGREEMENTS, LONGEST_MINUTES, MOST_ISSUES, HeardForm
from cara_crm.interactions.models import MailDirection
from cara_crm.issues.models import IssueKind, Urgency
from cara_crm.issues.said import Said

__all__ = ["MOST_ISSUES", "DraftForm"]


class Boxes(wtforms.SelectMultipleField):
    """Several of a few, each with its box."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class DraftForm(OnceForm):
    direction = wtforms.SelectField(_l("Which way did it go?"))
    happened_on = wtforms.DateField(_l("When?"), validators=[InputRequired(_l("Choose the day."))])
    contact_id = wtforms.SelectField(_l("With whom?"), coerce=int, default=0)
    new_people = Boxes(_l("Add to the register, at this member"))
    minutes = wtforms.TextAreaField(_l("What was said"), validators=[Length(max=LONGEST_MINUTES)])
    file_ids = Boxes(_l("Files to keep"), coerce=int)
    issues = wtforms.FieldList(wtforms.FormField(HeardForm), min_entries=2, max_entries=MOST_ISSUES)
    agreement = wtforms.RadioField(_l("Does the person agree to these words?"), choices=AGREEMENTS, default="ask")
    follow_up = wtforms.StringField(_l("What is to be done next?"))
    follow_up_on = wtforms.DateField(_l("Until when?"), validators=[Optional()])

    def offer(
        self, *, people: list[tuple[int, str]], new_people: list[tuple[str, str]], files: list[tuple[int, str]]
    ) -> "DraftForm":
        """Whom and what one may choose from."""
        nobody = SelectChoice(0, _l("Nobody in particular"))
        self.direction.choices = [SelectChoice(one.value, label(one)) for one in MailDirection]
        self.contact_id.choices = [nobody, *(SelectChoice(*one) for one in people)]
        self.new_people.choices = [SelectChoice(*one) for one in new_people]
        self.file_ids.choices = [SelectChoice(*one) for one in files]
        return self

    def said(self) -> list[Said]:
        """The issues of which something is said."""
        forms: list[Any] = [one.form for one in self.issues.entries]
        return [
            Said(
                title=one.title.data,
                what_happens=one.what_happens.data or one.title.data,
                kind=IssueKind(one.kind.data),
                urgency=Urgency(one.urgency.data),
            )
            for one in forms
            if one.title.data or one.what_happens.data
        ]
