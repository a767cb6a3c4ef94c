"""Official facts of one member, and all members of whom the register says otherwise."""

from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from cara_crm.core import typed
from cara_crm.core.actor import current_actor
from cara_crm.core.errors import DomainError
from cara_crm.core.languages import in_words, label
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db
from cara_crm.jobs.models import JobState
from cara_crm.members import queries as register
from cara_crm.members.bands import band_label
from cara_crm.members.models import MemberCategory
from cara_crm.members.siren import is_siren, spaced
from cara_crm.official import queries, services
from cara_crm.official.company import Company
from cara_crm.official.comparing import CLOSED, OPEN, Comparison
from cara_crm.official.forms import DecisionForm, QuestionForm
from cara_crm.official.models import Fact, LookupState, OfficialLookup
from cara_crm.official.place import Place
from cara_crm.settings.queries import is_demonstration

blueprint = Blueprint("official", __name__, url_prefix="/members")


@blueprint.get("/official")
@requires(Permission.OFFICIAL_FACTS)
def index() -> str:
    """Members of whom the register says otherwise."""
    actor = current_actor()
    kind = request.args.get("kind", "")
    kind = kind if kind in queries.KINDS else ""
    records, page = queries.differing(actor, kind=kind, cursor=request.args.get("after"))
    return render_template(
        "official/index.html",
        records=records,
        page=page,
        kind=kind,
        kinds=kind_labels(),
        kind_names=dict(kind_labels()),
        coverage=queries.coverage(actor),
        is_on=bool(current_app.config["COMPANIES_URL"]),
        is_demonstration=is_demonstration(),
        in_words_of=_wording(),
        effect_of=effect_of,
        spaced=spaced,
    )


@blueprint.get("/<int:member_id>/official")
@requires(Permission.OFFICIAL_FACTS)
def show(member_id: int) -> str:
    return _page(queries.record_for(current_actor(), member_id), QuestionForm(), DecisionForm())


@blueprint.post("/<int:member_id>/official")
@requires(Permission.OFFICIAL_FACTS)
def ask(member_id: int) -> Any:
    """Let the worker ask; the page waits for its answer."""
    record, form = queries.record_for(current_actor(), member_id), QuestionForm()
    if form.validate_on_submit():
        try:
            services.ask(record.member, form.words.data or "", by=current_actor())
            db.session.commit()
            return redirect(url_for("official.show", member_id=member_id), 303)
        except DomainError as error:
            form.refuse(error)
    return _page(record, form, DecisionForm(formdata=None)), 422


@blueprint.post("/<int:member_id>/official/accept")
@requires(Permission.OFFICIAL_FACTS)
def accept(member_id: int) -> Any:
    return _decided(member_id, services.accept, _taken)


@blueprint.post("/<int:member_id>/official/dismiss")
@requires(Permission.OFFICIAL_FACTS)
def dismiss(member_id: int) -> Any:
    return _decided(member_id, services.dismiss, _kept)


def _taken(number: int) -> str:
    return str(ngettext("%(num)d fact is taken over.", "%(num)d facts are taken over.", number))


def _kept(number: int) -> str:
    return str(
        ngettext(
            "%(num)d fact is kept as it is; you hear of it again when the register says something else.",
            "%(num)d facts are kept as they are; you hear of them again when the register says something else.",
            number,
        )
    )


def _decided(member_id: int, decide: Any, sentence: Any) -> Any:
    record, form = queries.record_for(current_actor(), member_id), DecisionForm()
    if form.validate_on_submit():
        try:
            facts = {Fact(one) for one in form.facts.data or []}
            done = decide(record, facts, version=form.version_read, seen=form.seen.data or "", by=current_actor())
            db.session.commit()
            flash(sentence(len(done)), "success")
            own = url_for("official.show", member_id=member_id)
            return redirect(url_for("official.index") if form.back.data == "list" else own, 303)
        except DomainError as error:
            db.session.rollback()
            record = queries.record_for(current_actor(), member_id)
            form.refuse(error)
    return _page(record, QuestionForm(formdata=None), form), 422


def _page(record: queries.Record, form: QuestionForm, decision: DecisionForm) -> str:
    lookup = record.lookup
    company, place = queries.facts_of(lookup)
    return render_template(
        "official/show.html",
        record=record,
        member=record.member,
        lookup=lookup,
        is_waiting=_is_waiting(lookup),
        is_lost=lookup is not None and lookup.state is LookupState.WAITING and not _is_waiting(lookup),
        company=company,
        as_of=typed.day(company.as_of) if company else None,
        place=place,
        asked_for=spaced(lookup.asked_for) if lookup and is_siren(lookup.asked_for) else lookup and lookup.asked_for,
        stored_question=spaced(record.member.siren) or record.member.legal_name,
        candidates=[Company.from_json(one) for one in lookup.candidates] if lookup else [],
        form=form,
        decision=decision,
        ticked=set(decision.facts.data or []),
        effect_of=effect_of,
        geocoder_line=geocoder_line,
        spaced=spaced,
        band_label=band_label,
        category_label=category_label,
        is_on=bool(current_app.config["COMPANIES_URL"]),
        in_words_of=_wording(),
    )


def _is_waiting(lookup: OfficialLookup | None) -> bool:
    """Is an answer still to come?"""
    if lookup is None or lookup.state is not LookupState.WAITING:
        return False
    return lookup.job is not None and lookup.job.state in (JobState.QUEUED, JobState.RUNNING)


def kind_labels() -> list[tuple[str, str]]:
    words = {"closed": _("Closed or open again"), "moved": _("Moved"), "renamed": _("Renamed"), "resized": _("Size")}
    return [(kind, str(words[kind])) for kind in queries.KINDS]


def category_label(value: str) -> str:
    return label(MemberCategory(value)) if value in set(MemberCategory) else ""


def _wording() -> Any:
    """A fact's key as people read it, with one look at the departments."""
    names = {row.code: row.name for row in register.departments()}

    def in_words_of(fact: Fact, key: str) -> str:
        if not key:
            return ""
        match fact:
            case Fact.STATE:
                return state_label(key)
            case Fact.SIREN | Fact.SIRET:
                return spaced(key)
            case Fact.DEPARTMENT:
                return f"{names[key]} ({key})" if key in names else key
            case Fact.CATEGORY:
                return category_label(key)
            case Fact.HEADCOUNT:
                return band_label(key)
            case Fact.COORDINATES:
                return key.replace(",", ", ")
        return key

    return in_words_of


def effect_of(one: Comparison) -> str:
    """What follows beyond the fact itself."""
    if one.fact is Fact.STATE and one.official != OPEN:
        return str(_("closes its sites; a member becomes a former one"))
    if one.fact is Fact.SIRET and one.stored:
        return str(_("a new head office with its address; the former one stays as a site"))
    return str(_("the former name stays searchable")) if one.fact is Fact.NAME else ""


def geocoder_line(one: Comparison, place: Place | None) -> str:
    """How sure the geocoder is of a point."""
    if not one.is_of_geocoder or place is None:
        return str(_("from the register of companies"))
    kinds = {"housenumber": _("to the house"), "street": _("to the street"), "locality": _("to the locality")}
    exact = str(kinds.get(place.kind, _("to the town")))
    return str(_("IGN, %(exact)s, %(sure)s %% sure", exact=exact, sure=round(100 * place.score)))


def state_label(key: str) -> str:
    """ "closed 2022-10-22" → "Closed on 22 October 2022"."""
    state, _space, day = key.partition(" ")
    if state != CLOSED:
        return str(_("In activity"))
    found = typed.day(day)
    return str(_("Closed on %(day)s", day=in_words(found))) if found else str(_("Closed"))
