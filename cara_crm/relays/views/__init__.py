"""The journal, what goes down, and what members read of it."""

from flask import Blueprint

blueprint = Blueprint("relays", __name__)

from cara_crm.relays.views import (  # noqa: E402
    audience,  # noqa: F401
    catching_up,  # noqa: F401
    chain,  # noqa: F401
    consultation,  # noqa: F401
    event,  # noqa: F401
    evidencing,  # noqa: F401
    exporting,  # noqa: F401
    feed,  # noqa: F401
    files,  # noqa: F401
    inviting,  # noqa: F401
    journal,  # noqa: F401
    moving,  # noqa: F401
    of_member,  # noqa: F401
    reading,  # noqa: F401
    record,  # noqa: F401
    send,  # noqa: F401
    templates,  # noqa: F401
    write,  # noqa: F401
)
