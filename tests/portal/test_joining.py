"""Similar subjects while one writes: only released wording, compared with nothing else, joined as a wish."""

import pytest

from cara_crm.accounts.guards import actor_of
from cara_crm.core import clock
from cara_crm.core.permissions import Role
from cara_crm.issues.models import Consent, Issue, IssueState
from cara_crm.positions import services
from cara_crm.positions.models import PositionState, Way, WordingAgreement, WordingPurpose
from cara_crm.positions.queries import positions_to_join, wishes_of
from tests import factories

WORDS = {"what_happens": "L’acier est livré avec quatorze semaines de retard.", "title": "Acier livré en retard"}


@pytest.fixture
def member():
    return factories.member("Forge Fictive")


@pytest.fixture
def me(member, sign_in):
    contact = factories.contact(member)
    account = factories.user(Role.MEMBER, member_id=member.id, contact_id=contact.id)
    sign_in(account)
    return account


@pytest.fixture
def ask(me, post):
    return lambda **values: post("/my/issues/new", "/my/issues/similar", WORDS | values).text


def sent(n=5, **kwargs):
    words = {"title": "Acier livré en retard", "statement": "L’acier est livré avec des mois de retard."}
    issues = [factories.issue(factories.member(f"Atelier {i}")) for i in range(n)]
    position = factories.position(*issues, **words | kwargs)
    services.mark_relayed([position], at=clock.now(), by=factories.actor())
    return position


def asked(*agreed, way=Way.ASK, sector=None):
    """A draft whose authors were asked to release its words."""
    issues = [factories.issue(factories.member(f"Forge {i}")) for i in range(len(agreed))]
    position = factories.position(
        *issues, title="Secret Titre", statement="L’acier est livré avec des mois de retard.", state=PositionState.DRAFT
    )
    position.way, position.sectors = way, [sector or factories.sector()]
    for issue, yes in zip(issues, agreed, strict=True):
        factories.add(
            WordingAgreement(
                position=position,
                issue=issue,
                purpose=WordingPurpose.ASK,
                wording_hash=position.wording_hash,
                agreed=yes,
                answered_at=clock.now(),
            )
        )
    return position


def test_they_are_shown_while_one_writes(ask):
    position = sent()
    assert f'name="join" value="{position.id}"' in ask()
    assert " checked" in ask(join=str(position.id))


def test_of_other_things_and_of_nothing_nothing_is_shown(ask):
    sent()
    assert "join" not in ask(title="Soudeurs", what_happens="Il manque des soudeurs formés.")
    assert "join" not in ask(title="", what_happens="")


def test_what_is_not_shown_is_not_compared(ask):
    sent(title="Délais", statement="Les délais sont longs.", examples=WORDS["what_happens"], why=WORDS["title"])
    assert "join" not in ask()


def test_of_fewer_than_k_groups_nothing_is_shown(ask):
    sent(4)
    assert "join" not in ask()


def test_words_that_all_authors_released_are_shown_without_the_title_that_they_never_saw(ask):
    position = asked(True, True)
    page = ask()
    assert f'value="{position.id}"' in page
    assert "Secret" not in page


@pytest.mark.parametrize(
    "position",
    [
        lambda: asked(True, False),
        lambda: asked(True, None),
        lambda: asked(True, way=Way.SIGNAL),
        lambda: asked(True, sector=factories.sector("VELO")),
        lambda: setattr(asked(True), "statement", "L’acier est livré avec des années de retard."),
    ],
)
def test_silence_a_no_another_purpose_another_sector_and_other_words_are_no_release(ask, position, db):
    position()
    db.session.flush()
    assert "join" not in ask()


def test_a_wish_is_kept_with_the_draft_and_may_be_taken_back(me, member, post, browse, db):
    position = sent()
    values = WORDS | {"kind": "problem", "urgency": "normal", f"consent_{position.federation_id}": "anonymous"}
    post("/my/issues/new", "/my/issues/new", values | {"join": str(position.id), "later": "yes"})
    issue = db.session.query(Issue).filter_by(member_id=member.id).one()
    assert wishes_of(issue.id) == {position.id}
    assert " checked" in browse(f"/my/issues/{issue.id}/draft").split('name="join"')[1][:40]
    post("/my/issues/new", f"/my/issues/{issue.id}/keep", values)
    assert wishes_of(issue.id) == set()


def test_what_was_not_shown_cannot_be_joined(me, member, post, db):
    other = factories.position(factories.issue(), title="Rien à voir", statement="Autre chose.")
    db.session.flush()
    post("/my/issues/new", "/my/issues/new", WORDS | {"kind": "problem", "urgency": "normal", "join": str(other.id)})
    assert wishes_of(db.session.query(Issue).filter_by(member_id=member.id).one().id) == set()


@pytest.fixture
def wishing(member, db):
    def _wishing(position):
        issue = factories.issue(member, state=IssueState.SUBMITTED)
        services.wish(issue, [position.id], by=factories.actor())
        return issue

    return _wishing


def test_a_manager_finds_it_first_and_adds_it(wishing, sign_in, browse, post, db):
    position = asked(True)
    issue = wishing(position)
    sign_in(factories.user())
    page = browse(f"/issues/{issue.id}")
    assert page.index("wishes to join") < page.index("Secret Titre")
    assert page.count("Secret Titre</a>") == 1
    post(f"/issues/{issue.id}", f"/issues/{issue.id}/group", {"position": str(position.id)})
    assert "wishes to join" not in browse(f"/issues/{issue.id}")


def test_one_that_was_sent_says_what_has_to_be_done_first(wishing, sign_in, browse):
    issue = wishing(sent())
    sign_in(factories.user())
    assert "take it up again" in browse(f"/issues/{issue.id}")


def test_without_consent_for_its_federation_nothing_is_proposed(wishing, sign_in, browse):
    issue = wishing(asked(True))
    issue.consents[0].consent = Consent.NONE
    sign_in(factories.user())
    assert "wishes to join" not in browse(f"/issues/{issue.id}")


def test_what_was_merged_is_where_it_leads(wishing, db):
    first, second = asked(True), asked(True)
    issue = wishing(first)
    services.merge_positions(first, into=second, by=factories.actor())
    manager = actor_of(factories.user())
    federations = [first.federation_id]
    assert positions_to_join(manager, issue, federations).wished == (second,)
    elsewhere = actor_of(factories.user(sectors=[factories.sector("VELO")]))
    assert positions_to_join(elsewhere, issue, federations).wished == ()
