"""What a person chooses when two records become one."""

from typing import Any

from wtforms import HiddenField, RadioField, SelectChoice
from wtforms.validators import InputRequired

from cara_crm.core.forms import Form

PREFIX = "take_"


class MergeForm(Form):
    """The versions of both as they were shown; the choices come with `choice_of`."""

    kept_version = HiddenField(validators=[InputRequired()])
    merged_version = HiddenField(validators=[InputRequired()])

    @property
    def versions(self) -> tuple[int, int]:
        """(of the kept one, of the other); 0 where it was tampered with."""
        texts = (str(self.kept_version.data or ""), str(self.merged_version.data or ""))
        first, second = (int(text) if text.isdigit() and len(text) < 10 else 0 for text in texts)
        return first, second

    @property
    def choices(self) -> dict[str, str]:
        """Unit → "kept" or "merged"."""
        names = [name for name in self._fields if name.startswith(PREFIX)]
        return {name.removeprefix(PREFIX): self._fields[name].data for name in names if self._fields[name].data}


def form_of(fields: list[tuple[str, str, list[tuple[str, str]], str]], **data: Any) -> MergeForm:
    """The form with one choice for each (unit, its name, [(value, what it says)], proposed value)."""
    made = {
        PREFIX + unit: RadioField(
            name, choices=[SelectChoice(*one) for one in choices], default=proposed, validate_choice=False
        )
        for unit, name, choices, proposed in fields
    }
    return type("MergeForm", (MergeForm,), made)(data=data)
