"""What is told outside the team of a relay: nobody can work out what fewer than k groups did with it."""

from hypothesis import given
from hypothesis import strategies as st

from cara_crm.confidentiality.suppression import TOTAL, suppress
from cara_crm.confidentiality.suppression.tables import Table
from cara_crm.relays.queries import Ledger, Told, told_together

K = 3
people = st.lists(st.tuples(st.integers(1, 6), st.booleans(), st.booleans(), st.booleans()), max_size=12)


def ledger(rows: list[tuple[int, bool, bool, bool]]) -> Ledger:
    """Of people with their group, and whether each got the mail, read it and is interested."""
    groups = [len({row[0] for row in rows if row[at] is so}) for at in (1, 2, 3) for so in (True, False)]
    sent, acknowledged, interested = (sum(row[at] for row in rows) for at in (1, 2, 3))
    whole = len({row[0] for row in rows})
    return Ledger(0, sent, 0, len(rows) - sent, 0, acknowledged, interested, whole, *groups)


@given(people)
def test_the_same_is_withheld_as_in_a_table_of_a_report(rows):
    """The general functions would withhold exactly these: of two parts and their whole."""
    of, told = ledger(rows), ledger(rows).for_outsiders(K)
    parts = (
        (of.sent, of.groups_sent, of.groups_unsent, told.sent),
        (of.acknowledged, of.groups_acknowledged, of.groups_unacknowledged, told.acknowledged),
        (of.interested, of.groups_interested, of.groups_uninterested, told.interested),
    )
    for count, groups, left_over, shown in parts:
        places = (("yes", TOTAL), ("no", TOTAL), (TOTAL, TOTAL))
        values = dict(zip(places, (count, of.targeted - count, of.targeted), strict=True))
        contributors = dict(zip(places, (groups, left_over, of.groups), strict=True))
        table = Table("t", ("yes", "no"), (), values, contributors, dict.fromkeys(places, of.groups))
        (safe,) = suppress([table], K)
        if of.groups:
            assert shown == safe.value("yes", TOTAL)
            assert told.targeted == (of.targeted if of.groups >= K else None)


def test_addressees_of_a_federation_are_nobodys_group():
    assert Ledger(sent=2, acknowledged=1).for_outsiders(K) == Told(2, 2, 0, 1, 0)


def test_of_several_answers_the_same_few_are_not_added_up():
    """Two groups that read three answers each are not six."""
    two = Ledger(sent=6, groups=6, groups_sent=6, acknowledged=2, groups_acknowledged=2, groups_unacknowledged=4)
    assert told_together([two, two, two], K).acknowledged is None
