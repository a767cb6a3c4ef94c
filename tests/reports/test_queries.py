from datetime import date, timedelta

import pytest

from cara_crm.core import clock
from cara_crm.issues.models import Agreement, Consent, IssueState
from cara_crm.members.models import MemberStatus
from cara_crm.positions.models import Way, WordingAgreement, WordingPurpose
from cara_crm.reports.build import Built, build
from cara_crm.reports.document import Period
from cara_crm.reports.queries.scope import Scope, scope_for_build
from tests import factories as f


def period() -> Period:
    return Period(clock.today() - timedelta(days=30), clock.today())


def rail() -> Scope:
    found = scope_for_build("FIF", period(), "en")
    assert found
    return found


def built() -> Built:
    return build(rail())


def heard(found: Built) -> object:
    return next(t for t in found.document.tables if t.id == "heard-category").column("total")["total"]


def voices(count: int, **kwargs: object) -> list:
    return [f.issue(f.member(f"Atelier {n} Fictif"), **kwargs) for n in range(count)]


def test_a_federation_nobody_knows_has_no_scope():
    assert scope_for_build("NOBODY", period(), "fr") is None


def test_an_empty_database_makes_an_empty_report():
    assert built().document.positions == ()


def test_a_position_of_the_period_is_said_with_its_figures():
    f.position(*voices(6))
    position = built().document.positions[0]
    assert position.figures[0].value == 6
    assert heard(built()) == 6


@pytest.mark.parametrize(
    "withheld",
    [
        {"consent": Consent.NONE},
        {"agreement": Agreement.ASKED},
        {"agreement": Agreement.REFUSED},
        {"state": IssueState.WITHDRAWN},
        {"state": IssueState.DRAFT},
    ],
)
def test_what_may_not_be_known_is_in_no_figure(withheld: dict):
    issues = voices(6)
    f.position(*issues, f.issue(f.member("Usine Muette"), **withheld))
    found = built()
    assert found.document.positions[0].figures[0].value == 6
    assert heard(found) == 6


def test_consent_for_one_federation_is_none_for_another():
    f.position(*voices(6, to="PFA"))
    assert built().document.positions == ()


def test_the_population_is_the_membership_on_the_last_day():
    f.member()
    f.member(status=MemberStatus.PROSPECT)
    left = f.member()
    left.status_periods[0].until_on = date(2021, 1, 1)
    f.db.session.flush()
    table = next(t for t in built().document.tables if t.id == "members-category")
    assert table.column("total")["total"] == 1


def test_a_member_named_in_a_text_is_a_leak():
    issues = voices(6)
    f.member("Zinguerie Balthazar")
    f.position(*issues, statement="La Zinguerie Balthazar attend.")
    assert [mark.place.rpartition("/")[2] for mark in built().marks] == ["statement"]


def test_who_agreed_to_be_named_is_no_leak():
    issues = voices(6)
    named = f.issue(f.member("Zinguerie Balthazar"), consent=Consent.NAMED)
    f.position(*issues, named, statement="La Zinguerie Balthazar attend.")
    assert built().marks == ()
    assert built().document.positions[0].named == ("Zinguerie Balthazar",)


def test_words_without_consent_are_quoted_nowhere():
    secret = "Our furnace has stood still since the first Monday of March."
    f.position(*voices(6), statement=f"{secret} Parts wait.")
    f.issue(f.member("Usine Muette"), consent=Consent.NONE, what_happens=secret)
    (mark,) = built().marks
    assert (mark.leak.kind.value, mark.leak.text) == ("words", secret.rstrip("."))


def test_what_others_agreed_to_say_may_be_said():
    shared = "The certification of a part takes more than nine months."
    f.position(*voices(6, what_happens=shared), statement=shared)
    f.issue(f.member("Usine Muette"), consent=Consent.NONE, what_happens=shared)
    assert built().marks == ()


@pytest.mark.parametrize("consent", [Consent.ANONYMOUS, Consent.NAMED])
def test_the_exact_words_of_nobody_are_sent(consent):
    """Neither preview of what a federation sees holds them, and who is named agreed to its name."""
    f.issue(f.member("Usine Bavarde"), consent=consent, example="Our furnace stands still since the first of March.")
    f.position(*voices(6), examples="For one, “our furnace stands still since the first of March”.")
    (mark,) = built().marks
    assert (mark.leak.kind.value, mark.leak.text) == ("verbatim", "our furnace stands still since the first of March")


def test_the_statement_that_each_author_agreed_to_may_be_in_its_words():
    said = "Our furnace stands still since the first of March."
    issue = f.issue(f.member("Usine Bavarde"), what_happens=said)
    position = f.position(issue, statement=said, request="A furnace.", way=Way.SIGNAL)
    assert built().marks == ()
    agreement = WordingAgreement(position=position, issue=issue, purpose=WordingPurpose.SIGNAL, agreed=True)
    agreement.wording_hash = position.wording_hash
    f.db.session.add(agreement)
    f.db.session.flush()
    assert built().document.positions[0].signal
    assert built().marks == ()


def test_a_customer_that_an_issue_speaks_of_is_marked_without_being_typed_as_one():
    f.issue(f.member("Usine Bavarde"), example="Notre client Zorvak Trucks paie à 90 jours.", third_parties="")
    f.position(*voices(6), statement="Zorvak paie tard.", examples="Chez Zorvak, on attend.")
    assert {(mark.leak.kind.value, mark.leak.text) for mark in built().marks} == {("mentioned", "Zorvak")}


def test_positions_cost_a_fixed_number_of_queries(count_queries):
    f.position(*voices(6))
    f.db.session.expire_all()
    with count_queries() as one:
        built()
    for _ in range(5):
        f.position(*voices(6))
    f.db.session.expire_all()
    with count_queries() as many:
        built()
    assert many.n == one.n
