"""A federation wants to find out who stands behind a report. Whatever it opens names nobody who did not agree."""

import pytest

from cara_crm.core.fold import fold
from cara_crm.issues.models import Consent, Issue
from cara_crm.reports.answers.services import pass_on
from cara_crm.reports.questions import services as questions
from tests import factories
from tests.office import cast
from tests.reports import cast as reports
from tests.walk import words_from


@pytest.fixture
def heard(request_context) -> list[Issue]:
    """Six members whose name is nobody's word, with people of the same name; one agrees to be named."""
    found = []
    for n in range(6):
        member = factories.member(f"Zzarvel {n}", website="zzarvel.example", brands="Zzarvelette")
        person = factories.contact(member, last_name="Zzarvel", email=f"{n}@zzarvel.example")
        found.append(factories.issue(member, contact=person, what_happens=f"Zzarvel {n} : l’acier tarde."))
    factories.issue(factories.member("Nomméo Fictif"), consent=Consent.NAMED)
    return found


def test_nothing_that_a_federation_reaches_names_who_stands_anonymous(heard, sign_in, client, db):
    by = reports.manager()
    report, _relay = reports.sent(by, issues=heard)
    (entry,) = report.entries
    answer = cast.answered(report, entry.position, text_members="Chez Zzarvel 1 aussi ?", text_cluster="Zzarvel ?")
    pass_on(answer, by=by)
    question = questions.ask_back(report, entry.position_id, question="Depuis quand ?", by=cast.officer_actor())
    questions.put(question, text="Depuis quand ?", by=by)
    cast.sent(entry.position)  # it came back: the trends tell of it
    db.session.commit()
    sign_in(cast.officer())
    read = words_from(client, "/office", "/office/trends", "/office/positions", "/office/requests", "/office/share")
    for part in ("/office/trends", "/files/pdf", "/files/xlsx", "/files/json", "/files/summary"):
        assert any(part in address for address in read), (part, sorted(read))
    for address, page in read.items():
        if address.endswith(("/json", "/pdf", "/xlsx", "/trends")):
            assert fold(entry.position.title) in fold(page), address
    own = ("Chez Zzarvel 1 aussi ?", "Zzarvel ?")
    told = {address: page.replace(own[0], "").replace(own[1], "") for address, page in read.items()}
    assert [address for address, page in told.items() if "zzarvel" in fold(page)] == []
