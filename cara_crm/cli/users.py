"""flask users create"""

import click
import sqlalchemy as sa
from flask.cli import with_appcontext

from cara_crm.accounts import services
from cara_crm.accounts.invitation_lines import is_address
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError
from cara_crm.core.permissions import Role
from cara_crm.extensions import db
from cara_crm.sectors.queries import sectors_in_use

TEAM = [role.value for role in Role if role not in (Role.MEMBER, Role.OFFICER, Role.SYSTEM, Role.STRANGER)]


@click.group("users")
def users() -> None:
    """Accounts of the team."""


@users.command("create")
@click.argument("email")
@click.option("--role", type=click.Choice(TEAM), default=Role.MANAGER.value, show_default=True)
@click.option("--name", default="", help="How the person is called.")
@click.option("--sectors", default="", help="Codes separated by commas; without it, every sector.")
@click.option("--reviewer", is_flag=True, help="May review reports that others drafted.")
@with_appcontext
def create(email: str, role: str, name: str, sectors: str, reviewer: bool) -> None:
    """Make an account and print the link that opens it (once, for three weeks)."""
    if not is_address(email.strip()):
        raise click.BadParameter(f"{email!r} is not an e-mail address.")
    access = services.Access(Role(role), sector_ids=_sectors(sectors), is_reviewer=reviewer)
    try:
        user = services.create_user(email, name, access, by=Actor.system("command"))
    except DomainError as error:
        raise click.ClickException(str(error)) from error
    except sa.exc.OperationalError as error:
        raise click.ClickException("The database cannot be written; run `flask db upgrade` first.") from error
    address = services.invitation_address(user)
    db.session.commit()
    click.echo(f"{user.name} <{user.email}>, {user.role.value}: {address}")


def _sectors(codes: str) -> frozenset[int] | None:
    if not codes.strip():
        return None
    known = {one.code: one.id for one in sectors_in_use()}
    wanted = [code.strip().upper() for code in codes.split(",")]
    if unknown := [code for code in wanted if code not in known]:
        raise click.BadParameter(f"unknown sectors: {', '.join(unknown)}. There are {', '.join(known)}.")
    return frozenset(known[code] for code in wanted)


commands = [users]
