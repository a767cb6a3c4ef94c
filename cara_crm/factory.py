"""The application is put together."""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from flask import Flask
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

import config as configuration
from cara_crm import models, navigation
from cara_crm.accounts import guards
from cara_crm.core import languages, web
from cara_crm.core.actor import current_actor
from cara_crm.core.memory import without_collection
from cara_crm.core.permissions import Permission
from cara_crm.core.reaching import dialled
from cara_crm.extensions import babel, csrf, db, login_manager, migrate

ROOT = Path(__file__).resolve().parents[1]
FEATURES = [module.__name__.split(".")[1] for module in models.FEATURES] + [
    "rights",
    "insights",
    "desk",
    "agenda",
    "portal",
    "office",
]


@without_collection()
def create_app(config: configuration.Config | None = None) -> Flask:
    """Flask, with every feature. Raises ConfigurationError when a setting is missing or wrong."""
    config = config or configuration.load()
    app = Flask("cara_crm", template_folder=str(ROOT / "templates"), instance_path=str(config.INSTANCE))
    app.config.from_mapping(config.flask())
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(current_actor=current_actor, Permission=Permission)
    app.jinja_env.filters.update(dialled=dialled)
    if config.TRUSTED_PROXIES:
        hops = config.TRUSTED_PROXIES
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    for extension in (db, csrf, login_manager):
        extension.init_app(app)
    migrate.init_app(app, db, directory=str(ROOT / "migrations"))
    languages.register(app, babel)
    web.register(app)
    guards.register(app)
    navigation.register(app)
    _register_features(app)
    _refuse_open_doors(app)
    return app


def _register_features(app: Flask) -> None:
    for feature in FEATURES:
        if find_spec(f"cara_crm.{feature}.views"):
            app.register_blueprint(import_module(f"cara_crm.{feature}.views").blueprint)
    if find_spec("cara_crm.cli"):
        import_module("cara_crm.cli").register(app)


def _refuse_open_doors(app: Flask) -> None:
    """Every route says who may enter, or the application does not start."""
    for endpoint, view in app.view_functions.items():
        if endpoint != "static" and not hasattr(view, "access"):
            raise RuntimeError(f"{endpoint} does not say who may enter: @requires(Permission.X) or @public")
