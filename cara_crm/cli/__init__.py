"""`flask --app cara_crm …`: every module of this package brings its `commands`, each a few lines around a service."""

from importlib import import_module
from pkgutil import iter_modules

import click
from flask import Flask


def register(app: Flask) -> None:
    """Add each module's `commands` (one command or group, or several) to the flask command."""
    for module in iter_modules(__path__):
        commands = import_module(f"{__name__}.{module.name}").commands
        for command in [commands] if isinstance(commands, click.Command) else commands:
            app.cli.add_command(command)
