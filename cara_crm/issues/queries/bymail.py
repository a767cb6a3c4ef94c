"""Mails to the issues address: where it is, who wrote, what waits for its author's word."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import aliased, contains_eager

from cara_crm.accounts.models import User
from cara_crm.accounts.queries import may_enter
from cara_crm.contacts.models import Affiliation, Contact
from cara_crm.core import clock
from cara_crm.extensions import db
from cara_crm.issues.models import Channel, Issue, IssueState
from cara_crm.members.models import Member

TAG = "issues"


def issues_address() -> str:
    """Where members write to: crm+issues@cluster.example; "" where no mailbox is read."""
    local, at, domain = str(current_app.config["MAILBOX_ADDRESS"]).partition("@")
    return f"{local}+{TAG}@{domain}" if at else ""


def is_for_issues(addresses: Collection[str]) -> bool:
    """Is one of these the issues address?"""
    return bool(issues_address()) and issues_address() in addresses


def function_of_writer(address: str) -> Affiliation | None:
    """For whom somebody with this address speaks: where its account is, else its newest function at a member.

    None for an address that nobody has who works at a member today. One that was merged is the person that it is now.
    """
    other, day = aliased(Contact), clock.today()
    meant = sa.select(sa.func.coalesce(other.merged_into_id, other.id)).where(other.email == address)
    account = sa.exists().where(
        User.contact_id == Affiliation.contact_id, User.member_id == Affiliation.member_id, may_enter()
    )
    query = (
        sa.select(Affiliation)
        .join(Affiliation.contact)
        .join(Member, Member.id == Affiliation.member_id)
        .where(Contact.id.in_(meant), Contact.archived_on.is_(None), Member.archived_on.is_(None))
        .where(Affiliation.from_on <= day, sa.or_(Affiliation.until_on.is_(None), Affiliation.until_on >= day))
        .order_by(account.desc(), Affiliation.from_on.desc(), Affiliation.id.desc())
        .options(contains_eager(Affiliation.contact))
        .limit(1)
    )
    return db.session.scalar(query)


def draft_of_mail(key: str) -> Issue | None:
    """What this message became."""
    return db.session.scalar(sa.select(Issue).where(Issue.submission_key == key))


def forgotten_mails(before: datetime) -> list[Issue]:
    """Drafts made of mails that nobody has touched since."""
    old = sa.select(Issue).where(
        Issue.channel == Channel.EMAIL, Issue.state == IssueState.DRAFT, Issue.updated_at < before
    )
    return list(db.session.scalars(old.order_by(Issue.id).limit(500)))
