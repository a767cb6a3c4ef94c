"""A list that says "paid" without a day: a paid fee whose day nobody told, wherever a payment is read."""

import csv
import io
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.permissions import Role
from cara_crm.files import services as files
from cara_crm.imports import services
from cara_crm.imports.models import MemberImport
from cara_crm.imports.services import undoing
from cara_crm.members.imports import Decisions
from cara_crm.members.imports.plan import Plan
from cara_crm.members.models import MemberStatus
from cara_crm.members.spreadsheet import Options, read_list
from cara_crm.memberships import queries as fees
from cara_crm.memberships import services as memberships
from cara_crm.memberships.models import Membership
from tests import factories
from tests.members.lists import A

pytestmark = pytest.mark.usefixtures("request_context")
BY = Actor.system("test")
YEAR = clock.today().year


def bring(text: str) -> tuple[MemberImport, Plan]:
    plan = services.check(text.encode(), options=Options(), source="tableur", decisions=Decisions(), by=BY)
    entry = services.receive("x.csv", text.encode(), source="tableur", status=MemberStatus.ACTIVE, by=BY)
    services.commit_import(entry, plan, by=BY)
    return entry, plan


def paid(db: Any) -> list[tuple[date | None, bool]]:
    db.session.expire_all()
    rows = db.session.execute(sa.select(Membership.paid_on, Membership.paid_undated).order_by(Membership.year))
    return [tuple(row) for row in rows]


@pytest.mark.parametrize(
    ("header", "cell", "told"),
    [
        ("Payé 2025", "oui", (None, True)), ("Payé 2025", "X", (None, True)), ("Payé 2025", "✓", (None, True)),
        ("Payé 2025", "O", (None, True)), ("Réglé 2025", "Réglée", (None, True)),
        ("Payé 2025", "mars 2025", (None, True)),
        ("À jour 2025", "oui", (None, True)), ("Cotisation réglée (O/N)", "o", (None, True)),
        ("Payment status", "Paid", (None, True)), ("Fee paid 2025", "yes", (None, True)),
        ("Encaissé", "600", (None, True)), ("Payé 2025", "jour inconnu", (None, True)),
        ("Payé 2025", "payé le 12/03/2025 (CB)", (date(2025, 3, 12), True)),
        ("Payé 2025", "chèque 12/03/25", (date(2025, 3, 12), True)),
    ],
)  # fmt: skip
def test_what_says_that_a_fee_is_paid_is_read(header: str, cell: str, told: Any) -> None:
    fee = read_list(f"Société;SIREN;{header}\nForge;{A};{cell}\n".encode(), {})[2][0].beside.fees[0]
    assert (fee.paid_on, fee.is_paid) == told


@pytest.mark.parametrize(
    "cell", ["non", "N", "0", "☐", "–", "en attente", "impayé", "relancé", "acompte 300", "not yet"]
)
def test_what_says_that_nothing_was_paid_is_no_payment(cell: str) -> None:
    fees_read = read_list(f"Société;SIREN;Payé 2025\nForge;{A};{cell}\n".encode(), {})[2][0].beside.fees
    assert [fee for fee in fees_read if fee.is_paid] == []


def test_a_part_of_the_fee_pays_it_not() -> None:
    _listing, parsed, [forge] = read_list(f"Société;SIREN;Cotisation 2025;Encaissé\nForge;{A};600;300\n".encode(), {})
    assert [(fee.euros, fee.is_paid) for fee in forge.beside.fees] == [(600, False)]
    assert ["less than the fee" in one.reason for one in parsed.warnings] == [True]


def test_payments_without_a_day_are_said_once_and_undone(db: Any) -> None:
    entry, plan = bring(f"Société;SIREN;Payé 2024;Payé 2025\nForge;{A};oui;12/03/2025\nCâbles;000732826;x;oui\n")
    assert [one.reason[:10] for one in plan.warnings if "no day" in one.reason] == ["3 payments"]
    assert sorted(paid(db), key=str) == [(None, True)] * 3 + [(date(2025, 3, 12), False)]
    undoing.undo(entry, by=BY)
    assert paid(db) == []


def test_a_day_takes_the_place_of_the_unknown_one_and_goes_with_its_import(db: Any) -> None:
    bring(f"Société;SIREN;Payé 2025\nForge;{A};oui\n")
    entry, _plan = bring(f"Société;SIREN;Payé 2025\nForge;{A};12/03/2025\n")
    assert paid(db) == [(date(2025, 3, 12), False)]
    undoing.undo(entry, by=BY)
    assert paid(db) == [(None, True)]


def test_the_day_of_the_register_stays(db: Any) -> None:
    bring(f"Société;SIREN;Payé 2025\nForge;{A};12/03/2025\n")
    _entry, plan = bring(f"Société;SIREN;Payé 2025\nForge;{A};oui\n")
    assert (paid(db), plan.warnings) == ([(date(2025, 3, 12), False)], ())


def test_a_payment_recorded_since_stays_when_the_list_is_undone(db: Any) -> None:
    factories.membership(factories.member("Forge", siren=A), year=2025, fee=900)
    entry, _plan = bring(f"Société;SIREN;Payé 2025\nForge;{A};oui\n")
    one = db.session.scalars(sa.select(Membership)).one()
    memberships.record_payment(one, on=date(2025, 5, 2), by=BY)
    db.session.commit()
    undoing.undo(entry, by=BY)
    assert paid(db) == [(date(2025, 5, 2), False)]


def test_what_is_paid_on_an_unknown_day_is_neither_called_nor_reminded(db: Any) -> None:
    manager = factories.actor()
    long_ago = clock.today() - timedelta(days=300)
    file = files.store("a.pdf", "application/pdf", b"%PDF")
    one = factories.membership(year=YEAR, paid_undated=True, called_on=long_ago, call_file_id=file.id)
    assert fees.to_remind(fees.Terms(remind_after_days=1, payment_days=1), 10) == []
    one.called_on = None
    db.session.flush()
    assert fees.to_call(manager, YEAR) == []
    for change in (memberships.remove_year, memberships.propose_again):
        with pytest.raises(memberships.CalledAlready):
            change(one, by=manager)


def test_its_pages_say_so_and_a_payment_can_be_taken_back(sign_in: Any, browse: Any, client: Any, db: Any) -> None:
    sign_in(factories.user(Role.MANAGER))
    one = factories.membership(factories.member("Forge"), year=YEAR, paid_undated=True)
    assert "day unknown" in browse(f"/memberships/{one.id}")
    assert "day unknown" in browse(f"/memberships?year={YEAR}&state=paid&standing=yes")
    assert "paid, day unknown" in browse(f"/members/{one.member_id}")
    text = client.get(f"/memberships/export.csv?year={YEAR}").get_data().decode("utf-8-sig")
    [row] = csv.DictReader(io.StringIO(text), delimiter=";")
    assert (row["State"], row["Paid on"]) == ("Paid", "day unknown")
    memberships.take_back_payment(one, by=BY)
    assert not one.is_paid
