"""What lies with members: e-mails that wait to be filed, and documents."""

from functools import partial
from typing import Any

from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.correspondence import services as correspondence
from cara_crm.correspondence.origin import Original
from cara_crm.demonstration.stage import Stage
from cara_crm.demonstration.voices import author_of
from cara_crm.documents import services as documents
from cara_crm.documents.models import DocumentKind
from cara_crm.files.intake import Checked
from cara_crm.interactions.models import MailDirection
from cara_crm.mailbox.people import Person
from cara_crm.members.models import Member, MemberStatus

JOINED_BEFORE, APART = 350, 3  # days


def plan(stage: Stage, mails: list[dict[str, Any]], papers: list[dict[str, Any]]) -> None:
    """Write them into the diary."""
    for mail in mails:
        stage.diary.on(mail["days"], partial(_receive, stage, mail))
    for told in papers:
        for code, members in stage.cast.members.items():
            having = [one for one in members if one.status is MemberStatus.ACTIVE][:: told["every"]]
            for n, member in enumerate(having):
                stage.diary.on(max(1, JOINED_BEFORE - APART * n), partial(_keep, stage, code, member, told))


def _receive(stage: Stage, mail: dict[str, Any]) -> None:
    """A mail to the manager; a `stranger` of the same house is nobody's contact, so that the draft asks."""
    member = stage.cast.members[mail["sector"]][mail["place"]]
    author, stranger = author_of(member), mail.get("stranger")
    address = author.email or ""
    if stranger:
        person = Person(f"{stranger.lower()}@{address.partition('@')[2]}", stranger)
    else:
        person = Person(address, author.name)
    original = Original(
        direction=MailDirection(mail["direction"]),
        sent_at=clock.now(),
        subject=mail["subject"],
        text=mail["text"],
        people=(person,),
        pieces=(),
    )
    received = correspondence.Received(
        user_id=stage.cast.users["manager"].id,
        key=f"demonstration-{mail['sector']}-{mail['place']}",
        original=original,
        came_from="",
        is_cut=False,
        member_id=None if stranger else member.id,
        files=[Checked(mail["file"], "text/plain", mail["content"].encode("utf-8-sig"))] if "file" in mail else [],
    )
    correspondence.receive(received, by=Actor.system("worker"))


def _keep(stage: Stage, code: str, member: Member, told: dict[str, Any]) -> None:
    content = f"{told['title']}\n{member.name}\n\nDocument inventé pour la démonstration.\n".encode("utf-8-sig")
    about = documents.About(title=told["title"], kind=DocumentKind(told["kind"]), dated_on=clock.today())
    checked = Checked(f"{told['title']}.txt", "text/plain", content)
    documents.add(checked, about, to=member, by=stage.handler(code))
