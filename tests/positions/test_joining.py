"""Beside an issue stand the positions that resemble it, sent ones too, with the reason; what does not is elsewhere."""

import pytest
from lxml import html as parser

from cara_crm.core.fold import fold
from cara_crm.issues.models import IssueState
from cara_crm.issues.queries import similar_issues
from cara_crm.positions.models import PositionState
from cara_crm.positions.queries import positions_to_join
from tests import factories
from tests.relays.cast import relayed

STEEL = ("Acier en retard", "L’acier laminé du fournisseur arrive avec quatorze semaines de retard.")


def issue(title=STEEL[0], text=STEEL[1], **kwargs):
    return factories.issue(title=title, what_happens=text, folded=fold(f"{title} {text}"), **kwargs)


def position(title, statement, *behind, **kwargs):
    made = factories.position(*behind, title=title, statement=statement, **kwargs)
    made.folded = fold(f"{title} {statement}")
    return made


@pytest.fixture
def carried():
    """Two that resemble the issue, one of them sent; one that does not."""
    sent = relayed(factories.issue(state=IssueState.RELAYED))
    sent.title, sent.statement = "Livraison de l’acier", "L’acier laminé est livré par le fournisseur avec du retard."
    sent.folded = fold(f"{sent.title} {sent.statement}")
    draft = position("Délais d’acier", "Les retards d’acier laminé arrêtent les ateliers.")
    unlike = position("Vol de vélos", "Les vélos sont volés devant les gares.")
    factories.db.session.flush()
    return sent, draft, unlike


def beside(one):
    return positions_to_join(factories.actor(), one, [factories.federation().id])


def test_what_resembles_it_comes_first_sent_or_not_and_what_does_not_stands_apart(carried):
    sent, draft, unlike = carried
    found = beside(issue())
    assert {near.record for near in found.near} == {sent, draft}
    assert all(near.words for near in found.near)
    assert found.others == (unlike,)


def test_one_that_was_sent_is_never_among_the_others(carried):
    sent, draft, unlike = carried
    found = beside(issue("Cantine", "La cantine du port sert des plats froids."))
    assert (found.near, set(found.others)) == ((), {draft, unlike})
    assert sent.state in (PositionState.RELAYED, PositionState.ANSWERED)


def test_the_page_says_why_and_leads_to_what_was_sent(carried, sign_in, browse):
    sent, draft, unlike = carried
    one = issue()
    sign_in(factories.user())
    page = parser.document_fromstring(browse(f"/issues/{one.id}"))
    grouping = page.xpath("//section[@aria-labelledby='grouping']")[0]
    text = " ".join(grouping.text_content().split())
    assert "shares: " in text
    assert "sent: take it up again to add to it" in text
    assert grouping.xpath(f".//a[contains(@href, '/positions/{sent.id}')]")
    buttons = [one.get("value") for one in grouping.xpath(".//input[@name='position']")]
    assert (str(draft.id) in buttons, str(sent.id) in buttons) == (True, False)
    assert grouping.xpath(".//select[@name='position']/option/@value") == [str(unlike.id)]


def test_another_open_position_is_chosen_from_the_list(carried, sign_in, post):
    unlike, one = carried[2], issue()
    sign_in(factories.user())
    assert post(f"/issues/{one.id}", f"/issues/{one.id}/group", {"position": str(unlike.id)}).status_code == 303
    assert [link.issue_id for link in unlike.links] == [one.id]


def test_what_an_author_took_back_is_nobodys_example_and_the_same_sector_comes_first():
    one = issue()
    same, back = issue(), issue(state=IssueState.WITHDRAWN)
    elsewhere = issue()
    elsewhere.sectors = [factories.sector("VELO")]
    factories.db.session.flush()
    found = [near.record.id for near in similar_issues(factories.actor(), one)]
    assert found == [same.id, elsewhere.id]
    assert back.id not in found
