"""What people say of a working group; shape only."""

from typing import Any

import wtforms
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.forms import Form, LockedForm, SharedForm
from cara_crm.core.languages import label, named
from cara_crm.workgroups import queries
from cara_crm.workgroups.models import SeatRole, WorkgroupKind


def _whole(value: Any) -> int | None:
    return int(value) if value not in (None, "", "None") else None


class WorkgroupForm(SharedForm, LockedForm):
    """A working group or a commission."""

    name = wtforms.StringField(_l("Name"), [InputRequired(_l("Give it a name."))])
    kind = wtforms.RadioField(_l("What is it?"), coerce=WorkgroupKind, default=WorkgroupKind.WORKING_GROUP)
    sectors = wtforms.SelectMultipleField(
        _l("Sectors"),
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description=_l("None: the whole cluster"),
    )
    purpose = wtforms.TextAreaField(_l("What for"), [Length(max=4000)], render_kw={"rows": 4})
    convenor_id = wtforms.SelectField(_l("Run by"), coerce=_whole)

    def offer(self, actor: Actor) -> "WorkgroupForm":
        """Fill in what may be chosen."""
        self.kind.choices = [(one, label(one)) for one in WorkgroupKind]
        self.sectors.choices = [(one.id, named(one)) for one in queries.sectors(actor)]
        people = [SelectChoice(one.id, one.name) for one in queries.convenors()]
        self.convenor_id.choices = [SelectChoice("", _("Nobody")), *people]
        return self


class SeatForm(Form):
    """People who come into a group."""

    people = wtforms.TextAreaField(
        _l("Who?"),
        [InputRequired(_l("Write at least one person."))],
        description=_l("One a line: name and organisation, or an e-mail address. A list copied from a mail will do"),
        render_kw={"rows": 3},
    )
    role = wtforms.SelectField(_l("As"), coerce=SeatRole, default=SeatRole.MEMBER)
    from_on = wtforms.DateField(_l("From"), [InputRequired(_l("Give a day."))], default=clock.today)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.role.choices = [SelectChoice(one.value, label(one)) for one in SeatRole]


class EndSeatForm(Form):
    on = wtforms.DateField(_l("Last day"), [InputRequired(_l("Give a day."))], default=clock.today)


class MeetingForm(Form):
    """The next meeting."""

    held_on = wtforms.DateField(_l("Day"), [InputRequired(_l("Give a day."))])
    from_time = wtforms.TimeField(_l("From (hour)"), [Optional()])
    until_time = wtforms.TimeField(_l("Until (hour)"), [Optional()])
    place = wtforms.StringField(_l("Where"), description=_l("A place or the address of a video conference"))
