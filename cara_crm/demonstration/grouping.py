"""Members raise a theme one after the other; a manager groups their words into a position."""

from functools import partial

from cara_crm.demonstration.stage import Stage
from cara_crm.demonstration.themes import Theme, Voice, said
from cara_crm.demonstration.voices import as_author, hear_on_the_telephone, qualify, raise_in_portal, speakers
from cara_crm.extensions import db
from cara_crm.issues.models import Consent, Issue
from cara_crm.members.models import Member
from cara_crm.positions import queries
from cara_crm.positions import services as positions
from cara_crm.positions.models import POSITION_WORDS, Position, Stance, Way

SPOKEN = {  # days ago: first and last voice
    "pfa_prices": (330, 262),
    "velo_batteries": (215, 150),
    "velo_theft": (205, 160),
    "pfa_retrofit": (170, 118),
    "pfa_zones": (130, 78),
    "pfa_energy": (122, 62),
    "fif_approval": (96, 48),
    "fif_orders": (90, 52),
    "fif_tracks": (88, 70),
    "velo_frames": (78, 26),
    "fif_skills": (66, 20),
    "pfa_data": (62, 34),
    "velo_cargo": (50, 24),
    "pfa_hydrogen": (46, 30),
}
FIRST_SPEAKER = {"pfa_prices": 9, "pfa_data": 20, "fif_orders": 8, "fif_tracks": 3, "fif_skills": 5, "velo_theft": 4,
                 "velo_frames": 2, "velo_cargo": 11}  # fmt: skip
QUALIFIED_AFTER, GROUPED_AFTER = 3, 6  # days
CALLED, NAMED = 3, 7  # every third voice is heard on the telephone, every seventh agrees to be named


def plan(stage: Stage) -> None:
    """Write the voices of every theme, and its position, into the diary."""
    for theme in stage.themes.values():
        _plan_theme(stage, theme)


def _plan_theme(stage: Stage, theme: Theme) -> None:
    first, last = SPOKEN[theme.code]
    pairs = list(speakers(theme.voices, stage.cast.members[theme.sector], first=FIRST_SPEAKER.get(theme.code, 0)))
    stage.issues[theme.code] = []
    for n, (voice, member) in enumerate(pairs):
        days = first - (first - last) * n / len(pairs)
        stage.diary.on(days, partial(_speak, stage, theme, voice, member, n, days))
    if pairs:
        stage.diary.on(last - GROUPED_AFTER, partial(_group, stage, theme))


def _speak(stage: Stage, theme: Theme, voice: Voice, member: Member, n: int, days: float) -> None:
    words, by = said(voice, theme.kind, theme.measure, n), stage.handler(theme.sector)
    if n % CALLED == CALLED - 1:
        issue = hear_on_the_telephone(member, words, agreed=True, by=by)
    else:
        named = n % NAMED == NAMED - 1 and not theme.way
        consents = {stage.federations[theme.federation].id: Consent.NAMED} if named else None
        issue = raise_in_portal(member, words, consents=consents)
    stage.issues[theme.code].append(issue)
    when = days - QUALIFIED_AFTER
    stage.diary.on(when, partial(qualify, issue, priority=stage.priority(theme), by=by))


def _group(stage: Stage, theme: Theme) -> None:
    """For those who speak for it; who stands against it is linked so, and gets the diverging view."""
    issues = stage.issues[theme.code]
    titles = {voice.title for voice in theme.voices if voice.against}
    against = [issue for issue in issues if issue.title in titles]
    position = positions.create_position(
        stage.federations[theme.federation],
        issues=[issue for issue in issues if issue.title not in titles],
        title=theme.title,
        priority=stage.priority(theme),
        by=stage.manager,
    )
    if against:
        positions.add_issues(position, against, stance=Stance.AGAINST, by=stage.manager)
    db.session.flush()
    _word(stage, theme, position, diverging=theme.diverging if against else "")
    position.is_demonstration = True
    stage.positions[theme.code] = position
    if theme.way:
        _choose_way(stage, theme, position, issues)


def _word(stage: Stage, theme: Theme, position: Position, *, diverging: str) -> None:
    given = {name: getattr(theme, name, "") for name in POSITION_WORDS}
    given |= {"examples": "\n".join(theme.examples), "diverging_view": diverging}
    positions.edit_position(
        position, given, priority=position.priority, version_read=position.version, by=stage.manager
    )


def _choose_way(stage: Stage, theme: Theme, position: Position, issues: list[Issue]) -> None:
    """Fewer than k groups: a signal to which everybody agrees; named, where the first author has yet to answer."""
    days, way = SPOKEN[theme.code][1] - GROUPED_AFTER, Way(theme.way)
    if way is Way.WAIT:
        stage.diary.on(days - 1, partial(positions.wait, position, by=stage.manager))
        return
    asked = days - 1 if way is Way.SIGNAL else 0.9
    stage.diary.on(asked, partial(positions.ask_wording, position, way, by=stage.manager))
    answering = issues if way is Way.SIGNAL else issues[1:]
    for n, issue in enumerate(answering):
        stage.diary.on(asked - 0.4 - n if way is Way.SIGNAL else 0.3, partial(_agree, position, issue))


def _agree(position: Position, issue: Issue) -> None:
    question = next(q for q in queries.wording_agreements(position) if q.issue_id == issue.id)
    positions.answer_wording(question, agreed=True, by=as_author(issue.member))
