"""What a person decided about a list before it is written. Rows are known by the number of their first one."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from cara_crm.members.spreadsheet.namesakes import same_as

FILE, REGISTER = "file", "register"
NEW, SKIP = "new", "skip"
#: Fields of a member, or of its places, of which one side goes before the other.
CHOSEN = (
    "legal_name",
    "usual_name",
    "status",
    "member_since",
    "account_manager",
    "role",
    "category",
    "headcount_band",
    "turnover_euros",
    "activity_code",
    "group",
    "network_id",
    "website",
    "phone",
    "email",
    "brands",
    "description",
    "site_name",
    "site_address",
    "site_postal_code",
    "site_town",
)


@dataclass(frozen=True)
class Decisions:
    """`fields`: field → FILE or REGISTER for every member; `members`: id → the same for one; `rows`: row → the id of
    the member that it speaks of, NEW, SKIP, or the row whose company it is ("=7", `same_as`). `is_cautious`: what has
    no date is not replaced unless somebody says so; `holds`: what may be somebody else waits until somebody says so.
    """

    fields: Mapping[str, str] = field(default_factory=dict)
    members: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    rows: Mapping[int, str] = field(default_factory=dict)
    is_cautious: bool = False
    holds: bool = False

    def side(self, member_id: int, name: str) -> str | None:
        """FILE, REGISTER or, where nobody decided, None."""
        return self.members.get(member_id, {}).get(name) or self.fields.get(name)

    def member_of(self, rows: tuple[int, ...]) -> str | None:
        """What was decided about a draft that comes from these rows."""
        told = (self.rows[row] for row in rows if row in self.rows)
        return next((one for one in told if same_as(one) is None), None)
