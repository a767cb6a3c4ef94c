"""Does a server still try, or has it given up? By its own words, where it sends no fields. Pure.

As Exim, Postfix, sendmail, qmail, Courier, Exchange, Google, MDaemon and gateways write it, in English and in French.
"""

import re

from cara_crm.core.fold import fold

QUOTED = re.compile(r"(?im)^[>\s]{0,20}(?:the )?(?:subject|objet|sujet)\b[^:\n]{0,40}:.*$")  # ours, not the server's
STILL_IN_SUBJECT = re.compile(
    r"^(?:(?:warning |attention |avertissement )(?:\w+ ){0,6}(?:delay\w*|could not send|retard\w*|differee?)"
    r"|delayed (?:mail|message|delivery)|(?:mail|message|delivery) (?:\w+ )?delay(?:ed)?"
    r"|delivery status notification delay|remise (?:retardee|differee)|message (?:retarde|differe)|envoi incomplet"
    r"|livraison (?:retardee|differee)|distribution (?:retardee|differee)|avis de (?:retard|non remise temporaire))\b"
)
STILL = re.compile(
    r"(?<!\S)(?:"
    r"(?:not|n t) (?:yet )?(?:been|be) (?:delivered|sent) yet|not yet been (?:delivered|sent)|not yet delivered"
    r"|still (?:undelivered|being \w+|trying|in (?:the|our|its) (?:\w+ )?queue|queued)"
    r"|warning (?:message )?only|(?:just|only|simply) a warning|do(?:es)? not need to (?:re ?send|send|take any action)"
    r"|no action is (?:required|needed|necessary)|delay reason|transient non fatal"
    r"|(?:is|are|was|were|been|being|delivery|message|mail) delayed|in the retry queue"
    r"|(?:will|ll|shall) (?:keep|continue|go on) (?:\w+ ){0,2}(?:try|trying|retry|retrying|attempt\w*|deliver\w*)"
    r"|(?:attempts|delivery) will continue|(?:will|ll) (?:be |automatically ){0,2}(?:retry|retried|reattempted"
    r"|attempted again|tried again)|(?:will|ll) try (?:\w+ )?again"
    r"|pas encore (?:pu )?(?:ete |etre )?(?:remise?|delivree?|distribuee?|acheminee?|livree?|transmise?|envoyee?)"
    r"|(?:est|ete|remise|livraison|distribution|message|envoi) (?:retarde|differe)e?|envoi incomplet"
    r"|tentatives (?:\w+ ){0,3}(?:vont|se poursui\w+|continu\w+|seront|sont prevues)"
    r"|(?:va|vont|allons|continue\w*) (?:\w+ ){0,2}(?:essayer|tenter|reessayer|poursuivre|effectuer)"
    r"|(?:essaiera|essaierons|reessaiera|tentera|retentera|sera retente|sera represente)"
    r"|simple avertissement|(?:besoin|necessaire|utile) de (?:le |la )?(?:renvoyer|reexpedier)|aucune action n est"
    r")(?!\S)"
)
FINAL = re.compile(
    r"(?<!\S)(?:"
    r"permanent(?:ly)?|given up|giving up|undeliver(?:ed|able)|returned|returning|failure|failed|unable to deliver"
    r"|(?:not|n t) (?:be )?delivered|(?:not|n t) (?:be )?deliver|too long|expired|exceeded|undelivrable"
    r"|non remise?|non distribuee?|non delivree?|echec|echoue|pas pu (?:etre|le)|n a pas ete|impossible de|abandonn\w+"
    r")(?!\S)"
)


def is_still_tried(subject: str, words: str) -> bool:
    """A warning: the server has the mail, and will say so again when it gives up."""
    own = fold(QUOTED.sub("", words))
    return STILL_IN_SUBJECT.match(fold(subject)) is not None or STILL.search(own) is not None


def is_final(subject: str, words: str) -> bool:
    """Does it say that nothing more will be tried?"""
    return FINAL.search(fold(f"{subject}\n{QUOTED.sub('', words)}")) is not None
