"""Nothing leads to an erased person in any table; what was counted stays counted."""

import json
from datetime import timedelta

import pytest
import sqlalchemy as sa

from cara_crm.accounts.models import UserSession
from cara_crm.accounts.services import LastAdministrator, NotOneself
from cara_crm.audit import services as audit
from cara_crm.contacts import services as contacts
from cara_crm.contacts.models import Contact
from cara_crm.contacts.queries import contact_for
from cara_crm.core import clock
from cara_crm.core.errors import NotVisible
from cara_crm.core.permissions import Role
from cara_crm.deliveries import services as deliveries
from cara_crm.deliveries.models import Delivery, DeliveryStatus
from cara_crm.extensions import db
from cara_crm.files.services import store
from cara_crm.imports import services as imports
from cara_crm.imports.models import ImportedMember, ImportState, MemberImport
from cara_crm.interactions.models import Interaction
from cara_crm.issues.models import Agreement, Issue, IssueMessage, IssueNote, IssueState, IssueVersion
from cara_crm.lists.models import SavedView
from cara_crm.members.imports import Decisions
from cara_crm.members.spreadsheet import Options
from cara_crm.merging.models import MergeKind, Pair
from cara_crm.merging.services import merge_contacts
from cara_crm.relays.models import Recipient
from cara_crm.relays.services import send_relay
from cara_crm.rights import services
from cara_crm.tasks.models import Task
from tests import factories
from tests.relays import cast

NAME, MAIL, PHONE = "Zylbermann", "jeanne.zylbermann@forge.example", "+33 6 12 34 56 78"
WHOLE = f"Jeanne {NAME}"
FUNCTION = "Fée des étincelles"
TRACES = ("zylbermann", "jeanne", "612345678", "06 12 34 56 78", "6 12 34 56 78", "étincelles", "etincelles")


@pytest.fixture
def by():
    return factories.actor(Role.ADMINISTRATOR)


@pytest.fixture
def forge():
    return factories.member("Forge Fictive")


@pytest.fixture
def jeanne(forge, request_context) -> Contact:
    data = contacts.ContactData(NAME, "Jeanne", MAIL, "06 12 34 56 78")
    made = contacts.create_contact(data, by=factories.actor())
    contacts.add_affiliation(
        made, member_id=forge.id, function=f"{FUNCTION} de {NAME}", from_on=factories.LONG_AGO, by=factories.actor()
    )
    db.session.flush()
    return made


def everything() -> dict[str, str]:
    """Every text and JSON value of every table, by column, as one string in small letters."""
    found = {}
    for table in db.metadata.tables.values():
        for column in table.columns:
            if isinstance(column.type, sa.Text | sa.JSON | sa.LargeBinary):
                values = db.session.scalars(sa.select(column)).all()
                texts = [v.decode("utf-8", "replace") if isinstance(v, bytes) else v for v in values]
                found[f"{table.name}.{column.name}"] = json.dumps(texts, ensure_ascii=False, default=str).lower()
    return found


def traces() -> dict[str, str]:
    return {name: text for name, text in everything().items() if any(trace in text for trace in TRACES)}


def spread(jeanne: Contact, forge) -> None:
    """The person's words in as many tables as a year of work writes them to."""
    account = factories.user(Role.MEMBER, member_id=forge.id, contact_id=jeanne.id, name=WHOLE, email=MAIL)
    manager = factories.user(name="Paul Gestionnaire")
    actor = factories.Actor(user_id=account.id, role=Role.MEMBER, name=WHOLE, contact_id=jeanne.id)
    audit.record("user.renamed", account, by=actor, before=WHOLE, after=WHOLE)
    factories.add(UserSession(user=account, token_hash="x" * 64, expires_at=clock.now() + timedelta(days=1)))
    factories.add(SavedView(user_id=account.id, place="contacts", name=f"Chez {NAME}", query=f"q={NAME}"))
    said = factories.issue(forge, contact=jeanne, what_happens=f"Appelez {WHOLE} au 06 12 34 56 78.")
    said.folded = f"appelez jeanne {NAME.lower()} 0612345678"
    factories.issue(forge, contact=jeanne, state=IssueState.DRAFT, title=f"Brouillon de {NAME}")
    factories.add(IssueMessage(issue=said, is_from_member=True, author_id=account.id, author_label=WHOLE, text="Oui."))
    factories.add(IssueNote(issue=said, author_label="Paul", text=f"Vu avec Mme {NAME}, {MAIL.upper()}"))
    factories.add(IssueVersion(issue=said, number=1, words={"title": f"Mot de {WHOLE}"}, author_label=WHOLE))
    talk = Interaction(minutes=f"{NAME} absente, rappeler {WHOLE}", members=[forge], contacts=[jeanne])
    factories.add(talk)
    factories.add(Task(title=f"Rappeler {WHOLE}", names={"who": WHOLE}, assignee_id=manager.id))
    factories.add(Pair(kind=MergeKind.CONTACT, left_id=jeanne.id, right_id=jeanne.id + 1, alike=90))
    rows = f"Nom;Prénom;Mail\n{NAME};Jeanne;{MAIL}\n".encode()
    listed = MemberImport(file=store("liste.csv", "text/csv", rows), state=ImportState.CHECKED)
    listed.result = {"warnings": [f"{WHOLE} : {MAIL}", f"The register has {FUNCTION} for {WHOLE}: it was kept."]}
    factories.add(listed)
    changes = {"contact": [{"last_name": NAME, "first_name": ""}]}
    factories.add(ImportedMember(import_id=listed.id, member_id=forge.id, is_new=False, changes=changes))
    forge.email, forge.description = MAIL, f"Écrire à {MAIL}"
    db.session.flush()
    spread_function(jeanne, forge)


def spread_function(jeanne: Contact, forge) -> None:
    """What the person does there, as ledgers of relays and of imports keep it."""
    relay = cast.draft(factories.actor(), audience={"plus_contacts": [jeanne.id]})
    send_relay(relay, by=factories.actor())
    [told] = relay.recipients
    assert told.reason == f"{FUNCTION} de {NAME}, Forge Fictive"
    told.matched = {"functions": ["étincelles"], "departments": [["Rhône", "Rhône"]]}
    [held] = jeanne.affiliations
    listed = factories.add(MemberImport(file=store("autre.csv", "text/csv", b"Nom\n"), state=ImportState.DONE))
    was = [
        ["affiliation", held.id, {"function": [FUNCTION, "Soudeuse aux étincelles"]}],
        ["affiliation", held.id + 1, {"function": ["", "Gérance"]}],
    ]
    changes = {"was": was, "rows": {"affiliation": [held.id]}}
    factories.add(ImportedMember(import_id=listed.id, member_id=forge.id, is_new=False, changes=changes))
    db.session.flush()


def mail_to(jeanne: Contact, status: DeliveryStatus = DeliveryStatus.QUEUED) -> Delivery:
    sent_at = clock.now() if status is DeliveryStatus.SENT else None
    return factories.add(
        Delivery(
            kind="relays/information",
            dedupe_key=f"to {jeanne.id} {status}",
            status=status,
            contact_id=jeanne.id,
            recipient=MAIL,
            recipient_name=WHOLE,
            subject="Une information",
            body_text=f"Bonjour {WHOLE}",
            message_id=f"<{status}@cluster.example>",
            sent_at=sent_at,
        )
    )


def test_nothing_leads_to_the_person_in_any_table(jeanne, forge, by):
    spread(jeanne, forge)
    mail_to(jeanne, DeliveryStatus.SENT)
    assert len(traces()) > 15
    services.erase(jeanne, by=by)
    db.session.flush()
    assert traces() == {}


def test_why_a_relay_was_for_it_is_its_organisation_and_what_others_did_stays(jeanne, forge, by):
    spread_function(jeanne, forge)
    services.erase(jeanne, by=by)
    [told] = db.session.scalars(sa.select(Recipient))
    assert (told.member_id, told.reason, told.matched) == (
        forge.id, "Forge Fictive", {"departments": [["Rhône", "Rhône"]]}
    )  # fmt: skip
    [listed] = db.session.scalars(sa.select(ImportedMember))
    assert [entry[2] for entry in listed.changes["was"]] == [{"function": ["", "Gérance"]}]


def test_what_was_counted_stays_with_its_organisation(jeanne, forge, by):
    issue = factories.issue(forge, contact=jeanne)
    talk = factories.add(Interaction(members=[forge], contacts=[jeanne]))
    services.erase(jeanne, by=by)
    assert (issue.member_id, issue.contact_id) == (forge.id, jeanne.id)  # no colleague reads what was not shared
    assert [one.id for one in talk.contacts] == [jeanne.id]
    assert jeanne.name == "—"
    with pytest.raises(NotVisible):
        contact_for(by, jeanne.id)


def test_a_frozen_report_and_other_people_stay_as_they_are(jeanne, forge, by):
    twin = factories.contact(forge, first_name="Paul", last_name=NAME, email="paul@forge.example")
    talk = factories.add(Interaction(minutes=f"Paul {NAME} et {WHOLE}", members=[forge]))
    services.erase(jeanne, by=by)
    assert (twin.last_name, talk.minutes) == (NAME, f"Paul {NAME} et —")


def test_what_waits_is_not_sent_and_what_is_being_sent_is_waited_for(jeanne, by):
    sending = mail_to(jeanne, DeliveryStatus.SENDING)
    with pytest.raises(services.InFlight, match="at this moment"):
        services.erase(jeanne, by=by)
    sending.status = DeliveryStatus.QUEUED
    services.erase(jeanne, by=by)
    assert (sending.status, sending.suppressed_reason) == (DeliveryStatus.SUPPRESSED, "objected")


def test_an_agreement_that_waits_comes_first(jeanne, forge, by):
    factories.issue(forge, contact=jeanne, agreement=Agreement.ASKED, agreement_contact=jeanne)
    with pytest.raises(services.InFlight, match="who takes over"):
        services.erase(jeanne, by=by)


def test_the_last_administrator_is_not_erased(jeanne, by):
    account = factories.user(Role.ADMINISTRATOR, contact_id=jeanne.id)
    db.session.execute(sa.update(type(account)).where(type(account).id == by.user_id).values(role=Role.MANAGER))
    with pytest.raises(LastAdministrator):
        services.erase(jeanne, by=by)
    with pytest.raises(NotOneself):
        services.erase(jeanne, by=factories.Actor(user_id=account.id, role=Role.ADMINISTRATOR))


def test_those_that_were_merged_into_it_go_with_it(jeanne, forge, by):
    other = factories.contact(forge, first_name="J.", last_name=NAME, email="jz@forge.example")
    merge_contacts(jeanne, other, choices={}, versions=(jeanne.version, other.version), by=factories.actor())
    services.erase(jeanne, by=by)
    assert (other.last_name, other.email) == ("—", None)
    assert deliveries.objected(["jz@forge.example", MAIL]) == {"jz@forge.example", MAIL}


def test_the_address_does_not_come_back_by_hand_until_it_is_allowed(jeanne, by):
    services.erase(jeanne, by=by)
    data = contacts.ContactData(NAME, email=MAIL)
    with pytest.raises(contacts.EmailForgotten):
        contacts.create_contact(data, by=by)
    assert deliveries.lift(MAIL, by=by)
    assert contacts.create_contact(data, by=by).email == MAIL


def test_an_address_is_known_in_capitals_too(app):
    deliveries.object_to(MAIL)
    assert deliveries.objected([MAIL.upper(), "paul@forge.example"]) == {MAIL.upper()}


def test_a_list_says_who_is_left_out_and_why(jeanne, by):
    services.erase(jeanne, by=by)
    text = f"Société;Contact;E-mail\nAtelier Neuf;Jeanne {NAME};{MAIL}\n".encode()
    plan = imports.check(text, options=Options(), source="tableur", decisions=Decisions(), by=by)
    assert [extra for extra in plan.extras if extra.kind == "contact"] == []
    assert "asked to be forgotten" in str([one.reason for one in plan.warnings])


def test_unsent_audiences_and_drafts_forget_it(jeanne, forge, by):
    draft = factories.issue(forge, contact=jeanne, state=IssueState.DRAFT)
    relay = cast.draft(by, audience={"plus_contacts": [jeanne.id, 999]})
    services.erase(jeanne, by=by)
    assert relay.audience == {"plus_contacts": [999]}
    assert db.session.scalar(sa.select(sa.func.count(Issue.id)).where(Issue.id == draft.id)) == 0


def test_a_name_that_is_a_word_of_the_language_stays_where_it_stands_alone(forge, by):
    petit = factories.contact(forge, first_name="Luc", last_name="Petit", email="luc@forge.example")
    said = factories.issue(forge, what_happens="Un petit atelier attend. Petit à petit, Luc Petit renonce.")
    services.erase(petit, by=by)
    assert said.what_happens == "Un petit atelier attend. Petit à petit, — renonce."
