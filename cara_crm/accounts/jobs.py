"""The periodic work of this feature: forgetting."""

from datetime import timedelta

from cara_crm.accounts.services.kept import forget_old_forms
from cara_crm.accounts.services.limits import forget_old_counts
from cara_crm.accounts.services.sessions import forget_old_sessions
from cara_crm.accounts.services.tokens import forget_old_tokens
from cara_crm.jobs.registry import every


@every(timedelta(hours=1), "accounts.forget")
def forget() -> None:
    """Counts, links, kept forms and ended sessions are not kept longer than they serve."""
    forget_old_counts()
    forget_old_tokens()
    forget_old_forms()
    forget_old_sessions()
