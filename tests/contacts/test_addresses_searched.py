"""The list of people when an address is searched: whose it is stands first, on every page and in both directions."""

from cara_crm.contacts import queries
from tests import factories as f


def test_whose_address_it_is_stands_first_and_pages_go_on(db):
    house, mails = f.member("Zed"), [f"c{n}@zed{n}.example" for n in (1, 10, *range(100, 160))]
    for n, mail in enumerate(mails):
        made = f.contact(house, last_name=f"Abel {900 - n}", email=mail)
        made.folded = f"camille abel {900 - n} {mail.replace('@', ' ').replace('.', ' ')}"
    db.session.flush()
    first = queries.page_of(f.actor(), "C1@zed1.example", None)
    then = queries.page_of(f.actor(), "C1@zed1.example", first.next)
    assert first.items[0].email == "c1@zed1.example"
    assert first.items[1].email == "c159@zed159.example"
    assert {one.email for one in [*first.items, *then.items]} == set(mails)
    assert queries.page_of(f.actor(), "C1@zed1.example", then.previous).items == first.items
    begun = queries.page_of(f.actor(), "c10@zed", None)
    assert begun.items[0].email == "c10@zed10.example"
