"""The mail of a working day's morning: what there is to do."""

from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa

from cara_crm.agenda.services import send_digests
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.permissions import Role
from cara_crm.core.workdays import is_first_of_week, is_workday
from cara_crm.deliveries.models import Delivery
from cara_crm.extensions import db
from cara_crm.tasks import services as tasks
from cara_crm.tasks.models import TaskKind, TaskRhythm
from tests import factories, mails

SYSTEM = Actor.system("clock")
MONDAY = datetime(2026, 11, 23, 7, 5, tzinfo=clock.PARIS)
A_DAY = timedelta(days=1)


@pytest.fixture
def camille():
    return factories.user(name="Camille Exemple", language="fr")


def task(of, title="Rappeler", *, due=None, by=SYSTEM, remind=None):
    with clock.at(MONDAY - timedelta(days=10)):
        made = tasks.add(TaskKind.NOTE, title=title, due_on=due, assignee_id=of.id, by=by)
        tasks.remind(made, on=remind, by=by)
    return made


def written(moment=MONDAY) -> list[Delivery]:
    """What leaves at a moment."""
    before = set(db.session.scalars(sa.select(Delivery.id)))
    with clock.at(moment):
        send_digests(by=SYSTEM)
    db.session.flush()
    return list(db.session.scalars(sa.select(Delivery).where(Delivery.id.not_in(before)).order_by(Delivery.id)))


def test_what_is_late_due_or_new_comes_in_one_mail(camille):
    task(camille, "Ancienne", due=MONDAY.date() - A_DAY)
    task(camille, "Du jour", due=MONDAY.date())
    task(camille, "Plus tard", due=MONDAY.date() + A_DAY)
    task(camille, "Confiée", by=factories.actor())
    [mail] = written()
    assert mail.recipient == camille.email
    assert mail.subject == "3 tâches à regarder aujourd’hui"
    assert [word in mail.body_text for word in ("Ancienne", "Du jour", "Confiée", "Plus tard")] == [True] * 3 + [False]
    assert "http://localhost/tasks/" in mail.body_text
    assert "http://localhost/tasks#mail" in mail.body_text


def test_nothing_to_do_is_no_mail(camille):
    task(camille, due=MONDAY.date() + timedelta(days=2))
    assert written() == []


def test_the_same_morning_writes_once(camille):
    task(camille, due=MONDAY.date())
    assert len(written()) == 1
    assert written(MONDAY + timedelta(minutes=15)) == []
    assert len(written(MONDAY + A_DAY)) == 1


@pytest.mark.parametrize("moment", [MONDAY - timedelta(minutes=10), MONDAY - A_DAY, MONDAY.replace(month=12, day=25)])
def test_nobody_is_written_to_before_seven_or_on_a_day_off(camille, moment):
    task(camille, due=date(2026, 1, 1))
    assert written(moment) == []


def test_what_others_gave_is_named_once(camille):
    task(camille, by=factories.actor())
    assert len(written()) == 1
    assert written(MONDAY + A_DAY) == []


def test_a_task_that_one_gave_oneself_is_not_new(camille):
    task(camille, by=Actor(user_id=camille.id, role=Role.MANAGER))
    assert written() == []


def test_a_reminder_comes_on_its_day_whatever_is_chosen(camille):
    tasks.choose_mail(camille.id, TaskRhythm.OFF, by=SYSTEM)
    task(camille, "Ancienne", due=MONDAY.date() - A_DAY)
    task(camille, "À rappeler", remind=MONDAY.date() - A_DAY)  # a Sunday: on the Monday
    [mail] = written()
    assert "À rappeler" in mail.body_text
    assert "Ancienne" not in mail.body_text
    assert written(MONDAY + A_DAY) == []


def test_a_weekly_mail_comes_on_the_first_working_day_with_the_week(camille):
    tasks.choose_mail(camille.id, TaskRhythm.WEEKLY, by=SYSTEM)
    task(camille, "Jeudi", due=MONDAY.date() + timedelta(days=3))
    task(camille, "Semaine d'après", due=MONDAY.date() + timedelta(days=7))
    [mail] = written()
    assert ("Jeudi" in mail.body_text, "après" in mail.body_text) == (True, False)
    assert written(MONDAY + A_DAY) == []


def test_who_left_or_has_no_tasks_by_role_is_not_written_to(camille):
    task(camille, due=MONDAY.date())
    camille.deactivated_at = clock.now()
    task(factories.user(Role.DIRECTOR), due=MONDAY.date())
    assert written() == []


def test_a_task_handed_over_is_new_for_whoever_gets_it(camille):
    other = factories.user()
    made = task(camille, due=None)
    made.told_on = date(2026, 11, 20)
    by = Actor(user_id=camille.id, role=Role.MANAGER)
    tasks.plan(made, due_on=None, remind_on=None, assignee_id=other.id, version=made.version, by=by)
    [mail] = written()
    assert mail.recipient == other.email


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 23), True),
        (date(2026, 11, 22), False),
        (date(2026, 4, 6), False),  # Easter Monday
        (date(2026, 5, 14), False),  # Ascension
        (date(2026, 5, 25), False),  # Whit Monday
        (date(2026, 7, 14), False),
        (date(2026, 7, 15), True),
    ],
)
def test_days_off_in_france(day, works):
    assert is_workday(day) is works


def test_the_first_working_day_after_a_holiday_begins_the_week():
    assert [is_first_of_week(date(2026, 4, d)) for d in (6, 7, 8)] == [False, True, False]


def test_the_mail_reads_as_agreed(request_context):
    one = {"title": "Rappeler l'Atelier Fictif", "due_on": date(2026, 11, 20), "url": "https://crm.example/tasks/7"}
    mails.check(
        "task_digest",
        {
            "reminded": [],
            "late": [one],
            "due": [],
            "new": [{**one, "due_on": None, "url": "https://crm.example/tasks/8"}],
            "count": 2,
            "day": date(2026, 11, 23),
            "url": "https://crm.example/tasks",
            "choose_url": "https://crm.example/tasks#mail",
        },
    )
