"""What an automatic answer says of who was written to: away for a while, or gone for good. Pure.

Only words that say plainly that the person does not work there any more count; whoever names a day on which it is back,
or a leave, is away. Both in French and in English, as mail programs and people write them.
"""

import re

from cara_crm.core.fold import fold
from cara_crm.mailbox.replies import own_words

LONGEST_LOOK = 6_000
ANSWERS_BY_ITSELF = re.compile(
    r"^(?:reponse automatique|automatic reply|auto reply|autoreply|message d absence|absence|out of office"
    r"|absent du bureau|depart)\b"
)
GONE = re.compile(
    r"\b(?:"
    r"(?:a|ai|avoir|aura) (?:definitivement )?quitte (?:l |la |le |les |mes |ses |notre |nos |cette )"
    r"|ne (?:fait|fais) plus partie|ne travaille(?:nt)? plus|n exerce plus|n occupe plus"
    r"|n (?:est|suis) plus (?:salariee?|employee?|en poste|dans|au sein|chez|collaborat\w+|membre|parmi)"
    r"|n est plus joignable a|ne (?:suis|sera|serai|est) plus (?:votre|ton) (?:interlocut\w+|contact|correspondant\w*)"
    r"|(?:est|suis) (?:\w+ )?(?:partie? )?(?:a|en) (?:la )?retraite|(?:suis|est) (?:\w+ )?retraitee?|retraitee? depuis"
    r"|(?:pris|fait valoir) (?:\w+ )?(?:droits a la |droit a la )?retraite"
    r"|(?:adresse|boite|messagerie)(?: \w+){0,3} n est plus (?:utilisee|active|valide|consultee|relevee)"
    r"|left (?:the|our|this|my) (?:\w+ )?(?:company|firm|organi[sz]ation|group|team|business|association|institute"
    r"|university|school|agency|post|position|role|job)"
    r"|no longer (?:works?|working|employed|an? employee|part of|with)"
    r"|not (?:employed|working) (?:here|at|with|by) \w+ any ?more|(?:have|has|ve|am|is) (?:\w+ )?retired|i retired"
    r"|(?:mailbox|address|account) is no longer (?:in use|used|active|monitored|valid|read)"
    r")\b"
)
LEFT_A_NAME = re.compile(r"\b(?:[Hh]as|[Hh]ave|['’]ve|I|[A-Z]\w+)(?: now| recently)? left (?!On\b|At\b)[A-Z]\w")
AWAY = re.compile(
    r"\b(?:de retour|retour (?:prevu )?(?:le|lundi|mardi|mercredi|jeudi|vendredi|debut|fin)|en conges?|en vacances"
    r"|absente? (?:du|jusqu|pour|ce|cette|aujourd)|conge (?:maternite|paternite|parental)|en deplacement|en formation"
    r"|(?:be |am )?back on|return(?:ing)? on|until (?:monday|tuesday|wednesday|thursday|friday|january|february|march"
    r"|april|may|june|july|august|september|october|november|december|\d)"
    r"|on (?:annual |parental |maternity |sick )?leave"
    r"|on holidays?|on vacation|travel(?:l)?ing)\b"
)


def answers_by_itself(subject: str) -> bool:
    """Does the subject say that a mail program wrote this? Some mark it in no other way."""
    return ANSWERS_BY_ITSELF.match(fold(subject)) is not None


def says_gone(subject: str, text: str) -> bool:
    """Has the person left for good? The mail that is answered, and quoted, says nothing about that."""
    own = f"{subject}\n{own_words(text)[:LONGEST_LOOK]}"
    said = fold(own)
    is_gone = GONE.search(said) or LEFT_A_NAME.search(own)
    return is_gone is not None and AWAY.search(said) is None
