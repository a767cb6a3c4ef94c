"""A document and what is said of it."""

from typing import Any

import wtforms
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from cara_crm.core.forms import Form, SharedForm
from cara_crm.core.languages import label
from cara_crm.documents.models import DocumentKind


class AboutForm(Form):
    title = wtforms.StringField(_l("Title"), description=_l("The name of the file when nothing is said"))
    kind = wtforms.SelectField(_l("What is it?"), default=DocumentKind.OTHER.value)
    dated_on = wtforms.DateField(_l("Date of the document"), validators=[Optional()])
    is_confidential = wtforms.BooleanField(
        _l("Confidential"), description=_l("Only the managers of its sectors open it, and each reading is noted")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = [SelectChoice(one.value, label(one)) for one in DocumentKind]


class EditForm(SharedForm, AboutForm):
    """What several people may edit at once."""


class UploadForm(AboutForm):
    file = FileField(_l("File"), [FileRequired(_l("Choose a file."))])


class RemoveForm(Form):
    reason = wtforms.TextAreaField(_l("Why?"), validators=[InputRequired(_l("Say why it is removed."))])
