"""What people fill in while a list is imported."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import SelectChoice, SelectField, StringField
from wtforms.validators import InputRequired, Length

from cara_crm.core.forms import Form, SharedForm
from cara_crm.core.languages import label
from cara_crm.members.models import MemberStatus


class UploadForm(Form):
    """A list to import."""

    file = FileField(
        _l("File"), [FileRequired(_l("Choose a file."))], description=_l("CSV, XLSX, XLS or ODS, 20 MB at most")
    )
    source = StringField(_l("Where it comes from"), description=_l("Stands beside each fact that it brings"))
    status = SelectField(_l("Status of new members of which the list says nothing"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        order = [MemberStatus.PROSPECT, *(one for one in MemberStatus if one is not MemberStatus.PROSPECT)]
        self.status.choices = [SelectChoice(one.value, label(one)) for one in order]


class MappingForm(SharedForm):
    """What remembered columns are called."""

    name = StringField(_l("Name"), [InputRequired(_l("Give it a name.")), Length(max=100)])
