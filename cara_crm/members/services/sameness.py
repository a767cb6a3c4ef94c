"""Who is counted as whom is kept with the figures that leave."""

from sqlalchemy.dialects import postgresql, sqlite

from cara_crm.extensions import db
from cara_crm.members.models import CountedAs
from cara_crm.members.queries.sameness import kept_ties, present_ties


def keep_who_is_who() -> None:
    """To be called wherever keys of groups are kept to be compared later; two at once keep the same."""
    new = [{"key": key, "under": under} for key, under in sorted(present_ties() - kept_ties())]
    if new:
        kind = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
        db.session.execute(kind.insert(CountedAs).on_conflict_do_nothing(), new)
