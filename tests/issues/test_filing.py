"""A federation that an author was not asked about learns no more than the author's word to the others allows."""

from collections.abc import Sequence

import pytest

from cara_crm.core.permissions import Role
from cara_crm.deliveries.models import Delivery
from cara_crm.extensions import db
from cara_crm.issues import services
from cara_crm.issues.models import Agreement, Consent, Issue, IssueConsent, IssueMessage, IssueState
from cara_crm.positions import services as positions
from cara_crm.sectors.models import Sector
from tests import factories as f

pytestmark = pytest.mark.usefixtures("request_context")


def raised(consent: Consent = Consent.ANONYMOUS, **kwargs: object) -> Issue:
    """Told to FIF so far, by somebody who is there."""
    member = f.member("Atelier Réservé")
    author = f.contact(member, email="author@reserve.example")
    return f.issue(member, consent=consent, contact_id=author.id, **kwargs)


def filed(issue: Issue, sectors: Sequence[Sector] | None = None) -> None:
    """Under the sector of another federation, too."""
    f.federation("PFA")
    chosen = sectors or [f.sector("RAIL"), f.sector("AUTO")]
    services.qualify(issue, sectors=chosen, priority=None, kind=issue.kind, urgency=issue.urgency, by=f.actor())
    db.session.flush()


def to_pfa(issue: Issue) -> Consent:
    return issue.consent_for(f.federation("PFA").id)


def written(issue: Issue) -> list[str]:
    return [one.text for one in db.session.query(IssueMessage).filter_by(issue_id=issue.id, is_from_member=False)]


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (Consent.NONE, Consent.NONE),
        (Consent.ANONYMOUS, Consent.ANONYMOUS),
        (Consent.NAMED, Consent.ANONYMOUS),
    ],
)
def test_another_federation_learns_no_more_than_the_most_closed_word(chosen: Consent, expected: Consent) -> None:
    issue = raised(chosen)
    filed(issue)
    assert to_pfa(issue) is expected


def test_the_most_closed_of_several_words_counts() -> None:
    issue = raised(Consent.NAMED)
    issue.consents.append(IssueConsent(federation_id=f.federation("FRANCE_VELO").id, consent=Consent.NONE))
    filed(issue)
    assert to_pfa(issue) is Consent.NONE


def test_who_was_asked_about_no_federation_is_asked_first() -> None:
    issue = raised()
    issue.consents.clear()
    filed(issue)
    assert to_pfa(issue) is Consent.NONE
    assert "PFA" in written(issue)[0]


@pytest.mark.parametrize("chosen", list(Consent))
def test_the_author_is_told_in_the_thread_and_by_mail(chosen: Consent) -> None:
    issue = raised(chosen, state=IssueState.SUBMITTED)
    filed(issue)
    (text,) = written(issue)
    assert "PFA" in text
    assert f"/my/issues/{issue.id}/consent" in text
    assert ("Sans votre accord" in text) is (chosen is Consent.NONE)
    mails = db.session.query(Delivery).filter_by(kind="issue_message").all()
    assert [mail.recipient for mail in mails] == ["author@reserve.example"]


def test_the_same_filing_again_asks_nothing() -> None:
    issue = raised()
    filed(issue)
    filed(issue)
    assert len(written(issue)) == 1


def test_a_sector_of_a_federation_that_was_asked_about_asks_nothing() -> None:
    issue = raised(Consent.NONE)
    filed(issue, [f.sector("RAIL")])
    assert written(issue) == []


def test_a_mandate_that_is_new_asks_at_the_next_filing_and_tells_nothing_before() -> None:
    issue = raised(Consent.NONE)
    issue.sectors.append(f.sector("AUTO"))
    f.federation("PFA")
    assert to_pfa(issue) is Consent.NONE
    services.file_all([issue], priority=None, by=f.actor())
    assert to_pfa(issue) is Consent.NONE


def test_who_has_still_to_agree_reads_it_with_the_words() -> None:
    issue = raised(agreement=Agreement.ASKED)
    issue.consents.clear()
    filed(issue)
    assert (to_pfa(issue), written(issue)) == (Consent.ANONYMOUS, [])


def test_about_a_third_party_nothing_leaves_before_the_author_chooses() -> None:
    issue = raised(Consent.ANONYMOUS, concerns_third_party=True)
    filed(issue)
    assert to_pfa(issue) is Consent.NONE


def test_it_stands_behind_no_position_before_the_author_has_chosen() -> None:
    issue = raised(Consent.NONE)
    filed(issue)
    with pytest.raises(positions.NotUsable):
        positions.create_position(f.federation("PFA"), issues=[issue], by=f.actor())


def test_the_author_chooses_on_the_page(sign_in, browse, post) -> None:
    issue = raised(Consent.NONE)
    author = f.user(Role.MEMBER, member_id=issue.member_id, contact_id=issue.contact_id)
    filed(issue)
    db.session.commit()
    sign_in(author)
    page = f"/my/issues/{issue.id}/consent"
    assert "PFA" in browse(page)
    pfa, fif = f.federation("PFA").id, f.federation("FIF").id
    assert post(page, page, {f"consent_{pfa}": "anonymous", f"consent_{fif}": "none"}).status_code == 303
    db.session.expire_all()
    assert to_pfa(issue) is Consent.ANONYMOUS
