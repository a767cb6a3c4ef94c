"""INSEE's bands of headcount, in words."""

from flask_babel import gettext as _

from cara_crm.members.spreadsheet.values import BANDS


def band_label(code: str) -> str:
    """INSEE's band in words: "250 to 499 employees"."""
    if code == "NN":
        return str(_("No employees"))
    least, most = next(((low, high) for known, low, high in BANDS if known == code), (None, None))
    if least is None:
        return code
    if most is None:
        return str(_("%(n)s employees and more", n=f"{least:,}".replace(",", "\u202f")))
    if most <= 2:
        return str(_("No employees at year's end")) if most == 0 else str(_("1 or 2 employees"))
    return str(_("%(least)s to %(most)s employees", least=least, most=most))
