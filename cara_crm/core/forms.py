"""The one form base: strips what people type, refuses what a database cannot hold, and unknown arguments."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any
from uuid import uuid4

import wtforms
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.i18n import translations
from wtforms.validators import DataRequired, InputRequired, Length, StopValidation, ValidationError

from cara_crm.core import typed
from cara_crm.core.languages import in_words

LINE = 200
TEXT = 10_000
LONGEST_READ = 200_000


#: Control characters but NUL (refused, not dropped), tab and line end, and Unicode's marks that turn text around
#: (UAX 9): nobody types them, and a name that holds one shows as another.
UNSEEN = re.compile(r"[\x01-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069]")


def strip(value: Any) -> Any:
    """Without the spaces around and what cannot be seen, line ends as one character."""
    return UNSEEN.sub("", value.replace("\r\n", "\n")).strip() if isinstance(value, str) else value


def in_one_line(value: Any) -> Any:
    """What goes into a mail's subject or a cell stays on its line."""
    if not isinstance(value, str):
        return value
    return " ".join(part for line in value.replace("\t", "\n").splitlines() if (part := line.strip(" ")))


def _filters(field_class: type[wtforms.Field]) -> list[Any]:
    several = issubclass(field_class, wtforms.TextAreaField | wtforms.HiddenField)
    return [strip] if several else [strip, in_one_line]


def _refuse_nul(_form: Any, field: wtforms.Field) -> None:
    if isinstance(field.data, str) and "\x00" in field.data:
        raise ValidationError(_l("This contains a character that cannot be stored."))


def _refuse_far(_form: Any, field: wtforms.Field) -> None:
    if isinstance(field.data, date) and not typed.is_near(field.data):
        raise ValidationError(_l("This is not a day of our time."))


def _is_text(field_class: type[wtforms.Field]) -> bool:
    return issubclass(field_class, wtforms.StringField) and not issubclass(field_class, wtforms.PasswordField)


class Typographic:
    """The library's messages with the apostrophes that the product writes."""

    def gettext(self, text: str) -> str:
        return str(translations.gettext(text)).replace("'", "’")

    def ngettext(self, one: str, many: str, n: int) -> str:
        return str(translations.ngettext(one, many, n)).replace("'", "’")


class Form(FlaskForm):
    """Fields of text are stripped, and limited to 200 characters (10,000 for areas) unless they say otherwise."""

    class Meta(FlaskForm.Meta):
        def get_translations(self, _form: Any) -> Typographic:
            return Typographic()

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> wtforms.Field:
            if _is_text(unbound_field.field_class):
                given = [one for one in unbound_field.kwargs.get("filters", ()) if one is not strip]
                options = {**options, "filters": [*_filters(unbound_field.field_class), *given]}
                unbound_field = _without(unbound_field, "filters")
            field = unbound_field.bind(form=form, **options)
            if isinstance(field, wtforms.StringField):
                _limit(field)
            elif isinstance(field, wtforms.DateField):
                field.validators = [*field.validators, _refuse_far]
            return field

    def __init__(self, formdata: Any = FlaskForm.Meta, obj: Any = None, **kwargs: Any) -> None:
        known = {"prefix", "data", "meta", "extra_filters"} | set(type(self).__dict__) | set(dir(type(self)))
        unknown = set(kwargs) - known
        if unknown:
            raise TypeError(f"{type(self).__name__} has no field or argument {', '.join(sorted(unknown))}")
        given = {} if formdata is FlaskForm.Meta else {"formdata": formdata}
        super().__init__(obj=obj, **given, **kwargs)

    def refuse(self, error: Exception) -> None:
        """Show a DomainError at the field it names, else above the form."""
        if (found := _named(self, getattr(error, "field", None))) is None:
            self.form_errors.append(str(error))
            return
        found.errors = [*found.errors, str(error)]
        for several in self:
            if isinstance(several, wtforms.FieldList):
                several.errors = [one.errors for one in several] if any(one.errors for one in several) else []


def _named(fields: Any, name: str | None) -> wtforms.Field | None:
    """The field of this name, "questions-0-words" for one of a line of several; None when there is none."""
    for one in fields:
        if one.name == name:
            return one
        if isinstance(one, wtforms.FieldList | wtforms.FormField) and (inside := _named(one, name)) is not None:
            return inside
    return None


def _without(unbound_field: Any, keyword: str) -> Any:
    kwargs = {k: v for k, v in unbound_field.kwargs.items() if k != keyword}
    return type(unbound_field)(unbound_field.field_class, *unbound_field.args, name=unbound_field.name, **kwargs)


def _limit(field: wtforms.Field) -> None:
    validators = list(field.validators)
    if needed := next((v for v in validators if isinstance(v, InputRequired)), None):
        validators.append(DataRequired(needed.message))  # spaces alone are nothing
    if not any(isinstance(v, Length) for v in validators):
        limit = TEXT if isinstance(field, wtforms.TextAreaField) else LINE
        validators.append(Length(max=limit))
    field.validators = [*validators, _refuse_nul]


class Whole(wtforms.IntegerField):
    """A whole number as people write it ("1 200", with any kind of space); what is none is told once."""

    def process_formdata(self, valuelist: Any) -> None:
        written = "".join(str(valuelist[0]).split()) if valuelist else ""
        super().process_formdata([written] if written else [])

    def pre_validate(self, _form: Any) -> None:
        if self.process_errors:
            raise StopValidation


class LockedForm(Form):
    """For what people edit together: carries the version that was read."""

    version = wtforms.HiddenField(validators=[InputRequired()])

    @property
    def version_read(self) -> int:
        """The version as a number; 0 (never current) when it was tampered with."""
        return typed.number(self.version.data) or 0

    def read_again(self, version: int) -> None:
        """The one that is saved next is based on this version."""
        self.version.raw_data = None
        self.version.process_data(str(version))


class SharedForm(Form):
    """For what several people edit at once: carries what was read, so that what each of them changed is told apart."""

    read_as = wtforms.HiddenField(validators=[Length(max=LONGEST_READ)])
    meanwhile: "Meanwhile | None" = None  # what the form's macros show above it and beside its fields

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.read_as.raw_data is None:  # made from what is known, not from what was sent
            self.based_on({name: one.data for name, one in self._fields.items()})

    def was_overtaken(self, present: Mapping[str, Any]) -> bool:
        """Did somebody save other values than those that were read?"""
        seen = self._seen()
        return any(name in seen and not _same(seen[name], value) for name, value in present.items())

    def meet(self, present: Mapping[str, Any]) -> "Meanwhile":
        """Somebody saved `present` while this form was filled in.

        What only they changed is taken over; where both changed the same, this form keeps its own and theirs is told.
        """
        seen, theirs, taken = self._seen(), {}, []
        for name, value in present.items():
            mine = self._fields[name]
            if _same(mine.data, value) or (name in seen and _same(seen[name], value)):
                continue
            if name in seen and _same(seen[name], mine.data):
                mine.raw_data = None
                mine.process_data(value)
                taken.append(name)
            else:
                theirs[name] = _worded(mine, value)
            mine.theirs = theirs.get(name)
        self.based_on(present)
        self.meanwhile = Meanwhile(theirs, taken)
        return self.meanwhile

    def is_overtaken_by(self, present: Mapping[str, Any]) -> bool:
        """Has to be looked at once more: somebody saved other values than those that were read and than these."""
        if self.was_overtaken(present) and not self.meet(present).says_something:
            self.meanwhile = None
        return self.meanwhile is not None

    @property
    def status(self) -> int:
        """What its page answers with: 409 when somebody else saved meanwhile, 422 with errors, else 200."""
        return 409 if self.meanwhile else 422 if self.errors else 200

    def based_on(self, values: Mapping[str, Any]) -> None:
        """Keep `values` as what was read: for who fills in a form that suggests something else than what is stored."""
        known = {name: value for name, value in values.items() if name not in UNREAD}
        self.read_as.raw_data = None
        self.read_as.process_data(json.dumps(known, default=str))

    def _seen(self) -> dict[str, Any]:
        try:
            seen = json.loads(self.read_as.data or "{}")
        except ValueError:
            return {}
        return seen if isinstance(seen, dict) else {}


UNREAD = {"version", "read_as", "csrf_token"}


@dataclass(frozen=True)
class Meanwhile:
    """What somebody else saved: `theirs` beside what this person wrote, by field; `taken`: fields taken over."""

    theirs: dict[str, str] = field(default_factory=dict)
    taken: list[str] = field(default_factory=list)

    @property
    def says_something(self) -> bool:
        """Or is it what this person wrote as well?"""
        return bool(self.theirs or self.taken)


def _same(one: Any, other: Any) -> bool:
    return _plainly(one) == _plainly(other)


def _plainly(value: Any) -> list[str]:
    """For comparing: the words of a text, however they are parted; the values of a list in any order. What was never
    decided is an empty field, or a box without its tick.
    """
    if isinstance(value, list):
        return sorted(map(str, value))
    return ("" if value is None or value is False else str(value)).split()


def _worded(asked: wtforms.Field, value: Any) -> str:
    """A value as its field shows it."""
    words = {str(choice.value): str(choice.label) for choice in getattr(asked, "choices", None) or ()}
    if isinstance(value, list):
        return ", ".join(words.get(str(one), str(one)) for one in value)
    if isinstance(value, date):
        return in_words(value)
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return words.get(plain := str("" if value is None else value), plain)


class OnceForm(Form):
    """For what a double click must not do twice: carries a key that is unique to this page load."""

    submission_key = wtforms.HiddenField(default=lambda: uuid4().hex, validators=[Length(max=64)])
