"""What membership costs in the demonstration: last year's simple grid, a finer one to come, an account of nobody."""

from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.demonstration.cast import by_code
from cara_crm.members.models import MemberCategory as C
from cara_crm.memberships import services
from cara_crm.memberships.models import College
from cara_crm.memberships.queries import Terms

SIMPLE = (
    ("SME", C.MICRO, "", 850),
    ("SME", C.SME, "", 850),
    ("LARGE", C.MIDCAP, "", 6500),
    ("LARGE", C.LARGE, "", 6500),
    ("ACADEMIC", C.LABORATORY, "", 400),
    ("ACADEMIC", C.EDUCATION, "", 400),
    ("PUBLIC", C.AUTHORITY, "", 2000),
)
FINER = (
    ("SME", C.MICRO, "", 420),
    ("SME", C.SME, "", 850),
    ("SME", C.SME, "21", 1400),
    ("LARGE", C.MIDCAP, "", 4500),
    ("LARGE", C.LARGE, "", 6500),
    ("LARGE", C.LARGE, "52", 9000),
    *SIMPLE[4:],
)
TERMS = Terms(
    address="1 place de l’Invention\n69000 Villefictive",
    registration="SIRET 000 000 000 00000",
    iban="FR7600000000000000000000097",
    bic="XXXXFRXX",
    text_fr="Texte d’exemple : l’association imprime ici ses mentions, après avis de son expert-comptable.",
    text_en="Sample text: the association prints its notices here, as its accountant advises.",
)


def decide_fees() -> None:
    """This year's grid and the next one, and what every call prints."""
    by, year, colleges = Actor.system("demo"), clock.today().year, by_code(College)
    for of, grid in ((year - 1, SIMPLE), (year, SIMPLE), (year + 1, FINER)):
        for code, category, band, euros in grid:
            services.set_rate(of, college_id=colleges[code].id, category=category, from_band=band, euros=euros, by=by)
    services.decide_terms(TERMS, by=by)
