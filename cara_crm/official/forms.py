"""What is typed and ticked on the page of official facts: shape only."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectChoice, SelectMultipleField, StringField
from wtforms.validators import Length

from cara_crm.core.forms import Form, LockedForm
from cara_crm.official.models import Fact


class QuestionForm(Form):
    """Nothing typed asks by what is stored."""

    words = StringField(_l("SIREN, SIRET or name"), [Length(max=100)])


class DecisionForm(LockedForm):
    """Ticked facts, with the version of the member and the stamp of the facts that were read."""

    facts = SelectMultipleField(_l("What to take over"), choices=[SelectChoice(one.value) for one in Fact])
    seen = HiddenField()
    back = HiddenField()
