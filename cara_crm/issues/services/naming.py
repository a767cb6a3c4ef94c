"""What goes to others names no member: a name is refused until somebody has looked at it."""

from collections.abc import Collection, Sequence

from flask_babel import gettext as _

from cara_crm.confidentiality.leaks import Leak, find_leaks
from cara_crm.confidentiality.leaks.speaking import in_words, speaking_of_members
from cara_crm.core.errors import DomainError
from cara_crm.issues.queries.register import leak_index


class SpeaksOfMembers(DomainError):
    """What members read names none of the others; what a federation reads gives none of them away."""


def refuse_names(*texts: str, field: str, own: Collection[int] = (), named: Collection[int] = ()) -> None:
    """Refuse what names an organisation of the register or its people to members. `own`: the ids of those that read
    of themselves; `named`: of those that agreed to be named to them; `field`: where the refusal stands. Raises
    SpeaksOfMembers."""
    said = [text for text in texts if text.strip()]
    index = leak_index() if said else None
    _refuse([leak for text in said if index for leak in speaking_of_members(text, index, own, named)], field)


def refuse_leaks(text: str, *, about: Collection[str], field: str) -> None:
    """Refuse what would give somebody away to a federation, in a text about these sectors (codes): a town or a small
    count too. Raises SpeaksOfMembers."""
    _refuse(find_leaks(text, leak_index(), about=[about]), field)


def _refuse(found: Sequence[Leak], field: str) -> None:
    if found:
        said = _(
            "This speaks of a member: %(names)s. Word it otherwise, or say that it may stand.",
            names=in_words(found),
        )
        raise SpeaksOfMembers(said, field=field)
