"""Addresses that leave the house: whole, and the same whether a request, the worker or a command writes them."""

from typing import Any
from urllib.parse import urlsplit

from flask import current_app


def absolute_url(endpoint: str, **values: Any) -> str:
    """The address of an endpoint under BASE_URL, with scheme and host. Raises BuildError for an unknown endpoint."""
    base = urlsplit(current_app.config["BASE_URL"])
    urls = current_app.url_map.bind(base.netloc, script_name=base.path or "/", url_scheme=base.scheme)
    return urls.build(endpoint, values, force_external=True)
