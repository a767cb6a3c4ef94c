"""What every chapter of the story works with."""

from dataclasses import dataclass, field

from cara_crm.core.actor import Actor
from cara_crm.demonstration.accounts import SECOND_MANAGER, Cast, acting
from cara_crm.demonstration.agenda import Diary
from cara_crm.demonstration.cast import by_code
from cara_crm.demonstration.themes import Theme, themes
from cara_crm.federations.models import Federation, Priority
from cara_crm.issues.models import Issue
from cara_crm.positions.models import Position
from cara_crm.sectors.models import Sector


@dataclass
class Stage:
    """The cast, the diary, and what has been made so far: issues and positions by the code of their theme."""

    cast: Cast
    diary: Diary = field(default_factory=Diary)
    themes: dict[str, Theme] = field(default_factory=themes)
    federations: dict[str, Federation] = field(default_factory=lambda: by_code(Federation))
    sectors: dict[str, Sector] = field(default_factory=lambda: by_code(Sector))
    issues: dict[str, list[Issue]] = field(default_factory=dict)
    positions: dict[str, Position] = field(default_factory=dict)

    @property
    def manager(self) -> Actor:
        return acting(self.cast.users["manager"])

    @property
    def reviewer(self) -> Actor:
        return acting(self.cast.users["second"])

    def officer(self, federation: str) -> Actor:
        return acting(self.cast.users[federation])

    def handler(self, sector: str) -> Actor:
        """Who hears and qualifies the issues of a sector."""
        return self.reviewer if sector in SECOND_MANAGER and sector != "VI" else self.manager

    def priority(self, theme: Theme) -> Priority:
        """The federation's priority under which the theme is filed."""
        return next(p for p in self.federations[theme.federation].priorities if p.code == theme.priority)
