"""Members compete: what they may not be asked for together (TFEU article 101, exchange of sensitive information)."""

from cara_crm.relays.competition.reading import Refused, refused, refused_choice

__all__ = ["Refused", "refused", "refused_choice"]
