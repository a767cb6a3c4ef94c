"""The rules of a position: who may stand behind it, when a review lapses, how it is sent and answered."""

import pytest

from cara_crm.core import clock
from cara_crm.core.errors import EditedMeanwhile
from cara_crm.deliveries.models import Delivery
from cara_crm.issues import services as issues
from cara_crm.issues.models import Agreement, Consent, IssueState
from cara_crm.members.models import MemberStatus
from cara_crm.positions import queries, services
from cara_crm.positions.models import Outcome, PositionState, Stance, Way, WordingAgreement
from tests import factories

pytestmark = pytest.mark.usefixtures("request_context")
K = 5


def backed(n: int, **kwargs):
    """A position with n members behind it, each its own group."""
    return factories.position(*(factories.issue(factories.member(f"Atelier {i}")) for i in range(n)), **kwargs)


def approved(n: int = 6):
    position = backed(n)
    services.approve_position(position, by=factories.actor())
    return position


def edit(position, version_read=None, **words):
    """Save new words, as whoever has read the present version."""
    read = position.version if version_read is None else version_read
    services.edit_position(position, words, priority=position.priority, version_read=read, by=factories.actor())


def with_contact(consent: Consent = Consent.ANONYMOUS):
    member = factories.member()
    return factories.issue(member, contact=factories.contact(member), consent=consent)


def test_an_issue_becomes_a_position_and_is_qualified():
    issue = factories.issue(state=IssueState.SUBMITTED)
    position = services.create_position(factories.federation(), issues=[issue], by=factories.actor())
    assert position.title == issue.title
    assert issue.state is IssueState.QUALIFIED
    assert [link.issue_id for link in queries.links_of([position.id])] == [issue.id]


@pytest.mark.parametrize(
    "values",
    [{"consent": Consent.NONE}, {"agreement": Agreement.ASKED}, {"state": IssueState.WITHDRAWN}],
    ids=["no consent", "not agreed", "withdrawn"],
)
def test_what_may_not_be_used_cannot_be_grouped(values):
    with pytest.raises(services.NotUsable):
        services.create_position(factories.federation(), issues=[factories.issue(**values)], by=factories.actor())


def test_an_issue_is_in_one_position_per_federation():
    issue = factories.issue()
    factories.position(issue)
    with pytest.raises(services.AlreadyGrouped):
        services.create_position(factories.federation(), issues=[issue], by=factories.actor())


def test_one_economic_group_counts_once():
    group = factories.group()
    position = factories.position(*(factories.issue(factories.member(f"M{i}", group_id=group.id)) for i in range(3)))
    assert len(queries.distinct_groups(position)) == 1


def test_who_stands_against_is_not_behind():
    position = backed(2)
    position.links[0].stance = Stance.AGAINST
    assert len(queries.usable_links(position)) == 1


def test_a_new_wording_is_a_version_and_the_review_lapses():
    position = approved()
    services.edit_position(
        position,
        {"statement": "Autre."},
        priority=position.priority,
        version_read=position.version,
        by=factories.actor(),
    )
    assert position.state is PositionState.DRAFT
    assert queries.is_lapsed(position, queries.standing(position, K))
    assert position.versions[-1].words["statement"] == "Autre."


def test_saving_the_same_words_changes_nothing():
    position = approved()
    services.edit_position(
        position,
        {"title": position.title},
        priority=position.priority,
        version_read=position.version,
        by=factories.actor(),
    )
    assert position.state is PositionState.APPROVED


def test_the_second_who_saves_is_told():
    position = backed(1)
    with pytest.raises(EditedMeanwhile):
        services.edit_position(
            position, {"title": "X"}, priority=None, version_read=position.version - 1, by=factories.actor()
        )


def test_an_added_issue_only_refreshes_the_evidence():
    position = approved(6)
    services.add_issues(position, [factories.issue(factories.member("Sept"))], by=factories.actor())
    assert not queries.needs_review_again(position, K)


def test_an_added_issue_that_crosses_the_threshold_is_reviewed():
    position = approved(4)
    services.add_issues(position, [factories.issue(factories.member("Cinq"))], by=factories.actor())
    assert queries.needs_review_again(position, K)


def test_an_issue_that_is_withdrawn_lapses_the_review():
    position = approved(6)
    issues.withdraw(position.links[0].issue, reason="", by=factories.actor())
    assert queries.needs_review_again(position, K)


def test_a_lost_consent_lapses_the_review():
    position = approved(6)
    issues.change_consent(position.links[0].issue, position.federation, Consent.NONE, by=factories.actor())
    assert queries.needs_review_again(position, K)


def test_against_needs_the_diverging_view():
    position = backed(6)
    services.set_stance(position, position.links[0], Stance.AGAINST, by=factories.actor())
    with pytest.raises(services.DivergingViewMissing):
        services.approve_position(position, by=factories.actor())


def test_an_approval_needs_a_statement_and_a_request():
    with pytest.raises(services.NotApprovable):
        services.approve_position(backed(6, request=""), by=factories.actor())


def test_sending_moves_the_usable_issues():
    position = approved(6)
    lost = position.links[0].issue
    lost.agreement = Agreement.ASKED
    services.mark_relayed([position], at=clock.now(), by=factories.actor())
    assert position.state is PositionState.RELAYED
    assert [link.issue.state for link in position.links].count(IssueState.RELAYED) == 5
    assert lost.state is IssueState.QUALIFIED


def test_an_issue_is_answered_when_every_federation_has():
    issue = factories.issue()
    issues.set_consents(issue, {factories.federation("PFA").id: Consent.ANONYMOUS})
    rail, auto = factories.position(issue), factories.position(issue, to="PFA")
    services.mark_relayed([rail, auto], at=clock.now(), by=factories.actor())
    services.mark_answered(rail, Outcome.TAKEN_UP, issues=[issue], at=clock.now(), by=factories.actor())
    assert issue.state is IssueState.RELAYED
    services.mark_answered(auto, Outcome.DECLINED, issues=[issue], at=clock.now(), by=factories.actor())
    assert issue.state is IssueState.ANSWERED


def test_waiting_tells_the_authors(db):
    position = factories.position(with_contact(), with_contact())
    assert services.wait(position, by=factories.actor()) == 2
    assert db.session.query(Delivery).filter_by(kind="position_waiting").count() == 2


def test_a_signal_asks_each_author_once_about_the_same_words(db):
    position = factories.position(with_contact(), with_contact())
    assert services.ask_wording(position, Way.SIGNAL, by=factories.actor()) == 2
    assert services.ask_wording(position, Way.SIGNAL, by=factories.actor()) == 0
    assert db.session.query(Delivery).filter_by(kind="wording_asked").count() == 2


def test_a_yes_belongs_to_exactly_one_wording(db):
    position = factories.position(with_contact())
    services.ask_wording(position, Way.SIGNAL, by=factories.actor())
    question = db.session.query(WordingAgreement).one()
    position.statement = "Tout autre chose."
    with pytest.raises(services.WordingChanged):
        services.answer_wording(question, agreed=True, by=factories.actor())


def test_silence_is_no(db):
    position = factories.position(with_contact())
    services.ask_wording(position, Way.SIGNAL, by=factories.actor())
    assert db.session.query(WordingAgreement).one().agreed is None


def test_a_yes_to_be_named_is_a_consent(db):
    issue = with_contact()
    position = factories.position(issue)
    services.ask_wording(position, Way.NAMED, by=factories.actor())
    services.answer_wording(db.session.query(WordingAgreement).one(), agreed=True, by=factories.actor())
    assert issue.consent_for(position.federation_id) is Consent.NAMED


def test_who_may_be_named_already_is_not_asked():
    position = factories.position(with_contact(Consent.NAMED))
    assert services.ask_wording(position, Way.NAMED, by=factories.actor()) == 0


def test_merging_loses_no_link():
    one, two = backed(2), backed(3, title="Autre")
    one.links[0].stance = Stance.AGAINST
    services.merge_positions(one, into=two, by=factories.actor())
    stances = [link.stance for link in queries.links_of([two.id])]
    assert (len(stances), stances.count(Stance.AGAINST)) == (5, 1)
    assert one.state is PositionState.CLOSED


def test_only_positions_for_one_federation_are_merged():
    one = backed(1)
    other = factories.position(to="PFA")
    with pytest.raises(services.NotMergeable):
        services.merge_positions(one, into=other, by=factories.actor())


def test_a_split_takes_the_chosen_issues_along():
    position = backed(3)
    chosen = [position.links[0].issue_id]
    made = services.split_position(position, chosen, title="À part", by=factories.actor())
    assert [link.issue_id for link in queries.links_of([made.id])] == chosen
    assert len(queries.links_of([position.id])) == 2


def test_a_split_leaves_something_on_each_side():
    position = backed(1)
    with pytest.raises(services.NothingToSplit):
        services.split_position(position, [position.links[0].issue_id], title="", by=factories.actor())


def test_members_stand_behind_a_position_out_of_the_membership_and_others_apart():
    prospect = factories.member("Atelier à venir", status=MemberStatus.PROSPECT)
    elsewhere = factories.member("Cycles", in_sector="AUTO")
    position = factories.position(*(factories.issue(one) for one in (factories.member(), prospect, elsewhere)))
    factories.member("Atelier muet")
    heard = queries.heard_by(queries.standing(position, K))
    assert (heard.members, heard.others, heard.population) == (1, 2, 2)
