"""flask demo"""

import click
from flask.cli import with_appcontext

from cara_crm.core.errors import DomainError
from cara_crm.demonstration import build as demonstration
from cara_crm.extensions import db


@click.command("demo")
@click.option(
    "--members", default=demonstration.MEMBERS, show_default=True, type=click.IntRange(min=demonstration.LEAST)
)
@click.option("--seed", default=demonstration.SEED, show_default=True, type=int)
@with_appcontext
def demo(members: int, seed: int) -> None:
    """Fill an empty database with an invented demonstration, the same one for the same seed."""
    try:
        demonstration.build(members=members, seed=seed)
    except DomainError as error:
        raise click.ClickException(str(error)) from error
    db.session.commit()
    click.echo("The demonstration is ready.")


commands = [demo]
