"""What servers say when they refuse, as they say it in the dialogue. All people and servers are invented."""

import pytest

from cara_crm.mailbox.refusals import Fate, fate_of
from tests.mailbox import refused

TO = "<quota.spam@forge.example>"


@pytest.mark.parametrize(
    "said",
    [
        f"550 5.1.1 {TO}: Recipient address rejected: User unknown in virtual mailbox table",
        "550 5.5.0 Boite du destinataire archivee. Archived recipient OFR_416 [416]",
        "554 30 Sorry, your message cannot be delivered. This mailbox is disabled (554.30).",
        f"550 Ana Fictive ({TO}) not listed in Domino Directory",
        f"550 5.7.1 {TO}... No such user",
        "554 delivery error: dd This user doesn't have a mail.example account",
        "550 5.2.1 The e-mail account that you tried to reach is disabled",
        f"550 {TO} unknown user",
        "550 Requested action not taken: mailbox unavailable",
    ],
)
def test_nobody_is_there(said):
    assert fate_of(said) is Fate.GONE


@pytest.mark.parametrize(
    "said",
    [
        "552 5.2.2 mailbox full",
        "554 5.2.2 mailbox full",
        "552 Requested mail action aborted: over quota",
        "451 4.7.1 Greylisted",
        "450 busy",
        "450 Requested mail action not taken: mailbox unavailable",
    ],
)
def test_it_is_for_the_moment(said):
    assert fate_of(said) is Fate.LATER


@pytest.mark.parametrize(
    "said",
    [
        "554 5.7.1 Service unavailable; Client host [192.0.2.7] blocked using zen.spamhaus.org",
        f"554 5.7.1 {TO}: Relay access denied",
        f"550 5.1.1 {TO}: Relay access denied",
        "550 relay not permitted",
        "550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain",
        "530 5.7.0 Must issue a STARTTLS command first",
        "530 5.7.57 Client was not authenticated to send anonymous mail",
        "553 5.7.1 <crm+report-7@cluster.example>: Sender address rejected: not owned by user crm",
        "550-5.7.26 This mail is unauthenticated",
        "550 5.1.8 Access denied, bad outbound sender",
    ],
)
def test_it_is_ours_to_mend(said):
    assert fate_of(said) is Fate.BARRED


@pytest.mark.parametrize(
    "said",
    [
        "552 5.3.4 Message size exceeds fixed limit",
        "554 5.7.1 Message refused as spam",
        "550 5.7.1 Recipient address rejected: Access denied",
        f"550 {TO} rejected",
        "554 transaction failed",
    ],
)
def test_it_is_of_this_mail(said):
    assert fate_of(said) is Fate.REFUSED


FATES = {
    Fate.GONE: refused.GONE,
    Fate.LATER: refused.LATER,
    Fate.BARRED: refused.BARRED,
    Fate.REFUSED: refused.REFUSED,
}


@pytest.mark.parametrize(("said", "fate"), [(said, fate) for fate, several in FATES.items() for said in several])
def test_a_providers_words_have_the_fate_that_a_postmaster_gives_them(said, fate):
    assert fate_of(said) is fate


@pytest.mark.parametrize("said", [one for one in refused.LATER + refused.BARRED if not one.startswith("4")])
def test_no_address_is_given_up_for_what_the_code_alone_would_say(said):
    """As a report has it (RFC 3464): a status of its own stands before what the server said."""
    assert fate_of(f"5.1.1 {said}") is fate_of(said)


def test_words_without_code_or_meaning_say_nothing():
    assert fate_of("Nous avons changé de serveur.") is None
