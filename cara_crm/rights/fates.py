"""What becomes of each row and each text about a person when it is erased, decided once for every table.

The person's own row stays without a name: what was counted with it (who was told, who took part, who raised) stays
counted, and an issue whose author was not known would be open to all of its organisation.
"""

from enum import StrEnum


class Fate(StrEnum):
    """Of rows that refer to a contact or an account."""

    GOES = "goes"
    NAMELESS = "nameless"


G, N = Fate.GOES, Fate.NAMELESS
CONTACT_ROWS: dict[str, Fate] = {
    "affiliation.contact_id": N,
    "answer.contact_id": N,
    "contact.merged_into_id": N,
    "contact_choice.contact_id": G,
    "delivery.contact_id": N,
    "federation_request.contact_id": N,
    "interaction_contact.contact_id": N,
    "issue.agreement_contact_id": N,
    "issue.contact_id": N,
    "issue_helper.contact_id": N,
    "reading_link.contact_id": N,
    "recipient.contact_id": N,
    "relay_response.contact_id": N,
    "report.acknowledged_by_id": N,
    "report_question.contact_id": N,
    "user_account.contact_id": N,
    "workgroup_seat.contact_id": N,
}
ACCOUNT_ROWS_THAT_GO = (
    "calendar_feed.user_id",
    "journal_address.user_id",
    "kept_form.user_id",
    "mail_draft.user_id",
    "news_feed.user_id",
    "saved_view.user_id",
    "sign_in_token.user_id",
    "task_mail.user_id",
    "user_session.user_id",
)
"""Every other row of an account stays with the account, that has no name any more."""

FROZEN = {
    "report.document": "the report as the federation received it",
    "review.document": "what the reviewer approved",
}
"""Texts that stay as they are: {column: why}. Files (`stored_file.content`) are no texts: the page says so."""

SENTENCES = {"member_import.result"}
"""Lists of sentences about rows: one that names the person goes whole, with what else it says (a title, a phone)."""

COMPANIES = {"member", "member_name", "member_group", "site"}
"""Tables in which only an e-mail address can be a person's: a company's name and switchboard are its own."""

REFERENCE = {
    "alembic_version",
    "college",
    "department",
    "federation",
    "key_figure",
    "mandate",
    "milestone",
    "network",
    "objection",
    "priority",
    "programme",
    "region",
    "sector",
    "sector_population",
    "value_chain_role",
}
"""Tables of the house's own words, in which a family name is a town or an organisation."""
