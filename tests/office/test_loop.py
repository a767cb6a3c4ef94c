"""The loop: members' words go up in a report that is really reviewed and sent, and the answer comes back to each."""

import re
from urllib.parse import urlsplit

import sqlalchemy as sa

from cara_crm.core.permissions import Role
from cara_crm.deliveries.models import Delivery
from cara_crm.extensions import db
from cara_crm.issues.models import IssueState
from cara_crm.reports.models import Answer
from tests import factories
from tests.reports import cast as reports


def voices():
    """Six workshops, each with a person and the same complaint in words of its own."""
    found = []
    for n in range(6):
        member = factories.member(f"Atelier {n} Fictif")
        person = factories.contact(member, last_name=f"Personne{n}")
        found.append(factories.issue(member, contact_id=person.id, title=f"Mots de l’atelier {n}"))
    return found


def link_in(kind: str) -> str:
    """The path of the link in the mail of this kind."""
    text = db.session.scalars(sa.select(Delivery.body_text).where(Delivery.kind == kind)).first()
    return urlsplit(re.search(r"https?://\S+", text)[0]).path


def test_words_go_up_and_the_answer_comes_back(client, sign_in, post, browse, request_context) -> None:
    issues = voices()
    report, _relay = reports.sent(reports.manager(), issues=issues)
    position = report.entries[0].position
    member = factories.user(Role.MEMBER, member_id=issues[0].member_id, contact_id=issues[0].contact_id)
    db.session.commit()

    read = link_in("report")
    opened = post(read, read).location
    page = browse(opened)
    assert "Atelier 0 Fictif" not in page
    assert "Mots de l’atelier" not in page
    data = {"outcome": "taken_up", "text_members": "Nous le portons en janvier.", "version": "0"}
    typed = {f"p{position.id}-{name}": value for name, value in data.items()} | {"give": "yes"}
    assert post(opened, f"{opened}/positions/{position.id}/answer", typed).status_code == 303

    sign_in(factories.user(Role.MANAGER))
    answer = db.session.scalars(sa.select(Answer)).one()
    passed = post(f"/answers/{answer.id}/pass-on", f"/answers/{answer.id}/pass-on")
    assert "For 6 people" in browse("/journal")
    assert 'class="chain"' in browse(passed.location)
    assert {issue.state for issue in issues} == {IssueState.ANSWERED}

    sign_in(member)
    html = browse(link_in("answer_passed_on")) + browse(f"/my/issues/{issues[0].id}")
    assert "Nous le portons en janvier." in html
    assert "Mots de l’atelier 0" in html
    assert "atelier 1" not in html.lower()
