"""Without an account, by a signed link: yes or no to exactly these words. A GET changes nothing."""

from flask import abort, render_template, request, url_for

from cara_crm.core.actor import Actor
from cara_crm.core.permissions import Role, public
from cara_crm.extensions import db
from cara_crm.issues.services import author_of
from cara_crm.positions import queries, services
from cara_crm.positions.links import read_wording_token
from cara_crm.positions.models import WordingAgreement
from cara_crm.positions.views import blueprint


@blueprint.get("/wording/<token>")
@public
def wording(token: str) -> str:
    return _page(_question_of(token), token)


@blueprint.post("/wording/<token>")
@public
def answer(token: str) -> str:
    question = _question_of(token)
    issue = question.issue
    name = issue.contact.name if issue.contact else issue.member.name
    by = Actor(None, Role.MEMBER, name, member_id=issue.member_id, contact_id=issue.contact_id)
    agreed = request.form.get("answer") == "agree"
    services.answer_wording(question, agreed=agreed, objection=request.form.get("objection", ""), by=by)
    db.session.commit()
    return _page(question, token)


def _question_of(token: str) -> WordingAgreement:
    """Whoever has left the member since is asked no more, and reads no words: it may work for a competitor."""
    question_id = read_wording_token(token)
    question = queries.question_by_id(question_id) if question_id else None
    if question is None:
        abort(404)
    if question.issue.contact is not None and author_of(question.issue) is None:
        abort(410)
    return question


def _page(question: WordingAgreement, token: str) -> str:
    return render_template(
        "positions/wording.html",
        question=question,
        words=queries.wording_for(question),
        is_sole_author=len(queries.distinct_groups(question.position)) == 1,
        answer_url=url_for("positions.answer", token=token),
    )
