"""Consultations: what may be asked, one answer a member, figures that obey the threshold."""

from datetime import timedelta

import pytest

from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.permissions import Role
from cara_crm.extensions import db
from cara_crm.members.models import Group
from cara_crm.relays import queries, services
from cara_crm.relays.models import QuestionKind, Recipient, Relay, RelayKind, Response
from cara_crm.relays.services import Asked, writing
from tests import factories
from tests.relays import cast

CHOICE = Asked(QuestionKind.CHOICE, "Êtes-vous concernés ?", "Does it concern you?", ("Oui", "Non"), ("Yes", "No"))
NUMBER = Asked(QuestionKind.NUMBER, "Combien de semaines ?")
TEXT = Asked(QuestionKind.TEXT, "Un exemple ?")
CLOCK = Actor.system("clock")


def consultation(members: int = 7, questions=(CHOICE, NUMBER, TEXT)) -> Relay:
    """Sent to a person of each member; open until tomorrow."""
    for n in range(members):
        factories.contact(factories.member(f"Atelier {n}"))
    tomorrow = clock.today() + timedelta(days=1)
    relay = cast.draft(factories.actor(), kind=RelayKind.CONSULTATION, title="Délais d’essai", deadline_on=tomorrow)
    db.session.flush()
    services.ask(relay, questions, by=factories.actor())
    services.send_relay(relay, by=factories.actor())
    db.session.flush()
    return relay


def answer(row: Recipient, *values) -> None:
    """Values in the order of the questions."""
    asked = queries.questions_of(row.relay)
    given = {question.id: value for question, value in zip(asked, values, strict=False)}
    services.respond(row, given, by=Actor(None, Role.MEMBER, member_id=row.member_id, contact_id=row.contact_id))


def close(relay: Relay) -> list:
    relay.deadline_on = clock.today() - timedelta(days=1)
    db.session.flush()
    services.close_consultations(by=CLOCK)
    return queries.results_of(relay, queries.questions_of(relay))


@pytest.mark.usefixtures("request_context")
class TestAsking:
    @pytest.mark.parametrize(
        "question",
        [
            Asked(QuestionKind.NUMBER, "Quel est votre prix de vente ?"),
            Asked(QuestionKind.TEXT, "Un exemple ?", "Who are your customers?"),
            Asked(QuestionKind.CHOICE, "Lequel ?", "", ("Nos coûts", "Autre")),
            Asked(QuestionKind.CHOICE, "Travaillez-vous pour un de ceux-ci ?", "", ("Alstom", "Stellantis")),
        ],
    )
    def test_nobody_is_asked_what_competitors_hide(self, question) -> None:
        relay = cast.draft(factories.actor(), kind=RelayKind.CONSULTATION)
        with pytest.raises(services.AskedByMembersOnly):
            services.ask(relay, [question], by=factories.actor())

    @pytest.mark.parametrize("options", [(), ("Oui",), ("Oui", "Oui")])
    def test_a_choice_leaves_a_choice(self, options) -> None:
        relay = cast.draft(factories.actor(), kind=RelayKind.CONSULTATION)
        with pytest.raises(services.NothingToChoose):
            services.ask(relay, [Asked(QuestionKind.CHOICE, "Alors ?", "", options)], by=factories.actor())

    def test_what_was_sent_asks_what_it_asked(self) -> None:
        with pytest.raises(writing.NotADraft):
            services.ask(consultation(1), [TEXT], by=factories.actor())

    def test_without_questions_or_a_last_day_it_does_not_leave(self) -> None:
        factories.contact(factories.member())
        relay = cast.draft(factories.actor(), kind=RelayKind.CONSULTATION)
        with pytest.raises(services.NothingAsked):
            services.schedule(relay, by=factories.actor())


@pytest.mark.usefixtures("request_context")
class TestAnswering:
    def test_a_member_answers_once_and_can_change_it(self) -> None:
        row = consultation(1).recipients[0]
        answer(row, 0, 12, "Un essai refait.")
        answer(row, 1)
        response = db.session.query(Response).one()
        assert list(response.values.values()) == [1]
        assert row.acknowledged_at

    def test_nobody_answers_after_the_last_day(self) -> None:
        relay = consultation(1)
        relay.deadline_on = clock.today() - timedelta(days=1)
        with pytest.raises(services.ConsultationClosed):
            answer(relay.recipients[0], 0)

    def test_who_changed_employer_does_not_answer_for_the_former_one(self) -> None:
        row = consultation(1).recipients[0]
        there = Actor(None, Role.MEMBER, member_id=factories.member("Ailleurs").id, contact_id=row.contact_id)
        with pytest.raises(services.AskedElsewhere):
            services.respond(row, {}, by=there)

    def test_it_does_not_leave_after_its_last_day(self) -> None:
        factories.contact(factories.member())
        relay = cast.draft(factories.actor(), kind=RelayKind.CONSULTATION, deadline_on=clock.today())
        services.ask(relay, [TEXT], by=factories.actor())
        with pytest.raises(services.NotThen):
            services.schedule(relay, at=clock.now() + timedelta(days=2), by=factories.actor())


@pytest.mark.usefixtures("request_context")
class TestFigures:
    def test_while_it_is_open_there_are_none(self) -> None:
        relay = consultation()
        for row in relay.recipients:
            answer(row, 0)
        assert services.close_consultations(by=CLOCK) == 0
        assert queries.results_of(relay, queries.questions_of(relay)) == []

    def test_what_enough_groups_say_is_shown(self) -> None:
        relay = consultation(7)
        for row in relay.recipients:
            answer(row, 0, 10)
        choice, number, text = close(relay)
        assert (choice.options, choice.answered) == ((7, 0), 7)
        assert (number.answered, number.total) == (7, 70)
        assert text.answered == 0

    def test_what_few_say_is_withheld_and_cannot_be_worked_out(self) -> None:
        relay = consultation(9)
        for n, row in enumerate(relay.recipients):
            answer(row, 0 if n < 7 else 1)
        (choice, *_rest) = close(relay)
        assert choice.options[1] is None
        assert (choice.options[0], choice.answered).count(None) >= 1  # else a subtraction tells

    def test_members_of_one_group_are_one(self) -> None:
        relay = consultation(7)
        group = factories.add(Group(name="Holding", folded="holding"))
        for row in relay.recipients:
            row.member.group_id = group.id
            answer(row, 0, 3)
        choice, number, _text = close(relay)
        assert (choice.options[0], choice.answered, number.total) == (None, None, None)

    def test_a_sum_that_one_group_makes_is_withheld(self) -> None:
        relay = consultation(7)
        for n, row in enumerate(relay.recipients):
            answer(row, 0, 1000 if n == 0 else 1)
        assert close(relay)[1].total is None

    def test_they_are_worked_out_once(self) -> None:
        relay = consultation(7)
        for row in relay.recipients:
            answer(row, 0)
        before = close(relay)
        db.session.query(Response).delete()
        services.close_consultations(by=CLOCK)
        assert queries.results_of(relay, queries.questions_of(relay)) == before


def test_through_the_door_questions_are_written(sign_in, post, browse) -> None:
    factories.contact(factories.member())
    relay = cast.draft(factories.actor(), kind=RelayKind.CONSULTATION, deadline_on=clock.today())
    db.session.commit()
    sign_in(factories.user())
    page = f"/relays/{relay.id}"
    assert "No question yet" in browse(page)
    post(page, f"{page}/send", cast.looked_at(relay))
    assert "A consultation needs its questions" in browse(page)
    asked = {"questions-0-kind": "choice", "questions-0-words": "Vos prix ?", "questions-0-options": "Oui\nNon"}
    refused = post(f"{page}/questions", f"{page}/questions", asked)
    assert refused.status_code == 422
    assert "Vos prix ?" in refused.get_data(as_text=True)
    third = {"questions-2-kind": "choice", "questions-2-words": "Lequel ?", "questions-2-options": "Non\nCarnet plein"}
    blank = {"questions-0-words": "Alors ?", "questions-1-kind": "choice", "questions-1-words": ""}
    later = post(f"{page}/questions", f"{page}/questions", asked | blank | third)
    assert 'href="#questions-2-options"' in later.text, "the place of the trouble is linked, a gap before it or not"
    assert "“Carnet plein” (capacities and their use)" in later.text
    assert post(f"{page}/questions", f"{page}/questions", asked | {"questions-0-words": "Alors ?"}).status_code == 303
    assert "Alors ?" in browse(page)
    assert "Oui" in browse(f"{page}/questions")


def test_through_the_door_a_member_answers(sign_in, post, browse) -> None:
    relay = consultation(1)
    row = relay.recipients[0]
    asked = queries.questions_of(relay)
    db.session.commit()
    sign_in(factories.user(Role.MEMBER, member_id=row.member_id, contact_id=row.contact_id))
    page = f"/information/{relay.id}"
    assert "Does it concern you?" in browse(page)
    nothing = post(page, f"{page}/respond", {})
    assert "Answer one question at least." in nothing.get_data(as_text=True)
    wrong = post(page, f"{page}/respond", {f"q{asked[1].id}": "-3", f"q{asked[2].id}": "Gardé"})
    assert wrong.status_code == 422
    assert "Gardé" in wrong.get_data(as_text=True)
    assert post(page, f"{page}/respond", {f"q{asked[0].id}": "1", f"q{asked[1].id}": ""}).status_code == 303
    unread = post(page, f"{page}/respond", {f"q{asked[1].id}": "douze"})
    assert unread.text.count('class="error"') == 1
    given = {f"q{asked[0].id}": "1", f"q{asked[1].id}": "1\u202f200", f"q{asked[2].id}": "Un essai refait."}
    assert post(page, f"{page}/respond", given).status_code == 303
    html = browse(page)
    assert "answered on" in html
    assert "Un essai refait." in html


def test_what_a_member_answered_is_shown_to_managers_alone(sign_in, browse) -> None:
    relay = consultation(2)
    answer(relay.recipients[0], 0, 12, "Mot secret.")
    close(relay)
    db.session.commit()
    sign_in(factories.user())
    assert "Mot secret." in browse(f"/relays/{relay.id}")
    sign_in(factories.user(Role.OBSERVER))
    html = browse(f"/relays/{relay.id}")
    assert "Mot secret." not in html
    assert "Atelier 0" not in html
    assert "withheld" in html


def test_a_manager_of_some_sectors_reads_the_answers_of_theirs(sign_in, browse, client) -> None:
    """The consultation went to more sectors than are in the manager's charge."""
    for name, code in (("Atelier du rail", "RAIL"), ("Atelier du vélo", "AUTO")):
        factories.contact(factories.member(name, in_sector=code))
    both = [factories.sector(code).id for code in ("RAIL", "AUTO")]
    tomorrow = clock.today() + timedelta(days=1)
    everybody = {"sectors": both}
    relay = cast.draft(factories.actor(), kind=RelayKind.CONSULTATION, audience=everybody, deadline_on=tomorrow)
    db.session.flush()
    services.ask(relay, [TEXT], by=factories.actor())
    services.send_relay(relay, by=factories.actor())
    for row in relay.recipients:
        answer(row, f"Mot de {row.member.name}.")
    db.session.commit()
    sign_in(factories.user(sectors=[factories.sector("RAIL")]))
    html = browse(f"/relays/{relay.id}")
    assert "Mot de Atelier du rail." in html
    assert "Atelier du vélo" not in html
    assert "vélo" not in client.get(f"/relays/{relay.id}/people.csv").text


def test_a_colleague_of_another_member_reads_no_answer(sign_in, browse) -> None:
    relay = consultation(2)
    one, other = relay.recipients
    answer(one, 0, 12, "Mot secret.")
    db.session.commit()
    sign_in(factories.user(Role.MEMBER, member_id=other.member_id, contact_id=other.contact_id))
    assert "Mot secret." not in browse(f"/information/{relay.id}")
