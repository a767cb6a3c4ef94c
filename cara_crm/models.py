"""Roll call: every mapped class, so that the metadata is whole wherever it is needed."""

from cara_crm.accounts import models as accounts
from cara_crm.audit import models as audit
from cara_crm.contacts import models as contacts
from cara_crm.correspondence import models as correspondence
from cara_crm.deliveries import models as deliveries
from cara_crm.documents import models as documents
from cara_crm.federations import models as federations
from cara_crm.files import models as files
from cara_crm.imports import models as imports
from cara_crm.interactions import models as interactions
from cara_crm.issues import models as issues
from cara_crm.jobs import models as jobs
from cara_crm.lists import models as lists
from cara_crm.mailbox import models as mailbox
from cara_crm.members import models as members
from cara_crm.memberships import models as memberships
from cara_crm.merging import models as merging
from cara_crm.official import models as official
from cara_crm.positions import models as positions
from cara_crm.relays import models as relays
from cara_crm.reports import models as reports
from cara_crm.sectors import models as sectors
from cara_crm.settings import models as settings
from cara_crm.tasks import models as tasks
from cara_crm.territory import models as territory
from cara_crm.workgroups import models as workgroups

FEATURES = (
    audit,
    settings,
    files,
    jobs,
    mailbox,
    deliveries,
    accounts,
    lists,
    tasks,
    territory,
    sectors,
    federations,
    members,
    official,
    contacts,
    memberships,
    merging,
    interactions,
    workgroups,
    documents,
    issues,
    correspondence,
    positions,
    relays,
    imports,
    reports,
)
