"""What competing members are not asked for, wherever something is put to several of them."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from cara_crm.core.errors import DomainError
from cara_crm.relays.competition import Refused, refused, refused_choice

SUBJECTS = {
    "prices": _l("prices"),
    "costs": _l("costs"),
    "wages": _l("wages"),
    "capacities": _l("capacities and their use"),
    "stocks": _l("stocks"),
    "delivery promises": _l("promises of delivery"),
    "customers": _l("customers"),
    "suppliers": _l("suppliers by name"),
    "turnover": _l("turnover"),
    "bids": _l("bids"),
    "plans": _l("plans of production"),
}


class AskedByMembersOnly(DomainError):
    """Members compete: together they are not asked for what firms hide from each other."""

    field = "body"


def refuse_secrets(texts: Mapping[str, str]) -> None:
    """`texts`: what is asked, by the form's field in which it stands. Raises AskedByMembersOnly at the first field that
    asks for a secret of trade, with the words that do."""
    for field, text in texts.items():
        _refuse(refused(text), field)


def refuse_customers(question: str, options: Sequence[str], *, field: str) -> None:
    """A choice among firms that members may work for asks for their customers. Raises AskedByMembersOnly."""
    _refuse(refused_choice(question, options), field)


def _refuse(found: Sequence[Refused], field: str) -> None:
    if found:
        places = [_("“%(words)s” (%(subject)s)", words=one.words, subject=SUBJECTS[one.subject]) for one in found]
        raise AskedByMembersOnly(
            _(
                "Members compete with each other, so this may not be asked: %(places)s. Ask what it does to them: "
                "jobs, delays, orders that are put off.",
                places=", ".join(places),
            ),
            field=field,
        )
