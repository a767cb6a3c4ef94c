"""Keep a view, share it, forget it; keep the columns that somebody chose."""

from collections.abc import Sequence
from urllib.parse import urlencode

import sqlalchemy as sa
from flask_babel import gettext as _

from cara_crm.audit import services as audit
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError
from cara_crm.extensions import db
from cara_crm.lists.columns import FIELD, told
from cara_crm.lists.models import SavedView

MOST = 30


class TooMany(DomainError):
    field = "name"


def keep_view(place: str, name: str, query: str, *, is_shared: bool, by: Actor) -> SavedView:
    """A view under a name; the same name once more is the view as it is now. Raises TooMany."""
    mine = sa.select(SavedView).where(SavedView.user_id == by.user_id, SavedView.place == place)
    known = {view.name: view for view in db.session.scalars(mine) if view.name}
    if name not in known and len(known) >= MOST:
        raise TooMany(_("You have %(n)s views already: delete one first.", n=MOST))
    view = known.get(name) or SavedView(user_id=by.user_id, place=place, name=name)
    view.query, view.is_shared = query, is_shared
    db.session.add(view)
    audit.record("view.kept", view, by=by, place=place, is_shared=is_shared)
    return view


def forget_view(view: SavedView, *, by: Actor) -> None:
    audit.record("view.forgotten", view, by=by, place=view.place)
    db.session.delete(view)


def keep_columns(place: str, names: Sequence[str], *, by: Actor) -> None:
    """What the list shows this person from now on; none is as usual."""
    habit = sa.select(SavedView).where(SavedView.user_id == by.user_id, SavedView.place == place, SavedView.name == "")
    view = db.session.scalar(habit)
    if not names:
        if view is not None:
            db.session.delete(view)
        return
    view = view or SavedView(user_id=by.user_id, place=place, name="")
    view.query = urlencode({FIELD: told(names)})
    db.session.add(view)
