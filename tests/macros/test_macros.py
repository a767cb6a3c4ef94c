"""The macros from which every page is made."""

import re
from collections.abc import Callable
from datetime import date

import pytest
import wtforms
from lxml import html as parser
from werkzeug.datastructures import MultiDict
from wtforms.fields.choices import SelectChoice

from cara_crm.core.forms import Form
from cara_crm.members.models import MemberStatus


class CallForm(Form):
    title = wtforms.StringField("Subject", [wtforms.validators.InputRequired("Say what it is about.")])
    note = wtforms.TextAreaField("Note", description="Two lines are enough.")
    consent = wtforms.RadioField(
        "Who may know", choices=[SelectChoice("named", "Named"), SelectChoice("none", "Nobody")]
    )
    third = wtforms.BooleanField("Concerns a customer")
    sector = wtforms.SelectField("Sector", choices=[SelectChoice("1", "Rail")])


@pytest.fixture
def render(app, request_context) -> Callable[..., parser.HtmlElement]:
    """render("{% from … %}{{ … }}", name=value) → the element"""

    def _render(source: str, **values: object) -> parser.HtmlElement:
        return parser.fragment_fromstring(app.jinja_env.from_string(source).render(**values), create_parent="div")

    return _render


@pytest.fixture
def refused(request_context) -> CallForm:
    form = CallForm(formdata=MultiDict({"sector": "1"}))
    form.validate()
    return form


FIELD = '{% from "macros/form.html" import field %}{{ field(f) }}'


def test_a_field_with_an_error_says_so_to_every_reader(render, refused):
    box = render(FIELD, f=refused.title)
    control = box.find(".//input")
    assert control.get("aria-invalid") == "true"
    assert box.get_element_by_id(control.get("aria-describedby")).text == "Say what it is about."


def test_a_hint_describes_its_field(render, refused):
    box = render(FIELD, f=refused.note)
    assert box.get_element_by_id(box.find(".//textarea").get("aria-describedby")).text == "Two lines are enough."


def test_only_what_may_stay_empty_is_called_optional(render, refused):
    said = {name: "(optional)" in render(FIELD, f=refused[name]).text_content() for name in ("title", "note", "sector")}
    assert said == {"title": False, "note": True, "sector": False}


def test_choices_stand_in_a_named_group(render, refused):
    box = render(FIELD, f=refused.consent)
    assert box.find(".//legend").text.startswith("Who may know")
    assert [label.find("b").text for label in box.findall(".//label")] == ["Named", "Nobody"]


def test_the_summary_leads_to_each_field_in_error(render, refused):
    box = render('{% from "macros/form.html" import summary %}{{ summary(f) }}', f=refused)
    links = {a.get("href"): a.text for a in box.findall(".//li/a")}
    assert links["#title"] == "Subject – Say what it is about."
    assert "#consent-0" in links


def test_a_refusal_of_the_house_stands_in_the_summary(render, refused):
    refused.refuse(ValueError("Nobody reviews what he wrote."))
    box = render('{% from "macros/form.html" import summary %}{{ summary(f) }}', f=refused)
    assert "Nobody reviews what he wrote." in box.text_content()


def test_a_form_posts_with_its_token_and_version(render):
    source = '{% from "macros/form.html" import form %}{% call form(none, "/x", version=7) %}{% endcall %}'
    box = render(source).find(".//form")
    assert (box.get("method"), box.get("action"), box.inputs["version"].value) == ("post", "/x", "7")
    assert box.inputs["csrf_token"].value


def test_a_button_that_asks_first_posts_only_from_its_dialog(render):
    source = '{% from "macros/confirm.html" import post_button %}{{ post_button("/x", "Archive", confirm="Moves 3.") }}'
    box = render(source)
    opener = box.find("button")
    dialog = box.get_element_by_id(opener.get("popovertarget"))
    assert opener.get("type") == "button"
    assert "Moves 3." in dialog.text_content()
    assert dialog.find(".//form").get("action") == "/x"


def test_a_state_is_a_word_and_a_sign(render):
    box = render('{% from "macros/status.html" import status %}{{ status(s) }}', s=MemberStatus.FORMER)
    assert box.find("span").get("class") == "st st-off"
    assert box.text_content().strip()


TABLE = """{% from "macros/table.html" import table %}{% call(r) table([1], "List", [{"label": "Name", "sort": "name"}],
 sort=sort) %}<tr><td>{{ r }}</td></tr>{% endcall %}"""


@pytest.mark.parametrize(("sort", "asks", "says"), [(None, "name", None), ("name", "-name", "ascending")])
def test_a_second_click_turns_the_order_round(app, sort, asks, says):
    with app.test_request_context("/accessibility?q=x&after=abc"):
        box = parser.fragment_fromstring(app.jinja_env.from_string(TABLE).render(sort=sort))
    head = box.find(".//th")
    assert head.get("aria-sort") == says
    assert f"sort={asks}" in head.find("a").get("href")
    assert "after" not in head.find("a").get("href")


def test_a_state_begins_with_a_capital(render):
    page = render(
        '{% from "macros/status.html" import status, word %}<i>{{ word("waiting") }}</i><i>{{ status(s) }}</i>',
        s=MemberStatus.FORMER,
    )
    assert [one.text_content() for one in page.findall(".//i")] == ["Waiting", "Former member"]


@pytest.mark.parametrize(
    ("word", "said"), [("Problème", "problème"), ("PME", "PME"), ("À l’étude", "à l’étude"), ("", "")]
)
def test_a_word_inside_a_line_is_small_unless_it_is_an_acronym(render, word, said):
    assert render("<i>{{ word | inside }}</i>", word=word).text_content() == said


def test_a_withheld_figure_is_named(render):
    source = (
        '{% from "macros/figures.html" import figure, cell %}{{ figure(none, "groups") }}<table><tr>{{ cell(none) }}'
    )
    assert len(re.findall("Withheld", render(source + "</tr></table>").text_content())) == 2


def test_bars_say_their_numbers(render):
    source = '{% from "macros/figures.html" import columns %}{{ columns("Issues", [("May", 0), ("June", 8)]) }}'
    assert render(source).find("svg").get("aria-label") == "Issues: May 0, June 8"


def test_the_five_stages_mark_the_present_one(render):
    source = '{% from "macros/stages.html" import stages %}{{ stages(3, [d, d, d, none, none]) }}'
    items = render(source, d=date(2026, 7, 2)).findall(".//li")
    assert [i.get("class") or i.get("aria-current") for i in items] == ["done", "done", "step", None, None]


def test_the_chain_reads_up_and_then_down(render):
    source = '{% from "macros/chain.html" import chain %}{{ chain(s("a"), [s("b")], s("c"), [s("d"), s("e")]) }}'
    box = render(source, s=lambda title: {"kind": "Step", "title": title})
    assert [b.text for b in box.findall(".//b")] == ["a", "b", "c", "d", "e"]


def test_an_empty_place_teaches_its_first_action(render):
    source = '{% from "macros/empty.html" import empty %}{{ empty("None yet", "Here.", action=("Record", "/new")) }}'
    assert render(source).find(".//a").get("href") == "/new"


def test_an_unknown_icon_is_an_error(app):
    with pytest.raises(Exception, match="nonsense"):
        app.jinja_env.from_string('{% from "macros/icons.html" import icon %}{{ icon("nonsense") }}').render()
