"""A list that a manager brought from a trade fair: an import to look at and to undo, with a likely duplicate in it."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from cara_crm.core import clock
from cara_crm.demonstration import names
from cara_crm.demonstration.accounts import Cast, acting
from cara_crm.extensions import db
from cara_crm.imports import services as imports
from cara_crm.imports.models import ImportedMember, MemberImport
from cara_crm.members.imports import Decisions
from cara_crm.members.models import Member, MemberStatus
from cara_crm.members.spreadsheet import Options
from cara_crm.merging import likeness, queries
from cara_crm.merging import services as merging
from cara_crm.merging.models import MergeKind
from cara_crm.relays.models import Concerned, Relay

SOURCE = "Salon de la mobilité inventée"
HEADERS = (
    "Société;SIRET;Effectif;CP;Ville;Filière;Contact;E-mail;Fonction;Fédération;Date relais;Objet du relais;Retour"
)
FIRST = 900  # numbers of companies that nobody else in the demonstration has
COMPANIES = (
    "Forge Boutdefil;{0};48;42000;Saint-Étienne;Ferroviaire;Lison Boutdefil;lison@forge-boutdefil.example;Gérante;FIF;"
    "{day};Invitation à la journée des fournisseurs;intéressée",
    "Câbles Clédedouze;{1};12;38000;Grenoble;Transport par câble;Firmin Clédedouze;firmin@cables-cledouze.example;"
    "Directeur technique;;;;",
    "Atelier Vaguenet;{2};4;69003;Lyon;Vélo et micromobilité;Zélie Vaguenet;zelie@vaguenet.example;Associée;;;;",
)
BROUGHT = len(COMPANIES) + 1


def bring_a_list(cast: Cast) -> MemberImport:
    """Written two days ago by the manager; one row of it is a member that was there, under another number."""
    with clock.at(clock.now() - timedelta(days=2)):
        by, data = acting(cast.users["manager"]), _list(cast.members["RAIL"][-1]).encode()
        entry = imports.receive(f"{SOURCE}.csv", data, source=SOURCE, status=MemberStatus.PROSPECT, by=by)
        db.session.flush()
        plan = imports.check(data, options=Options(), source=SOURCE, decisions=Decisions(), by=by)
        imports.commit_import(entry, plan, by=by)
        db.session.flush()
    _mark(entry)
    rules = queries.matching_rules()
    merging.look(MergeKind.MEMBER, likeness.alike_members(queries.member_sides(), rules))
    return entry


def _list(known: Member) -> str:
    site, day = known.sites[0], clock.today() - timedelta(days=1)
    *numbers, other = (names.siret(names.siren(FIRST + n), 1) for n in range(BROUGHT))
    companies = [row.format(*numbers, day=f"{day:%d/%m/%Y}") for row in COMPANIES]
    again = f"{known.usual_name};{other};30;{site.postal_code};{site.town};Ferroviaire;;;;FIF;{day:%d/%m/%Y};"
    return "\n".join([HEADERS, *companies, f"{again}Invitation à la journée des fournisseurs;", ""])


def _mark(entry: MemberImport) -> None:
    """What came with it is invented too."""
    ids = sa.select(ImportedMember.member_id).where(ImportedMember.import_id == entry.id)
    told: tuple[tuple[Any, Any], ...] = (
        (Member.__table__, Member.id.in_(ids)),
        (Relay.__table__, Relay.id.in_(sa.select(Concerned.relay_id).where(Concerned.member_id.in_(ids)))),
    )
    for table, condition in told:
        db.session.execute(sa.update(table).where(condition).values(is_demonstration=True))
    db.session.expire_all()
