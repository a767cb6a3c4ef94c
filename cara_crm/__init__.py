"""The application: `create_app(config)`."""

from cara_crm.core.memory import without_collection

with without_collection():
    from cara_crm.factory import FEATURES, create_app

__all__ = ["FEATURES", "create_app"]
