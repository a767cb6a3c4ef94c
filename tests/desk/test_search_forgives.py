"""One box forgives a wrong letter whatever it is about, and knows a name as the look for duplicates knows it."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from cara_crm.core.fold import fold
from cara_crm.core.permissions import Role
from cara_crm.desk import queries
from cara_crm.desk.queries.search import Kind, Why
from cara_crm.extensions import db
from cara_crm.issues.models import IssueState
from cara_crm.members import services as members
from cara_crm.members.queries import Filters, close_names
from cara_crm.workgroups.models import Workgroup, WorkgroupKind
from tests import factories
from tests.relays.cast import recorded
from tests.reports import cast as reports

pytestmark = pytest.mark.usefixtures("request_context")


def found(text: str, **kwargs: object) -> list[tuple[Kind, str, Why | None]]:
    return [(hit.kind, hit.title, hit.why) for hit in queries.search(factories.actor(**kwargs), text)]


@pytest.mark.parametrize("typed", ["indexaton", "indexatoin acier", "INDÉXATION ascier", "indexation aliages rares"])
def test_an_issue_is_found_with_a_wrong_letter(typed: str) -> None:
    factories.issue(title="Indexation de l’acier", what_happens="Les alliages rares montent.")
    factories.issue(title="Recrutement de soudeurs")
    assert found(typed) == [(Kind.ISSUE, "Indexation de l’acier", Why.SPELLING)]


def test_of_issues_that_are_nearly_it_only_those_one_may_see() -> None:
    factories.issue(title="Indexation de l’acier")
    factories.issue(title="Indexation du cuivre", state=IssueState.DRAFT)
    assert len(found("indexaton")) == 1
    assert found("indexaton", sector_ids=frozenset({factories.sector("AUTO").id})) == []
    assert found("indexaton", role=Role.ADMINISTRATOR) == []


def test_a_position_is_found_with_a_wrong_letter() -> None:
    position = factories.position(title="Homologation des remorques")
    position.folded = fold(position.title)
    db.session.flush()
    assert found("homologaton remorque") == [(Kind.POSITION, "Homologation des remorques", Why.SPELLING)]


def test_a_relay_is_found_with_a_wrong_letter() -> None:
    recorded(title="Brussels drafts rules for batteries")
    assert [(kind, why) for kind, _title, why in found("brussel drafts ruls")] == [(Kind.RELAY, Why.SPELLING)]


def test_a_report_is_found_by_its_federation_with_a_wrong_letter() -> None:
    draft = reports.drafted(reports.manager())
    name = draft.federation.name_fr
    wrong = fold(name).replace("federation", "federaton").split()[0]
    assert (Kind.REPORT, draft.number, Why.SPELLING) in found(wrong)
    assert not any(kind is Kind.REPORT for kind, *_ in found(draft.number[:-1] + "97"))


def test_a_working_group_is_found_with_a_wrong_letter() -> None:
    factories.add(Workgroup(kind=WorkgroupKind.COMMISSION, name="Décarbonation", folded="decarbonation", sort_key="d"))
    assert found("decarbonaton") == [(Kind.WORKGROUP, "Décarbonation", Why.SPELLING)]


def test_what_is_spelt_right_is_not_mixed_with_what_is_nearly_it() -> None:
    factories.issue(title="Indexation")
    factories.member("Indexaton")
    assert [title for _kind, title, _why in found("indexaton")] == ["Indexaton"]


WRITINGS = [
    ("Établissements Mirandoux & Fils", "ets mirandoux"),
    ("Société Mirandoux", "sté mirandoux"),
    ("Société Mirandoux", "mirandoux sa"),
    ("M.R.T. Usinage", "mrt usinage"),
    ("Mirand-Oux", "mirandoux"),
    ("Société Nouvelle des Fonderies du Mirandoux", "sn fonderies mirandoux"),
    ("Compagnie Mirandoise de Décolletage Oublié", "cmdo"),
    ("Mirandoux Techno", "mirandoux technologies"),
    ("Tôlerie du Gd Mirandoux", "tolerie grand mirandoux"),
    ("Sté Coop. de production Les Mirandoux", "scop les mirandoux"),
    ("Mirandoux Père & Fils", "ets mirandoux p&f"),
]


@pytest.fixture
def known() -> Callable[[str], int]:
    def _known(name: str) -> int:
        factories.member("Forge Autre")
        member = factories.member(name)
        members.refresh_search(member)
        db.session.commit()
        return member.id

    return _known


@pytest.mark.parametrize(("name", "typed"), WRITINGS)
def test_the_box_finds_a_name_as_the_look_for_duplicates_knows_it(
    known: Callable[[str], int], name: str, typed: str
) -> None:
    known(name)
    assert [title for _kind, title, _why in found(typed)] == [name]


SLIPS = [
    ("Thiollier Outillage", "ets thiolier"),
    ("Thiollier Outillage", "thiolier sarl"),
    ("Établissements Thiollier", "sté thiolier"),
    ("Thiollier Technologies", "thiolier techno"),
]


@pytest.mark.parametrize(("name", "typed"), WRITINGS + SLIPS)
def test_the_list_does_too(
    sign_in: Callable[..., FlaskClient], browse: Callable[..., str], known: Callable[[str], int], name: str, typed: str
) -> None:
    id = known(name)
    sign_in(factories.user(Role.MANAGER))
    page = browse(f"/members?q={typed.replace(' ', '+').replace('&', '%26')}")
    assert (f"/members/{id}" in page, "Forge Autre" in page) == (True, False)


@pytest.mark.parametrize(("name", "typed"), SLIPS)
def test_a_short_word_and_a_wrong_letter_are_forgiven_together(
    known: Callable[[str], int], name: str, typed: str
) -> None:
    known(name)
    assert found(typed) == [(Kind.MEMBER, name, Why.SPELLING)]


def test_a_report_is_found_by_what_it_is() -> None:
    draft = reports.drafted(reports.manager())
    name = draft.federation.short_name
    for typed in (f"rapport {name}", f"{name} rapport", f"report {name}", f"raport {name}", "rapport"):
        assert [(kind, title) for kind, title, _why in found(typed)] == [(Kind.REPORT, draft.number)]
    assert found("rapport nulle part") == []


def test_a_legal_form_alone_is_looked_for_as_it_stands() -> None:
    factories.member("Forge Autre")
    assert found("sarl") == []
    assert close_names(factories.actor(), Filters(q="sarl")) == ()


def test_what_members_are_found_by_is_renewed_when_the_rules_changed() -> None:
    old = factories.member("Ateliers du Gd Mirandoux", folded="ateliers du gd mirandoux")
    factories.member("Forge Autre")
    db.session.commit()
    before = old.version, old.updated_at
    seen: list[tuple[int, int]] = []

    def checkpoint(done: int, total: int) -> None:
        seen.append((done, total))
        db.session.commit()

    for n in (2, 0):
        assert members.renew_words(checkpoint) == n
    db.session.refresh(old)
    assert "grand" in old.folded.split()
    assert (old.version, old.updated_at) == before
    assert seen[-1] == (2, 2)
