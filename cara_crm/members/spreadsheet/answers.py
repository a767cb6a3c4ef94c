"""Cells that answer a question with yes or no and say nothing else: words, crosses, ticks. Pure."""

from cara_crm.core.fold import fold

YES = frozenset({"oui", "yes", "x", "xx", "ok", "1", "vrai", "true", "o", "y", "v"})
NO = frozenset({
    "non", "no", "n", "faux", "false", "", "neant", "na", "n a", "non adherent", "pas adherent", "impaye", "impayee",
})  # fmt: skip
TICKS, EMPTY = frozenset("✓✔☑✅🗸√☒■●"), frozenset("☐✗✘❌❎□○–—-")
EMOJI = "\ufe0f"  # behind a sign it asks for colours


def is_yes(text: str) -> bool:
    """Is it a cross, a tick, or a word that answers yes?"""
    return fold(text) in YES or text.strip().strip(EMOJI) in TICKS


def is_no(text: str) -> bool:
    """Is it nothing, a dash, a zero, an empty box, or a word that answers no?"""
    plain = text.strip().strip(EMOJI)
    return plain not in TICKS and (fold(text) in NO or plain in EMPTY or plain == "0")


def answers(text: str) -> bool:
    """Does it say yes or no?"""
    return is_yes(text) or is_no(text)
