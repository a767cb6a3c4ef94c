"""Drafts from mail in the browser: checked, completed, kept or discarded; the address on the account's page."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from cara_crm.contacts.models import Contact
from cara_crm.core.permissions import Role
from cara_crm.correspondence.models import DraftState, MailDraft
from cara_crm.deliveries.views.health import look_again
from cara_crm.documents.models import Document
from cara_crm.interactions.models import Interaction, InteractionKind, MailDirection
from cara_crm.issues.models import Channel, Issue
from cara_crm.jobs import processes
from cara_crm.mailbox.models import MailboxState
from tests import factories
from tests.files.pdf import PLAN
from tests.letters import BOX, mail


@pytest.fixture
def manager(sign_in, owner):
    return sign_in(owner)


@pytest.fixture
def keep(manager, post):
    """keep(draft, …) as the page offers it: with the values that stand in it."""

    def _keep(draft, member=None, **values):
        page = f"/mail-drafts/{draft.id}?member_id={member.id}" if member else f"/mail-drafts/{draft.id}"
        html = manager.get(page).get_data(as_text=True)
        action = re.search(r'action="(/mail-drafts/\d+/keep[^"]*)"', html)[1]
        day = re.search(r'name="happened_on"[^>]*value="([^"]+)"', html)[1]
        chosen = re.search(r'<option selected value="(\d+)"[^>]*>[^<]*Claire', html)
        data = {
            "direction": (draft.direction or MailDirection.RECEIVED).value,
            "happened_on": day,
            "contact_id": chosen[1] if chosen else "0",
            "minutes": "Objet\n\nTexte",
            "agreement": "ask",
            "file_ids": [one.id for one in draft.files],
            "issues-0-kind": "problem",
            "issues-0-urgency": "normal",
        }
        return post(page, action, data | values)

    return _keep


def with_pdf(message):
    message.add_attachment(PLAN, maintype="application", subtype="pdf", filename="plan.pdf")
    return message


def test_the_account_page_shows_an_address_renews_and_closes_it(manager, owner, box, post, browse):
    assert "Open an address for my e-mails" in browse("/account")
    post("/account", "/account/journal")
    first = re.search(r'id="journal-address" readonly value="([^"]+)"', browse("/account"))[1]
    assert re.fullmatch(r"crm\+journal-[0-9a-f]{20}@cluster\.example", first)
    post("/account", "/account/journal")
    assert first not in browse("/account")
    post("/account", "/account/journal/close")
    assert "journal-address" not in browse("/account")


def test_without_a_mailbox_or_the_right_no_address_is_offered(sign_in, manager, browse, box, app, monkeypatch):
    monkeypatch.setitem(app.config, "MAILBOX_ADDRESS", "")
    assert "/account/journal" not in browse("/account")
    monkeypatch.setitem(app.config, "MAILBOX_ADDRESS", BOX)
    sign_in(factories.user(Role.ADMINISTRATOR))
    assert "/account/journal" not in browse("/account")


def test_a_draft_waits_on_today_and_in_the_list(manager, copied, forge, browse):
    draft = copied()
    for page in ("/today", "/mail-drafts"):
        html = browse(page)
        assert f"/mail-drafts/{draft.id}" in html
        assert "Forge Fictive" in html


def test_the_page_of_the_member_says_that_mails_wait_to_their_owner_alone(manager, sign_in, copied, forge, browse):
    copied()
    assert "1 e-mail with it waits" in browse(f"/members/{forge.id}")
    sign_in(factories.user())
    assert "waits to be filed" not in browse(f"/members/{forge.id}")


def test_whoever_is_known_elsewhere_took_part_and_is_not_entered_again(manager, copied, forge, browse, keep, db):
    factories.contact(of=factories.federation(), email="ana@fif.example")
    draft = copied(to="claire@forge.example, Ana <ana@fif.example>")
    assert 'name="new_people"' not in browse(f"/mail-drafts/{draft.id}")
    keep(draft)
    talk = db.session.scalars(sa.select(Interaction)).one()
    assert {one.email for one in talk.contacts} == {"claire@forge.example", "ana@fif.example"}


def test_an_empty_list_says_how_to_fill_it(manager, browse):
    assert "No e-mail waits" in browse("/mail-drafts")


def test_it_is_kept_as_a_conversation_with_what_the_mail_says(manager, copied, forge, browse, keep, db):
    draft = copied(date="Mon, 16 Nov 2026 10:12:00 +0100")
    assert "voici où nous en sommes" in browse(f"/mail-drafts/{draft.id}")
    answer = keep(draft)
    talk = db.session.scalars(sa.select(Interaction)).one()
    assert answer.location == f"/interactions/{talk.id}"
    assert (talk.kind, talk.direction) == (InteractionKind.EMAIL, MailDirection.SENT)
    assert talk.happened_at.isoformat() == "2026-11-16T09:12:00+00:00"
    assert ([one.name for one in talk.members], [one.name for one in talk.contacts]) == (
        ["Forge Fictive"],
        ["Claire Martin"],
    )
    assert "Sent" in browse(answer.location)


def test_what_was_settled_leads_on_and_keeps_no_words(manager, copied, forge, keep, post, db):
    draft = copied()
    first = keep(draft).location
    db.session.expire_all()
    assert (draft.state, draft.text, draft.people) == (DraftState.KEPT, "", [])
    assert manager.get(f"/mail-drafts/{draft.id}").location == first
    assert post("/mail-drafts?x", f"/mail-drafts/{draft.id}/keep?member_id={forge.id}").location == first
    assert db.session.query(Interaction).count() == 1


def test_its_files_become_documents_of_the_conversation_those_that_are_ticked(
    manager, box, address, forge, keep, browse, db
):
    message = with_pdf(mail(delivered_to=address))
    message.add_attachment("autre", filename="autre.txt")
    box.post(message)
    draft = box.read()[0]
    keep(draft, file_ids=[draft.files[0].id])
    assert [one.title for one in db.session.scalars(sa.select(Document))] == ["plan.pdf"]
    assert "plan.pdf" in browse(f"/members/{forge.id}")


def test_the_files_of_a_draft_are_its_owners(manager, sign_in, box, address, forge):
    box.post(with_pdf(mail(delivered_to=address)))
    draft = box.read()[0]
    url = f"/mail-drafts/{draft.id}/files/{draft.files[0].id}"
    answer = manager.get(url)
    assert (answer.status_code, answer.headers["Content-Disposition"]) == (200, "attachment; filename=plan.pdf")
    sign_in(factories.user())
    assert manager.get(url).status_code == 404


def test_nobody_else_opens_keeps_or_discards_it(manager, sign_in, copied, forge, post):
    draft = copied()
    other = sign_in(factories.user())
    assert other.get(f"/mail-drafts/{draft.id}").status_code == 404
    assert [post("/account", f"/mail-drafts/{draft.id}/{what}").status_code for what in ("keep", "discard")] == [
        404
    ] * 2
    assert f"/mail-drafts/{draft.id}" not in other.get("/today").get_data(as_text=True)


def test_issues_and_a_follow_up_go_with_it(manager, copied, forge, keep, db):
    keep(copied(), **{"issues-0-title": "Essais trop longs", "follow_up": "Rappeler", "follow_up_on": "2030-01-02"})
    issue = db.session.scalars(sa.select(Issue)).one()
    assert (issue.title, issue.channel) == ("Essais trop longs", Channel.EMAIL)


def test_an_unknown_writer_asks_and_proposes_who_is_at_the_same_domain(manager, copied, forge, browse, keep, db):
    draft = copied(to="Ana Neuve <ana@forge.example>")
    html = browse(f"/mail-drafts/{draft.id}")
    assert "With which member?" in html
    assert f"member_id={forge.id}" in html
    keep(draft, forge, new_people=["ana@forge.example"])
    ana = db.session.scalars(sa.select(Contact).where(Contact.email == "ana@forge.example")).one()
    talk = db.session.scalars(sa.select(Interaction)).one()
    assert (ana.name, [one.member_id for one in ana.affiliations]) == ("Ana Neuve", [forge.id])
    assert [one.id for one in talk.contacts] == [ana.id]


def test_another_member_is_found_with_a_few_letters(manager, copied, forge, browse):
    factories.member("Rail Imaginaire", folded="rail imaginaire")
    draft = copied()
    assert "Rail Imaginaire" in browse(f"/mail-drafts/{draft.id}?member_id=0&q=imag")


def test_a_member_of_other_sectors_is_not_chosen(sign_in, box, client, forge):
    owner = factories.user(email="vera@cluster.example", sectors=[factories.sector("VELO")])
    box.post(mail(sender="vera@cluster.example", delivered_to=box.address_of(owner)))
    draft = box.read()[0]
    sign_in(owner)
    assert client.get(f"/mail-drafts/{draft.id}?member_id={forge.id}").status_code == 404
    assert "Forge Fictive" not in client.get(f"/mail-drafts/{draft.id}").get_data(as_text=True)


def test_one_that_was_merged_meanwhile_is_what_it_is_now(manager, copied, forge, keep, db):
    draft = copied(to="dg@ailleurs.example")
    now = factories.member("Forge Réunie")
    forge.merged_into_id = now.id
    db.session.commit()
    keep(draft, forge)
    assert db.session.scalars(sa.select(Interaction)).one().members == [now]


def test_a_refusal_stands_at_its_field_and_keeps_what_was_typed(manager, copied, forge, keep, db):
    answer = keep(copied(), **{"issues-0-title": "Essais", "contact_id": "0", "minutes": "Gardé tel quel"})
    assert answer.status_code == 422
    assert "Gardé tel quel" in answer.get_data(as_text=True)
    assert db.session.query(Interaction).count() == 0
    assert db.session.scalars(sa.select(MailDraft.state)).one() is DraftState.OPEN


def test_one_more_issue_loses_nothing(manager, copied, forge, keep):
    html = keep(copied(), more="yes").get_data(as_text=True)
    assert "issues-1-title" in html
    assert "Texte" in html


def test_it_is_discarded(manager, copied, forge, post, browse):
    draft = copied()
    assert post(f"/mail-drafts/{draft.id}", f"/mail-drafts/{draft.id}/discard").status_code == 303
    assert "No e-mail waits" in browse("/mail-drafts")
    assert manager.get(f"/mail-drafts/{draft.id}").location == "/mail-drafts"


def test_what_is_wrong_with_it_is_said(manager, copied, forge, browse):
    draft = copied(sender="jean@malice.example")
    assert "jean@malice.example, not from your address" in browse(f"/mail-drafts/{draft.id}")


def test_words_are_shown_as_words(manager, copied, browse):
    assert "&lt;script&gt;" in browse(f"/mail-drafts/{copied('<script>1</script>').id}")


def test_health_says_what_became_of_the_mail_and_what_is_wrong(sign_in, box, address, browse):
    box.post(mail(delivered_to=address), mail(to=BOX))
    box.read()
    sign_in(factories.user(Role.ADMINISTRATOR))
    assert "For nobody" in browse("/settings/health")
    box.folder.rename(box.folder.parent / "gone")
    box.read()
    html = browse("/settings/health")
    assert "cannot be read: the mailbox does not answer" in html
    assert str(box.folder) not in html


def test_a_mailbox_that_stays_shut_is_said_above_every_page_and_to_a_monitor(sign_in, box, address, client, db):
    sign_in(factories.user(Role.ADMINISTRATOR))
    box.folder.rename(box.folder.parent / "gone")
    box.read()
    shut = db.session.get_one(MailboxState, 1)
    shut.trouble_since = factories.clock.now() - timedelta(minutes=20)
    processes.beat("here/1/x")
    db.session.commit()
    look_again()
    assert "Mail that comes in cannot be read." in client.get("/account").get_data(as_text=True)
    assert client.get("/health").json == {"status": "degraded"}
    look_again()


def test_the_list_speaks_french(manager, copied, forge, browse, owner, db):
    copied()
    owner.language = "fr"
    html = browse("/mail-drafts")
    assert "Objet" in html
    assert "vus de vous seul" in html
