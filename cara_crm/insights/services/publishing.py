"""The figures that everybody in the house sees change only when enough groups do."""

from cara_crm.confidentiality.sameness import Sameness
from cara_crm.confidentiality.suppression import remember, suppress
from cara_crm.core import clock
from cara_crm.extensions import db
from cara_crm.insights.queries.heard import Span, counted, spans
from cara_crm.insights.queries.membership import membership
from cara_crm.insights.queries.opinions import opinions_counted
from cara_crm.insights.queries.published import KEY, Shown, shown
from cara_crm.members.queries.sameness import sameness
from cara_crm.members.services.sameness import keep_who_is_who
from cara_crm.settings.models import Setting


def publish() -> None:
    """Make the figures anew; one that too few groups parts from what was shown before is shown again."""
    k, last = shown()
    today = clock.today()
    table = counted(membership().sectors)
    told = opinions_counted()
    before = [one for one in (last.table, last.opinions) if one] if last else []
    same = sameness()
    safe, safe_told = suppress([table, told], k, earlier=before, same=same)
    now = remember(table, safe, today, last.table if last else None)
    opinions = remember(told, safe_told, today, last.opinions if last else None)
    taken = {step: _settled(span, last.spans.get(step) if last else None, k, same) for step, span in spans(k).items()}
    keep_who_is_who()
    db.session.merge(Setting(key=KEY, value=Shown(k, today, now, taken, opinions).to_data()))


def _settled(span: Span | None, earlier: Span | None, k: int, same: Sameness) -> Span | None:
    """Of a step that was shown: the earlier median, unless k groups differ."""
    if earlier is None:
        return span
    groups = span.groups if span else frozenset()
    return span if len(same.apart(groups) ^ same.apart(earlier.groups)) >= k else earlier
