"""A mail to a manager's own address becomes a draft on the right member, once, and nothing else does."""

from datetime import timedelta
from email.message import EmailMessage

import pytest
import sqlalchemy as sa

from cara_crm.audit.models import AuditEvent
from cara_crm.core.permissions import Role
from cara_crm.correspondence import services
from cara_crm.correspondence.models import MailDraft
from cara_crm.files.models import StoredFile
from cara_crm.interactions.models import MailDirection
from cara_crm.mailbox import reading
from cara_crm.mailbox.queries import mailbox
from tests import factories
from tests.files.pdf import PLAN
from tests.letters import BOX, mail, settled

CLAIRE = "Claire Martin <claire@forge.example>"
FORWARDED = """Pour suite.

De : Claire Martin <claire@forge.example>
Envoyé : lundi 16 novembre 2026 10:12
À : Jean Ours <jean@cluster.example>
Objet : Certification

Bonjour, les essais attendent."""


def with_file(message: EmailMessage, content: bytes, name: str, kind: str = "application/octet-stream") -> EmailMessage:
    main, _, sub = kind.partition("/")
    message.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return message


def test_a_blind_copy_is_a_draft_on_the_member_to_whom_it_was_written(copied, owner, forge, box):
    draft = copied()
    assert (draft.user_id, draft.member_id, draft.direction) == (owner.id, forge.id, MailDirection.SENT)
    assert (draft.subject, draft.text) == ("Certification", "Bonjour,\nvoici où nous en sommes.")
    assert draft.people == [{"address": "claire@forge.example", "name": "Claire Martin"}]
    assert draft.came_from == ""
    assert len(settled(box.folder)) == 1


def test_a_forwarded_mail_is_the_one_that_it_holds(copied, address, forge):
    draft = copied(FORWARDED, to=address, delivered_to="", subject="TR: Certification")
    assert (draft.member_id, draft.direction, draft.subject) == (forge.id, MailDirection.RECEIVED, "Certification")
    assert draft.sent_at.isoformat() == "2026-11-16T09:12:00+00:00"
    assert "Pour suite." in draft.text


def test_one_that_is_forwarded_as_an_attachment_too(box, address, forge):
    outer = mail("Pour suite.", to=address, subject="Fwd: Essais")
    inner = mail("Les essais attendent.", sender=CLAIRE, to="jean@cluster.example", subject="Essais")
    outer.add_attachment(with_file(inner, PLAN, "plan.pdf"))
    box.post(outer)
    draft = box.read()[-1]
    assert (draft.member_id, draft.direction, draft.subject) == (forge.id, MailDirection.RECEIVED, "Essais")
    assert draft.text == "Pour suite.\n\nLes essais attendent."
    assert [one.file.name for one in draft.files] == ["plan.pdf"]


def test_people_of_two_members_are_nobodys_choice(copied, forge):
    factories.contact(factories.member("Autre Forge"), email="paul@autre.example")
    draft = copied(to=f"{CLAIRE}, paul@autre.example")
    assert draft.member_id is None
    assert draft.addresses == ["claire@forge.example", "paul@autre.example"]


def test_an_address_that_nobody_has_is_nobodys(copied, forge):
    assert copied(to="dg@forge.example").member_id is None


def test_who_left_is_no_more_of_that_member(copied, forge):
    forge.affiliations[0].until_on = factories.LONG_AGO
    assert copied().member_id is None


def test_a_member_of_other_sectors_is_not_told(box, forge):
    owner = factories.user(email="vera@cluster.example", sectors=[factories.sector("VELO")])
    box.post(mail(sender="vera@cluster.example", delivered_to=box.address_of(owner)))
    assert box.read()[0].member_id is None


def test_colleagues_are_not_correspondents(copied, forge):
    factories.user(email="vera@cluster.example")
    assert copied(to=f"{CLAIRE}, vera@cluster.example").addresses == ["claire@forge.example"]


def test_one_message_makes_one_draft_even_when_it_was_settled(copied, box, address, db):
    message = mail(delivered_to=address)
    box.post(message, message)
    services.discard(box.read()[0], by=factories.actor())
    box.post(message)
    assert len(box.read()) == 1
    assert len(settled(box.folder)) == 3


def test_two_managers_have_each_their_own(box, address, db):
    other = factories.user(email="vera@cluster.example")
    message = mail(delivered_to=address)
    message["X-Original-To"] = box.address_of(other)
    box.post(message)
    assert len({draft.user_id for draft in box.read()}) == 2


def test_one_from_elsewhere_is_marked_and_is_the_owners_alone(copied, owner):
    draft = copied(sender="Jean Ours <jean@malice.example>")
    assert (draft.user_id, draft.came_from) == (owner.id, "jean@malice.example")


def test_one_that_the_server_disputes_is_marked_although_it_says_the_owners_name(copied):
    draft = copied(authentication_results="mx.cluster.example; dmarc=fail header.from=cluster.example")
    assert draft.came_from == "jean@cluster.example"


@pytest.mark.parametrize(
    "headers",
    [
        {"auto_submitted": "auto-replied"},
        {"auto_submitted": "auto-generated; owner-email=x@y.example"},
        {"return_path": "<>"},
    ],
)
def test_what_a_machine_wrote_makes_no_draft(box, address, headers):
    box.post(mail(delivered_to=address, **headers))
    assert box.read() == []
    assert len(settled(box.folder, "crm-aside")) == 1


def test_a_renewed_address_leaves_the_old_one_to_nobody(box, owner, address):
    box.address_of(owner)
    box.post(mail(delivered_to=address))
    assert (box.read(), box.counts) == ([], {"nobody": 1})


def test_a_closed_address_and_an_owner_who_may_not_come_in_take_nothing(box, owner, address, db):
    owner.deactivated_at = factories.clock.now()
    box.post(mail(delivered_to=address))
    assert box.read() == []


def test_an_owner_who_no_longer_records_conversations_takes_nothing(box, owner, address):
    owner.role = Role.OBSERVER
    box.post(mail(delivered_to=address))
    assert box.read() == []


def test_mail_to_the_mailbox_itself_is_for_nobody(box, address):
    box.post(mail(to=BOX), mail(to=address.replace("-", "-0")))
    assert box.read() == []


def test_files_are_kept_by_what_they_are_and_the_others_named(box, address):
    message = with_file(mail(delivered_to=address), PLAN, "plan.exe")
    box.post(with_file(message, b"MZ\x90\x00" + b"\x00" * 60, "jeu.pdf"))
    draft = box.read()[0]
    assert [one.file.name for one in draft.files] == ["plan.exe.pdf"]
    assert draft.left_out == ["jeu.pdf"]


def test_a_mail_that_is_too_large_is_a_draft_without_words_that_says_so(box, address, monkeypatch, forge):
    monkeypatch.setattr(reading, "LARGEST", 500)
    box.post(with_file(mail("x" * 600, delivered_to=address), PLAN, "plan.pdf"))
    draft = box.read()[0]
    assert (draft.is_cut, draft.text, draft.files, draft.member_id) == (True, "", [], forge.id)


def test_one_that_cannot_be_read_does_not_hold_up_the_others(box, address):
    bomb = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(500))
    box.post(b"", b"\x00\xff" * 500, bomb, mail(delivered_to=address))
    assert len(box.read()) == 1
    assert len(settled(box.folder, "crm-aside")) == 3


def test_a_day_to_come_is_today(copied):
    assert copied(date="Mon, 01 Jan 2035 10:00:00 +0000").sent_at <= factories.clock.now()


def test_nothing_of_what_was_said_stands_in_the_log_of_acts_or_in_the_ledger(copied, db):
    copied("Motsecret", subject="Sujetsecret")
    acts = [(one.action, str(one.details)) for one in db.session.scalars(sa.select(AuditEvent))]
    assert ("mail_draft.received" in [action for action, _details in acts]) is True
    assert not [one for one in acts if "secret" in "".join(one)]


def test_a_worker_that_died_before_the_commit_did_nothing(box, address, db):
    """The message was opened, its draft written, and nothing committed: another worker does it anew."""
    box.post(mail(delivered_to=address))
    db.session.commit()

    class Killed(BaseException):
        """What no code catches."""

    def killed_at_the_second(done: int, total: int, seen: list[int] = []) -> None:  # noqa: B006
        seen.append(done)
        if len(seen) == 2:
            raise Killed
        db.session.commit()

    with pytest.raises(Killed):
        reading.read_mailbox(box.app.config["MAILBOX_URL"], killed_at_the_second)
    db.session.rollback()
    assert db.session.query(MailDraft).count() == 0
    assert len(box.read()) == 1


def test_a_worker_that_died_after_the_commit_is_followed_by_one_that_only_moves(box, address, db):
    name = box.post(mail(delivered_to=address))[0]
    box.read()
    (box.folder / ".crm-done" / "cur" / f"{name}:2,S").rename(box.folder / "new" / name)
    assert len(box.read()) == 1
    assert settled(box.folder) == [name]


def test_one_that_ended_three_workers_is_not_opened_again(box, address, db):
    box.post(mail(delivered_to=address))
    db.session.commit()

    class Killed(BaseException):
        """What no code catches."""

    def killed(_raw: bytes) -> None:
        raise Killed

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading.letters, "read", killed)
        for _try in range(3):
            with pytest.raises(Killed):
                reading.read_mailbox(box.app.config["MAILBOX_URL"], lambda _d, _t: db.session.commit())
            db.session.rollback()
    assert (box.read(), box.counts) == ([], {"unreadable": 1})


def test_a_mailbox_that_is_not_there_is_noted_and_read_when_it_is(box, address, tmp_path, db):
    box.folder.rename(tmp_path / "gone")
    box.read()
    state = mailbox().state
    assert state.trouble.value == "unreachable"
    (tmp_path / "gone").rename(box.folder)
    box.read()
    assert (state.trouble, state.read_at is not None) == (None, True)


def test_discarded_words_and_files_are_gone(box, address, db):
    box.post(with_file(mail(delivered_to=address), PLAN, "plan.pdf"))
    draft = box.read()[0]
    services.discard(draft, by=factories.actor())
    db.session.flush()
    assert (draft.text, draft.subject, draft.people, db.session.query(StoredFile).count()) == ("", "", [], 0)


def test_what_nobody_filed_for_half_a_year_is_discarded(copied, db):
    old, new = copied(), copied()
    old.arrived_at = factories.clock.now() - services.KEPT_FOR - timedelta(days=1)
    assert services.forget_old_drafts(by=factories.actor()) == 1
    assert (old.state.value, old.text, new.state.value) == ("discarded", "", "open")
