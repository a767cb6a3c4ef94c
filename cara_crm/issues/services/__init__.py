"""What happens to an issue, from the first word to its end."""

from cara_crm.issues.services.agreement import (
    AgreementInTheFuture,
    NobodyToAsk,
    agree,
    ask_agreement,
    ask_together,
    record_oral_agreement,
    refuse,
    remind_unanswered,
)
from cara_crm.issues.services.attachments import FileRefused, attach, check_files, detach
from cara_crm.issues.services.consent import change_consent, set_consents
from cara_crm.issues.services.handling import (
    SectorMissing,
    TextMissing,
    add_note,
    ask_back,
    close,
    decline,
    mark_answered,
    mark_read,
    mark_relayed,
    pause,
    qualify,
    reopen,
    resume,
    solve,
    withdraw,
    write_to_cluster,
)
from cara_crm.issues.services.hearing import Heard, record_conversation
from cara_crm.issues.services.leaving import Left, NotThereAnyMore, SuccessorNotThere, leave
from cara_crm.issues.services.mails import author_of, heard_of, tell, tell_author
from cara_crm.issues.services.moves import NotPossibleNow, ReasonMissing
from cara_crm.issues.services.opinion import ask_opinions, give_opinion, take_up_again
from cara_crm.issues.services.past import record_past
from cara_crm.issues.services.silence import note_spoken_word, tell_where_issues_stand
from cara_crm.issues.services.writing import (
    NothingSaid,
    discard_draft,
    edit_issue,
    record_issues,
    save_draft,
    submit_issue,
)

__all__ = [
    "AgreementInTheFuture",
    "FileRefused",
    "Heard",
    "Left",
    "NobodyToAsk",
    "NotPossibleNow",
    "NotThereAnyMore",
    "NothingSaid",
    "ReasonMissing",
    "SectorMissing",
    "SuccessorNotThere",
    "TextMissing",
    "add_note",
    "agree",
    "ask_agreement",
    "ask_back",
    "ask_opinions",
    "ask_together",
    "attach",
    "author_of",
    "change_consent",
    "check_files",
    "close",
    "decline",
    "detach",
    "discard_draft",
    "edit_issue",
    "give_opinion",
    "heard_of",
    "leave",
    "mark_answered",
    "mark_read",
    "mark_relayed",
    "note_spoken_word",
    "pause",
    "qualify",
    "record_conversation",
    "record_issues",
    "record_oral_agreement",
    "record_past",
    "refuse",
    "remind_unanswered",
    "reopen",
    "resume",
    "save_draft",
    "set_consents",
    "solve",
    "submit_issue",
    "take_up_again",
    "tell",
    "tell_author",
    "tell_where_issues_stand",
    "withdraw",
    "write_to_cluster",
]
