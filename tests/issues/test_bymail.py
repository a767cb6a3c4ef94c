"""A mail to the issues address is a draft that its author confirms; who writes in another name reaches nothing."""

import io
from datetime import timedelta

import pytest
import sqlalchemy as sa
from PIL import Image

from cara_crm import FEATURES
from cara_crm.audit.models import AuditEvent
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.permissions import Role
from cara_crm.deliveries.models import Delivery
from cara_crm.files.models import StoredFile
from cara_crm.issues.links import agreement_token, draft_token
from cara_crm.issues.models import Channel, Consent, Issue, IssueState
from cara_crm.issues.queries.inbox import Filters, inbox
from cara_crm.issues.services import bymail
from cara_crm.jobs import registry
from cara_crm.mailbox.reading import read_mailbox
from tests import factories
from tests.letters import BOX, deliver, mail, maildir, settled

registry.load(FEATURES)
ADDRESS = "crm+issues@cluster.example"
CLAIRE = "Claire Martin <claire@forge.example>"
WORDS = "Bonjour,\nl’acier met quatorze semaines."


def photo_with_a_place() -> bytes:
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (45.0, 30.0, 0.0)}
    made = io.BytesIO()
    Image.new("RGB", (40, 30)).save(made, "JPEG", exif=exif)
    return made.getvalue()


@pytest.fixture
def claire(db):
    return factories.contact(factories.member("Forge Fictive"), first_name="Claire", email="claire@forge.example")


@pytest.fixture
def post_mail(app, db, tmp_path, monkeypatch, request_context):
    """Messages into a Maildir, and the worker's turn; what became of them, and the drafts there are."""
    folder = maildir(tmp_path / "box")
    monkeypatch.setitem(app.config, "MAILBOX_URL", f"maildir:{folder}")
    monkeypatch.setitem(app.config, "MAILBOX_ADDRESS", BOX)

    def _post(*messages):
        for one in messages:
            deliver(folder, one)
        db.session.commit()
        counts = read_mailbox(app.config["MAILBOX_URL"], lambda _done, _total: db.session.commit())
        db.session.commit()
        return counts, list(db.session.scalars(sa.select(Issue).order_by(Issue.id)))

    _post.folder = folder
    return _post


def letter(text=WORDS, **values):
    return mail(text, **{"sender": CLAIRE, "to": ADDRESS, "subject": "RE: Acier"} | values)


@pytest.fixture
def draft(claire, post_mail):
    message = letter()
    message.add_attachment(photo_with_a_place(), maintype="image", subtype="jpeg", filename="stock.jpg")
    message.add_attachment(b"MZ\x90\x00", maintype="application", subtype="octet-stream", filename="prix.pdf")
    return post_mail(message)[1][0]


def page_of(issue) -> str:
    return f"/my/by-mail/{draft_token([issue.id], issue.contact_id)}"


def test_a_mail_of_a_known_person_is_its_draft(draft, claire, db):
    assert (draft.state, draft.channel, draft.contact_id) == (IssueState.DRAFT, Channel.EMAIL, claire.id)
    assert (draft.title, draft.what_happens) == ("Acier", WORDS)
    assert db.session.query(AuditEvent).filter_by(action="issue.draft_by_mail").count() == 1


def test_its_author_is_asked_at_the_address_that_we_know_without_the_words(draft, claire, db):
    asked = db.session.query(Delivery).one()
    assert (asked.kind, asked.recipient, asked.holds_token) == ("issue_by_mail", claire.email, True)
    assert "cier" not in asked.subject + asked.body_text + asked.body_html
    assert "/my/by-mail/" in asked.body_text


def test_files_are_looked_at_and_tell_no_place(draft, db):
    kept = draft.attachments[0].file
    assert [one.file.name for one in draft.attachments] == ["stock.jpg"]
    assert not Image.open(io.BytesIO(kept.content)).getexif()


def test_nobody_else_sees_it_before(draft, sign_in, client, db):
    manager = factories.actor()
    assert not list(db.session.scalars(inbox(manager, Filters())))
    sign_in(factories.user())
    assert client.get(f"/issues/{draft.id}").status_code == 404
    director = factories.user(Role.MEMBER, member_id=draft.member_id, is_member_director=True)
    assert sign_in(director).get(f"/my/issues/{draft.id}/draft").status_code == 404


def test_its_author_finds_it_among_its_drafts(draft, sign_in, browse):
    sign_in(factories.user(Role.MEMBER, member_id=draft.member_id, contact_id=draft.contact_id))
    assert "Acier" in browse("/my/issues")
    assert "came by mail" in browse(f"/my/issues/{draft.id}/draft")


def test_it_counts_once_it_is_confirmed_without_an_account(draft, browse, post, db):
    page, federation = page_of(draft), factories.federation()
    assert "quatorze" in browse(page)
    assert draft.state is IssueState.DRAFT
    chosen = {"answer": "send", "what_happens": "L’acier met quinze semaines.", "title": "Acier", "kind": "problem"}
    chosen |= {"urgency": "high", "keep": str(draft.attachments[0].id), f"consent_{federation.id}": "anonymous"}
    assert post(page, page, chosen).status_code == 303
    assert (draft.state, draft.what_happens) == (IssueState.SUBMITTED, "L’acier met quinze semaines.")
    assert len(draft.attachments) == 1
    assert "Thank you" in browse(page)
    assert post("/sign-in", page, chosen).status_code == 303
    assert len(draft.versions) == 1


def test_what_concerns_a_customer_goes_nowhere_and_a_file_may_stay_behind(draft, post, db):
    draft.sectors = [factories.sector()]
    federation = factories.federation()
    chosen = {"answer": "send", "what_happens": "Notre client refuse.", "kind": "problem", "urgency": "normal"}
    chosen |= {"concerns_third_party": "y", f"consent_{federation.id}": "anonymous"}
    post(page_of(draft), page_of(draft), chosen)
    assert (draft.state, draft.consent_for(federation.id)) == (IssueState.SUBMITTED, Consent.NONE)
    assert draft.attachments == []
    assert db.session.query(StoredFile).count() == 0


def test_without_words_it_is_not_sent_and_keeps_what_was_typed(draft, client, post):
    page = page_of(draft)
    answer = post(page, page, {"answer": "send", "what_happens": "", "title": "Acier lent", "kind": "problem"})
    assert answer.status_code == 422
    assert "Acier lent" in answer.text
    assert draft.state is IssueState.DRAFT


def test_it_is_thrown_away_with_its_files(draft, browse, post, db):
    page = page_of(draft)
    post(page, page, {"answer": "discard"})
    assert db.session.query(Issue).count() == db.session.query(StoredFile).count() == 0
    assert "thrown away" in browse(page)


def test_a_link_of_another_kind_or_person_opens_nothing(draft, client):
    other = factories.contact(factories.member("Autre Forge"))
    assert client.get(f"/my/by-mail/{agreement_token([draft.id], draft.contact_id)}").status_code == 404
    assert "quatorze" not in client.get(f"/my/by-mail/{draft_token([draft.id], other.id)}").text


@pytest.mark.parametrize(
    "headers",
    [
        {"auto_submitted": "auto-replied"},
        {"return_path": "<>"},
        {"list_id": "<presse.list.example>"},
        {"precedence": "bulk"},
        {"x_autoreply": "yes"},
    ],
)
def test_machines_and_lists_write_no_issues(claire, post_mail, db, headers):
    counts, drafts = post_mail(letter(**headers))
    assert (counts, drafts, db.session.query(Delivery).count()) == ({"automatic": 1}, [], 0)
    assert len(settled(post_mail.folder, "crm-aside")) == 1


def test_our_own_mail_that_comes_back_is_dropped(draft, post_mail, db):
    ours = db.session.query(Delivery).one()
    counts, drafts = post_mail(letter(message_id=ours.message_id))
    assert (counts, len(drafts)) == ({"automatic": 1}, 1)


@pytest.mark.parametrize(
    "sender", ["inconnu@ailleurs.example", "camille.partie@forge.example", "pfa@federation.example"]
)
def test_who_works_at_no_member_hears_nothing(claire, post_mail, db, sender):
    gone = factories.contact(claire.affiliations[0].member, email="camille.partie@forge.example")
    gone.affiliations[0].until_on = factories.LONG_AGO
    factories.contact(of=factories.federation(), email="pfa@federation.example")
    counts, drafts = post_mail(letter(sender=sender))
    assert (counts, drafts, db.session.query(Delivery).count()) == ({"nobody": 1}, [], 0)


def test_one_that_the_server_disputes_is_refused(claire, post_mail, db):
    counts, drafts = post_mail(letter(authentication_results="mx.cluster.example; dmarc=fail"))
    assert (counts, drafts, db.session.query(Delivery).count()) == ({"refused": 1}, [], 0)


def test_one_message_makes_one_draft(claire, post_mail, db):
    message = letter()
    counts, drafts = post_mail(message, message)
    assert (counts, len(drafts)) == ({"taken": 1, "repeated": 1}, 1)


def test_who_is_written_for_without_end_is_asked_five_times_a_day(claire, post_mail, db):
    counts, drafts = post_mail(*(letter() for _n in range(7)))
    assert (counts, len(drafts)) == ({"taken": 5, "refused": 2}, 5)


def test_with_an_account_it_is_of_the_member_of_the_account(claire, post_mail):
    first = claire.affiliations[0].member
    factories.user(Role.MEMBER, member_id=first.id, contact_id=claire.id)
    later = factories.member("Autre Forge")
    claire.affiliations.append(type(claire.affiliations[0])(member=later, from_on=clock.today()))
    assert post_mail(letter())[1][0].member_id == first.id


def test_a_person_that_was_merged_is_who_it_is_now(claire, post_mail):
    former = factories.contact(email="claire.martin@ancienne.example")
    former.merged_into_id, former.archived_on = claire.id, clock.today()
    _counts, drafts = post_mail(letter(sender="claire.martin@ancienne.example"))
    assert drafts[0].contact_id == claire.id


def test_what_nobody_confirms_is_gone_after_thirty_days(draft, db, request_context):
    by = Actor.system("clock")
    assert bymail.forget_unconfirmed(by=by) == 0
    past = clock.now() - timedelta(days=31)
    db.session.execute(sa.update(Issue).values(updated_at=past))
    db.session.expire_all()
    assert bymail.forget_unconfirmed(by=by) == 1
    assert db.session.query(StoredFile).count() == 0


def test_the_page_to_raise_an_issue_says_the_address(claire, app, monkeypatch, sign_in, browse):
    monkeypatch.setitem(app.config, "MAILBOX_ADDRESS", BOX)
    sign_in(factories.user(Role.MEMBER, member_id=claire.affiliations[0].member_id, contact_id=claire.id))
    assert ADDRESS in browse("/my/issues/new")
