"""What the mail of a relay asks its reader to do: only what the page that it opens lets one do."""

import pytest

from cara_crm.core import clock
from cara_crm.deliveries import letters
from cara_crm.relays import services
from cara_crm.relays.models import RelayKind
from tests import factories
from tests.relays import cast
from tests.relays.test_consultations import CHOICE, TEXT

INTERESTED = {"en": "say “interested”", "fr": "dites « intéressés »"}


def mail(relay, language: str) -> str:
    example = {"recipient_name": "", "unsubscribe_url": "", "reason": ""}
    letter = letters.write("relay_information", language, {**services.letter_context(relay, language), **example})
    return " ".join((letter.text + letter.html).split())


@pytest.mark.usefixtures("request_context")
@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("kind", [RelayKind.INFORMATION, RelayKind.CONSULTATION, RelayKind.OPPORTUNITY])
def test_interest_is_asked_for_where_there_is_a_button_for_it(kind, language) -> None:
    relay = cast.draft(factories.actor(), kind=kind, deadline_on=clock.today())
    assert (INTERESTED[language] in mail(relay, language)) is (kind is RelayKind.OPPORTUNITY)


@pytest.mark.usefixtures("request_context")
@pytest.mark.parametrize(("language", "said"), [("en", "2 questions to your"), ("fr", "2 questions à votre")])
def test_a_consultation_says_that_there_are_questions(language, said) -> None:
    relay = cast.draft(factories.actor(), kind=RelayKind.CONSULTATION, deadline_on=clock.today())
    services.ask(relay, [CHOICE, TEXT], by=factories.actor())
    factories.db.session.expire(relay, ["questions"])
    text = mail(relay, language)
    assert text.count(said) == 2
