"""What machines ask: is it alive, may it serve, is all well, and figures for Prometheus. Nobody signs in for it."""

import hmac
from functools import cache

from alembic.script import ScriptDirectory
from flask import Response, abort, current_app, jsonify, request
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4
from sqlalchemy.exc import SQLAlchemyError

from cara_crm.core.permissions import for_machines
from cara_crm.deliveries import metrics as figures
from cara_crm.deliveries import queries
from cara_crm.deliveries.views import blueprint


@blueprint.get("/healthz")
@for_machines
def is_alive() -> Response:
    """The process answers. Whether the database does is not asked: a restart would not mend that."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
@for_machines
def is_ready() -> tuple[Response, int]:
    """May requests be sent here? 503 without a database, or with one that this version does not know."""
    try:
        stored = queries.revisions()
    except SQLAlchemyError:
        return jsonify(status="database"), 503
    if stored != _heads(current_app.extensions["migrate"].directory):
        return jsonify(status="migrations"), 503
    return jsonify(status="ok"), 200


@cache
def _heads(folder: str) -> set[str]:
    return set(ScriptDirectory(folder).get_heads())


@blueprint.get("/health")
@for_machines
def alive() -> tuple[Response, int]:
    """For a monitor: 200 `ok`, 200 `degraded` (look at the health page), 503 without a database. No details."""
    try:
        well = queries.health().is_well
    except SQLAlchemyError:
        return jsonify(status="down"), 503
    return jsonify(status="ok" if well else "degraded"), 200


@blueprint.get("/metrics")
@for_machines
def metrics() -> Response:
    """Figures of the machinery in Prometheus' text format, for who knows METRICS_TOKEN; to all others, no page."""
    token = current_app.config["METRICS_TOKEN"]
    given = request.headers.get("Authorization", "")
    if not token or not hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
        abort(404)
    return Response(figures.text(), content_type=CONTENT_TYPE_PLAIN_0_0_4)
