"""What people say of their tasks; shape only."""

from typing import Any

import wtforms
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from cara_crm.agenda import queries
from cara_crm.core.forms import Form, LockedForm, SharedForm
from cara_crm.core.languages import label
from cara_crm.tasks.models import TaskRhythm


def _whole(value: Any) -> int | None:
    return int(value) if value not in (None, "", "None") else None


class PlanForm(SharedForm, LockedForm):
    """By when, who is reminded when, and who does it."""

    due_on = wtforms.DateField(_l("To be done by"), validators=[Optional()])
    remind_on = wtforms.DateField(
        _l("Remind me on"),
        validators=[Optional()],
        description=_l("A mail to whoever does it, in the morning; on a day off, on the next working day"),
    )
    assignee_id = wtforms.SelectField(_l("By whom"), coerce=_whole)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [SelectChoice(one.id, one.name) for one in queries.assignees()]
        self.assignee_id.choices = [SelectChoice("", _("The whole team")), *people]


class NewTaskForm(PlanForm):
    """A task that a person writes down."""

    version = wtforms.HiddenField()
    title = wtforms.StringField(_l("What is to be done"), validators=[InputRequired(_l("Say what is to be done."))])


class MailForm(Form):
    """How often tasks come by mail."""

    rhythm = wtforms.RadioField(_l("Mail me what I have to do"), coerce=TaskRhythm)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rhythm.choices = [(one, label(one)) for one in TaskRhythm]
