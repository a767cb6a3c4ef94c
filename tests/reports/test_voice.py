"""A year of a member's voice on paper: what its reader may see, and nothing of anybody else."""

import io
import json
from datetime import UTC, date, datetime

import pikepdf
import pytest

from cara_crm.accounts.guards import actor_of
from cara_crm.audit.models import AuditEvent
from cara_crm.cli.voices import commands
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.permissions import Role
from cara_crm.deliveries.models import Delivery
from cara_crm.issues.models import IssueState
from cara_crm.reports.voice import queries
from cara_crm.reports.voice.links import VoiceLink, voice_token
from cara_crm.reports.voice.sheet import Voice, laid_out, render_voice, voice_for
from tests import factories, mails
from tests.relays.cast import answered, relayed

pytestmark = pytest.mark.usefixtures("request_context")
YEAR = clock.today().year


@pytest.fixture
def forge():
    return factories.member("Forge Fictive")


@pytest.fixture
def account(forge):
    def _account(**kwargs):
        who = factories.contact(forge)
        return factories.user(Role.MEMBER, member_id=forge.id, contact_id=who.id, **kwargs)

    return _account


def words(seen, year=YEAR) -> str:
    """What the paper says."""
    return json.dumps(
        laid_out(voice_for("", factories.member("Papier"), year, seen, says_who=False)), ensure_ascii=False
    )


def read_by(account) -> str:
    return words(queries.seen_by(actor_of(account)))


def said(forge, author, **kwargs):
    values = {"title": "Acier", "what_happens": "L’acier met quatorze semaines.", "contact_id": author.contact_id}
    return factories.issue(forge, **values | kwargs)


def test_its_words_our_wording_the_answer_and_what_changed(forge, account, db):
    author = account()
    issue = said(forge, author, state=IssueState.SOLVED, solved_outcome="Un stock commun.", closed_at=clock.now())
    position = relayed(issue, title="Délais", statement="Les délais doublent.", request="Un guichet.")
    answered(position, factories.actor())
    found = read_by(author)
    for said_there in (
        "quatorze semaines",
        "Les délais doublent.",
        "Un guichet.",
        "pris en compte",
        "Un stock commun.",
    ):
        assert said_there in found


def test_a_colleague_reads_what_is_shared_and_a_director_all(forge, account):
    author = account()
    said(forge, author)
    said(forge, author, title="Commun", shared_with_colleagues=True)
    said(forge, author, title="Brouillon", state=IssueState.DRAFT)
    found = read_by(account())
    assert ("Commun" in found, "Acier" in found) == (True, False)
    found = read_by(account(is_member_director=True))
    assert ("Acier" in found, "Brouillon" in found) == (True, False)


def test_nothing_of_another_member(forge, account):
    other = factories.issue(factories.member("Autre Forge"), title="Rivale")
    relayed(said(forge, author := account()), other)
    assert "Rivale" not in read_by(author)
    assert "Autre Forge" not in read_by(author)


def test_colleagues_read_what_is_shared_and_not_whose_it_is(forge, account):
    author = account()
    issue = said(forge, author, shared_with_colleagues=True)
    seen = queries.seen_by(actor_of(account()))
    assert issue.contact.name not in words(seen)
    told = laid_out(voice_for("", forge, YEAR, seen, says_who=True))
    assert issue.contact.name in told["issues"][0]["line"]


def test_an_empty_year_says_so(account, sign_in, client):
    somebody = account()
    assert f"In {YEAR - 1} nothing was said" in words(queries.seen_by(actor_of(somebody)), YEAR - 1)
    sign_in(somebody)
    assert client.get(f"/my/voice/{YEAR - 1}.pdf").data.startswith(b"%PDF")
    assert client.get("/my/voice/1789.pdf").status_code == client.get(f"/my/voice/{YEAR + 1}.pdf").status_code == 404


def test_the_years_are_listed(forge, account, sign_in, browse):
    author = account()
    said(forge, author, submitted_at=datetime(2024, 12, 31, 23, 30, tzinfo=UTC))
    sign_in(author)
    html = browse("/my/voice")
    assert f"/my/voice/{YEAR}.pdf" in html
    assert "/my/voice/2025.pdf" in html  # in Paris it was the first of January
    assert "/my/voice/2024.pdf" not in html


def test_a_manager_prints_what_the_people_share_or_all_for_the_director(forge, account):
    said(forge, account())
    said(forge, account(), title="Commun", shared_with_colleagues=True)
    by = factories.actor()
    found = words(queries.seen_by_team(by, forge.id, everything=False))
    assert ("Commun" in found, "Acier" in found) == (True, False)
    assert "Acier" in words(queries.seen_by_team(by, forge.id, everything=True))


def test_a_managers_print_is_audited(forge, sign_in, client, db):
    sign_in(factories.user())
    page = f"/reports/voice/{forge.id}/{YEAR}.pdf"
    assert client.get(page).data.startswith(b"%PDF")
    client.get(f"{page}?for=director")
    kept = db.session.query(AuditEvent).filter_by(action="member.voice_printed")
    assert {one.details["whole"] for one in kept} == {True, False}


def test_a_manager_of_other_sectors_prints_nothing(forge, account):
    issue = said(forge, account(), shared_with_colleagues=True)
    issue.sectors = [factories.sector("RAIL")]
    elsewhere = actor_of(factories.user(sectors=[factories.sector("VELO")]))
    assert "Acier" not in words(queries.seen_by_team(elsewhere, forge.id, everything=True))


def test_many_issues_take_few_queries(forge, account, sign_in, client, count_queries, db):
    author = account()
    for n in range(12):
        answered(relayed(said(forge, author, title=f"Sujet {n}")), factories.actor())
    db.session.commit()
    sign_in(author)
    with count_queries() as counter:
        assert client.get(f"/my/voice/{YEAR}.pdf").status_code == 200
    assert counter.n <= 12


def test_the_paper_is_tagged_and_takes_no_markup(forge, account, request_context):
    issue = said(forge, account(), title="*Acier* #let x = 1", what_happens="$y$ <b>")
    told = queries.told_in(YEAR, queries.seen_by_team(factories.actor(), issue.member_id, everything=True))
    content = render_voice(Voice("Forge", YEAR, "Pour tous", "CARA", date(2026, 11, 22), told, says_who=True))
    pdf = pikepdf.open(io.BytesIO(content))
    assert bool(pdf.Root.MarkInfo.Marked)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf.Root.Metadata.read_bytes()


@pytest.fixture
def send(app, db):
    def _send(year=YEAR):
        db.session.commit()
        return app.test_cli_runner().invoke(commands, ["send", str(year)])

    return _send


def test_who_spoke_is_told_once_and_who_has_no_account_by_a_link(forge, send, client, db, account):
    author = factories.contact(forge, first_name="Paul")
    account()
    factories.issue(forge, contact=author)
    factories.contact(factories.member("Autre Forge"))
    assert "1 people" in send().output
    send()
    mail = db.session.query(Delivery).one()
    assert (mail.contact_id, mail.holds_token) == (author.id, True)
    path = "/my/voice/by-mail/" + mail.body_text.split("/my/voice/by-mail/")[1].split()[0]
    assert "quatorze" not in mail.body_text
    assert client.get(path).data.startswith(b"%PDF")
    forge.affiliations[0].until_on = forge.affiliations[1].until_on = factories.LONG_AGO
    db.session.commit()
    assert client.get(path).status_code == 410


def test_who_has_an_account_signs_in(forge, send, account, client, db):
    author = account()
    said(forge, author)
    assert "1 people" in send().output
    mail = db.session.query(Delivery).one()
    assert (f"/my/voice/{YEAR}.pdf" in mail.body_text, mail.holds_token) == (True, False)
    token = voice_token(VoiceLink(author.contact_id, forge.id, YEAR))
    assert client.get(f"/my/voice/by-mail/{token}.pdf").status_code == 404


def test_a_year_of_which_there_can_be_no_sheet_is_refused(send):
    assert send(YEAR + 1).exit_code == 2


def test_readers_are_those_with_a_function_today(forge, account, db):
    gone = factories.contact(forge)
    gone.affiliations[0].until_on = factories.LONG_AGO
    director = account(is_member_director=True)
    db.session.flush()
    assert [(one.actor.contact_id, one.actor.is_member_director) for one in queries.readers()] == [
        (director.contact_id, True)
    ]
    assert isinstance(queries.readers()[0].actor, Actor)


@pytest.mark.parametrize("weeks", [0, 10])
def test_the_mail(weeks):
    about = {"year": 2026, "member": "Forge Fictive", "url": "https://crm.example/my/voice/2026.pdf", "weeks": weeks}
    mails.check("your_voice", about, name="your_voice_by_link" if weeks else "")
