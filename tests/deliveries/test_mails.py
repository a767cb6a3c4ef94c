from tests import mails


def test_the_test_message_reads_as_agreed():
    mails.check("trial", {})
